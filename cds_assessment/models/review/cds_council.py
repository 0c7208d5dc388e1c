from odoo import api, fields, models


class CdsCouncil(models.Model):
    """The visits of a team."""

    _inherit = "cds.council"

    visit_ids = fields.One2many("cds.team.visit", "team_id", string="Visits")
    visit_count = fields.Integer(compute="_compute_visit_count")

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        counts = dict(
            self.env["cds.team.visit"]._read_group(
                [("team_id", "in", self.ids)], ["team_id"], ["__count"]
            )
        )
        for council in self:
            council.visit_count = counts.get(council._origin, 0)

    @api.constrains("campaign_id", "kind", "institution_id")
    def _check_visits(self):
        """What visits stand on stays while there are any."""
        # sudo: visits are there whoever sees them
        self.sudo().visit_ids._check_team()

    def action_open_visits(self):
        """Open the visits of the team."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_team_visit_action"
        )
        return {
            **action,
            "domain": [("team_id", "=", self.id)],
            "context": {
                "default_team_id": self.id,
                "default_campaign_id": self.campaign_id.id,
            },
        }

    def _get_schools(self):
        """Return the schools that a team assesses or is to visit.

        :rtype: cds.institution
        """
        return super()._get_schools() | self.visit_ids.institution_id
