"""An empty list of schools, with the headings that are read for certain."""

import io

from .book import open_book, style_maker

SHEET = "Danh sách trường"
COLUMNS = (
    ("STT", 6),
    ("Mã trường", 14),
    ("Tên trường", 46),
    ("Cấp học", 14),
    ("Loại hình", 14),
    ("Xã/Phường", 24),
    ("Địa chỉ", 40),
    ("Hiệu trưởng", 26),
    ("Điện thoại", 16),
    ("Email", 28),
    ("Ghi chú", 30),
)
LEVELS = ("MN", "TH", "THCS", "TH&THCS", "THPT", "THCS&THPT", "Liên cấp", "GDTX")
OWNERSHIPS = ("Công lập", "Ngoài công lập")
CHOICES = {"Cấp học": LEVELS, "Loại hình": OWNERSHIPS}
ROWS = 2000
CODE = "Mã trường"


def school_list_template():
    """Write a workbook to fill in.

    :return: the file's bytes
    """
    output = io.BytesIO()
    with open_book(output) as workbook:
        style = style_maker(workbook)
        heading = style(bold=True, border=1, align="center", text_wrap=True)
        as_text = style(num_format="@")
        sheet = workbook.add_worksheet(SHEET)
        for number, (name, width) in enumerate(COLUMNS):
            # as text: cells of numbers lose the zeros that codes begin with
            sheet.set_column(number, number, width, as_text if name == CODE else None)
            sheet.write_string(0, number, name, heading)
            if name in CHOICES:
                choices = {"validate": "list", "source": list(CHOICES[name])}
                choices |= {"error_type": "warning"}
                sheet.data_validation(1, number, ROWS, number, choices)
        sheet.freeze_panes(1, 3)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return output.getvalue()
