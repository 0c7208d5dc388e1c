from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import scoring
from ...tools.number_format import format_count, format_ratio, percentage


class CdsInspectionFigure(models.Model):
    """A figure that an inspection found: a count, or a part of a whole.

    The percentage is computed, so no paper prints 8/29 as 27.5 %.
    """

    _name = "cds.inspection.figure"
    _description = "Figure of an Inspection"
    _inherit = ["cds.inspection.part"]
    _order = "item_id, number, id"
    _rec_name = "label"
    _owner = "item_id"
    _guarded_fields = frozenset(("number", "inspection_id"))

    item_id = fields.Many2one(
        "cds.inspection.item", required=True, ondelete="cascade", index=True
    )
    inspection_id = fields.Many2one(
        related="item_id.inspection_id", store=True, index=True
    )
    number = fields.Integer(
        string="No.",
        readonly=True,
        aggregator=None,
        help="{1} in the findings stands for figure 1.",
    )
    label = fields.Char(string="What the Figure Tells", required=True)
    numerator = fields.Float(string="Count", digits=(16, 2), aggregator=None)
    denominator = fields.Float(
        string="Out Of", digits=(16, 2), aggregator=None, help="Empty: only a count."
    )
    unit = fields.Char(help="Printed behind a count, for instance lessons.")
    percentage = fields.Float(
        compute="_compute_percentage", digits=(6, 2), help="Rounded to two decimals."
    )
    text = fields.Char(string="As Printed", compute="_compute_text")

    _not_negative = models.Constraint(
        "CHECK(numerator >= 0 AND denominator >= 0)", "A figure cannot be negative."
    )

    @api.depends("numerator", "denominator")
    def _compute_percentage(self):
        for figure in self:
            figure.percentage = 0
            if figure._is_part():
                figure.percentage = float(
                    percentage(figure.numerator, figure.denominator)
                )

    @api.depends("numerator", "denominator", "unit")
    @api.depends_context("lang")
    def _compute_text(self):
        for figure in self:
            if figure._is_part():
                figure.text = format_ratio(
                    self.env, figure.numerator, figure.denominator
                )
            else:
                count = format_count(self.env, figure.numerator)
                figure.text = f"{count} {figure.unit or ''}".strip()

    @api.constrains("numerator", "denominator")
    def _check_part(self):
        for figure in self:
            if figure.denominator and not figure._is_part():
                raise ValidationError(
                    self.env._(
                        "%(figure)s: a part is not larger than its whole.",
                        figure=figure.label,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create figures, each with the next number of its content."""
        figures = super().create(vals_list)
        for figure in figures:
            others = figure.item_id.figure_ids - figure
            # sudo: numbers are given here only
            figure.sudo().number = max(others.mapped("number"), default=0) + 1
        return figures

    def _is_part(self):
        """Return whether it is a part of a whole, not only a count."""
        self.ensure_one()
        try:
            return bool(self.denominator) and bool(
                percentage(self.numerator, self.denominator) + 1
            )
        except scoring.ScoringError:
            return False
