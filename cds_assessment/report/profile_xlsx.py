"""The year's figures as a workbook to fill in, and such a workbook read again.

Rows in, bytes out; bytes in, cells out. What a cell may say is checked by the caller.
"""

import io
import zipfile
from dataclasses import dataclass, field

import xlsxwriter
from openpyxl import load_workbook

TITLE = "SỐ LIỆU NĂM HỌC"
SHEET = "Số liệu"
ABOUT = "Thông tin"
KEY_LABEL = "Mã biểu"
HEADINGS = ("Mã", "Số liệu", "Đơn vị tính", "Năm trước", "Năm nay")
WIDTHS = (26, 58, 14, 14, 14)
FIRST_ROW = 4  # title, institution, school year, headings
VALUE_COLUMN = 4
# What a file of this kind never reaches; more is not read at all.
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_CONTENT = 20 * 1024 * 1024
MOST_ROWS = 2000


class WorkbookError(ValueError):
    """A file that cannot be read as such a workbook.

    :param code: ``too_large``, ``no_workbook``, ``no_template``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


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

    ``value`` is None for an empty cell; ``is_formula`` where a formula stands.
    """

    row: int
    code: str
    value: object
    is_formula: bool = False


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
    with xlsxwriter.Workbook(
        output,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    ) as workbook:
        styles = _styles(workbook)
        _write_sheet(workbook.add_worksheet(SHEET), styles, sheet)
        _write_about(workbook.add_worksheet(ABOUT), styles, sheet, made_at)
    return output.getvalue()


def _styles(workbook):
    def style(**extra):
        return workbook.add_format(
            {"font_name": "Times New Roman", "font_size": 12, "valign": "top", **extra}
        )

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

    Formulas are never evaluated: they are reported as such.

    :param content: the file's bytes
    :rtype: Filled
    :raise WorkbookError: for a file that is none
    """
    _check_file(content)
    try:
        workbook = load_workbook(io.BytesIO(content), data_only=False)
    except Exception as error:  # a broken file breaks the reader in any way it likes
        raise WorkbookError("no_workbook") from error
    if SHEET not in workbook.sheetnames or ABOUT not in workbook.sheetnames:
        raise WorkbookError("no_template")
    about = {
        str(row[0].value or ""): str(row[1].value or "")
        for row in workbook[ABOUT].iter_rows(max_row=20, max_col=2)
    }
    return Filled(
        key=about.get(KEY_LABEL, ""),
        institution=about.get("Đơn vị", ""),
        school_year=about.get("Năm học", ""),
        cells=list(_read_cells(workbook[SHEET])),
    )


def _check_file(content):
    """Refuse what would cost a server more than it is worth to read."""
    if len(content) > LARGEST_FILE:
        raise WorkbookError("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST_CONTENT:
                raise WorkbookError("too_large")
            for member in members:
                # no workbook declares entities; a trap for readers does
                if b"<!DOCTYPE" in archive.read(member):
                    raise WorkbookError("no_workbook")
    except WorkbookError:
        raise
    except Exception as error:  # a broken file breaks zlib, lzma … in ways of their own
        raise WorkbookError("no_workbook") from error


def _read_cells(worksheet):
    for row in worksheet.iter_rows(
        min_row=FIRST_ROW + 1, max_row=FIRST_ROW + MOST_ROWS, max_col=VALUE_COLUMN + 1
    ):
        code, value = row[0], row[VALUE_COLUMN]
        # the heading of a section has neither a name nor a number
        if value.value is None and (code.value is None or row[1].value is None):
            continue
        text = value.value
        if isinstance(text, str) and not text.strip():
            text = None
        yield Cell(
            row=code.row,
            code=str(code.value or "").strip(),
            value=text,
            is_formula=value.data_type == "f",
        )
