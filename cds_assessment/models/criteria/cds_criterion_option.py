from odoo import fields, models

from ...tools import scoring


class CdsCriterionOption(models.Model):
    """A choice of an item; exclusive ones replace each other, others add up."""

    _name = "cds.criterion.option"
    _inherit = "cds.framework.part"
    _description = "Option of an Item"
    _order = "criterion_id, sequence, id"

    criterion_id = fields.Many2one(
        "cds.criterion", required=True, ondelete="cascade", index=True
    )
    framework_id = fields.Many2one(
        related="criterion_id.framework_id", store=True, precompute=True
    )
    name = fields.Char(string="Label", required=True)
    sequence = fields.Integer(default=10, aggregator=None)
    points = fields.Float(digits=(6, 2), aggregator=None)
    is_exclusive = fields.Boolean(string="Exclusive", default=True)

    def _to_rule(self):
        self.ensure_one()
        return scoring.Option(
            key=self.id,
            points=scoring.to_decimal(self.points),
            exclusive=self.is_exclusive,
        )
