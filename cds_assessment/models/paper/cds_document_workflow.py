import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...report.paper import paper_docx
from ...report.paper.structure import to_data
from ...tools.file_name import clean_name, get_ending
from ...tools.plain_text import says_something
from ...tools.states import ISSUED
from ..common import activities
from .cds_number_book import MOST

# So many papers at once wait for their scans in one dialog.
MOST_SCANS = 200
SCAN_ENDINGS = ("pdf", "png", "jpg", "jpeg", "jfif", "tif", "tiff")


class CdsDocument(models.Model):
    """What happens to a paper, and who may do it."""

    _inherit = "cds.document"
    is_submitted = fields.Boolean(
        string="Waiting for Signature", readonly=True, copy=False, tracking=True
    )
    submitted_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False
    )
    submitted_on = fields.Datetime(readonly=True, copy=False)
    is_numbered = fields.Boolean(compute="_compute_is_numbered")
    number = fields.Integer(
        copy=False,
        aggregator=None,
        help="Empty: the next number in the book when the paper is issued.",
    )
    own_symbol = fields.Char(
        size=60,
        copy=False,
        help="What stands behind the number if it is not as usual, for instance "
        "QĐ-THTA.",
    )
    usual_symbol = fields.Char(compute="_compute_usual_symbol")
    next_number = fields.Integer(compute="_compute_next_number")
    number_year = fields.Integer(readonly=True, copy=False, aggregator=None)

    _number_once = models.UniqueIndex(
        "(institution_id, number_year, name) WHERE name IS NOT NULL",
        "This number has been given already.",
    )

    # === ACTIONS === #

    def action_refresh(self):
        """Take the proposed text again wherever nobody has edited it."""
        self.check_access("write")
        self._refresh_sections()

    def action_issue(self):
        """Give the paper its number and freeze its PDF.

        :raise UserError: with the reason why not
        """
        self._begin("issue")
        self._take_numbers()
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
            document._check_printed(pdfs[document.id])
        self._end_waiting()
        for document in self:
            document._freeze(pdfs[document.id])

    def action_sign(self):
        """Ask for the signed scan."""
        self._check_can("sign")
        return self._open_dialog(
            "cds.document.sign",
            self.env._("Signed Scan"),
            default_document_id=self.id,
        )

    def action_add_scans(self):
        """Ask for the signed scans of many papers: those chosen, or all that wait.

        :raise UserError: when none may get a scan
        """
        papers = self or self._find_unsigned()
        papers.check_access("read")
        return self.env["cds.document.scans"]._open_for(papers)

    def _find_unsigned(self):
        """Return the issued papers of the list that the user has opened."""
        context = self.env.context
        of_list = [
            (name, "=", context[f"default_{name}"])
            for name in self._get_subject_fields()
            if context.get(f"default_{name}")
        ]
        return self.search([("state", "=", "issued"), *of_list], limit=MOST_SCANS)

    def action_cancel(self):
        """Ask why, then cancel the paper."""
        self._check_can("cancel")
        return self._open_dialog(
            "cds.document.cancel",
            self.env._("Cancel the Paper"),
            default_document_id=self.id,
        )

    def action_open_received(self):
        """Open a paper that has come in; those who issued it see that it was."""
        self.ensure_one()
        self.check_access("read")
        self._note_reading()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _note_reading(self):
        """Note that the user has opened papers, where they are addressed."""
        user = self.env.user
        # sudo: what is noted is nobody's to write
        readings = self.env["cds.document.reading"].sudo()
        for paper in self.sudo().filtered(lambda paper: paper.state in ISSUED):
            known = paper.reading_ids.filtered(lambda r: r.user_id == user)
            places = paper.addressed_ids & user.cds_institution_ids
            readings.create(
                [
                    {
                        "document_id": paper.id,
                        "institution_id": place.id,
                        "user_id": user.id,
                        "reader": user.name,
                    }
                    for place in places - known.institution_id
                ]
            )

    def action_print(self):
        """Download the PDF: the frozen one, or a draft with its watermark."""
        self.check_access("read")
        self._note_reading()
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

    # === BUSINESS METHODS === #

    def _get_cannot_edit_reason(self):
        self.ensure_one()
        return self._get_cannot_subject_reason("edit")

    def _get_cannot_issue_reason(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("Only a draft is issued.")
        if not self.date:
            return self.env._("The date is missing.")
        return self._get_cannot_subject_reason("issue")

    def _get_cannot_sign_reason(self):
        self.ensure_one()
        if self.state not in ISSUED:
            return self.env._("Only an issued paper is signed.")
        return self._get_cannot_subject_reason("sign")

    def _get_cannot_cancel_reason(self):
        self.ensure_one()
        if self.state not in ISSUED:
            return self.env._("Only an issued paper is cancelled.")
        return self._get_cannot_subject_reason("cancel")

    def _get_cannot_subject_reason(self, action):
        """Return why what the paper is about keeps the user from an action."""
        subject = self._get_subject()
        if not subject.has_access("read"):
            return self.env._("Your role does not allow this.")
        return subject._get_cannot_paper_reason(action, self)

    def _check_printed(self, content):
        """Refuse a printed paper that does not bear its number, or its title.

        :raise UserError: with the name of the paper
        """
        self.ensure_one()
        words = self.name or self._get_paper().title
        try:
            self.env["ir.actions.report"]._check_printed(content, words)
        except UserError as error:
            raise UserError(
                self.env._(
                    "%(record)s: %(reason)s",
                    record=self.display_name,
                    reason=str(error),
                )
            ) from error

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
        subject = document._get_subject()
        document.addressed_ids = subject._get_paper_addressed(document)
        subject._on_paper_issued(document)

    def _sign(self, content, name):
        """Keep the scan of the signed paper beside the issued one.

        :param content: the scan's bytes
        :param name: its file name
        :raise UserError: when the user cannot, or it is neither a PDF nor a picture
        """
        self._begin("sign")
        taken = self._check_scan(content, clean_name(name))
        digest = hashlib.sha256(content).hexdigest()
        files = self.env["ir.attachment"]
        for document in self:
            kept = files._get_kept(document, "scan")
            if kept and document.scan_sha256 == digest:
                # the same scan again: where the store has lost it, it is back
                kept._restore(content)
                continue
            document._keep_former_scan()
            # sudo: as in _freeze
            document.sudo().write(
                {
                    "scan": base64.b64encode(content),
                    "scan_name": taken.name,
                    "remarks": ",".join(taken.remarks),
                    "scan_sha256": digest,
                    "state": "signed",
                }
            )

    @api.model
    def _check_scan(self, content, name):
        """Check the scan of a signed paper.

        :param content: its bytes
        :param name: its file name, clean
        :return: ``evidence_content.Content``, with the name to keep it by
        :raise UserError: for what is neither a PDF nor a picture
        """
        if get_ending(name) not in SCAN_ENDINGS:
            raise UserError(
                self.env._("A scan is a PDF or a picture (PNG, JPEG, TIFF).")
            )
        return self._check_content(name, content)

    def _keep_former_scan(self):
        """Keep the scan that another one takes the place of, in the history."""
        self.ensure_one()
        if not self.scan_sha256:
            return
        # lost or not, there is a former one: its hash is told in any case
        former = self.env["ir.attachment"]._get_kept(self, "scan").raw
        # sudo: as in _freeze; by nobody, so that nobody takes it away again
        self.sudo().message_post(
            author_id=self.env.ref("base.partner_root").id,
            body=self.env._(
                "%(user)s replaced the signed scan. The former one is kept here "
                "(SHA-256 %(hash)s).",
                user=self.env.user.name,
                hash=self.scan_sha256,
            ),
            attachments=[(self.scan_name, former)] if former else [],
        )

    def _cancel(self, reason):
        """Cancel papers; number, PDF and scan stay.

        :raise UserError: when the user cannot, or there is no reason
        """
        self._begin("cancel")
        if not says_something(reason):
            raise UserError(self.env._("Say why the paper is cancelled."))
        # sudo: as in _freeze
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})
        for document in self.sudo():
            document._get_subject()._on_paper_cancelled(document)

    @api.model
    def _get_refusal_dependencies(self):
        return ["state", "date", "is_submitted", "type_id"]

    def _get_open_actions(self):
        """Return what a draft's editor can do: issue it, submit it, take it back."""
        if not self.id or self.state != "draft" or not self.has_access("write"):
            return []
        is_mine = not self._get_cannot_issue_reason() or not self._find_signers()
        if self.is_submitted:
            return ["open_issue", "take_back"] if is_mine else ["take_back"]
        return ["open_issue"] if is_mine else ["submit"]

    # === ACTIONS === #

    def action_open_issue(self):
        """Show how drafts will be as papers, to issue them or submit them for it.

        :raise UserError: with the reasons why neither is possible
        """
        self.check_access("read")
        return self.env["cds.document.issue"]._open_for(self)

    def action_submit(self):
        """Submit drafts to those who may issue them.

        :raise UserError: with the reason why not
        """
        self._check_can("submit")
        for document in self:
            signers = document._find_signers()
            # sudo: who waits for what is closed to everyone but the actions
            paper = document.sudo()
            paper.write(
                {
                    "is_submitted": True,
                    "submitted_by_id": self.env.uid,
                    "submitted_on": fields.Datetime.now(),
                }
            )
            activities.ask_to_sign(paper, signers)
            paper.message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Submitted for signature to: %(names)s.",
                    names=", ".join(signers.mapped("name")),
                ),
            )

    def action_take_back(self):
        """Let drafts wait no longer: who submitted them, or who should sign, says so.

        :raise UserError: with the reason why not
        """
        self._check_can("take_back")
        self._end_waiting()
        for document in self.sudo():  # sudo: as in action_submit
            document.message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._("No longer submitted for signature."),
            )

    def _end_waiting(self):
        # sudo: as in action_submit
        waiting = self.sudo().filtered("is_submitted")
        waiting.is_submitted = False
        activities.close_signing(waiting)

    # === BUSINESS METHODS === #

    def _get_cannot_open_issue_reason(self):
        """Return why a draft can neither be issued nor submitted for it."""
        self.ensure_one()
        reason = self._get_cannot_issue_reason()
        return reason if reason and self._get_cannot_submit_reason() else ""

    def _get_cannot_submit_reason(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("Only a draft is submitted for signature.")
        if not self.has_access("write"):
            return self.env._("Your role does not allow this.")
        if self.is_submitted:
            return self.env._("It is submitted for signature already.")
        if not self.date:
            return self.env._("The date is missing.")
        reason = self._get_cannot_subject_reason("edit")
        if not reason and not self._find_signers():
            reason = self._get_cannot_issue_reason() or self.env._(
                "Nobody else needs to sign it: issue it yourself."
            )
        return reason

    def _get_cannot_take_back_reason(self):
        self.ensure_one()
        if self.state != "draft" or not self.is_submitted:
            return self.env._("It is not submitted for signature.")
        if not self.has_access("write"):
            return self.env._("Your role does not allow this.")
        return self._get_cannot_subject_reason("edit")

    def _find_signers(self):
        """Return those who may issue the paper as it stands.

        :rtype: res.users
        """
        self.ensure_one()
        # sudo: who signs at an institution does not depend on who asks
        candidates = self.sudo()._get_subject()._get_paper_signers(self)
        return candidates.filtered(
            lambda user: not self.with_user(user)._get_cannot_issue_reason()
        )

    def _get_reasons_left_out(self):
        """Return why papers cannot be issued, a sentence for each reason."""
        by_reason = self.grouped(lambda paper: paper._get_cannot_issue_reason())
        return [
            self.env._(
                "%(record)s: %(reason)s",
                record=", ".join(papers.mapped("display_name")),
                reason=reason,
            )
            for reason, papers in by_reason.items()
        ]

    @api.depends("type_id.symbol")
    def _compute_is_numbered(self):
        for document in self:
            document.is_numbered = bool(document.type_id.symbol)

    @api.depends("type_id", "institution_id", "institution_id.short_name")
    def _compute_usual_symbol(self):
        for document in self:
            document.usual_symbol = document._get_usual_symbol()

    @api.depends("state", "date", "type_id", "institution_id")
    def _compute_next_number(self):
        for document in self:
            holder = self.env["cds.number"]._get_holder(document._origin)
            document.next_number = document._find_book()._propose({holder: 0})[holder]

    @api.constrains("number")
    def _check_number(self):
        for document in self:
            if not 0 <= document.number <= MOST:
                raise ValidationError(
                    self.env._(
                        "Numbers go from 1 to %(most)s, not %(number)s.",
                        most=MOST,
                        number=document.number,
                    )
                )

    def _get_printed_number(self):
        """Return number and symbol for the letterhead; dots where it is still
        to come.
        """
        self.ensure_one()
        if not self.type_id.symbol:
            return ""
        return self.name or self._join_symbol("……")

    def _get_usual_symbol(self):
        """Return what stands behind the number: "QĐ-TH", of a letter "PGDĐT"."""
        if not self.type_id.symbol:
            return ""
        kind_symbol = "" if self._get_kind().is_letter else self.type_id.symbol
        # sudo: whoever sees a paper may see how its institution signs
        short_name = self._get_readable_institution().short_name
        return "-".join(filter(None, (kind_symbol, short_name)))

    def _join_symbol(self, number):
        """Write a number with its symbol: "282/QĐ-TH", of a letter "15/PGDĐT"."""
        symbol = (self.own_symbol or "").strip() or self._get_usual_symbol()
        return "/".join(filter(None, (number, symbol)))

    def _find_book(self):
        institution = self._get_readable_institution()
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

    def _propose_numbers(self):
        """Return the number that each paper would get if all were issued now, by paper.

        A number that is wished for stands as it is, taken or not.
        """
        numbers, get_holder = {}, self.env["cds.number"]._get_holder
        for papers in self.filtered("type_id.symbol").grouped(_shelf).values():
            holders = {get_holder(paper): paper for paper in papers.sorted()}
            wanted = {holder: paper.number for holder, paper in holders.items()}
            proposed = papers[:1]._find_book()._propose(wanted)
            numbers |= {holders[name]: number for name, number in proposed.items()}
        return numbers

    def _take_numbers(self):
        """Give each paper a number of its book: the one wished for, or the next.

        :raise UserError: for a number that is given already
        """
        books = self.env["cds.number.book"]
        get_holder = self.env["cds.number"]._get_holder
        numbered = self.filtered("type_id.symbol").sorted()
        for (institution, symbol, year), papers in numbered.grouped(_shelf).items():
            holders = {get_holder(paper): paper for paper in papers}
            wanted = {holder: paper.number for holder, paper in holders.items()}
            numbers = books._take(institution, symbol, year, wanted)
            for holder, number in numbers.items():
                paper = holders[holder]
                # sudo: the number is given by the action, which has checked
                paper.sudo().write(
                    {
                        "number": number,
                        "number_year": year,
                        "name": paper._join_symbol(f"{number:02d}"),
                    }
                )


def _shelf(paper):
    """Return what names the book of a paper: institution, symbol of its kind, year."""
    return paper.institution_id, paper.type_id.symbol, paper.date and paper.date.year
