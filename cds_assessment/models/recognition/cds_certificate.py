import base64
import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...report.certificate import certificate_page
from ...report.paper import paper_stamp
from ...tools.file_name import safe_name
from ...tools.number_format import format_points
from ...tools.plain_text import says_something
from ...tools.public_address import public_address

SYMBOL = "GCN"
# So many certificates are printed by one call.
PRINTED_AT_ONCE = 50
# What an issued certificate bears, which nobody changes any more, superuser or not.
FROZEN = frozenset(
    (
        "recognition_id",
        "assessment_id",
        "institution_name",
        "authority_name",
        "school_year_name",
        "framework_name",
        "overall_level_name",
        "decision_number",
        "decision_date",
        "issued_on",
        "valid_until",
        "number",
        "number_year",
        "sequence_number",
        "token",
        "token_key",
        "result_ids",
        "pdf",
        "pdf_sha256",
    )
)


def token_key(token):
    """Return the key by which a token is looked up.

    Whatever a stranger sends, it takes the same time and breaks nothing; and how long a
    comparison in the database takes tells nothing about tokens.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class CdsCertificate(models.Model):
    """A certificate (giấy chứng nhận): what a decision recognises of one school.

    In a draft it follows the dossier. Issuing freezes names, points and levels, gives
    number and token, and keeps the printed page. After that it can be withdrawn, and
    nothing else.
    """

    _name = "cds.certificate"
    _description = "Certificate"
    _inherit = ["cds.workflow", "cds.chatter"]
    _mail_post_access = "read"
    _order = "recognition_id, institution_id, id"
    _rec_names_search = ["number", "institution_id.name"]

    recognition_id = fields.Many2one(
        "cds.recognition", required=True, readonly=True, ondelete="restrict", index=True
    )
    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="restrict", index=True
    )
    institution_id = fields.Many2one(
        related="assessment_id.institution_id", store=True, index=True
    )
    authority_id = fields.Many2one(
        related="recognition_id.authority_id", store=True, index=True
    )
    school_year_id = fields.Many2one(
        related="assessment_id.school_year_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("valid", "Valid"), ("withdrawn", "Withdrawn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    result_summary = fields.Char(
        string="Points and Levels", compute="_compute_result_summary"
    )
    # frozen when issued
    institution_name = fields.Char(readonly=True, copy=False)
    authority_name = fields.Char(readonly=True, copy=False)
    school_year_name = fields.Char(readonly=True, copy=False)
    framework_name = fields.Char(readonly=True, copy=False)
    overall_level_name = fields.Char(readonly=True, copy=False)
    decision_number = fields.Char(readonly=True, copy=False)
    decision_date = fields.Date(readonly=True, copy=False)
    issued_on = fields.Date(readonly=True, copy=False)
    valid_until = fields.Date(readonly=True, copy=False)
    number = fields.Char(string="Certificate No.", readonly=True, copy=False)
    sequence_number = fields.Integer(readonly=True, copy=False, aggregator=None)
    number_year = fields.Integer(readonly=True, copy=False, aggregator=None)
    token = fields.Char(readonly=True, copy=False)
    token_key = fields.Char(readonly=True, copy=False)
    public_url = fields.Char(string="Checked At", compute="_compute_public_url")
    result_ids = fields.One2many(
        "cds.certificate.result", "certificate_id", string="Results", readonly=True
    )
    pdf = fields.Binary("PDF", attachment=True, readonly=True, copy=False)
    pdf_name = fields.Char(compute="_compute_pdf_name")
    pdf_sha256 = fields.Char("SHA-256", readonly=True, copy=False)
    # withdrawn
    withdrawn_on = fields.Date(readonly=True, copy=False, tracking=True)
    withdrawn_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False
    )
    withdraw_reason = fields.Text(readonly=True, copy=False)

    _one_per_assessment = models.UniqueIndex(
        "(assessment_id)", "The dossier is in a recognition already."
    )
    _token_once = models.UniqueIndex("(token_key) WHERE token_key IS NOT NULL")
    _number_once = models.UniqueIndex(
        "(authority_id, number_year, sequence_number) WHERE number IS NOT NULL",
        "This number has been given already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "institution_name", "institution_id")
    def _compute_display_name(self):
        for certificate in self:
            parts = (certificate.number, certificate._get_school_name())
            certificate.display_name = " – ".join(filter(None, parts))

    @api.depends("state", "result_ids", "assessment_id.result_ids.final_points")
    @api.depends_context("lang")
    def _compute_result_summary(self):
        for certificate in self:
            certificate.result_summary = " · ".join(
                self.env._(
                    "%(code)s: %(points)s/%(maximum)s, %(level)s",
                    code=result["code"],
                    points=format_points(self.env, result["points"]),
                    maximum=format_points(self.env, result["max_points"]),
                    level=result["level_name"] or "–",
                )
                for result in certificate._get_results()
            )

    @api.depends("token")
    def _compute_public_url(self):
        base = public_address(self.env)
        for certificate in self:
            token = certificate.token
            certificate.public_url = token and f"{base}/cds/c/{token}"

    @api.depends("number", "institution_name")
    def _compute_pdf_name(self):
        for certificate in self:
            certificate.pdf_name = f"{certificate._get_file_name()}.pdf"

    def _get_open_actions(self):
        return {"draft": ["remove"], "valid": ["withdraw"]}.get(self.state, [])

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse certificates by hand: recognitions make them.

        :raise UserError: outside of superuser mode
        """
        self._check_is_code()
        return super().create(vals_list)

    def write(self, vals):
        """Keep what is issued as it is, whoever writes.

        :raise UserError: outside of superuser mode, and for what is frozen
        """
        self._check_is_code()
        if FROZEN & set(vals) and self.filtered(lambda c: c.state != "draft"):
            raise UserError(
                self.env._("An issued certificate stays as it is: withdraw it instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if any(certificate.state != "draft" for certificate in self):
            raise UserError(
                self.env._("An issued certificate stays as it is: withdraw it instead.")
            )
        self.env["cds.number"]._forget(self)

    def _check_is_code(self):
        if not self.env.su:
            raise UserError(self.env._("This changes by the buttons only."))

    # === ACTIONS === #

    def action_remove(self):
        """Take schools out of a draft: their dossiers wait for another recognition."""
        self._begin("remove")
        # sudo: certificates are made and changed by actions only
        self.sudo().unlink()

    def action_withdraw(self):
        """Ask why, then withdraw the certificate."""
        self._check_can("withdraw")
        self.ensure_one()
        return self._open_dialog(
            "cds.certificate.withdraw",
            self.env._("Withdraw the Certificate"),
            default_certificate_id=self.id,
        )

    def action_print(self):
        """Download the certificates: the frozen pages, or drafts with a watermark."""
        self.check_access("read")
        return self.env.ref("cds_assessment.action_report_certificate").report_action(
            self, config=False
        )

    def action_open_public(self):
        """Open the page at which anybody checks this certificate."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/cds/c/{self.token}"}

    # === BUSINESS METHODS === #

    def _get_cannot_remove_reason(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("This is possible with a draft only.")
        return self.authority_id._get_cannot_act_reason("officer")

    def _get_cannot_withdraw_reason(self):
        self.ensure_one()
        if self.state != "valid":
            return self.env._("Only a valid certificate is withdrawn.")
        return self.authority_id._get_cannot_act_reason("authority_head")

    def _get_relied_on(self, action):
        """Return the certificates; taken out of a draft, the draft as well."""
        return [self, self.recognition_id] if action == "remove" else [self]

    def _get_results(self):
        """Return what is recognised of each group: frozen, or the dossier's own so far.

        :return: list of dictionaries with ``code``, ``name``, ``points``,
            ``max_points``, ``level_number``, ``level_name``
        """
        self.ensure_one()
        if self.state != "draft":
            return self.result_ids._to_data()
        # sudo: whoever may read a draft may read what it is about
        groups = self.sudo().assessment_id.result_ids.filtered(
            lambda result: result.node == "group"
        )
        return [
            {
                "code": result.criterion_id.code,
                "name": result.criterion_id.name,
                "points": result.final_points,
                "max_points": result.criterion_id.max_points,
                "level_number": result.final_level_id.number,
                "level_name": result.final_level_id.name or "",
            }
            for result in groups
        ]

    def _issue(self):
        """Freeze names and levels, give numbers and tokens, print and keep the pages.

        :raise UserError: when a page cannot be printed
        """
        self._hold("issue")
        for recognition, certificates in self.grouped("recognition_id").items():
            certificates = certificates.sorted(
                lambda c: (c.institution_id.sort_key, c.id)
            )
            numbers = self.env["cds.number.book"]._take(
                recognition.authority_id,
                SYMBOL,
                recognition.decision_date.year,
                dict.fromkeys(map(self.env["cds.number"]._get_holder, certificates), 0),
            )
            for certificate, number in zip(certificates, numbers.values(), strict=True):
                certificate._freeze(number)
        pages = self._print_pages()
        for certificate, page in pages.items():
            self.env["ir.actions.report"]._check_printed(page, certificate.number)
        for certificate, page in pages.items():
            certificate.write(
                {
                    "pdf": base64.b64encode(page),
                    "pdf_sha256": hashlib.sha256(page).hexdigest(),
                    "state": "valid",
                }
            )

    def _freeze(self, number):
        self.ensure_one()
        recognition, dossier = self.recognition_id, self.assessment_id
        authority = recognition.authority_id
        token = secrets.token_urlsafe(16)
        results = [fields.Command.create(data) for data in self._get_results()]
        symbol = "-".join(filter(None, (SYMBOL, authority.short_name)))
        self.write(
            {
                "institution_name": dossier.institution_id.display_name,
                "authority_name": authority.name,
                "school_year_name": dossier.school_year_id.name,
                "framework_name": self._name_framework(),
                "overall_level_name": dossier.final_overall_level_id.name,
                "decision_number": recognition.decision_number,
                "decision_date": recognition.decision_date,
                "issued_on": recognition.decision_date,
                "valid_until": recognition.valid_until,
                "number": f"{number:02d}/{symbol}",
                "sequence_number": number,
                "number_year": recognition.decision_date.year,
                "token": token,
                "token_key": token_key(token),
                "result_ids": results,
            }
        )

    def _name_framework(self):
        """Name the set of criteria with the decision that issued it."""
        framework = self.assessment_id.framework_id
        reference = framework.legal_reference
        return f"{framework.name} ({reference})" if reference else framework.name

    def _withdraw(self, reason):
        """Withdraw a certificate: the dossier stays recognised and says so.

        :raise UserError: when the user cannot, or there is no reason
        """
        self._begin("withdraw")
        if not says_something(reason):
            raise UserError(self.env._("Say why the certificate is withdrawn."))
        # sudo: certificates are made and changed by actions only
        certificates = self.sudo()
        certificates.write(
            {
                "state": "withdrawn",
                "withdrawn_on": fields.Date.context_today(self),
                "withdrawn_by_id": self.env.uid,
                "withdraw_reason": reason,
            }
        )
        for certificate in certificates:
            certificate.assessment_id.message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Certificate %(number)s is withdrawn: %(reason)s",
                    number=certificate.number,
                    reason=reason,
                ),
            )

    def _get_page(self):
        """Return what the printed page tells.

        :rtype: report.certificate_page.Page
        """
        self.ensure_one()
        # sudo: a page names the authority, whose record may be hidden; who may see the
        # certificate was checked before
        certificate = self.sudo().with_context(lang="vi_VN")
        recognition = certificate.recognition_id
        above, own = recognition.authority_id._get_letterhead()
        env = certificate.env
        return certificate_page.Page(
            above=above,
            own=own,
            school=certificate._get_school_name(),
            school_year=certificate.school_year_name or certificate.school_year_id.name,
            framework=certificate.framework_name or certificate._name_framework(),
            groups=tuple(
                certificate_page.Group(
                    name=result["name"],
                    level=result["level_name"],
                    points=format_points(env, result["points"]),
                    maximum=format_points(env, result["max_points"]),
                )
                for result in (
                    certificate.result_ids._to_data() or certificate._get_results()
                )
            ),
            overall=certificate.overall_level_name or "",
            decision_number=certificate.decision_number or "",
            decision_date=certificate.decision_date or None,
            valid_until=certificate.valid_until or None,
            number=certificate.number or "",
            place=recognition.place or "",
            date=certificate.issued_on or None,
            signer_title=recognition.signer_title or "Thủ trưởng đơn vị",
            signer_name=recognition.signer_name or "",
            url=certificate.public_url or "",
        )

    def _print_pages(self):
        """Print each certificate as a PDF of one page, many by one call.

        :return: the PDF's bytes by record
        :raise UserError: when they cannot be printed
        """
        reports = self.env["ir.actions.report"]
        printed = {}
        for start in range(0, len(self), PRINTED_AT_ONCE):
            part = self[start : start + PRINTED_AT_ONCE]
            content = reports._print_template(
                "cds_assessment.certificate_pages",
                {"pages": [certificate._get_page() for certificate in part]},
                "paperformat_certificate",
            )
            pages = certificate_page.split(content)
            if len(pages) != len(part):
                raise UserError(
                    self.env._(
                        "A certificate does not fit on one page: nothing is done."
                    )
                )
            printed |= dict(zip(part, pages, strict=True))
        return printed

    def _print(self):
        """Print certificates: issued ones as they were frozen, drafts as such.

        :return: the PDF's bytes by id
        :raise UserError: when the file of one is lost, with what to do
        """
        frozen = self.filtered("pdf_sha256")
        files = self.env["ir.attachment"]
        pdfs = {
            certificate.id: certificate._stamp_withdrawn(
                files._read_kept(certificate, "pdf")
            )
            for certificate in frozen
        }
        drafts = (self - frozen)._print_pages()
        return pdfs | {draft.id: page for draft, page in drafts.items()}

    def _stamp_withdrawn(self, content):
        """Mark a page as withdrawn where it is: the frozen file stays as it is.

        :param content: the bytes of the page
        """
        self.ensure_one()
        if self.state != "withdrawn":
            return content
        return self.env["ir.actions.report"]._stamp(content, paper_stamp.WITHDRAWN)

    def _get_file_name(self):
        """Name its file by number and school, without an ending."""
        self.ensure_one()
        school = self._get_school_name()
        return safe_name(*filter(None, ("Giay chung nhan", self.number, school)))

    def _get_school_name(self):
        """Return whose it is: as it was when it was issued."""
        self.ensure_one()
        # sudo: whoever may read a certificate may read whose it is
        return self.institution_name or self.sudo().institution_id.display_name

    @api.model
    def _get_public(self, token):
        """Return what the public page tells about a certificate.

        :param token: what a stranger sent, of any shape
        :return: a dictionary of plain values, or None for all that is no token of an
            issued certificate
        """
        # sudo: who scans the code has no log-in. Nothing but the certificate's own
        # frozen fields is read, and no name of a person is among them.
        certificate = self.sudo().search(
            [
                ("token_key", "=", token_key(token)),
                ("state", "in", ("valid", "withdrawn")),
            ]
        )
        if not certificate:
            return None
        today = fields.Date.context_today(certificate)
        valid_until = certificate.valid_until
        return {
            "is_withdrawn": certificate.state == "withdrawn",
            "is_expired": bool(valid_until and valid_until < today),
            "withdrawn_on": certificate.withdrawn_on,
            "school": certificate.institution_name,
            "authority": certificate.authority_name,
            "school_year": certificate.school_year_name,
            "framework": certificate.framework_name,
            "overall_level": certificate.overall_level_name or "",
            "decision_number": certificate.decision_number,
            "decision_date": certificate.decision_date,
            "number": certificate.number,
            "issued_on": certificate.issued_on,
            "valid_until": valid_until,
            "results": certificate.result_ids._to_data(),
        }
