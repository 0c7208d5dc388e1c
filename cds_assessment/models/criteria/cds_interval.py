from odoo import fields, models

from ...tools import scoring


class CdsInterval(models.AbstractModel):
    """A range of numbers, with or without its ends."""

    _name = "cds.interval"
    _description = "Range of Numbers"
    _order = "lower, id"

    lower = fields.Float(string="From", digits=(12, 2), aggregator=None)
    lower_included = fields.Boolean(string="From Included", default=True)
    upper = fields.Float(string="To", digits=(12, 2), aggregator=None)
    upper_included = fields.Boolean(string="To Included", default=True)
    is_unbounded = fields.Boolean(
        string="Without End", help="The range has no upper end."
    )

    def _to_interval(self):
        """Give the range as the scoring engine reads it.

        :rtype: scoring.Interval
        """
        self.ensure_one()
        return scoring.Interval(
            lower=scoring.to_decimal(self.lower),
            upper=None if self.is_unbounded else scoring.to_decimal(self.upper),
            lower_included=self.lower_included,
            upper_included=self.upper_included,
        )
