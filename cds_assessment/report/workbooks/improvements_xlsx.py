"""Improvements as a workbook: rows in, bytes out."""

import io

from .book import open_book, style_maker

TITLE = "KẾ HOẠCH CẢI TIẾN"
SHEET = "Cải tiến"
HEADINGS = (
    "TT",
    "Chỉ số",
    "Nội dung thực hiện",
    "Người thực hiện",
    "Thời hạn",
    "Kinh phí (đồng)",
    "Trạng thái",
    "Kết quả năm sau",
    "Ghi chú",
)
WIDTHS = (6, 10, 50, 28, 13, 16, 16, 20, 36)
FIRST_ROW = 3  # title, whose and when, headings
COST = 5


def improvements_workbook(rows, institution, made_at):
    """Write improvements into a workbook.

    :param rows: ``report.papers.improvement_facts.Improvement``
    :param institution: whose they are, in words
    :param made_at: date and time as text, in the user's time zone
    :return: the file's bytes
    """
    output = io.BytesIO()
    with open_book(output) as workbook:
        style = style_maker(workbook)
        heading = {"bold": True, "border": 1, "align": "center", "valign": "vcenter"}
        styles = {
            "title": style(bold=True, font_size=14),
            "plain": style(),
            "heading": style(**heading, text_wrap=True),
            "text": style(border=1, text_wrap=True),
            "number": style(border=1, align="center", num_format="0"),
            "date": style(border=1, align="center", num_format="dd/mm/yyyy"),
            "money": style(border=1, align="right", num_format="#,##0"),
            "total": style(border=1, bold=True),
            "total_money": style(
                border=1, bold=True, align="right", num_format="#,##0"
            ),
        }
        worksheet = workbook.add_worksheet(SHEET)
        _write_head(worksheet, styles, f"{institution} · {made_at}")
        for number, row in enumerate(rows):
            _write_row(worksheet, styles, number, row)
        _write_total(worksheet, styles, [row.cost for row in rows])
    return output.getvalue()


def _write_head(worksheet, styles, about):
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.write_string(0, 0, TITLE, styles["title"])
    worksheet.write_string(1, 0, about, styles["plain"])
    for column, words in enumerate(HEADINGS):
        worksheet.write_string(FIRST_ROW - 1, column, words, styles["heading"])
    worksheet.freeze_panes(FIRST_ROW, 0)
    worksheet.repeat_rows(FIRST_ROW - 1)
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&C&P/&N")


def _write_row(worksheet, styles, number, row):
    line = FIRST_ROW + number
    worksheet.write_number(line, 0, number + 1, styles["number"])
    texts = {
        1: row.item,
        2: row.text,
        3: row.responsible,
        6: row.state,
        7: row.outcome,
        8: row.note,
    }
    for column, words in texts.items():
        worksheet.write_string(line, column, words, styles["text"])
    if row.deadline:
        worksheet.write_datetime(line, 4, row.deadline, styles["date"])
    else:
        worksheet.write_blank(line, 4, None, styles["date"])
    worksheet.write_number(line, COST, row.cost, styles["money"])


def _write_total(worksheet, styles, costs):
    """Add up by formula: it follows what somebody changes in the file."""
    last = FIRST_ROW + len(costs)
    worksheet.write_string(last, 2, "Tổng kinh phí", styles["total"])
    formula = f"=SUM(F{FIRST_ROW + 1}:F{last})" if costs else "=0"
    worksheet.write_formula(last, COST, formula, styles["total_money"], sum(costs))
