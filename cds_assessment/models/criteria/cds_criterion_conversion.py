from odoo import fields, models

from ...tools import scoring


class CdsCriterionConversion(models.Model):
    """The points for a range of a figure: a percentage (0 to 100) or a count."""

    _name = "cds.criterion.conversion"
    _inherit = ["cds.framework.part", "cds.interval"]
    _description = "Conversion of a Figure to Points"
    _order = "criterion_id, lower, id"
    _rec_names_search = ["criterion_id"]

    criterion_id = fields.Many2one(
        "cds.criterion", required=True, ondelete="cascade", index=True
    )
    framework_id = fields.Many2one(
        related="criterion_id.framework_id", store=True, precompute=True
    )
    points = fields.Float(digits=(6, 2), aggregator=None)

    def _to_rule(self):
        self.ensure_one()
        return scoring.Conversion(self._to_interval(), scoring.to_decimal(self.points))
