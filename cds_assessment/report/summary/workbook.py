"""The summary workbook: its sheets, for each set of criteria of the campaign."""

import io

import xlsxwriter

from ...tools.sheet_name import SheetNames
from .columns import make_styles
from .detail import write_detail
from .evidence import write_evidence
from .late import write_late
from .levels import write_levels
from .overview import write_overview
from .sector import write_sector

SHEETS = {
    "Tổng hợp": "mỗi đơn vị một dòng: điểm và mức độ từng nhóm, quyết định; cộng bằng "
    "công thức",
    "Chi tiết": "điểm từng nội dung; cột “Điểm của” ghi là điểm của ai",
    "Phân bố": "số đơn vị theo mức độ và cấp học, có biểu đồ",
    "Minh chứng": "số minh chứng của từng đơn vị, từng nội dung",
    "CSDL ngành": "theo thứ tự màn hình của cơ sở dữ liệu ngành, ghi đã nhập hay chưa",
}
ABOUT = "Thông tin"


def summary_workbook(summary):
    """Write the workbook.

    :param summary: ``facts.Summary``
    :return: the file's bytes
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(
        output,
        {
            # a row is written to a file as soon as the next one begins
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    ) as workbook:
        workbook.set_properties({"title": summary.campaign})
        styles = make_styles(workbook)
        for part in summary.parts:
            _write_part(workbook, styles, summary, part)
        write_late(workbook, styles, [_subject(summary)], summary.late)
        _write_about(workbook.add_worksheet(ABOUT), styles, summary)
    return output.getvalue()


def sheet_name(name, part, parts):
    """Name a sheet: by the set of criteria too where a campaign has several."""
    if len(parts) == 1:
        return name
    number = parts.index(part) + 1
    # the number makes it one that no other set has
    return SheetNames().add(f"{name} {number}. {part.code}")


def _subject(summary):
    return f"{summary.authority} · {summary.campaign} · Năm học {summary.school_year}"


def _write_part(workbook, styles, summary, part):
    titles = [_subject(summary), part.name]
    names = {name: sheet_name(name, part, summary.parts) for name in SHEETS}
    table, level_columns = write_overview(
        workbook, styles, names["Tổng hợp"], titles, part
    )
    write_detail(workbook, styles, names["Chi tiết"], titles, part)
    write_levels(workbook, styles, names["Phân bố"], titles, part, table, level_columns)
    write_evidence(workbook, styles, names["Minh chứng"], titles, part)
    write_sector(workbook, styles, names["CSDL ngành"], titles, part)


def _write_about(sheet, styles, summary):
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 80)
    count = sum(len(part.schools) for part in summary.parts)
    rows = [
        ("Nội dung", "Tổng hợp kết quả đánh giá mức độ chuyển đổi số"),
        ("Đợt đánh giá", summary.campaign),
        ("Cơ quan thực hiện", summary.authority),
        ("Năm học", summary.school_year),
        ("Bộ chỉ số", "\n".join(part.name for part in summary.parts)),
        ("Số hồ sơ trong tệp", str(count)),
        ("Số đơn vị trong đợt", str(summary.institution_count)),
        ("Phạm vi", "Các đơn vị mà người lập tệp được xem."),
        ("Lập lúc", summary.made_at),
        ("Người lập", summary.made_by),
        *((f"Trang “{name}”", text) for name, text in SHEETS.items()),
        ("Trang “Chậm nộp”", "sản phẩm đã quá hạn mà chưa nộp, tính đến ngày lập tệp"),
    ]
    for row, (label, text) in enumerate(rows):
        sheet.write_string(row, 0, label, styles["bold"])
        sheet.write_string(row, 1, text, styles["wrapped"])
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&C&P/&N")
