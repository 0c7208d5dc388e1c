"""The late list as a workbook: rows in, bytes out."""

import io

from .book import open_book, style_maker
from .late_list import HEADINGS, TITLE

SHEET = "Chậm nộp"
ABOUT = "Thông tin"
WIDTHS = (6, 40, 46, 13, 11, 34)
FIRST_ROW = 4  # title, authority, campaigns and day, headings


def late_list_workbook(late, made_at):
    """Write a late list into a workbook.

    :param late: ``late_list.LateList``
    :param made_at: date and time as text, in the user's time zone
    :return: the file's bytes
    """
    output = io.BytesIO()
    with open_book(output) as workbook:
        styles = _styles(workbook)
        _write_sheet(workbook.add_worksheet(SHEET), styles, late)
        _write_about(workbook.add_worksheet(ABOUT), styles, late, made_at)
    return output.getvalue()


def _styles(workbook):
    style = style_maker(workbook)
    return {
        "title": style(bold=True, font_size=14),
        "plain": style(),
        "wrapped": style(text_wrap=True),
        "bold": style(bold=True),
        "heading": style(
            bold=True, border=1, align="center", valign="vcenter", text_wrap=True
        ),
        "text": style(border=1, text_wrap=True),
        "number": style(border=1, align="center", num_format="0"),
        "date": style(border=1, align="center", num_format="dd/mm/yyyy"),
        "total": style(border=1, bold=True),
        "total_number": style(border=1, bold=True, align="center", num_format="0"),
    }


def _write_sheet(worksheet, styles, late):
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.write_string(0, 0, TITLE, styles["title"])
    worksheet.write_string(1, 0, late.authority, styles["bold"])
    day = f"{late.date:%d/%m/%Y}"
    about = f"{late.campaigns} · tính đến ngày {day}" if late.campaigns else day
    worksheet.write_string(2, 0, about, styles["plain"])
    for column, heading in enumerate(HEADINGS):
        worksheet.write_string(FIRST_ROW - 1, column, heading, styles["heading"])
    for number, row in enumerate(late.rows, start=1):
        _write_row(worksheet, styles, FIRST_ROW + number - 1, number, row)
    _write_total(worksheet, styles, late)
    worksheet.freeze_panes(FIRST_ROW, 2)
    worksheet.repeat_rows(FIRST_ROW - 1)
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&C&P/&N")


def _write_row(worksheet, styles, line, number, row):
    worksheet.write_number(line, 0, number, styles["number"])
    worksheet.write_string(line, 1, row.institution, styles["text"])
    worksheet.write_string(line, 2, row.product, styles["text"])
    worksheet.write_datetime(line, 3, row.date_due, styles["date"])
    worksheet.write_number(line, 4, row.days_late, styles["number"])
    worksheet.write_string(line, 5, row.remark, styles["text"])


def _write_total(worksheet, styles, late):
    """Count by formula, so that rows that somebody deletes are not counted on."""
    last = FIRST_ROW + len(late.rows)
    if late.rows:
        worksheet.autofilter(FIRST_ROW - 1, 0, last - 1, len(HEADINGS) - 1)
    worksheet.write_string(last, 1, "Tổng số nội dung còn thiếu", styles["total"])
    area = f"B{FIRST_ROW + 1}:B{last}" if late.rows else ""
    formula = f"=COUNTA({area})" if area else "=0"
    worksheet.write_formula(last, 2, formula, styles["total_number"], len(late.rows))


def _write_about(worksheet, styles, late, made_at):
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, 70)
    for row, (label, value) in enumerate(
        (
            ("Nội dung", TITLE),
            ("Cơ quan", late.authority),
            ("Đợt đánh giá", late.campaigns),
            ("Tính đến ngày", f"{late.date:%d/%m/%Y}"),
            ("Số đơn vị", str(len({row.institution for row in late.rows}))),
            ("Lập lúc", made_at),
        )
    ):
        worksheet.write_string(row, 0, label, styles["bold"])
        worksheet.write_string(row, 1, value, styles["wrapped"])
