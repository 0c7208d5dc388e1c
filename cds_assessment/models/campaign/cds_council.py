from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CdsCouncil(models.Model):
    """The campaign that a team works for."""

    _inherit = "cds.council"

    campaign_id = fields.Many2one(
        "cds.campaign",
        ondelete="set null",
        index="btree_not_null",
        domain="[('authority_id', '=', institution_id)]",
        help="The campaign that an external team works for.",
    )

    @api.depends("campaign_id.team_minimum")
    def _compute_problems(self):
        return super()._compute_problems()

    @api.constrains("campaign_id", "kind", "institution_id")
    def _check_campaign(self):
        for council in self.filtered("campaign_id"):
            # sudo: another authority's campaign is refused, not shown
            authority = council.sudo().campaign_id.authority_id
            if council.kind != "external" or authority != council.institution_id:
                raise ValidationError(
                    self.env._("A team works for a campaign of its own authority.")
                )

    def _get_minimum(self):
        """Return what the campaign of a team asks for, else the usual number."""
        # sudo: whoever may read a team may read how many it needs
        return self.sudo().campaign_id.team_minimum or super()._get_minimum()

    def _say_too_few(self):
        campaign = self.sudo().campaign_id  # sudo: as above
        if not campaign:
            return super()._say_too_few()
        return self.env._(
            "“%(campaign)s” asks for teams of %(minimum)s members or more, there are "
            "%(count)s.",
            campaign=campaign.name,
            minimum=self._get_minimum(),
            count=len(self.member_ids),
        )
