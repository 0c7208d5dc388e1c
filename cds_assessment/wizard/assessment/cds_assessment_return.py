from odoo import fields, models


class CdsAssessmentReturn(models.TransientModel):
    """Why a dossier goes back to the council, and until when it is answered."""

    _name = "cds.assessment.return"
    _description = "Return a Dossier"

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade"
    )
    action = fields.Selection(
        [("send_back", "By the Head"), ("return", "By the Authority")],
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True)
    deadline = fields.Date()

    def action_apply(self):
        """Return the dossier; the assessment checks that the user may."""
        self.ensure_one()
        self.assessment_id._return(self.action, self.reason, self.deadline)
        return {"type": "ir.actions.act_window_close"}
