from odoo import fields, models


class CdsScoreChange(models.Model):
    """What a team changes on its sheet is in the same ledger."""

    _inherit = "cds.score.change"

    review_line_id = fields.Many2one(
        "cds.review.line",
        string="Item of the Team's Sheet",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
