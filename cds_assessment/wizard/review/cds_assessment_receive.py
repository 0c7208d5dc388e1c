from odoo import api, fields, models


class CdsAssessmentReceive(models.TransientModel):
    """Which external team assesses a submitted dossier: the planned one is proposed."""

    _name = "cds.assessment.receive"
    _description = "Receive a Dossier"

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade"
    )
    team_id = fields.Many2one(
        "cds.council",
        string="External Team",
        compute="_compute_from_visit",
        # Not as superuser: a screen may name any dossier.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="cascade",
        domain="[('kind', '=', 'external')]",
    )
    visit_start = fields.Date(
        string="Visit From",
        compute="_compute_from_visit",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    visit_end = fields.Date(
        string="Visit To",
        compute="_compute_from_visit",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    _in_order = models.Constraint(
        "CHECK(visit_start <= visit_end)", "The visit must end after it begins."
    )

    @api.depends("assessment_id")
    def _compute_from_visit(self):
        readable = self.assessment_id._filtered_access("read")
        visits = self.env["cds.team.visit"]._find_for(readable)
        for dialog in self:
            visit = visits.get(dialog.assessment_id, self.env["cds.team.visit"])
            dialog.team_id = dialog.team_id or visit.team_id
            dialog.visit_start = dialog.visit_start or visit.visit_start
            dialog.visit_end = dialog.visit_end or visit.visit_end

    def action_apply(self):
        """Receive the dossier; the assessment checks user and team."""
        self.ensure_one()
        self.assessment_id._receive(self.team_id)
        # sudo: the sheet is the team's alone, its days are part of receiving
        dossier = self.assessment_id.sudo()
        visit = self.env["cds.team.visit"].sudo()._find_for(dossier)[dossier]
        for planned in (dossier.review_ids, visit):
            planned.write(
                {"visit_start": self.visit_start, "visit_end": self.visit_end}
            )
        return {"type": "ir.actions.act_window_close"}
