from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...report.paper import paper_docx
from ...report.paper.structure import from_data
from ...report.papers import lay_out
from ...report.papers.report import LAYOUTS
from ...report.readers import read_paper
from ...tools.file_name import safe_name


class CdsDocument(models.Model):
    """A paper (văn bản) about a dossier or another record: from draft to signed.

    | action  | from           | what it does                        |
    |---------|----------------|-------------------------------------|
    | create  |                | texts are proposed from the data    |
    | edit    | draft          |                                     |
    | submit  | draft          | asks those who may issue it         |
    | issue   | draft          | gives the number, freezes the PDF   |
    | sign    | issued, signed | keeps the signed scan beside it     |
    | cancel  | issued, signed | needs a reason, keeps everything    |
    | delete  | draft          |                                     |

    Who may do so says the record that the paper is about, see ``cds.paper.subject``:
    for a dossier the council. Once issued, a record rule closes the paper to everyone's
    writing; what happens to it afterwards are the actions.
    """

    _name = "cds.document"
    _description = "Paper"
    _inherit = ["cds.workflow", "cds.chatter", "cds.remarked", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "assessment_id, subject_key, sequence, criterion_code, id"
    # What its name is made of; its subject is told from other records, so not stored.
    _rec_names_search = ["name", "type_id.name", "criterion_code"]

    _guarded_fields = frozenset(
        (
            "state",
            "name",
            "pdf",
            "pdf_sha256",
            "scan",
            "scan_name",
            "scan_sha256",
            "issued_by_id",
            "issued_on",
            "cancel_reason",
            "company_id",
            "institution_id",
            "school_year_id",
            "content",
            "used_figures",
            "is_outdated",
            "outdated_note",
            "number_year",
            "subject_key",
            "is_repeatable",
            "is_submitted",
            "submitted_by_id",
            "submitted_on",
            "addressed_ids",
            "remarks",
        )
    )

    subject_key = fields.Char(
        compute="_compute_subject_key",
        store=True,
        precompute=True,
        help="What it is about, as “model,id”.",
    )
    subject_kind = fields.Char(compute="_compute_subject_kind")
    type_id = fields.Many2one(
        "cds.document.type",
        string="Type of Paper",
        required=True,
        ondelete="restrict",
        index=True,
    )
    code = fields.Char(related="type_id.code", string="Code of the Type")
    sequence = fields.Integer(related="type_id.sequence", store=True, aggregator=None)
    is_repeatable = fields.Boolean(
        related="type_id.is_repeatable", store=True, precompute=True
    )
    institution_id = fields.Many2one(
        "cds.institution",
        compute="_compute_from_subject",
        # Not as superuser: a screen may name any record.
        compute_sudo=False,
        store=True,
        precompute=True,
        ondelete="restrict",
        index=True,
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        compute="_compute_from_subject",
        compute_sudo=False,
        store=True,
        precompute=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    criterion_id = fields.Many2one(
        "cds.criterion",
        ondelete="restrict",
        index="btree_not_null",
        help="What a criterion's sheet is about.",
    )
    criterion_code = fields.Char(related="criterion_id.code", store=True)
    layout = fields.Selection(
        "_selection_layout", help="The layout of the report on the self-assessment."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("signed", "Signed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # number and date
    name = fields.Char(string="Number and Symbol", readonly=True, copy=False)
    date = fields.Date(default=fields.Date.context_today, copy=False)
    place = fields.Char(
        compute="_compute_from_institution",
        # Not as superuser: a screen may name any record.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    signer_title = fields.Char(
        compute="_compute_from_institution",
        # Not as superuser: a screen may name any record.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    signer_name = fields.Char(string="Signer", help="The name below the signature.")
    subject = fields.Char(compute="_compute_subject")
    basis_ids = fields.Many2many(
        "cds.legal.basis",
        "cds_document_basis_rel",
        "document_id",
        "basis_id",
        string="Legal Bases",
        compute="_compute_basis_ids",
        store=True,
        readonly=False,
        help="Those of the library that are in force on the date of the paper.",
    )
    own_bases = fields.Text(
        string="Further Legal Bases", help="A line each, printed after the others."
    )
    recipients = fields.Text(help="Who gets the paper, a line each.")
    addressed_ids = fields.Many2many(
        "cds.institution",
        "cds_document_addressed_rel",
        "document_id",
        "institution_id",
        string="Addressed To",
        readonly=True,
        copy=False,
        help="Those that it names and that may read it, once it is issued.",
    )
    reading_ids = fields.One2many(
        "cds.document.reading",
        "document_id",
        string="Opened By",
        help="Who of those addressed has opened the paper.",
    )
    unread_names = fields.Text(
        string="Not Opened Yet",
        compute="_compute_unread_names",
        groups="cds_assessment.group_officer",
        help="Those addressed where nobody has opened the paper.",
    )
    section_ids = fields.One2many("cds.document.section", "document_id", string="Texts")
    # issued
    content = fields.Json(
        readonly=True,
        copy=False,
        help="The structure that was printed, see report.paper.",
    )
    pdf = fields.Binary(attachment=True, readonly=True, copy=False, string="PDF")
    pdf_name = fields.Char(compute="_compute_pdf_name")
    pdf_sha256 = fields.Char("SHA-256", readonly=True, copy=False)
    issued_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False
    )
    issued_on = fields.Datetime(readonly=True, copy=False)
    scan = fields.Binary("Signed Scan", attachment=True, readonly=True, copy=False)
    scan_name = fields.Char(readonly=True, copy=False)
    scan_sha256 = fields.Char("SHA-256 of the Scan", readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    # figures
    used_figures = fields.Json(readonly=True, copy=False)
    is_outdated = fields.Boolean(
        string="Figures Have Changed", readonly=True, copy=False
    )
    outdated_note = fields.Text(readonly=True, copy=False)

    _one_live = models.UniqueIndex(
        "(subject_key, type_id, COALESCE(criterion_id, 0)) "
        "WHERE state != 'cancelled' AND is_repeatable IS NOT TRUE",
        "There is such a paper already: cancel it before making it anew.",
    )

    # === COMPUTE METHODS === #

    @api.model
    def _selection_layout(self):
        labels = (
            self.env._("Full, I to V"),
            self.env._("Short, I to III"),
            self.env._("Outline, I to V"),
        )
        return list(zip(LAYOUTS, labels, strict=True))

    @api.depends("addressed_ids", "reading_ids.institution_id")
    def _compute_unread_names(self):
        for document in self:
            # sudo: whoever may read a paper may read whom it is addressed to
            paper = document.sudo()
            unread = paper.addressed_ids - paper.reading_ids.institution_id
            document.unread_names = "\n".join(unread.mapped("display_name"))

    @api.depends("type_id", "name", "criterion_code")
    def _compute_display_name(self):
        for document in self:
            parts = (document.type_id.name, document.criterion_code, document.name)
            document.display_name = " ".join(filter(None, parts))

    @api.depends(lambda self: self._get_subject_fields())
    def _compute_subject_key(self):
        for document in self:
            subject = document._get_subject()
            document.subject_key = f"{subject._name},{subject.id}" if subject else False

    @api.depends(lambda self: self._get_subject_fields())
    def _compute_subject_kind(self):
        for document in self:
            document.subject_kind = document._get_subject()._paper_subject

    @api.depends(lambda self: self._get_subject_dependencies())
    def _compute_from_subject(self):
        for document in self:
            subject = document._get_subject()
            if not document.id:
                subject = document._get_readable_subject()
            # sudo: whose paper it is does not depend on who looks
            subject = subject.sudo()
            document.institution_id = subject._get_paper_institution()
            document.school_year_id = subject._get_paper_school_year()

    def _get_subject_dependencies(self):
        """Return the fields that say who issues a paper and what year it is about."""
        names = self._get_subject_fields()
        paths = [*names]
        for name in names:
            model = self.env[self._fields[name].comodel_name]
            for path in (model._paper_institution, model._paper_school_year):
                if path.split(".")[0] in model._fields:
                    paths.append(f"{name}.{path}")
        return paths

    @api.depends(lambda self: self._get_subject_fields())
    def _compute_from_institution(self):
        for document in self:
            institution = document._get_readable_institution()
            document.place = document.place or institution.locality
            document.signer_title = document.signer_title or institution.head_title

    @api.depends("type_id", "institution_id", "date")
    def _compute_basis_ids(self):
        for document in self:
            library = document.type_id.basis_ids
            institution = document.institution_id
            # what people added themselves stays when the date changes
            added = document.basis_ids - library
            document.basis_ids = added | library._for(institution, document.date)

    @api.depends(
        lambda self: ("type_id", "criterion_id", "layout", *self._get_subject_fields())
    )
    def _compute_subject(self):
        for document in self:
            document.subject = False
            if document._is_of_its_type() and document._get_readable_subject():
                kind = document._get_kind()
                document.subject = kind.subtitle(document._collect())

    @api.depends(
        lambda self: ("type_id", "name", "criterion_code", *self._get_subject_fields())
    )
    def _compute_pdf_name(self):
        for document in self:
            document.pdf_name = f"{document._get_file_name()}.pdf"

    # === CONSTRAINT METHODS === #

    @api.constrains(lambda self: ("type_id", *self._get_subject_fields()))
    def _check_subject(self):
        for document in self:
            chosen = [name for name in document._get_subject_fields() if document[name]]
            if len(chosen) != 1:
                raise ValidationError(self.env._("A paper is about one thing."))
            if not document._is_of_its_type():
                raise ValidationError(
                    self.env._(
                        "“%(type)s” is no paper about this.",
                        type=document.type_id.name,
                    )
                )

    def _is_of_its_type(self):
        return self.type_id.subject == self._get_subject()._paper_subject

    @api.constrains(
        lambda self: ("type_id", "criterion_id", *self._get_subject_fields())
    )
    def _check_criterion(self):
        for document in self:
            subject, criterion = document._get_subject(), document.criterion_id
            is_wrong = criterion and not subject._is_paper_criterion(criterion)
            if is_wrong or bool(criterion) != document.type_id.is_per_criterion:
                raise ValidationError(
                    self.env._(
                        "“%(type)s” and its criterion do not fit together.",
                        type=document.type_id.name,
                    )
                )

    @api.constrains("basis_ids")
    def _check_bases(self):
        """What a paper quotes is the library's, or the institution's own."""
        for document in self:
            # sudo: a basis that the user may not read must be found as well
            owners = document.sudo().basis_ids.institution_id
            if owners - document.institution_id:
                raise ValidationError(
                    self.env._("A paper quotes legal bases of its own institution.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts with their legal bases, recipients and proposed texts.

        :raise UserError: for a paper that is there already, or not the user's to draft
        :raise AccessError: when it is about a record that is not the user's
        """
        for vals in vals_list:
            self._check_new(vals)
        # One cancelled a moment ago must not stand in the way of a new one.
        self.flush_model(["state"])
        documents = super().create(vals_list)
        for document, vals in zip(documents, vals_list, strict=True):
            document._propose(vals)
        return documents

    def _check_new(self, vals):
        """Refuse a paper that the user cannot draft, before the database speaks."""
        subjects = self._get_subject_fields()
        given = {
            name: vals.get(name, self.env.context.get(f"default_{name}"))
            for name in (*subjects, "type_id", "criterion_id")
        }
        for name in subjects:
            # what is not named needs no right to its model either
            if given[name]:
                model = self.env[self._fields[name].comodel_name]
                model.browse(given[name]).check_access("read")
        document = self.new(given)
        subject = document._get_subject()._origin
        if not subject:
            return  # the constraint says so
        reason = subject._get_cannot_paper_reason("create", document)
        if not reason and document._is_there():
            reason = self.env._(
                "%(subject)s has this paper already: cancel it before making it anew.",
                subject=subject.display_name,
            )
        if reason:
            raise UserError(reason)

    def _is_there(self):
        """Return whether there is a live paper of the sort that a new one would be."""
        if self.type_id.is_repeatable:
            return False
        return any(
            paper.type_id == self.type_id._origin
            and paper.criterion_id == self.criterion_id._origin
            for paper in self._get_subject()._origin._get_live_papers()
        )

    def write(self, vals):
        """Keep issued papers as they are; a new layout brings its texts.

        :raise UserError: for a paper that is issued or not the user's to edit, and for
            its links
        """
        fixed = {*self._get_subject_fields(), "type_id", "criterion_id"} & set(vals)
        if fixed or (not self.env.su and self._get_issued()):
            raise UserError(
                self.env._(
                    "An issued paper stays as it is, and a draft belongs to what it is "
                    "about. Cancel the paper and make it anew."
                )
            )
        if not self.env.su:
            self._check_can("edit")
        result = super().write(vals)
        if "layout" in vals:
            self._refresh_sections()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if self._get_issued():
            raise UserError(
                self.env._("An issued paper cannot be deleted: cancel it instead.")
            )
        if not self.env.su:
            self._check_can("edit")
        self.env["cds.number"]._forget(self)

    def _get_issued(self):
        return self.filtered(lambda document: document.state != "draft")

    # === BUSINESS METHODS === #

    def _get_kind(self):
        return self.type_id._get_kind()

    @api.model
    def _get_subject_fields(self):
        """Return the names of the fields of which one holds what a paper is about.

        They are the ``Many2one`` fields to models that inherit ``cds.paper.subject``:
        whoever adds such a model adds its field here and on the form.
        """
        subjects = self.pool["cds.paper.subject"]
        return [
            name
            for name, field in self._fields.items()
            if field.type == "many2one"
            and not (field.compute or field.related)
            and issubclass(self.pool[field.comodel_name], subjects)
        ]

    def _get_subject(self):
        """Give the record that the paper is about.

        :return: a record of a model that inherits ``cds.paper.subject``; of the first
            one, and empty, while nothing is chosen
        """
        self.ensure_one()
        names = self._get_subject_fields()
        chosen = (self[name] for name in names if self[name])
        return next(chosen, self[names[0]])

    def _get_readable_subject(self):
        """Return what it is about if the user may read it: a screen may name any."""
        return self._get_subject()._origin._filtered_access("read")

    def _get_readable_institution(self):
        """Return who issues it, in superuser mode, if the user may read the subject."""
        # sudo: who may read a record may know whose it is
        return self._get_readable_subject().sudo()._get_paper_institution()

    def _collect(self):
        """Return what the paper tells, in Vietnamese.

        :rtype: report.papers.facts.Head
        """
        self.ensure_one()
        # sudo: a paper tells of its subject and names the authority, whose record may
        # be hidden; who may see the paper was checked before
        return read_paper(self.sudo().with_context(lang="vi_VN"))

    def _get_paper(self):
        """Give the paper as a plain structure: an issued one as it was frozen.

        :rtype: report.paper.structure.Paper
        """
        self.ensure_one()
        return from_data(self.content) if self.content else self._lay_out()

    def _lay_out(self, typed=None, head=None):
        """Lay the paper out from the data and from what people have edited.

        :param typed: texts by the code of their section, instead of those that are kept
        :param head: what a screen shows of the head, see :meth:`_show_head`
        :rtype: report.paper.structure.Paper
        """
        facts = self._collect()
        self._show_head(facts, head or {})
        texts = {
            vals["code"]: vals["text"] for vals in self._get_proposed_sections(facts)
        }
        texts |= {s.code: s.text or "" for s in self.section_ids if s.is_edited}
        return lay_out(self._get_kind(), facts, texts | (typed or {}))

    def _print(self, is_final=False):
        """Print papers, each as a PDF of its own.

        :param is_final: without the watermark of drafts
        :return: PDF bytes by id (the frozen PDF of an issued paper), and a sentence for
            each that failed
        """
        frozen = self.filtered("pdf_sha256")
        reports = self.env["ir.actions.report"]
        pdfs, printed, failures = {}, {}, []
        for document in frozen:
            try:
                pdfs[document.id] = document._get_pdf()
            except UserError as error:
                failures.append(str(error))
        drafts = (self - frozen).grouped(lambda document: document._get_kind().report)
        for report, documents in drafts.items():
            more, wrong = reports._print_papers(report, documents)
            printed |= more
            failures += wrong
        if not is_final:
            printed = {key: reports._stamp(pdf) for key, pdf in printed.items()}
        return pdfs | printed, failures

    def _get_pdf(self):
        """Return the frozen PDF's bytes.

        :raise UserError: when the file is lost, with what to do
        """
        self.ensure_one()
        return self.env["ir.attachment"]._read_kept(self, "pdf")

    def _get_docx(self):
        """Give the paper as a Word file's bytes."""
        self.ensure_one()
        return paper_docx.paper_docx(self._get_paper(), is_draft=self.state == "draft")

    def _get_file_name(self):
        """Name its files by order, kind, criterion and number, without an ending."""
        self.ensure_one()
        parts = (
            f"{self.sequence:02d}",
            self.type_id.name,
            self.criterion_code,
            self.name,
        )
        return safe_name(*filter(None, parts))
