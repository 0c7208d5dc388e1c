import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...report import paper_docx
from ...report.paper import to_data
from ...tools.file_name import clean_name, get_ending
from ...tools.plain_text import says_something
from ...tools.states import ISSUED

# So many papers at once wait for their scans in one dialog.
MOST_SCANS = 200
SCAN_ENDINGS = ("pdf", "png", "jpg", "jpeg", "jfif", "tif", "tiff")


class CdsDocument(models.Model):
    """What happens to a paper, and who may do it."""

    _inherit = "cds.document"

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
