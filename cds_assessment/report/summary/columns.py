"""What the sheets share: styles, cells of each kind, headings, print set-up."""

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

A4 = 9
LINE_HEIGHT = 15
HEADING_HEIGHT = 2 * LINE_HEIGHT
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}


def make_styles(workbook):
    """Give the formats that the sheets use, by name."""

    def style(**extra):
        return workbook.add_format({**FONT, **extra})

    whole, broken, average = "0", "0.##", "0.00"
    heading = dict.fromkeys(("top", "bottom", "left", "right"), 1)
    heading["bg_color"] = "#DDEBF7"
    total = {"border": 1, "bold": True, "bg_color": "#F2F2F2"}
    return {
        "title": style(bold=True, font_size=14),
        "plain": style(),
        "wrapped": style(text_wrap=True, valign="top"),
        "bold": style(bold=True, valign="top"),
        "heading": style(
            bold=True, border=1, align="center", text_wrap=True, bg_color="#DDEBF7"
        ),
        **{
            f"heading_{place}": style(
                **{**heading, **lines}, text_wrap=True, align="center", bold=True
            )
            for place, lines in {
                "top": {"bottom": 0},
                "middle": {"top": 0, "bottom": 0},
                "bottom": {"top": 0},
            }.items()
        },
        "name": style(border=1, rotation=90, text_wrap=True, font_size=9),
        "text": style(border=1, text_wrap=True),
        "center": style(border=1, align="center"),
        "date": style(border=1, align="center", num_format="dd/mm/yyyy"),
        # "0.##" leaves a mark behind whole numbers: they have a format of their own
        "whole": style(border=1, align="center", num_format=whole),
        "broken": style(border=1, align="center", num_format=broken),
        "sum": style(border=1, align="center", bold=True, num_format="General"),
        "count": style(border=1, align="center", num_format='0;-0;"–"'),
        "total": style(**total),
        "total_whole": style(**total, align="center", num_format=whole),
        "total_average": style(**total, align="center", num_format=average),
    }


