import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import scoring
from ...tools.number_format import format_points

# Where a figure stands in the findings: {1} for the first one of the content.
PLACE = re.compile(r"\{(\d{1,9})\}")


class CdsInspectionItem(models.Model):
    """A content of an inspection: what was looked at, and what was found.

    Findings are lines that begin with “-” and “+” as people write them; ``{1}`` stands
    for the first figure of the content. Figures that no line names are printed below.
    """

    _name = "cds.inspection.item"
    _description = "Content of an Inspection"
    _inherit = ["cds.inspection.part"]
    _order = "inspection_id, sequence, id"
    _guarded_fields = frozenset(("criterion_id",))

    inspection_id = fields.Many2one(
        "cds.inspection", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=1000, aggregator=None)
    criterion_id = fields.Many2one(
        "cds.criterion",
        string="In the Checklist",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    code = fields.Char(required=True, help="For instance 1, or 2.1 below 2.")
    name = fields.Char(string="What Is Looked At", required=True)
    summary = fields.Char(
        string="Short Wording",
        help="How the list of contents at the head of the papers calls it; its name if "
        "empty.",
    )
    is_heading = fields.Boolean(
        compute="_compute_is_heading", help="It only stands above others."
    )
    findings = fields.Text(
        copy=False,
        help="A line each, beginning with - or +. {1} stands for the first figure.",
    )
    figure_ids = fields.One2many("cds.inspection.figure", "item_id", string="Figures")
    max_points = fields.Float(related="criterion_id.max_points", string="Maximum")
    is_mandatory = fields.Boolean(related="criterion_id.is_mandatory")
    points = fields.Float(digits=(6, 2), aggregator=None, copy=False)
    is_met = fields.Boolean(string="Condition Met", copy=False)
    text = fields.Text(
        string="As Printed",
        compute="_compute_text",
        help="The findings with their figures.",
    )

    _code_once = models.UniqueIndex(
        "(inspection_id, code)", "An inspection has two contents of the same code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.code or ''} {item.name or ''}"

    @api.depends("code", "inspection_id.item_ids.code")
    def _compute_is_heading(self):
        for item in self:
            codes = item.inspection_id.item_ids.mapped("code")
            item.is_heading = any(
                (code or "").startswith(f"{item.code}.") for code in codes
            )

    @api.depends("findings", "figure_ids.text", "figure_ids.number", "figure_ids.label")
    @api.depends_context("lang")
    def _compute_text(self):
        for item in self:
            item.text = "\n".join(item._get_lines())

    @api.constrains("points", "criterion_id")
    def _check_points(self):
        for item in self.filtered("points"):
            node = item.criterion_id
            step = scoring.to_decimal(node.framework_id.score_step or 0.5)
            try:
                rule = scoring.Node(
                    item.id,
                    item.code,
                    item.name,
                    "item",
                    scoring.to_decimal(node.max_points),
                )
                scoring.check_points(rule, scoring.to_decimal(item.points), step)
            except scoring.ScoringError:
                raise ValidationError(
                    self.env._(
                        "%(item)s: points lie between 0 and %(maximum)s in steps of "
                        "%(step)s.",
                        item=item.display_name,
                        maximum=format_points(self.env, node.max_points),
                        step=format_points(self.env, step),
                    )
                ) from None

    def _get_lines(self):
        """Return the findings as they are printed: a list of lines."""
        self.ensure_one()
        figures = {figure.number: figure for figure in self.figure_ids}
        named = self._get_named()
        text = PLACE.sub(
            lambda found: (
                figures[int(found[1])].text if int(found[1]) in figures else found[0]
            ),
            self.findings or "",
        )
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return lines + [
            f"+ {figure.label}: {figure.text}"
            for figure in self.figure_ids
            if figure.number not in named
        ]

    def _get_named(self):
        """Give the numbers of the figures that the findings name."""
        self.ensure_one()
        return {int(number) for number in PLACE.findall(self.findings or "")}

    def _get_problems(self):
        """Return what contents still lack to be reported, as a list of sentences."""
        problems = []
        empty = self.filtered(lambda item: not item.is_heading and not item.text)
        if empty:
            problems.append(
                self.env._(
                    "Nothing is written about %(items)s.",
                    items="; ".join(empty.mapped("display_name")),
                )
            )
        for item in self:
            unknown = item._get_named() - set(item.figure_ids.mapped("number"))
            if unknown:
                problems.append(
                    self.env._(
                        "%(item)s names a figure {%(number)s} that is not there.",
                        item=item.display_name,
                        number=min(unknown),
                    )
                )
        if not self:
            problems.append(self.env._("The inspection has no contents."))
        return problems
