import base64
import io

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.pdf import PdfReader, PdfWriter

from ...tools.public_address import unreachable_reason

# So many papers are shown at once; each takes a moment to print.
MOST_SHOWN = 30
# What bears the address of a public page, as letters or as a QR code.
ADDRESSED = ("recognition", "publication")


class CdsDocumentIssue(models.TransientModel):
    """Papers as they will be, shown before anything is frozen.

    Who may issue them does so here; who may not submits them to those who may.
    """

    _name = "cds.document.issue"
    _description = "Issue Papers"

    line_ids = fields.One2many("cds.document.issue.line", "issue_id", string="Papers")
    line_count = fields.Integer(compute="_compute_line_count")
    is_submission = fields.Boolean(
        readonly=True, help="The user may not issue them and asks those who may."
    )
    left_out = fields.Text(readonly=True, help="Which of the chosen are passed over.")
    warnings = fields.Text(compute="_compute_warnings")
    preview = fields.Binary(attachment=False, readonly=True)
    preview_problem = fields.Text(readonly=True)

    @api.depends("line_ids")
    def _compute_line_count(self):
        for dialog in self:
            dialog.line_count = len(dialog.line_ids)

    @api.depends(
        "line_ids.number",
        "line_ids.symbol",
        "line_ids.date",
        "line_ids.signer_name",
    )
    @api.depends_context("lang")
    def _compute_warnings(self):
        for dialog in self:
            dialog.warnings = "\n".join(dialog._get_warnings())

    # === ACTIONS === #

    def action_preview(self):
        """Show the papers again, as they would be with what is typed by now."""
        self._check_lines()
        self.line_ids._renew_proposals()
        self._show()
        return self._open()

    def action_apply(self):
        """Issue the papers as shown, or submit them for signature.

        :raise UserError: with the reason why not; nothing is done then
        """
        self._check_lines()
        for line in self.line_ids:
            line._write_draft()
        documents = self.line_ids.document_id
        if self.is_submission:
            documents.action_submit()
            message = self.env._("Submitted for signature.")
        else:
            documents.action_issue()
            message = self._tell_issued()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "sticky": not self.is_submission and self._is_otherwise(),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_lines(self):
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("No paper is chosen."))
        self.line_ids.document_id.check_access("read")

    def _tell_issued(self):
        names = [
            line.document_id.name or line.document_id.display_name
            for line in self.line_ids
        ]
        message = self.env._("Issued: %(names)s.", names=", ".join(names))
        if self._is_otherwise():
            message += " " + self.env._(
                "Others took numbers in the meantime: these are the next ones, not "
                "those that were shown."
            )
        return message

    def _is_otherwise(self):
        return any(
            line.is_numbered and line.number != line.document_id.number
            for line in self.line_ids
        )

    # === BUSINESS METHODS === #

    @api.model
    def _open_for(self, documents):
        """Open the dialog for papers; those that are issued are passed over and named.

        :raise UserError: with the reasons, if none can be issued or submitted
        """
        ready = documents.filtered(lambda paper: not paper._get_cannot_issue_reason())
        is_submission = not ready
        if is_submission:
            ready = documents.filtered(
                lambda paper: not paper._get_cannot_submit_reason()
            )
        left_out = (documents - ready)._get_reasons_left_out()
        if not ready:
            raise UserError("\n".join(left_out) or self.env._("No paper is chosen."))
        dialog = self.create(
            {
                "is_submission": is_submission,
                "left_out": "\n".join(left_out),
                "line_ids": [
                    Command.create(vals) for vals in self._get_lines(ready.sorted())
                ],
            }
        )
        dialog._show()
        return dialog._open()

    def _get_lines(self, documents):
        numbers = documents._propose_numbers()
        return [
            {
                "document_id": paper.id,
                "number": numbers.get(paper, 0),
                "proposed_number": 0 if paper.number else numbers.get(paper, 0),
                "symbol": paper.own_symbol or paper.usual_symbol,
                "date": paper.date,
                "place": paper.place,
                "signer_title": paper.signer_title,
                "signer_name": paper.signer_name,
            }
            for paper in documents
        ]

    def _open(self):
        name = (
            self.env._("Submit for Signature")
            if self.is_submission
            else self.env._("Issue Papers")
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _show(self):
        """Print the drafts as they would be: one whole, or the first page of each."""
        problem = "\n".join(self.line_ids._get_number_problems())
        pdfs = []
        if not problem:
            pdfs, problem = self._print_drafts()
        content = _first_pages(pdfs) if len(pdfs) > 1 else next(iter(pdfs), b"")
        self.write(
            {
                "preview": base64.b64encode(content) if content else False,
                "preview_problem": problem,
            }
        )

    def _print_drafts(self):
        """Print drafts with what is typed in the dialog, and leave no trace of it.

        :return: list of PDFs, and what went wrong
        """
        lines = self.line_ids[:MOST_SHOWN]
        documents = lines.document_id
        documents.check_access("read")
        savepoint = self.env.cr.savepoint()
        try:
            for line in lines:
                # sudo: nothing of this lasts; who may change the draft is asked later
                line.document_id.sudo().write(line._get_shown())
            documents._suggest()
            pdfs, failures = documents._print()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
        found = [pdfs[paper.id] for paper in documents if paper.id in pdfs]
        return found, "\n".join(failures)

    def _get_warnings(self):
        """Return what looks wrong, a sentence each; nothing of it is forbidden."""
        lines = self.line_ids
        today = fields.Date.context_today(self)
        warnings = []
        if len(lines) > 1 and all(line.date == today for line in lines):
            warnings.append(
                self.env._("All %(count)s papers are dated today.", count=len(lines))
            )
        unsigned = lines.filtered(lambda line: not (line.signer_name or "").strip())
        if unsigned:
            warnings.append(
                self.env._(
                    "No signer is named: %(papers)s.",
                    papers=", ".join(unsigned.document_id.mapped("display_name")),
                )
            )
        for line in lines:
            warnings += line._get_warnings()
        kinds = lines.document_id.mapped("subject_kind")
        if set(kinds) & set(ADDRESSED):
            warnings += filter(None, [unreachable_reason(self.env)])
        return warnings


def _first_pages(pdfs):
    """Return the first page of each PDF as one PDF."""
    writer = PdfWriter()
    for content in pdfs:
        writer.add_page(PdfReader(io.BytesIO(content)).pages[0])
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
