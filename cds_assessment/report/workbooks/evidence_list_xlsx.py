"""The list of evidence as a workbook: a plan in, bytes out."""

import io

from ..dossier.texts import CONFIDENTIAL
from .book import open_book, style_maker

COLUMNS = (
    ("Mã", 14),
    ("Tên minh chứng", 48),
    ("Số, ký hiệu", 18),
    ("Ngày", 12),
    ("Nơi ban hành", 26),
    ("Nội dung", 20),
    ("Trạng thái", 16),
    ("Tệp", 52),
    ("Đường dẫn", 40),
    ("Ghi chú", 30),
)
FIRST_ROW = 4  # title, school, school year, headings
MISSING = "Thiếu tệp"


def evidence_list_workbook(plan, lost):
    """Write the list.

    :param plan: ``plan.Plan``
    :param lost: paths of files that did not come along
    :return: the file's bytes
    """
    output = io.BytesIO()
    with open_book(output) as workbook:
        sheet = workbook.add_worksheet("Danh mục minh chứng")
        _write_sheet(workbook, sheet, plan, lost)
    return output.getvalue()


def _write_sheet(workbook, sheet, plan, lost):
    style = style_maker(workbook)
    cell = style(border=1, text_wrap=True)
    day = style(border=1, num_format="dd/mm/yyyy", align="center")
    head = style(border=1, text_wrap=True, bold=True, align="center")
    sheet.write_string(0, 0, "DANH MỤC MINH CHỨNG", style(bold=True))
    sheet.write_string(1, 0, plan.school, style())
    sheet.write_string(
        2,
        0,
        f"Năm học {plan.school_year} · lập lúc {plan.made_at:%H:%M %d/%m/%Y}",
        style(),
    )
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW - 1, column, heading, head)
    for row, piece in enumerate(plan.pieces, start=FIRST_ROW):
        for column, text in enumerate(_cells(piece, lost)):
            sheet.write_string(row, column, text, cell)
        if piece.date:
            sheet.write_datetime(row, 3, piece.date, day)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _cells(piece, lost):
    files = [file.path for file in piece.files if file.path not in lost]
    missing = [file.label for file in piece.files if file.path in lost]
    notes = [CONFIDENTIAL] if piece.is_confidential else []
    notes += [f"{MISSING}: {label}" for label in missing]
    return (
        piece.code,
        piece.name,
        piece.number,
        "",
        piece.issuer,
        ", ".join(piece.items),
        piece.state,
        "\n".join(files),
        "\n".join(piece.links),
        "\n".join(notes),
    )
