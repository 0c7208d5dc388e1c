from odoo import fields, models


class CdsAssessment(models.Model):
    """The campaign in which a school is assessed."""

    # A file for each concern.
    _inherit = "cds.assessment"  # pylint: disable=consider-merging-classes-inherited

    campaign_id = fields.Many2one(
        "cds.campaign",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
