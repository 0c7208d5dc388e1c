"""Lists of schools as offices keep them: letterheads, odd headings, odd cells."""

import datetime
import io
import unicodedata

import pytest
from loading import load
from openpyxl import Workbook

tables = load("tools.school_list.tables")
rows = load("tools.school_list.rows")
kinds = load("tools.school_list.kinds")
cells = load("tools.school_list.cells")
plain_workbook = load("tools.plain_workbook")
template = load("report.workbooks.school_list_xlsx")

HEADINGS = ("STT", "Mã trường", "Tên trường", "Cấp học", "Loại hình", "Ghi chú")


def build(*lines, title="Sheet1", more=None):
    book = Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    for name, others in (more or {}).items():
        sheet = book.create_sheet(name)
        for line in others:
            sheet.append(line)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def read(*lines, **kwargs):
    return rows.read_schools(tables.read_tables(build(*lines, **kwargs)))


def doubts(school):
    return [doubt.kind for doubt in school.doubts]


def test_letterhead_and_headings_of_two_rows():
    found = read(
        ("UBND TỈNH THỬ",),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("DANH SÁCH TRƯỜNG TIỂU HỌC, THCS NĂM HỌC 2025-2026",),
        (),
        ("TT", "Tên đơn vị", "Cấp học", "Quy mô", None, "Địa chỉ"),
        (None, None, None, "Số lớp", "Số HS", None),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        (1, "Trường TH Cao Minh", "TH", 12, 400, "Thôn 1"),
        ("Tổng cộng", None, None, 12, 400),
        (None, None, None, None, "Người lập biểu"),
    )
    assert [(s.name, s.level, s.address) for s in found] == [
        ("Trường TH Cao Minh", "TH", "Thôn 1")
    ]


def test_columns_in_any_order_and_names_without_a_heading_that_says_so():
    found = read(
        ("Ghi chú", "Cấp", "Tên", "Mã", "Số ĐT", "Họ và tên Hiệu trưởng"),
        (None, "THCS", "Trường THCS Hùng Vương", "0102", "0912345678", "Người Thử"),
    )
    [school] = found
    assert (school.code, school.level, school.head_name, school.phone) == (
        "0102",
        "THCS",
        "Người Thử",
        "0912345678",
    )


def test_what_a_heading_says_of_all():
    found = read(("Tên cơ sở giáo dục mầm non",), ("Hoa Sen 2",), ("Trường MN Sơn Ca",))
    # a text of one cell that no school begins with says nothing
    assert [(s.name, s.level) for s in found] == [("Trường MN Sơn Ca", "MN")]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("XÃ VĨNH HIỆP", ("commune", "Xã Vĩnh Hiệp")),
        ("II. Phường An Đài (12 trường)", ("commune", "Phường An Đài")),
        ("3) Đặc khu Cô Tô", ("commune", "Đặc khu Cô Tô")),
        ("KHỐI MẦM NON", ("level", "MN")),
        ("Cấp THCS", ("level", "THCS")),
        ("B. Ngoài công lập", ("ownership", "private")),
        ("Trường Tiểu học Xã Đàn", ("", "")),
        ("Phòng GD&ĐT huyện Thử", ("", "")),
        ("Người lập biểu", ("", "")),
    ],
)
def test_rows_that_say_something_of_those_below(group, expected):
    assert kinds.group(group) == expected


def test_schools_below_communes_and_levels():
    found = read(
        HEADINGS,
        ("I", "XÃ VĨNH HIỆP"),
        ("Mầm non",),
        (1, "1", "Trường Hoa Sen", None, "CL"),
        (2, "2", "Trường Tiểu học Mới", None, "CL"),
        ("II", "PHƯỜNG AN ĐÀI"),
        (1, "3", "Trường THPT An Đài", "THPT", "TT"),
    )
    assert [(s.place, s.level, s.ownership) for s in found] == [
        ("Xã Vĩnh Hiệp", "MN", "public"),
        ("Xã Vĩnh Hiệp", "TH", "public"),
        ("Phường An Đài", "THPT", "private"),
    ]


def test_a_commune_that_is_merged_downwards():
    found = read(
        ("Xã", "Tên trường"),
        ("Xã Một", "Trường MN A"),
        (None, "Trường MN B"),
        ("Xã Hai", "Trường MN A"),
    )
    assert [s.place for s in found] == ["Xã Một", "Xã Một", "Xã Hai"]
    assert not any(doubts(s) for s in found)


def test_a_sheet_for_each_commune():
    lines = (("STT", "Tên trường"), (1, "Trường TH A"))
    found = read(*lines, title="Xã Một", more={"Xã Hai": lines, "Ghi chú": [("x",)]})
    assert [(s.sheet, s.place) for s in found] == [
        ("Xã Một", "Xã Một"),
        ("Xã Hai", "Xã Hai"),
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("TH&THCS", "TH&THCS"),
        ("PTCS", "TH&THCS"),
        ("Tiểu học và Trung học cơ sở", "TH&THCS"),
        ("TH - THCS - THPT", "LC"),
        ("cấp 1,2", "TH&THCS"),
        ("Cấp 2+3", "THCS&THPT"),
        ("C1", "TH"),
        ("PTTH", "THPT"),
        ("THCS và THPT", "THCS&THPT"),
        ("Mẫu giáo", "MN"),
        ("TTGDTX", "GDTX"),
        ("Trung tâm GDNN-GDTX quận Thử", "GDTX"),
        ("Phòng GD&ĐT huyện Thử", "office"),
        ("Trường Phổ thông dân tộc nội trú THCS&THPT Thử", "THCS&THPT"),
        ("Trường PTDTBT TH Thử", "TH"),
        ("Trường Trung học phổ thông chuyên Thử", "THPT"),
        ("Trường Phổ thông liên cấp Thử", "LC"),
        ("Nhóm trẻ độc lập Hoa Sen", "MN"),
        ("Trường Ánh Dương", ""),
        ("Star academy (cơ sở 2)", ""),
        ("", ""),
    ],
)
def test_levels(text, level):
    assert kinds.level(text) == level
    assert kinds.level(unicodedata.normalize("NFD", text)) == level


