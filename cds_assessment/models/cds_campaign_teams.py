from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsCampaign(models.Model):
    """The external teams of a campaign, and who of them visits which school."""

    # A file for each concern.
    _inherit = "cds.campaign"  # pylint: disable=consider-merging-classes-inherited

    team_ids = fields.One2many(
        "cds.council",
        "campaign_id",
        string="External Teams",
        domain=[("kind", "=", "external")],
    )
    team_count = fields.Integer(compute="_compute_team_count")
    visit_ids = fields.One2many("cds.team.visit", "campaign_id", string="Visits")
    visit_count = fields.Integer(compute="_compute_visit_count")

    @api.depends("team_ids")
    def _compute_team_count(self):
        for campaign in self:
            campaign.team_count = len(campaign.team_ids)

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        counts = dict(
            self.env["cds.team.visit"]._read_group(
                [("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]
            )
        )
        for campaign in self:
            campaign.visit_count = counts.get(campaign._origin, 0)

    def write(self, vals):
        """Drop the visits of schools that leave the campaign.

        :raise UserError: when a team has received the dossier of such a school
        """
        result = super().write(vals)
        if "institution_ids" in vals:
            # sudo: the plan follows the list of schools, which was the user's to change
            self.sudo().visit_ids.filtered(
                lambda v: v.institution_id not in v.campaign_id.institution_ids
            ).unlink()
        return result

    def action_open_teams(self):
        """Open the teams of the campaign."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_council_action_teams"
        )
        return {
            **action,
            "domain": [("campaign_id", "=", self.id), ("kind", "=", "external")],
            "context": {
                "default_kind": "external",
                "default_campaign_id": self.id,
                "default_institution_id": self.authority_id.id,
                "default_school_year_id": self.school_year_id.id,
            },
        }

    def action_open_visits(self):
        """Open the visits of the campaign."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_team_visit_action"
        )
        context = {"default_campaign_id": self.id}
        first = self.visit_ids.filtered("visit_start")[:1].visit_start
        if first:
            context["initial_date"] = fields.Date.to_string(first)  # of the calendar
        return {
            **action,
            "domain": [("campaign_id", "=", self.id)],
            "context": context,
        }

    def action_spread(self):
        """Ask how, then spread the schools over the teams."""
        self._check_can("plan_visits")
        self.ensure_one()
        if not self._get_teams():
            raise UserError(self.env._("Set up the external teams first."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Spread Schools over Teams"),
            "res_model": "cds.campaign.spread",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_campaign_id": self.id},
        }

    def _get_cannot_plan_visits_reason(self):
        self.ensure_one()
        if self.env.su:
            return ""
        if self.state == "closed":
            return self.env._("The campaign is closed.")
        if not self.env.user.has_group("cds_assessment.group_officer"):
            return self.env._("Your role does not allow this.")
        # sudo: whose campaign it is does not depend on what the user sees
        above = {int(key) for key in self.sudo().authority_id.parent_path.split("/") if key}
        if not above & set(self.env.user.cds_institution_ids.ids):
            return self.env._("The campaign is another authority's.")
        return ""

    def _get_teams(self):
        """Give the teams that can visit its schools.

        Those that were set up for it, else the authority's teams of the school year
        that work for no other campaign.

        :rtype: cds.council
        """
        self.ensure_one()
        return self.team_ids or self.env["cds.council"].search(
            [
                ("kind", "=", "external"),
                ("institution_id", "=", self.authority_id.id),
                ("school_year_id", "=", self.school_year_id.id),
                ("campaign_id", "=", False),
            ]
        )
