from odoo import fields, models


class CdsDocument(models.Model):
    """Papers about internal inspections and their plan."""

    _inherit = "cds.document"

    inspection_plan_id = fields.Many2one(
        "cds.inspection.plan",
        string="Plan of Internal Inspection",
        ondelete="restrict",
        index="btree_not_null",
    )
    inspection_id = fields.Many2one(
        "cds.inspection",
        string="Internal Inspection",
        ondelete="restrict",
        index="btree_not_null",
    )
