import base64
import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..report import paper_docx
from ..report.file_name import safe_name
from ..report.paper import from_data, to_data
from ..report.papers import lay_out, suggestions
from ..report.papers.report import LAYOUTS
from .document_facts import collect
from .evidence_content import clean_name, get_ending

# The order of an assessment's states, for what can be issued from when on.
STAGES = (
    "draft",
    "self",
    "council",
    "concluded",
    "approved",
    "submitted",
    "external",
    "reviewed",
    "recognised",
    "published",
)
SCAN_ENDINGS = ("pdf", "png", "jpg", "jpeg")
NUMBER_AND_SYMBOL = re.compile(r"^\s*0*(\d+)\s*/")


class CdsDocument(models.Model):
    """A paper (văn bản) of a dossier: from a draft to an issued and signed paper.

    | action  | who             | from           | what it does                        |
    |---------|-----------------|----------------|-------------------------------------|
    | create  | council         |                | texts are proposed from the data    |
    | edit    | council         | draft          |                                     |
    | issue   | council         | draft          | gives the number, freezes the PDF   |
    | sign    | council         | issued, signed | keeps the signed scan beside it     |
    | cancel  | council         | issued, signed | needs a reason, keeps everything    |
    | delete  | council         | draft          |                                     |

    Once issued, a record rule closes the paper to everyone's writing; what happens to
    it afterwards are the actions.
    """

    _name = "cds.document"
    _description = "Paper"
    _inherit = ["cds.guarded", "mail.thread"]
    _mail_post_access = "read"
    _order = "assessment_id, sequence, criterion_code, id"
    _rec_names_search = ["name", "subject"]

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
        )
    )

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, ondelete="restrict", index=True
    )
    type_id = fields.Many2one(
        "cds.document.type",
        string="Type of Paper",
        required=True,
        ondelete="restrict",
        index=True,
    )
    code = fields.Char(related="type_id.code", string="Code of the Type")
    sequence = fields.Integer(related="type_id.sequence", store=True, aggregator=None)
    institution_id = fields.Many2one(
        related="assessment_id.institution_id", store=True, index=True
    )
    school_year_id = fields.Many2one(
        related="assessment_id.school_year_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index="btree_not_null"
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
    is_numbered = fields.Boolean(compute="_compute_is_numbered")
    number = fields.Integer(
        copy=False,
        aggregator=None,
        help="Empty: the next number in the book when the paper is issued.",
    )
    next_number = fields.Integer(compute="_compute_next_number")
    number_year = fields.Integer(readonly=True, copy=False, aggregator=None)
    name = fields.Char(string="Number and Symbol", readonly=True, copy=False)
    date = fields.Date(default=fields.Date.context_today, copy=False)
    place = fields.Char(
        compute="_compute_from_institution",
        # Not as superuser: a screen may name any dossier.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    signer_title = fields.Char(
        compute="_compute_from_institution",
        # Not as superuser: a screen may name any dossier.
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
        "(assessment_id, type_id, COALESCE(criterion_id, 0)) "
        "WHERE state != 'cancelled'",
        "The dossier has this paper already: cancel it before making it anew.",
    )
    _number_once = models.UniqueIndex(
        "(institution_id, number_year, name) WHERE name IS NOT NULL",
        "This number has been given already.",
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

    @api.depends("type_id", "name", "criterion_code")
    def _compute_display_name(self):
        for document in self:
            parts = (document.type_id.name, document.criterion_code, document.name)
            document.display_name = " ".join(filter(None, parts))

    @api.depends("type_id.symbol")
    def _compute_is_numbered(self):
        for document in self:
            document.is_numbered = bool(document.type_id.symbol)

    @api.depends("state", "date", "type_id", "institution_id")
    def _compute_next_number(self):
        for document in self:
            book = document._find_book()
            document.next_number = book.next_number if book else 1

    @api.depends("assessment_id")
    def _compute_from_institution(self):
        for document in self:
            dossier = document._get_readable_dossier()
            institution = dossier.institution_id
            document.place = document.place or institution.locality
            document.signer_title = document.signer_title or institution.head_title

    @api.depends("type_id", "assessment_id", "date")
    def _compute_basis_ids(self):
        for document in self:
            library = document.type_id.basis_ids
            institution = document.assessment_id.institution_id
            # what people added themselves stays when the date changes
            added = document.basis_ids - library
            document.basis_ids = added | library._for(institution, document.date)

    @api.depends("type_id", "assessment_id", "criterion_id", "layout")
    def _compute_subject(self):
        for document in self:
            document.subject = False
            if document.type_id and document._get_readable_dossier():
                kind = document._get_kind()
                document.subject = kind.subtitle(document._collect())

    @api.depends("type_id", "name", "criterion_code", "assessment_id")
    def _compute_pdf_name(self):
        for document in self:
            document.pdf_name = f"{document._get_file_name()}.pdf"

    # === CONSTRAINT METHODS === #

    @api.constrains("type_id", "criterion_id", "assessment_id")
    def _check_criterion(self):
        for document in self:
            of_set = document.assessment_id.framework_id.criterion_ids
            criterion = document.criterion_id
            is_wrong = criterion not in of_set if criterion else False
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

    @api.constrains("number")
    def _check_number(self):
        for document in self:
            if document.number < 0:
                raise ValidationError(self.env._("Numbers begin with 1."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts with their legal bases, recipients and proposed texts.

        :raise UserError: for a paper that the dossier has already
        :raise AccessError: for a dossier that is not the user's
        """
        for vals in vals_list:
            self._check_not_there(vals)
        # One cancelled a moment ago must not stand in the way of a new one.
        self.flush_model(["state"])
        documents = super().create(vals_list)
        for document, vals in zip(documents, vals_list, strict=True):
            document._propose(vals)
        return documents

    def _check_not_there(self, vals):
        """Refuse a second paper of its kind, before the database does."""
        assessment = self.env["cds.assessment"].browse(vals.get("assessment_id"))
        assessment.check_access("read")
        live = assessment.document_ids.filtered(lambda d: d.state != "cancelled")
        if (vals.get("type_id"), vals.get("criterion_id") or False) in (
            (paper.type_id.id, paper.criterion_id.id) for paper in live
        ):
            raise UserError(
                self.env._(
                    "The dossier has this paper already: cancel it before making it "
                    "anew."
                )
            )

    def write(self, vals):
        """Keep issued papers as they are; a new layout brings its texts.

        :raise UserError: for a paper that is issued, and for its links
        """
        fixed = {"assessment_id", "type_id", "criterion_id"} & set(vals)
        if fixed or (not self.env.su and self._get_issued()):
            raise UserError(
                self.env._(
                    "An issued paper stays as it is, and a draft belongs to its "
                    "dossier. Cancel the paper and make it anew."
                )
            )
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

    def _get_issued(self):
        return self.filtered(lambda document: document.state != "draft")

    # === ACTIONS === #

    def action_refresh(self):
        """Take the proposed text again wherever nobody has edited it."""
        self.check_access("write")
        self._refresh_sections()

    def action_issue(self):
        """Give the paper its number and freeze its PDF.

        :raise UserError: with the reason why not
        """
        self._check_can("issue")
        for document in self.sorted():
            document._take_number()
        # sudo: issued papers are closed to everyone but the actions
        self.sudo().write(
            {
                "state": "issued",
                "issued_by_id": self.env.uid,
                "issued_on": fields.Datetime.now(),
            }
        )
        # Those that are issued together refer to each other: all have their numbers.
        self._suggest()
        for document in self:
            document.sudo().content = to_data(document._lay_out())
        pdfs, failures = self._print(is_final=True)
        if failures:
            raise UserError("\n".join(failures))
        for document in self:
            document._freeze(pdfs[document.id])

    def action_sign(self):
        """Ask for the signed scan."""
        self._check_can("sign")
        return self._open_dialog("cds.document.sign", self.env._("Signed Scan"))

    def action_cancel(self):
        """Ask why, then cancel the paper."""
        self._check_can("cancel")
        return self._open_dialog("cds.document.cancel", self.env._("Cancel the Paper"))

    def action_print(self):
        """Download the PDF: the frozen one, or a draft with its watermark."""
        self.check_access("read")
        return self.env.ref("cds_assessment.action_report_document").report_action(
            self, config=False
        )

    def action_word(self):
        """Download an editable Word file with the same layout.

        :raise UserError: saying what to install where the library is missing
        """
        self.check_access("read")
        if not paper_docx.is_available():
            raise UserError(
                self.env._(
                    "Word files need the Python library python-docx on the server: ask "
                    "your administrator to run “pip install python-docx”."
                )
            )
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/documents.docx?ids={ids}",
            "target": "download",
        }

    # === WHO MAY DO WHAT === #

    def _get_cannot_issue_reason(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("Only a draft is issued.")
        if not self.date:
            return self.env._("The date is missing.")
        state = self.assessment_id.state
        since = self.type_id.since
        if state == "cancelled" or STAGES.index(state) < STAGES.index(since):
            return self.env._(
                "This paper is issued later: %(since)s.",
                since=self._get_since_label().lower(),
            )
        return self._get_cannot_role_reason()

    def _get_cannot_sign_reason(self):
        self.ensure_one()
        if self.state not in ("issued", "signed"):
            return self.env._("Only an issued paper is signed.")
        return self._get_cannot_role_reason()

    def _get_cannot_cancel_reason(self):
        self.ensure_one()
        if self.state not in ("issued", "signed"):
            return self.env._("Only an issued paper is cancelled.")
        if self.assessment_id.state in STAGES[STAGES.index("submitted") :]:
            return self.env._("The dossier has been submitted with this paper.")
        return self._get_cannot_role_reason()

    def _get_cannot_role_reason(self):
        if self.env.su:
            return ""
        return self.assessment_id._get_cannot_role_reason("council", "school")

    def _get_since_label(self):
        options = self.type_id._fields["since"]._description_selection(self.env)
        return dict(options)[self.type_id.since]

    # === BUSINESS METHODS === #

    def _get_kind(self):
        return self.type_id._get_kind()

    def _get_printed_number(self):
        """Give number and symbol for the letterhead; dots where it is still to come."""
        self.ensure_one()
        if not self.type_id.symbol:
            return ""
        return self.name or self._get_symbol("……")

    def _get_symbol(self, number):
        """Write a number with its symbol: "282/QĐ-TH"."""
        parts = (self.type_id.symbol, self.institution_id.short_name)
        return f"{number}/{'-'.join(filter(None, parts))}"

    def _collect(self):
        """Give what the paper tells, in Vietnamese.

        :rtype: report.papers.facts.Facts
        """
        self.ensure_one()
        return collect(self.with_context(lang="vi_VN"))

    def _get_readable_dossier(self):
        """Give the dossier if the user may read it: a screen may name any."""
        return self.assessment_id._origin._filtered_access("read")

    def _propose(self, vals):
        """Fill what a new draft does not bring itself."""
        self.ensure_one()
        institution = self.institution_id
        if self.code == "report" and not self.layout:
            self.layout = self.assessment_id._get_report_layout()
        if "recipients" not in vals:
            # sudo: the authority's name stands on the paper, its record may be hidden
            authority = institution.sudo()._get_assessor()
            self.recipients = (self.type_id.recipients or "").replace(
                "{authority}", authority.name or "Cơ quan quản lý cấp trên"
            )
        self._propose_number()
        self._refresh_sections()

    def _propose_number(self):
        """Take over number and date of a decision that the council bears already."""
        council = self.assessment_id.council_id
        found = NUMBER_AND_SYMBOL.match(council.decision_number or "")
        if self.code == "council_decision" and found and not self.number:
            self.number = int(found[1])
            self.date = council.decision_date or self.date

    def _refresh_sections(self):
        """Write the proposed texts of drafts wherever nobody has edited them."""
        self.filtered(lambda document: document.state == "draft")._suggest()

    def _suggest(self):
        for document in self:
            facts = document._collect()
            old = {section.code: section for section in document.section_ids}
            proposed = suggestions(document._get_kind(), facts)
            # sudo: labels and order are given by the kind of paper; the texts were
            # checked to be the user's to write
            sections = document.sudo().section_ids.with_context(cds_suggested=True)
            for sequence, (code, label, text) in enumerate(proposed):
                vals = {"label": label, "sequence": sequence, "text": text}
                if code not in old:
                    sections.create({"document_id": document.id, "code": code, **vals})
                    continue
                if old[code].is_edited:
                    del vals["text"]
                old[code].sudo().with_context(cds_suggested=True).write(vals)
            document.sudo().used_figures = sorted(facts.used_figures)

    def _write_texts(self, texts):
        """Write texts as people would.

        :param texts: by the code of the section
        :raise KeyError: for a section that the paper does not have
        """
        self.ensure_one()
        sections = {section.code: section for section in self.section_ids}
        for code, text in texts.items():
            sections[code].text = text

    def _get_paper(self):
        """Give the paper as a plain structure: an issued one as it was frozen.

        :rtype: report.paper.Paper
        """
        self.ensure_one()
        return from_data(self.content) if self.content else self._lay_out()

    def _lay_out(self):
        """Lay the paper out from the data and from what people have edited.

        :rtype: report.paper.Paper
        """
        texts = {s.code: s.text or "" for s in self.section_ids if s.is_edited}
        return lay_out(self._get_kind(), self._collect(), texts)

    def _is_told_otherwise(self):
        """Say whether the tables of an issued paper would be others by now.

        They tell points, evidence and people. Texts may refer to what came later, such
        as the number of another paper, and are not compared.
        """
        self.ensure_one()
        return self._get_paper().tables != self._lay_out().tables

    def _find_book(self):
        institution = self._get_readable_dossier().institution_id
        if not self.type_id.symbol or not self.date or not institution:
            return self.env["cds.number.book"]
        # sudo: the next number is no secret to those who see the paper
        return (
            self.env["cds.number.book"]
            .sudo()
            .search(
                [
                    ("institution_id", "=", institution.id),
                    ("symbol", "=", self.type_id.symbol),
                    ("year", "=", self.date.year),
                ]
            )
        )

    @api.model
    def _get_last_number(self, book):
        """Give the highest number of a book that a paper bears, 0 for none."""
        papers = self.search(
            [
                ("institution_id", "=", book.institution_id.id),
                ("type_id.symbol", "=", book.symbol),
                ("number_year", "=", book.year),
                ("name", "!=", False),
            ],
            order="number desc",
            limit=1,
        )
        return papers.number

    def _take_number(self):
        """Give the paper the next number of its book.

        :raise UserError: for a number that would leave a gap or stand twice
        """
        self.ensure_one()
        if not self.type_id.symbol:
            return
        book = self.env["cds.number.book"]._get_book(
            self.institution_id, self.type_id.symbol, self.date.year
        )
        number = book._take(self.number)
        # sudo: the number is given by the action, which has checked
        self.sudo().write(
            {
                "number": number,
                "number_year": self.date.year,
                "name": self._get_symbol(f"{number:02d}"),
            }
        )

    def _freeze(self, content):
        """Keep the printed paper for good.

        :param content: the PDF's bytes
        """
        self.ensure_one()
        # sudo: issued papers are closed to everyone but the actions
        document = self.sudo()
        document.write(
            {
                "pdf": base64.b64encode(content),
                "pdf_sha256": hashlib.sha256(content).hexdigest(),
            }
        )
        if self.code == "council_decision" and self.assessment_id.council_id:
            document.assessment_id.council_id.write(
                {"decision_number": self.name, "decision_date": self.date}
            )

    def _sign(self, content, name):
        """Keep the scan of the signed paper beside the issued one.

        :param content: the scan's bytes
        :param name: its file name
        :raise UserError: when the user cannot, or it is neither a PDF nor a picture
        """
        self._check_can("sign")
        name = clean_name(name)
        if get_ending(name) not in SCAN_ENDINGS:
            raise UserError(self.env._("A scan is a PDF or a picture (PNG, JPEG)."))
        self.env["cds.evidence"]._check_content(name, content)
        for document in self:
            document._keep_former_scan()
            # sudo: as in _freeze
            document.sudo().write(
                {
                    "scan": base64.b64encode(content),
                    "scan_name": name,
                    "scan_sha256": hashlib.sha256(content).hexdigest(),
                    "state": "signed",
                }
            )

    def _keep_former_scan(self):
        """Keep the scan that another one takes the place of, in the history."""
        self.ensure_one()
        if not self.scan_sha256:
            return
        # sudo: as in _freeze; by nobody, so that nobody takes it away again
        self.sudo().message_post(
            author_id=self.env.ref("base.partner_root").id,
            body=self.env._(
                "%(user)s replaced the signed scan. The former one is kept here "
                "(SHA-256 %(hash)s).",
                user=self.env.user.name,
                hash=self.scan_sha256,
            ),
            attachments=[
                (
                    self.scan_name,
                    base64.b64decode(self.with_context(bin_size=False).scan),
                )
            ],
        )

    def _cancel(self, reason):
        """Cancel papers; number, PDF and scan stay.

        :raise UserError: when the user cannot, or there is no reason
        """
        self._check_can("cancel")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the paper is cancelled."))
        # sudo: as in _freeze
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})

    def _print(self, is_final=False):
        """Print papers, each as a PDF of its own.

        :param is_final: without the watermark of drafts
        :return: PDF bytes by id (the frozen PDF of an issued paper), and a sentence for
            each that failed
        """
        frozen = self.filtered("pdf_sha256")
        pdfs = {document.id: document._get_pdf() for document in frozen}
        reports = self.env["ir.actions.report"]
        printed, failures = reports._print_papers(
            "cds_assessment.action_report_document", self - frozen
        )
        if not is_final:
            printed = {key: reports._stamp(pdf) for key, pdf in printed.items()}
        return pdfs | printed, failures

    def _get_pdf(self):
        """Give the frozen PDF's bytes."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).pdf)

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

    def _open_dialog(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_document_id": self.id},
        }
