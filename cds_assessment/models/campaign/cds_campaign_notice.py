from odoo import api, fields, models

from .cds_assessment_notice import NOT_REACHED


class CdsCampaign(models.Model):
    """Which schools the news of the campaign has reached, and telling the others."""

    _inherit = "cds.campaign"

    reached_count = fields.Integer(
        string="Schools Reached",
        compute="_compute_reached_count",
        help="A mail about the campaign has left the server for somebody there.",
    )
    unreached_count = fields.Integer(
        string="Schools Not Reached", compute="_compute_reached_count"
    )

    @api.depends("is_launching", "heartbeat", "state", "institution_ids")
    @api.depends_context("uid")
    def _compute_reached_count(self):
        """Count as far as the user sees the dossiers."""
        dossiers = self.env["cds.assessment"]
        for campaign in self:
            count = dossiers.search_count
            campaign.reached_count = count(campaign._get_reach_of(("reached",)))
            campaign.unreached_count = count(campaign._get_reach_of(NOT_REACHED))

    def _get_reach_of(self, reaches):
        return [
            ("campaign_id", "=", self._origin.id),
            ("state", "!=", "cancelled"),
            ("campaign_reach", "in", reaches),
        ]

    def action_open_unreached(self):
        """Show the schools that the news has not reached, and why."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Schools Not Reached"),
            "res_model": "cds.assessment",
            "views": [
                (
                    self.env.ref("cds_assessment.cds_assessment_view_list_reach").id,
                    "list",
                ),
                (False, "form"),
            ],
            "domain": self._get_reach_of(NOT_REACHED),
        }

    def action_tell_again(self):
        """Tell the schools again that were not reached, in the background.

        :raise UserError: when the user cannot, or there is nobody to write to
        """
        self._begin("tell_again")
        for campaign in self:
            # sudo: who is told is closed to everyone but the actions
            unreached = campaign._get_reach_of(NOT_REACHED)
            dossiers = self.env["cds.assessment"].search(unreached).sudo()
            dossiers.write({"is_campaign_told": False, "campaign_mail_id": False})
            campaign._complete()

    def _get_cannot_tell_again_reason(self):
        reason = self._get_cannot_reason("tell_again")
        if reason:
            return reason
        unreached = self._get_reach_of(NOT_REACHED)
        if not self.env["cds.assessment"].search_count(unreached, limit=1):
            return self.env._("Every school was reached.")
        # Asked whenever the form is shown, of thousands of schools: one query.
        # sudo: whether somebody there has an address, not which
        if (
            not self.env["res.users"]
            .sudo()
            .search_count(
                [
                    ("cds_institution_ids.assessment_ids", "any", unreached),
                    ("email", "!=", False),
                ],
                limit=1,
            )
        ):
            return self.env._(
                "There is still no address: enter users of these schools with their "
                "e-mail first."
            )
        return ""
