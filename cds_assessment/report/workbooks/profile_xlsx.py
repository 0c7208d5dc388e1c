"""The year's figures as a workbook to fill in, and such a workbook read again.

Rows in, bytes out; bytes in, cells out. What a cell may say is checked by the caller.
"""

import io
import unicodedata
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from ...tools.plain_workbook import WorkbookError, open_cells
from .book import open_book, style_maker

TITLE = "SỐ LIỆU NĂM HỌC"
SHEET = "Số liệu"
ABOUT = "Thông tin"
KEY_LABEL = "Mã biểu"
CODE, NAME, VALUE = "Mã", "Số liệu", "Năm nay"
HEADINGS = (CODE, NAME, "Đơn vị tính", "Năm trước", VALUE)
WIDTHS = (26, 58, 14, 14, 14)
FIRST_ROW = 4  # title, institution, school year, headings
VALUE_COLUMN = 4
# What a file of this kind never reaches; more is not read at all.
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_CONTENT = 20 * 1024 * 1024
MOST_ROWS = 2000
# People put rows and columns in: so far the headings are looked for.
MOST_COLUMNS = 60
LAST_HEADING_ROW = 30


@dataclass(frozen=True)
class ProfileRow:
    """A figure: numbers are None where they are not known."""

    code: str
    name: str
    unit: str
    section: str
    is_whole: bool
    previous: float | None
    value: float | None


@dataclass(frozen=True)
class ProfileSheet:
    """The figures of one school and school year; ``key`` tells them from others."""

    key: str
    institution: str
    school_year: str
    rows: list[ProfileRow] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """What stands in the row of a figure: its number as it is counted in the sheet.

    ``value`` is None for an empty cell; ``is_formula`` where a formula stands. The
    ``place`` is what the sheet calls the cell, ``number_format`` how it shows a number.
    """

    row: int
    code: str
    value: object
    is_formula: bool = False
    place: str = ""
    number_format: str = ""


@dataclass(frozen=True)
class Filled:
    """A workbook that was read: where it belongs, and its cells."""

    key: str
    institution: str
    school_year: str
    cells: list[Cell]


# === WRITE === #


def profile_workbook(sheet, made_at):
    """Write the figures of a school year into a workbook.

    :param sheet: ``ProfileSheet``
    :param made_at: date and time as text, in the user's time zone
    :return: the file's bytes
    """
    output = io.BytesIO()
    with open_book(output) as workbook:
        styles = _styles(workbook)
        _write_sheet(workbook.add_worksheet(SHEET), styles, sheet)
        _write_about(workbook.add_worksheet(ABOUT), styles, sheet, made_at)
    return output.getvalue()


def _styles(workbook):
    style = style_maker(workbook)
    number = {"border": 1, "align": "right", "num_format": "#,##0.##"}
    whole = {**number, "num_format": "#,##0"}
    open_cell = {"locked": False, "bg_color": "#FFF9E5"}
    return {
        "title": style(bold=True, font_size=14),
        "plain": style(text_wrap=True),
        "bold": style(bold=True),
        "heading": style(
            bold=True, border=1, align="center", valign="vcenter", text_wrap=True
        ),
        "section": style(bold=True, border=1, bg_color="#F2F2F2"),
        "code": style(border=1, font_color="#808080"),
        "text": style(border=1, text_wrap=True),
        ("previous", True): style(**whole),
        ("previous", False): style(**number),
        ("value", True): style(**whole, **open_cell),
        ("value", False): style(**number, **open_cell),
    }


def _write_sheet(worksheet, styles, sheet):
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.write_string(0, 0, TITLE, styles["title"])
    worksheet.write_string(1, 0, sheet.institution, styles["bold"])
    worksheet.write_string(2, 0, f"Năm học {sheet.school_year}", styles["plain"])
    for column, heading in enumerate(HEADINGS):
        worksheet.write_string(FIRST_ROW - 1, column, heading, styles["heading"])
    number, section = FIRST_ROW, None
    for row in sheet.rows:
        if row.section != section:
            section = row.section
            worksheet.merge_range(number, 0, number, 4, section, styles["section"])
            number += 1
        _write_row(worksheet, styles, number, row)
        number += 1
    worksheet.protect("", {"select_locked_cells": True, "format_columns": True})
    worksheet.freeze_panes(FIRST_ROW, 2)
    worksheet.repeat_rows(FIRST_ROW - 1)
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&C&P/&N")