class Table:
    """A sheet with a title, headings of several rows, rows of cells, and totals.

    Rows are written from above to below, each once: what is written is not kept in
    memory.
    """

    def __init__(self, workbook, styles, name, titles, widths):
        """Begin a sheet.

        :param titles: lines above the headings
        :param widths: of the columns, in characters
        """
        self.name = name
        self.styles = styles
        self.sheet = workbook.add_worksheet(name)
        self.widths = widths
        self.column_count = len(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        for row, title in enumerate(titles):
            style = styles["title" if row == 0 else "plain"]
            self.sheet.write_string(row, 0, title, style)
        self.row = self.heading_row = len(titles)
        self.first_row = self.last_row = None
        self._lines = 1  # of the row that is being written

    # === HEADINGS === #

    def headings(self, rows, frozen_columns, heights=None, styles=None):
        """Write the headings and what belongs to them: frozen, repeated in print.

        :param rows: list of rows of texts; None goes on with the cell on its left, an
            empty text with the cell above
        :param heights: height by number of the row, two lines of text by default
        :param styles: name of a style by number of the row
        """
        for number, texts in enumerate(rows):
            height = (heights or {}).get(number, HEADING_HEIGHT)
            self.sheet.set_row(self.row, height)
            for column, text in enumerate(texts):
                style = self._heading_style(rows, number, column)
                if style == "heading":
                    style = (styles or {}).get(number, style)
                self.text(column, text or "", style)
            self._merge(texts)
            self.row += 1
        self._lines = 1
        self.first_row = self.row
        self.sheet.freeze_panes(self.row, frozen_columns)
        self.sheet.repeat_rows(self.heading_row, self.row - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&C&P/&N")

    def _heading_style(self, rows, number, column):
        """Draw no line between cells above each other that belong together.

        They are not merged: a row that is written cannot be reached any more.
        """
        is_below = rows[number][column] == ""
        goes_on = number + 1 < len(rows) and rows[number + 1][column] == ""
        if is_below:
            return "heading_middle" if goes_on else "heading_bottom"
        return "heading_top" if goes_on else "heading"

    def _merge(self, texts):
        """Merge the cells of a row that go on with the one on their left."""
        for left, text in enumerate(texts):
            right = left
            while text and right + 1 < len(texts) and texts[right + 1] is None:
                right += 1
            if right > left:
                style = self.styles["heading"]
                self.sheet.merge_range(self.row, left, self.row, right, text, style)

    # === CELLS === #

    def text(self, column, text, style="text"):
        """Write a text, whatever it begins with, an empty cell for an empty one."""
        if text:
            self.sheet.write_string(self.row, column, text, self.styles[style])
            if style == "text" and len(text) > self.widths[column]:
                lines = -(-len(text) // int(self.widths[column]))
                self._lines = max(self._lines, lines)
        else:
            self.sheet.write_blank(self.row, column, None, self.styles[style])

    def number(self, column, number):
        """Write points, an empty cell for None."""
        styles = self.styles
        if number is None:
            self.sheet.write_blank(self.row, column, None, styles["center"])
        else:
            style = styles["whole" if number == int(number) else "broken"]
            self.sheet.write_number(self.row, column, number, style)

    def count(self, column, number):
        """Write how many there are."""
        self.sheet.write_number(self.row, column, number, self.styles["count"])

    def date(self, column, date):
        """Write a date, an empty cell for None."""
        if date is None:
            self.sheet.write_blank(self.row, column, None, self.styles["date"])
        else:
            self.sheet.write_datetime(self.row, column, date, self.styles["date"])

    def formula(self, column, formula, value, style):
        """Write a formula and what it gives at present."""
        self.sheet.write_formula(self.row, column, formula, self.styles[style], value)

    def end_row(self):
        """Go on to the next row; not every program finds the height of a row itself."""
        if self._lines > 1:
            self.sheet.set_row(self.row, LINE_HEIGHT * self._lines)
            self._lines = 1
        self.row += 1

    # === TOTALS === #

    def end_rows(self):
        """End the rows of the table: totals refer to them."""
        self.last_row = self.row - 1

    @property
    def has_rows(self):
        return self.last_row >= self.first_row

    def column_range(self, column):
        """Name the cells of a column, for a formula on this sheet."""
        return xl_range(self.first_row, column, self.last_row, column)

    def outer_range(self, column):
        """Name the cells of a column, fixed, for a formula on another sheet."""
        quoted = self.name.replace("'", "''")
        first = xl_rowcol_to_cell(self.first_row, column, True, True)
        last = xl_rowcol_to_cell(self.last_row, column, True, True)
        return f"'{quoted}'!{first}:{last}"

    def total(self, label, label_column, cells):
        """Write a row of totals.

        :param cells: by column a triple of formula, value and style
        """
        for column in range(self.column_count):
            if column == label_column:
                self.text(column, label, "total")
            elif column in cells:
                formula, value, style = cells[column]
                self.formula(column, formula, value, style)
            else:
                self.sheet.write_blank(self.row, column, None, self.styles["total"])
        self.end_row()

    def average(self, column, values):
        """Give the cell of a total: the mean of the numbers of a column."""
        cells = self.column_range(column)
        mean = sum(values) / len(values) if values else ""
        formula = f'=IF(COUNT({cells})=0,"",AVERAGE({cells}))'
        return formula, mean, "total_average"

    def sum(self, column, value):
        """Give the cell of a total: the sum of the numbers of a column."""
        return f"=SUM({self.column_range(column)})", value, "total_whole"

    def count_if(self, column, condition, value):
        """Give the cell of a total: how many cells of a column fulfil a condition."""
        formula = f"=COUNTIF({self.column_range(column)},{condition})"
        return formula, value, "total_whole"

    def finish(self):
        """Let the headings filter the rows."""
        if self.has_rows:
            self.sheet.autofilter(
                self.first_row - 1, 0, self.last_row, self.column_count - 1
            )
