from odoo import fields, models

from ...report.papers.owed_report import OutlineLine


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
        help="What is printed below BÁO CÁO. {school_year} and {next_school_year} "
        "stand for the school years.",
    )
    line_ids = fields.One2many(
        "cds.outline.line", "outline_id", string="Headings", copy=True
    )
    active = fields.Boolean(default=True)

    def _get_lines(self):
        """Yield the headings in order, as papers lay them out.

        :return: iterable of ``report.papers.owed_report.OutlineLine``
        """
        lines = self.line_ids.sorted()
        above = ""
        for line, after in zip(lines, [*lines[1:], lines.browse()], strict=True):
            is_below = line.level == "2" and bool(above)
            above = above if is_below else line.code or line.name
            yield OutlineLine(
                key=f"line_{line.id}",
                number=line.code or "",
                name=line.name,
                above=above if is_below else "",
                has_text=is_below or after.level != "2",
                hint=line.hint or "",
                is_result=line.is_result,
                figures=tuple(
                    (figure.code, figure.name, figure.unit or "")
                    for figure in line.figure_ids.sorted()
                ),
            )
