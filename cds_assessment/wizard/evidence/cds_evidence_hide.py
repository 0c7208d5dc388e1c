from odoo import fields, models


class CdsEvidenceHide(models.TransientModel):
    """How and why a piece of evidence is hidden that was submitted."""

    _name = "cds.evidence.hide"
    _description = "Let Evidence Be Hidden"

    evidence_id = fields.Many2one(
        "cds.evidence", required=True, readonly=True, ondelete="cascade"
    )
    way = fields.Selection(
        [
            ("confidential", "Listed, its content is not shown"),
            ("archived", "Taken out of the store"),
        ],
        string="How",
        default="confidential",
        required=True,
    )
    reason = fields.Text(required=True)

    def action_apply(self):
        """Hide it; the piece checks that the user may."""
        self.ensure_one()
        self.evidence_id._hide(self.way, self.reason)
        return {"type": "ir.actions.act_window_close"}
