from odoo import fields, models


class CdsDocument(models.Model):
    """Papers about the external assessment of a dossier."""

    _inherit = "cds.document"

    review_id = fields.Many2one(
        "cds.review",
        string="External Assessment",
        ondelete="restrict",
        index="btree_not_null",
    )