def _write_row(worksheet, styles, number, row):
    worksheet.write_string(number, 0, row.code, styles["code"])
    worksheet.write_string(number, 1, row.name, styles["text"])
    worksheet.write_string(number, 2, row.unit, styles["text"])
    for column, kind, figure in (
        (3, "previous", row.previous),
        (VALUE_COLUMN, "value", row.value),
    ):
        # a whole format on a broken number would hide a part of it
        is_whole = row.is_whole or figure is None or figure == int(figure)
        style = styles[kind, is_whole]
        if figure is None:
            worksheet.write_blank(number, column, None, style)
        else:
            worksheet.write_number(number, column, figure, style)
    worksheet.data_validation(
        number,
        VALUE_COLUMN,
        number,
        VALUE_COLUMN,
        {
            "validate": "integer" if row.is_whole else "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "Số liệu không hợp lệ",
            "error_message": "Nhập một số từ 0 trở lên.",
        },
    )


def _write_about(worksheet, styles, sheet, made_at):
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, 70)
    for row, (label, value) in enumerate(
        (
            ("Nội dung", "Số liệu năm học"),
            ("Đơn vị", sheet.institution),
            ("Năm học", sheet.school_year),
            (KEY_LABEL, sheet.key),
            ("Lập lúc", made_at),
            (
                "Cách điền",
                "Chỉ điền cột “Năm nay” của trang “Số liệu”, bằng số, không dùng "
                "công thức. Số 0 là không có; ô để trống giữ nguyên số đang có.",
            ),
        )
    ):
        worksheet.write_string(row, 0, label, styles["bold"])
        worksheet.write_string(row, 1, value, styles["plain"])
    worksheet.protect()


# === READ === #


def read_profile_workbook(content):
    """Read a workbook that was made by :func:`profile_workbook` and filled in.

    Formulas are never evaluated: they are reported as such. Columns are found by their
    headings, wherever these have moved to.

    :param content: the file's bytes
    :rtype: Filled
    :raise WorkbookError: for a file that is none
    """
    workbook = open_cells(content, LARGEST_FILE, LARGEST_CONTENT)
    try:
        sheets = {_plain(sheet.title): sheet for sheet in workbook.worksheets}
        if _plain(SHEET) not in sheets or _plain(ABOUT) not in sheets:
            raise WorkbookError("no_template")
        about = {
            _plain(row[0]): str(row[1] or "")
            for row in sheets[_plain(ABOUT)].iter_rows(
                max_row=20, max_col=2, values_only=True
            )
        }
        return Filled(
            key=about.get(_plain(KEY_LABEL), "").strip(),
            institution=_composed(about.get(_plain("Đơn vị"), "")),
            school_year=about.get(_plain("Năm học"), ""),
            cells=list(_read_cells(sheets[_plain(SHEET)])),
        )
    except WorkbookError:
        raise
    except Exception as error:  # a broken file breaks the reader in any way it likes
        raise WorkbookError("no_workbook") from error


def _composed(text):
    return unicodedata.normalize("NFC", text)


def _plain(value):
    """Write a name of ours as any program may write it: composed, without blanks."""
    return " ".join(_composed(str(value or "")).split()).casefold()


def _read_cells(worksheet):
    rows = enumerate(
        worksheet.iter_rows(max_row=LAST_HEADING_ROW + MOST_ROWS, max_col=MOST_COLUMNS),
        start=1,
    )
    code_column, name_column, value_column = _find_columns(rows)
    for number, row in rows:
        code, name, value = row[code_column], row[name_column], row[value_column]
        # the heading of a section has neither a name nor a number
        if value.value is None and (code.value is None or name.value is None):
            continue
        text = value.value
        if isinstance(text, str) and not text.strip():
            text = None
        yield Cell(
            row=number,
            code=str(code.value or "").strip(),
            value=text,
            is_formula=value.data_type == "f",
            place=f"{get_column_letter(value_column + 1)}{number}",
            number_format=value.number_format or "",
        )


def _find_columns(rows):
    """Find the row of headings, and give the columns of code, name and value.

    :param rows: iterator of numbers and rows, which is left behind that row
    :raise WorkbookError: where a heading is missing, or stands there twice
    """
    wanted = [_plain(heading) for heading in (CODE, NAME, VALUE)]
    for number, row in rows:
        found = [_plain(cell.value) for cell in row]
        if wanted[0] in found and number <= LAST_HEADING_ROW:
            if any(found.count(heading) != 1 for heading in wanted):
                break
            return [found.index(heading) for heading in wanted]
    raise WorkbookError("no_headings")
