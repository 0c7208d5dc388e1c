from odoo import fields, models


class CdsCampaignFramework(models.Model):
    """The set of criteria by which a campaign assesses schools of a level."""

    _name = "cds.campaign.framework"
    _description = "Set of Criteria of a Campaign"
    _inherit = ["cds.guarded"]
    _order = "campaign_id, sequence, id"
    _rec_name = "framework_id"

    campaign_id = fields.Many2one(
        "cds.campaign", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10, aggregator=None)
    school_level_id = fields.Many2one(
        "cds.school.level",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: all schools that have no row of their own.",
    )
    framework_id = fields.Many2one(
        "cds.framework",
        string="Set of Criteria",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('state', '=', 'published')]",
    )

    _one_for_each_level = models.UniqueIndex(
        "(campaign_id, COALESCE(school_level_id, 0))",
        "A campaign has one set of criteria for each school level.",
    )
