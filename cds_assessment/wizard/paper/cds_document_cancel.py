from odoo import fields, models


class CdsDocumentCancel(models.TransientModel):
    """Ask why a paper is cancelled."""

    _name = "cds.document.cancel"
    _description = "Cancel a Paper"

    document_id = fields.Many2one("cds.document", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        """Cancel the paper for the reason given."""
        self.ensure_one()
        self.document_id._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
