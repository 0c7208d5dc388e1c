from odoo import fields, models


class CdsSchoolLevel(models.Model):
    """A level of schooling (cấp học): primary, lower secondary and so on."""

    _name = "cds.school.level"
    _description = "School Level"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, aggregator=None)

    _code_unique = models.Constraint(
        "UNIQUE(code)", "There is already a school level with this code."
    )