def test_levels_as_numbers_are_what_the_names_say():
    lines = [(n, f"Trường Mầm non {n}", 1) for n in range(5)]
    lines += [(9, "Trường Tiểu học A", 2), (10, "Trường Ánh Dương", 2)]
    found = read(("STT", "Tên trường", "Cấp học"), *lines)
    assert [s.level for s in found] == ["MN"] * 5 + ["TH", "TH"]


@pytest.mark.parametrize(
    ("bits", "level"),
    [(1, "TH"), (3, "TH&THCS"), (6, "THCS&THPT"), (7, "LC"), (10, "office"), (99, "")],
)
def test_levels_as_sums_of_bits(bits, level):
    assert kinds.level_of_bits(bits) == level


@pytest.mark.parametrize(
    ("text", "level", "whose"),
    [
        ("CL", "TH", "public"),
        ("Công lập", "TH", "public"),
        ("NCL", "TH", "private"),
        ("Ngoài công lập", "TH", "private"),
        ("Tư thục", "MN", "private"),
        ("TT", "THCS", "private"),
        ("TT", "GDTX", None),
        ("", "TH", ""),
    ],
)
def test_ownership(text, level, whose):
    assert kinds.ownership(text, level) == whose


def test_codes_get_their_zeros_back_from_the_others():
    found = read(
        HEADINGS,
        (1, "01024980", "Trường TH A", "TH"),
        (2, 1012738, "Trường TH B", "TH"),
        (3, "'01029994", "Trường TH C", "TH"),
        (4, " 0100 5230 ", "Trường TH D", "TH"),
        (5, "010052301", "Trường TH E", "TH"),
    )
    assert [s.code for s in found] == [
        "01024980",
        "01012738",
        "01029994",
        "01005230",
        "010052301",
    ]
    assert [doubts(s) for s in found] == [[], [], [], [], ["code_length"]]


def test_codes_without_zeros_stay():
    found = read(HEADINGS, (1, 410, "Trường TH A", "TH"), (2, 42, "Trường TH B", "TH"))
    assert [s.code for s in found] == ["410", "42"]


def test_what_stands_there_twice():
    found = read(
        ("Xã/Phường", "Mã", "Tên trường"),
        ("Xã Một", None, "Trường MN Hoa Sen"),
        ("Xã Một", None, "Trường Mầm Non Hoa Sen\u00a0"),
        ("Xã Một", None, "Trường MN Hoa Sén"),
        ("Xã Hai", None, "Trường MN Hoa Sen"),
        ("Xã Hai", "7", "Trường MN K'Nàng"),
        ("Xã Ba", "7", "Trường MN Khác"),
    )
    assert [doubts(s) for s in found] == [[], ["twice"], [], [], [], ["code_twice"]]
    assert found[1].doubts[0].about == "2"


def test_schools_that_are_no_more():
    found = read(
        HEADINGS,
        (1, "1", "Trường TH A", "TH", "CL", "Sáp nhập từ 01/7/2025"),
        (2, "2", "Trường TH B", "TH", "CL", "Giải thể"),
        (3, "3", "Trường TH C", "TH", "CL", "Đổi tên"),
        (4, "4", "Trường TH D", "TH", "CL", "giải thể ngày 1 tháng 7 năm 2025"),
    )
    assert [doubts(s) for s in found] == [["merged"], ["dissolved"], [], ["dissolved"]]
    day = datetime.date(2025, 7, 1)
    assert [s.closed_on for s in found] == [day, None, None, day]


def test_names_as_names_are_written():
    shouted = "TRƯỜNG THCS NGUYỄN DU"
    assert cells.written_name(shouted) == "Trường THCS Nguyễn Du"
    assert cells.written_name("Trường TH  Đắk R'Măng\u200b ") == "Trường TH Đắk R'Măng"
    assert cells.identity("Trường MN K’Nàng") == cells.identity("trường mầm non K'Nàng")
    assert cells.identity("Trường TH Phú Thanh") != cells.identity("TH Phú Thạnh")


def test_telephones_and_addresses():
    assert cells.telephone(912345678) == "0912345678"
    assert cells.telephone("024.3825.1234") == "024.3825.1234"
    assert cells.telephone("x") == ""
    assert cells.email(" C2@Thu.edu.vn; ") == "c2@thu.edu.vn"
    assert cells.email("không có") == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_workbook"),
        (b"<html><table></table></html>", "no_workbook"),
        (build(), "no_list"),
        (
            build(("TRƯỜNG TIỂU HỌC THỬ",), ("TT", "Tiêu chí", "Điểm"), (1, "A", 2)),
            "no_list",
        ),
        (build(("STT", "Họ tên", "Ngày sinh"), (1, "Người Thử", 2)), "no_list"),
    ],
)
def test_files_without_a_list(content, code):
    with pytest.raises(plain_workbook.WorkbookError) as caught:
        tables.read_tables(content)
    assert caught.value.code == code


def test_the_empty_list_is_read_as_it_is_meant():
    [table] = tables.read_tables(template.school_list_template())
    assert [column.field for column in table.columns] == [
        "number",
        "code",
        "name",
        "level",
        "ownership",
        "commune",
        "address",
        "head_name",
        "phone",
        "email",
        "remark",
    ]
    assert all(kinds.level(level) for level in template.LEVELS)
