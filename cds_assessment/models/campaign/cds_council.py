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

    @api.constrains("campaign_id", "kind", "institution_id")
    def _check_campaign(self):
        for council in self.filtered("campaign_id"):
            # sudo: another authority's campaign is refused, not shown
            authority = council.sudo().campaign_id.authority_id
            if council.kind != "external" or authority != council.institution_id:
                raise ValidationError(
                    self.env._("A team works for a campaign of its own authority.")
                )
