"""The sheet "Phân bố": levels by kind of school, as tables with charts beside them."""

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from .columns import A4, HEADING_HEIGHT
from .facts import COLUMNS

TITLE = "PHÂN BỐ MỨC ĐỘ CHUYỂN ĐỔI SỐ THEO CẤP HỌC"
# From the lowest level to the highest; a sixth begins again. Graphs on the screen have
# the same (static/src/level_graph).
COLORS = ("#C0504D", "#E6B422", "#4E9F50", "#2E75B6", "#7F6000")
NONE = "Chưa có mức độ"
CHART_ROWS = 16


def write_levels(workbook, styles, name, titles, part, table, level_columns):
    """Write a block for each group and each result that any school has.

    :param table: the overview's, whose cells the formulas count
    :param level_columns: columns of the levels there, by group key and result
    """
    sheet = workbook.add_worksheet(name)
    levels = part.rules.levels
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(levels) + 2, 11)
    for row, title in enumerate([TITLE, *titles]):
        sheet.write_string(row, 0, title, styles["title" if row == 0 else "plain"])
    row = 1 + len(titles)
    breaks = []
    for group in part.rules.groups:
        for column, label in COLUMNS.items():
            key = group.key, column
            if any(key in school.results for school in part.schools):
                heading = f"Nhóm {group.code}. {group.name} – {label}"
                cells = table.outer_range(level_columns[key])
                block = _Block(workbook, styles, sheet, name, row, part, table)
                row = block.put(heading, key, cells)
        breaks.append(row)  # no page cuts a chart in two
    sheet.set_h_pagebreaks(breaks[:-1])
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&C&P/&N")


class _Block:
    """A table of levels by kind of school, with its chart."""

    def __init__(self, workbook, styles, sheet, name, row, part, table):
        self.workbook = workbook
        self.styles = styles
        self.sheet = sheet
        self.name = name
        self.row = row
        self.part = part
        self.kinds = table.outer_range(3)
        self.first = row + 2
        self.last = self.first + len(part.school_levels) - 1

    def put(self, heading, key, cells):
        """Write the block; give the row where the next one may begin."""
        sheet, styles = self.sheet, self.styles
        levels = self.part.rules.levels
        sheet.write_string(self.row, 0, heading, styles["bold"])
        sheet.set_row(self.row + 1, HEADING_HEIGHT)
        labels = ["Cấp học", *(level.name for level in levels), NONE, "Số đơn vị"]
        for column, label in enumerate(labels):
            sheet.write_string(self.row + 1, column, label, styles["heading"])
        counts = [
            self._write_row(row, kind, key, cells)
            for row, kind in enumerate(self.part.school_levels, start=self.first)
        ]
        self._write_sums(counts)
        self._insert_chart(heading, counts)
        return self.row + max(CHART_ROWS, len(counts) + 5)

    def _write_row(self, row, kind, key, cells):
        """Write the formulas of a kind of school; give what they count."""
        sheet, styles = self.sheet, self.styles
        schools = [s for s in self.part.schools if s.school_level == kind]
        found = [school.results.get(key, (None, None))[1] for school in schools]
        levels = self.part.rules.levels
        sheet.write_string(row, 0, kind, styles["text"])
        label = xl_rowcol_to_cell(row, 0, col_abs=True)
        counts = []
        for column, level in enumerate(levels, start=1):
            formula = f"=COUNTIFS({self.kinds},{label},{cells},{level.number})"
            counts.append(found.count(level.number))
            sheet.write_formula(row, column, formula, styles["count"], counts[-1])
        total = len(levels) + 2
        known = xl_range(row, 1, row, len(levels))
        formula = f"={xl_rowcol_to_cell(row, total)}-SUM({known})"
        counts.append(len(schools) - sum(counts))
        sheet.write_formula(row, total - 1, formula, styles["count"], counts[-1])
        formula = f"=COUNTIF({self.kinds},{label})"
        counts.append(len(schools))
        sheet.write_formula(row, total, formula, styles["whole"], counts[-1])
        return counts

    def _write_sums(self, counts):
        row = self.last + 1
        self.sheet.write_string(row, 0, "Cộng", self.styles["total"])
        for column, values in enumerate(zip(*counts, strict=True), start=1):
            formula = f"=SUM({xl_range(self.first, column, self.last, column)})"
            self.sheet.write_formula(
                row, column, formula, self.styles["total_whole"], sum(values)
            )

    def _insert_chart(self, heading, counts):
        levels = self.part.rules.levels
        chart = self.workbook.add_chart({"type": "column", "subtype": "stacked"})
        for number in range(len(levels)):
            column = 1 + number
            chart.add_series(
                {
                    "name": [self.name, self.row + 1, column],
                    "categories": [self.name, self.first, 0, self.last, 0],
                    "values": [self.name, self.first, column, self.last, column],
                    # what viewers draw that do not recalculate
                    "categories_data": list(self.part.school_levels),
                    "values_data": [row[number] for row in counts],
                    "fill": {"color": COLORS[number % len(COLORS)]},
                    "gap": 60,
                }
            )
        chart.set_title({"name": heading, "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"num_format": "0", "major_gridlines": {"visible": False}})
        chart.set_size({"width": 620, "height": 290})
        self.sheet.insert_chart(self.row, len(levels) + 4, chart)
