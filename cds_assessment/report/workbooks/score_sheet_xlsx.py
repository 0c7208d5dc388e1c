"""The score matrix as a workbook: score sheets in, bytes out."""

import io

from ...tools.sheet_name import SheetNames
from ..score_sheet.structure import HAND_HEADINGS, MET, NOT_SCORED, TITLE, level_text
from .book import open_book, style_maker

WIDTHS = (8, 62, 11, 13, 9, 46)
ABOUT = "Thông tin"
FIRST_ROW = 4  # title, institution, school year, headings


def score_sheets_workbook(sheets, made_at):
    """Write score sheets into a workbook: a sheet each, and one that says what it is.

    :param sheets: list of ``ScoreSheet``
    :param made_at: date and time as text, in the user's time zone
    :return: the file's bytes
    """
    output = io.BytesIO()
    with open_book(output) as workbook:
        styles = _styles(workbook)
        names = SheetNames(ABOUT)
        for sheet in sheets:
            name = names.add(sheet.institution, "Phiếu")
            _write_sheet(workbook.add_worksheet(name), styles, sheet)
        _write_about(workbook.add_worksheet(ABOUT), styles, sheets, made_at)
    return output.getvalue()


def _styles(workbook):
    style = style_maker(workbook)
    styles = {
        "title": style(bold=True, font_size=14),
        "plain": style(),
        "bold": style(bold=True),
        "heading": style(
            bold=True, border=1, align="center", valign="vcenter", text_wrap=True
        ),
    }
    for kind, extra in {
        "group": {"bold": True, "bg_color": "#F2F2F2"},
        "criterion": {"bold": True},
        "item": {},
    }.items():
        styles[kind, "text"] = style(border=1, text_wrap=True, **extra)
        styles[kind, "center"] = style(border=1, align="center", **extra)
        styles[kind, "number"] = style(
            border=1, align="center", num_format="0.##", **extra
        )
        # "0.##" leaves a mark behind whole numbers: they have a format of their own
        styles[kind, "whole"] = style(border=1, align="center", num_format="0", **extra)
    return styles


def _write_sheet(worksheet, styles, sheet):
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.write_string(0, 0, TITLE, styles["title"])
    worksheet.write_string(1, 0, sheet.institution, styles["bold"])
    worksheet.write_string(
        2, 0, f"Năm học {sheet.school_year} · {sheet.framework}", styles["plain"]
    )
    headings = (
        "TT",
        "Tiêu chí",
        "Điểm tối đa",
        HAND_HEADINGS[sheet.hand],
        "Mức độ",
        "Minh chứng",
    )
    for column, heading in enumerate(headings):
        worksheet.write_string(FIRST_ROW - 1, column, heading, styles["heading"])
    for number, row in enumerate(sheet.rows, start=FIRST_ROW):
        _write_row(worksheet, styles, number, row)
    worksheet.freeze_panes(FIRST_ROW, 2)
    worksheet.repeat_rows(FIRST_ROW - 1)
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&C&P/&N")


def _write_row(worksheet, styles, number, row):
    kind = row.kind
    worksheet.write_string(number, 0, row.code, styles[kind, "center"])
    worksheet.write_string(number, 1, row.name, styles[kind, "text"])
    if row.maximum is None:
        worksheet.write_string(number, 2, "bắt buộc", styles[kind, "center"])
        met = MET.get(row.met, NOT_SCORED)
        worksheet.write_string(number, 3, met, styles[kind, "center"])
    else:
        _write_number(worksheet, styles, kind, number, 2, row.maximum)
        _write_number(worksheet, styles, kind, number, 3, row.points)
    if row.level is None:
        worksheet.write_blank(number, 4, None, styles[kind, "center"])
    elif row.is_so_far:
        worksheet.write_string(number, 4, level_text(row), styles[kind, "center"])
    else:
        _write_number(worksheet, styles, kind, number, 4, row.level)
    worksheet.write_string(number, 5, row.evidence, styles[kind, "text"])


def _write_number(worksheet, styles, kind, row, column, number):
    if number is None:
        worksheet.write_string(row, column, NOT_SCORED, styles[kind, "center"])
        return
    style = "whole" if number == int(number) else "number"
    worksheet.write_number(row, column, float(number), styles[kind, style])


def _write_about(worksheet, styles, sheets, made_at):
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, 70)
    frameworks = ", ".join(sorted({sheet.framework for sheet in sheets}))
    years = ", ".join(sorted({sheet.school_year for sheet in sheets}))
    for row, (label, value) in enumerate(
        (
            ("Nội dung", TITLE),
            ("Số đơn vị", str(len(sheets))),
            ("Năm học", years),
            ("Bộ chỉ số", frameworks),
            ("Lập lúc", made_at),
        )
    ):
        worksheet.write_string(row, 0, label, styles["bold"])
        worksheet.write_string(row, 1, value, styles["plain"])
