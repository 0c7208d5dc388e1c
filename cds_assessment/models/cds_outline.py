from odoo import fields, models


class CdsOutline(models.Model):
    """The outline (đề cương) of a report that authorities ask for."""

    _name = "cds.outline"
    _description = "Outline of a Report"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, aggregator=None)
    subtitle = fields.Char(
        string="Title",
        required=True,
        help="What is printed below BÁO CÁO. {school_year} and {next_school_year} stand "
        "for the school years.",
    )
    line_ids = fields.One2many(
        "cds.outline.line", "outline_id", string="Headings", copy=True
    )
    active = fields.Boolean(default=True)
