from odoo import fields, models


class CdsAssessmentReceive(models.TransientModel):
    """Which external team assesses a submitted dossier."""

    _name = "cds.assessment.receive"
    _description = "Receive a Dossier"

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade"
    )
    team_id = fields.Many2one(
        "cds.council",
        string="External Team",
        required=True,
        ondelete="cascade",
        domain="[('kind', '=', 'external')]",
    )

    def action_apply(self):
        """Receive the dossier; the assessment checks user and team."""
        self.ensure_one()
        self.assessment_id._receive(self.team_id)
        return {"type": "ir.actions.act_window_close"}
