from odoo import api, fields, models
from odoo.exceptions import UserError

DECISION = "team_decision"


class CdsCampaign(models.Model):
    """The external teams of a campaign, and who of them visits which school."""

    _inherit = "cds.campaign"

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
        return self._open_dialog(
            "cds.campaign.spread",
            self.env._("Spread Schools over Teams"),
            default_campaign_id=self.id,
        )

    def _get_cannot_plan_visits_reason(self):
        self.ensure_one()
        if self.state == "closed" and not self.env.su:
            return self.env._("The campaign is closed.")
        return self.authority_id._get_cannot_act_reason(
            "officer", self.env._("The campaign is another authority's.")
        )

    def _get_teams(self):
        """Return the teams that can visit its schools.

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

    # === BUSINESS METHODS === #

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        reason = super()._get_cannot_paper_reason(action, document)
        if not reason and action == "issue" and document.code == DECISION:
            reason = " ".join(self._get_team_problems())
        return reason

    def _get_team_problems(self):
        """Return what the teams lack to be decided on, as a list of sentences."""
        teams = self._get_teams()
        if not teams:
            return [self.env._("Set up the external teams first.")]
        problems = [
            f"{team.name}: {problem}"
            for team in teams
            for problem in team._get_member_problems()
        ]
        problems += [
            self.env._(
                "%(visit)s: a member of the team works at the school.",
                visit=visit.display_name,
            )
            for visit in self.visit_ids
            if visit.is_conflicting
        ]
        return problems

    def _get_paper_values(self, document):
        """Take over number and date of a decision that the teams bear already."""
        values = super()._get_paper_values(document)
        if document.code == DECISION:
            values |= self._get_teams()._propose_decision(document)
        return values

    def _on_paper_issued(self, document):
        """Let the teams bear the decision, and work for the campaign."""
        result = super()._on_paper_issued(document)
        if document.code == DECISION:
            teams = self._get_teams()
            teams.campaign_id = self
            teams._bear_decision(document)
        return result

    def _on_paper_cancelled(self, document):
        """Let the teams bear a cancelled decision no longer."""
        result = super()._on_paper_cancelled(document)
        if document.code == DECISION:
            self.team_ids._drop_decision(document)
        return result
