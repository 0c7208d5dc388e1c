from odoo import fields, models


class CdsOutlineLine(models.Model):
    """A heading of an outline; a report has a text under each that has none below."""

    _name = "cds.outline.line"
    _description = "Heading of an Outline"
    _order = "outline_id, sequence, id"

    outline_id = fields.Many2one(
        "cds.outline", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10, aggregator=None)
    level = fields.Selection(
        [("1", "Heading"), ("2", "Below")],
        string="Depth",
        default="1",
        required=True,
    )
    code = fields.Char(string="Number", help="For instance I or 1.")
    name = fields.Char(
        required=True,
        help="{school_year} and {next_school_year} stand for the school years.",
    )
    hint = fields.Text(
        help="What is to be written there: proposed as its text, to be replaced."
    )
    is_result = fields.Boolean(
        string="Results of the Dossier",
        help="The points and levels of the dossier are proposed as its text.",
    )
    figure_ids = fields.Many2many(
        "cds.figure",
        "cds_outline_line_figure_rel",
        "line_id",
        "figure_id",
        string="Figures",
        help="Printed as a table, from the year's figures.",
    )
