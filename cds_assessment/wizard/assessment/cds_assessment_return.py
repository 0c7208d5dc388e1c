from odoo import fields, models


class CdsAssessmentReturn(models.TransientModel):
    """Why dossiers go back to their councils, and until when they are answered.

    Of many at once all go back, for the one reason, or none.
    """

    _name = "cds.assessment.return"
    _description = "Return a Dossier"

    assessment_ids = fields.Many2many(
        "cds.assessment",
        "cds_assessment_return_rel",
        "return_id",
        "assessment_id",
        string="Dossiers",
        required=True,
        readonly=True,
    )
    action = fields.Selection(
        [("send_back", "By the Head"), ("return", "By the Authority")],
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True)
    deadline = fields.Date()

    def action_apply(self):
        """Return the dossiers; these check that the user may."""
        self.ensure_one()
        # sudo: what the user may not read is refused, and not left out in silence
        dossiers = self.sudo().assessment_ids.with_env(self.env)
        dossiers._return(self.action, self.reason, self.deadline)
        return {"type": "ir.actions.act_window_close"}
