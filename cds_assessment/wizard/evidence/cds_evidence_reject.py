from odoo import fields, models


class CdsEvidenceReject(models.TransientModel):
    """Why a piece of evidence does not prove what it was attached for."""

    _name = "cds.evidence.reject"
    _description = "Reject Evidence"

    use_id = fields.Many2one(
        "cds.assessment.evidence",
        string="Evidence",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    note = fields.Text(string="Reason", required=True)

    def action_apply(self):
        """Reject; the use checks that the user may."""
        self.ensure_one()
        self.use_id._reject(self.note)
        return {"type": "ir.actions.act_window_close"}
