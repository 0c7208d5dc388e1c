"""The sheet "Chậm nộp": what was due and is not delivered."""

from .columns import Table

NAME = "Chậm nộp"
TITLE = "DANH SÁCH SẢN PHẨM CHẬM NỘP"
COLUMNS = (
    ("TT", 5),
    ("Đơn vị", 36),
    ("Cơ quan quản lý", 30),
    ("Sản phẩm phải nộp", 50),
    ("Hạn nộp", 12),
    ("Số ngày trễ", 10),
    ("Tình trạng", 16),
)


def write_late(workbook, styles, titles, late):
    """Write the sheet.

    :param late: list of ``facts.Late``
    """
    widths = [width for _text, width in COLUMNS]
    table = Table(workbook, styles, NAME, [TITLE, *titles], widths)
    table.headings([[text for text, _width in COLUMNS]], frozen_columns=2)
    for number, row in enumerate(late, start=1):
        table.count(0, number)
        table.text(1, row.institution)
        table.text(2, row.authority)
        table.text(3, row.product)
        table.date(4, row.due)
        table.count(5, row.days)
        table.text(6, row.state)
        table.end_row()
    table.end_rows()
    if late:
        count = f"=COUNTA({table.column_range(1)})"
        cells = {3: (count, len(late), "total_whole")}
        table.total("Số sản phẩm chậm nộp", 1, cells)
    else:
        table.text(1, "Không có sản phẩm nào trễ hạn.", "plain")
    table.finish()
