import base64
import binascii
import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...report.workbooks.profile_xlsx import read_profile_workbook
from ...tools import scoring
from ...tools.number_format import format_points
from ...tools.plain_workbook import WorkbookError, say_locked


class CdsProfileImport(models.TransientModel):
    """A workbook of the year's figures that was filled in.

    It is read as soon as it is chosen: what is wrong stands there row by row, or what
    would change. Reading it in writes all of it or nothing.
    """

    _name = "cds.profile.import"
    _description = "Read a Workbook of the Year's Figures"

    profile_id = fields.Many2one(
        "cds.profile", required=True, readonly=True, ondelete="cascade"
    )
    data = fields.Binary(string="Workbook", attachment=False)
    file_name = fields.Char()
    problems = fields.Text(compute="_compute_reading")
    difference = fields.Html(compute="_compute_reading", sanitize=False)
    change_count = fields.Integer(compute="_compute_reading")

    @api.depends("data", "profile_id")
    @api.depends_context("lang")
    def _compute_reading(self):
        for dialog in self:
            numbers, problems = dialog._read()
            dialog.problems = "\n".join(problems)
            dialog.change_count = 0 if problems else len(numbers)
            dialog.difference = (
                False if problems or not numbers else dialog._render(numbers)
            )

    def action_apply(self):
        """Write what the workbook says.

        :raise UserError: with all that is wrong
        """
        self.ensure_one()
        # read here again: whatever a client says has been read before
        numbers, problems = self._read()
        if problems:
            raise UserError("\n".join(problems))
        if not self.data:
            raise UserError(self.env._("Choose a workbook."))
        self.profile_id.check_access("write")
        self.profile_id.value_ids._set_numbers(
            numbers, source="imported", source_note=self.file_name
        )
        return {"type": "ir.actions.act_window_close"}

    def _read(self):
        """Read the workbook.

        :return: new number by row (``cds.profile.value``) where it differs, and what is
            wrong as a list of sentences
        """
        self.ensure_one()
        # a client that opens a kept dialog asks for the sizes of files only
        data = self.with_context(bin_size=False).data
        if not data or not self.profile_id._filtered_access("read"):
            return {}, []
        try:
            filled = read_profile_workbook(base64.b64decode(data))
        except (WorkbookError, binascii.Error) as error:
            return {}, [self._get_refusal(getattr(error, "code", "no_workbook"))]
        profile = self.profile_id
        if filled.key != profile._get_key():
            return {}, [
                self.env._(
                    "This workbook is of %(institution)s, %(year)s, not of "
                    "%(profile)s.",
                    institution=filled.institution or "?",
                    year=filled.school_year or "?",
                    profile=profile.display_name,
                )
            ]
        return self._read_cells(filled.cells)

    def _read_cells(self, cells):
        rows = {row.code: row for row in self.profile_id.value_ids}
        numbers, places, problems = {}, {}, []
        seen = set()
        for cell in cells:
            row = rows.get(cell.code)
            sentence = self._get_cell_problem(cell, row, seen)
            seen.add(cell.code)
            if sentence:
                problems.append(self._at(cell.row, sentence))
                continue
            number = row.figure_id._get_reading(cell.value).value
            if number is not None:
                numbers[row] = float(number)
                places[row.figure_id] = cell.row
        changed = {
            row: number
            for row, number in numbers.items()
            if not row.is_known
            or scoring.to_decimal(row.value) != scoring.to_decimal(number)
        }
        problems += self._get_limit_problems(changed, places)
        return changed, problems

    def _get_cell_problem(self, cell, row, seen):
        """Return what is wrong with one cell (empty: nothing).

        :param row: the figure's ``cds.profile.value``, None if there is no such figure
        :param seen: codes of the cells above
        """
        if row is None:
            return self.env._("there is no figure “%(code)s”.", code=cell.code)
        if cell.code in seen:
            return self.env._("“%(code)s” stands there twice.", code=cell.code)
        if cell.is_formula:
            return self.env._(
                "%(figure)s: type the number itself, formulas are not calculated.",
                figure=row.name,
            )
        if cell.value is None:
            return ""
        if isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta):
            return self.env._(
                "%(figure)s: the cell %(place)s is formatted as a date or time "
                "(%(format)s), so its number cannot be told. Format it as a number and "
                "type it again.",
                figure=row.name,
                place=cell.place,
                format=cell.number_format,
            )
        return row.figure_id._get_number_problem(cell.value)

    def _get_limit_problems(self, changed, places):
        known = {
            row.figure_id: row.value
            for row in self.profile_id.value_ids
            if row.is_known
        }
        known |= {row.figure_id: number for row, number in changed.items()}
        figures = self.env["cds.figure"].union(*(row.figure_id for row in changed))
        return [
            self._at(places[figure], sentence) if figure in places else sentence
            for figure, sentence in figures._get_limit_problems(known).items()
        ]

    def _at(self, row, sentence):
        return self.env._("Row %(row)s: %(problem)s", row=row, problem=sentence)

    def _get_refusal(self, code):
        return {
            "too_large": self.env._("The file is too large for such a workbook."),
            "no_workbook": self.env._("This is no workbook (.xlsx) that can be read."),
            "locked": say_locked(self.env),
            "no_headings": self.env._(
                "The columns “Mã”, “Số liệu” and “Năm nay” cannot be told from each "
                "other: each heading must stand there once. Download the workbook "
                "here, fill it in and upload it again."
            ),
            "no_template": self.env._(
                "This is not the workbook of the year's figures: download it here, "
                "fill it in and upload it again."
            ),
        }[code]

    def _render(self, numbers):
        return self.env["ir.qweb"]._render(
            "cds_assessment.profile_import_difference",
            {
                "rows": [
                    {
                        "name": row.name,
                        "unit": row.unit or "",
                        "old": format_points(self.env, row.value)
                        if row.is_known
                        else "–",
                        "new": format_points(self.env, number),
                    }
                    for row, number in numbers.items()
                ]
            },
        )
