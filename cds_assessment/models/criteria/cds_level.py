from odoo import fields, models

from ...tools import scoring


class CdsLevel(models.Model):
    """A level (mức độ) of a set of criteria; a higher number is better."""

    _name = "cds.level"
    _inherit = "cds.framework.part"
    _description = "Level"
    _order = "framework_id, number, id"

    number = fields.Integer(required=True, aggregator=None)
    name = fields.Char(required=True)
    meaning = fields.Text()
    color = fields.Integer(aggregator=None)

    def _to_rule(self):
        self.ensure_one()
        return scoring.Level(key=self.id, number=self.number, name=self.name)
