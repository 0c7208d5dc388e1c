"""Báo cáo kết quả tự đánh giá, in three layouts that real reports follow.

``full`` (I–V) is source-000's, ``short`` (I–III) source-002's, ``outline`` (I–V) the
outline of source-004's second annex. Texts of the same code stand in several layouts,
so that nothing is typed anew when another layout is chosen.
"""

from ..paper.structure import Column, Paragraph, Row, Table
from . import report_texts as texts
from .common import result_lines
from .kind import Data, Kind, Text, heading, register, subheading

LAYOUTS = ("full", "short", "outline")


def _software_table(facts):
    if not facts.software:
        return (Paragraph("Chưa kê khai."),)
    return (
        Table(
            columns=(
                Column("STT", 12, "center"),
                Column("Tên ứng dụng, phần mềm, trang thông tin"),
                Column("Lĩnh vực áp dụng", 48),
                Column("Ghi chú", 26),
            ),
            rows=tuple(
                Row((str(number), *row))
                for number, row in enumerate(facts.software, start=1)
            ),
        ),
    )


OPENING = Text("opening", "Mở đầu", texts.opening)
RESULTS = Data(result_lines)

FULL = (
    OPENING,
    heading("I. NỘI DUNG THỰC HIỆN"),
    subheading("1. Công tác phổ biến, tuyên truyền"),
    Text("communication_plan", "I.1. Tuyên truyền", texts.communication_plan),
    subheading("2. Việc đầu tư cơ sở vật chất, trang thiết bị"),
    Text("equipment_plan", "I.2. Cơ sở vật chất", texts.equipment_plan),
    subheading("3. Công tác bồi dưỡng đội ngũ"),
    Text("training_plan", "I.3. Bồi dưỡng đội ngũ", texts.training_plan),
    subheading(
        "4. Việc triển khai phần mềm mới, duy trì, nâng cấp phần mềm ứng dụng "
        "đang sử dụng"
    ),
    Text("software_plan", "I.4. Phần mềm", texts.software_plan),
    heading("II. NỘI DUNG ĐÃ THỰC HIỆN"),
    subheading("1. Công tác tuyên truyền"),
    Text("communication_done", "II.1. Tuyên truyền", texts.communication_done),
    subheading("2. Về cơ sở vật chất, trang thiết bị"),
    Text("equipment_done", "II.2. Cơ sở vật chất", texts.equipment_done),
    subheading("3. Công tác bồi dưỡng đội ngũ ứng dụng CNTT"),
    Text("training_done", "II.3. Bồi dưỡng đội ngũ", texts.training_done),
    subheading(
        "4. Ứng dụng CNTT trong công tác quản lý, thông tin liên lạc, đổi mới phương "
        "pháp dạy học, kiểm tra đánh giá"
    ),
    Paragraph(text="", lead="a) Trong quản lý", kind="subheading"),
    Text("management", "II.4.a. Quản lý", texts.management),
    Paragraph(
        text="", lead="b) Chuyển đổi số trong quản trị trường học", kind="subheading"
    ),
    Text("administration", "II.4.b. Quản trị trường học", texts.administration),
    Paragraph(text="", lead="c) Trong công tác tuyển sinh, phổ cập", kind="subheading"),
    Text("enrolment", "II.4.c. Tuyển sinh, phổ cập", texts.enrolment),
    Paragraph(text="", lead="d) Trong việc thu, chi", kind="subheading"),
    Text("cashless", "II.4.d. Thu, chi", texts.cashless),
    Paragraph(
        text="", lead="đ) Trong dạy – học, công tác chuyên môn", kind="subheading"
    ),
    Text("teaching", "II.4.đ. Dạy – học", texts.teaching),
    subheading("5. Danh mục các phần mềm đã và đang sử dụng trong nhà trường"),
    Data(_software_table),
    heading("III. QUY TRÌNH TỰ KIỂM TRA, ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ"),
    Text("process", "III. Quy trình", texts.process),
    heading("IV. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI"),
    subheading("1. Đánh giá chung"),
    Paragraph(text="", lead="a) Ưu điểm", kind="subheading"),
    Text("strengths", "IV.1.a. Ưu điểm", texts.strengths),
    Paragraph(text="", lead="b) Hạn chế", kind="subheading"),
    Text("weaknesses", "IV.1.b. Hạn chế", texts.weaknesses),
    subheading("2. Kết quả"),
    RESULTS,
    heading("V. KIẾN NGHỊ, ĐỀ XUẤT"),
    Text("proposals", "V. Kiến nghị, đề xuất", texts.proposals),
)

SHORT = (
    OPENING,
    heading("I. CÔNG TÁC CHỈ ĐẠO VÀ TRIỂN KHAI THỰC HIỆN"),
    Text("leadership", "I. Công tác chỉ đạo", texts.leadership),
    Text("process_brief", "I. Quy trình", texts.process_brief),
    heading("II. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI"),
    RESULTS,
    heading("III. ĐÁNH GIÁ CHUNG"),
    subheading(
        "1. Những kết quả đã đạt được; ưu, nhược điểm; bài học kinh nghiệm",
    ),
    Text("strengths", "III.1. Kết quả đã đạt được", texts.strengths),
    subheading("2. Khó khăn, tồn tại"),
    Text("weaknesses", "III.2. Khó khăn, tồn tại", texts.weaknesses),
    subheading("3. Kiến nghị, đề xuất"),
    Text("proposals", "III.3. Kiến nghị, đề xuất", texts.proposals),
    Text("closing", "Câu kết", texts.closing),
)

OUTLINE = (
    OPENING,
    heading("I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO"),
    subheading("1. Triển khai các văn bản chỉ đạo"),
    Text("directives", "I.1. Văn bản chỉ đạo", texts.directives),
    subheading("2. Ban hành các văn bản, công tác hướng dẫn, bồi dưỡng tập huấn"),
    Text("leadership", "I.2. Ban hành văn bản", texts.leadership),
    Text("training_done", "I.2. Bồi dưỡng, tập huấn", texts.training_done),
    heading("II. KẾT QUẢ THỰC HIỆN"),
    subheading("1. Kết quả thực hiện tại cơ sở giáo dục"),
    Text("equipment_done", "II.1. Cơ sở vật chất", texts.equipment_done),
    Text("teaching", "II.1. Dạy – học", texts.teaching),
    Text("management", "II.1. Quản lý", texts.management),
    subheading("2. Kết quả của đơn vị"),
    RESULTS,
    heading("III. KHÓ KHĂN, VƯỚNG MẮC KHI TRIỂN KHAI"),
    Text("weaknesses", "III. Khó khăn, vướng mắc", texts.weaknesses),
    heading("IV. PHƯƠNG HƯỚNG NHIỆM VỤ TRỌNG TÂM"),
    Text("next_year", "IV. Phương hướng", texts.next_year),
    heading("V. ĐỀ XUẤT, KIẾN NGHỊ"),
    Text("proposals", "V. Đề xuất, kiến nghị", texts.proposals),
    Text("closing", "Câu kết", texts.closing),
)

PARTS = dict(zip(LAYOUTS, (FULL, SHORT, OUTLINE), strict=True))
# What no section takes up, and behind which text it stands; the short layout tells of
# no item by itself.
OTHER = (
    Paragraph(text="", lead="e) Nội dung khác", kind="subheading"),
    Text("other_items", "Nội dung khác", texts.other_items),
)
BEFORE_OTHER = {"full": "teaching", "outline": "management"}


def _parts(facts):
    """Return the parts of the layout, with one more for what no section takes up.

    Sets of criteria are data: one that names no section is told all the same.
    """
    parts = PARTS[facts.layout]
    if facts.layout not in BEFORE_OTHER or all(i.section for i in facts.items()):
        return parts
    codes = [part.code if isinstance(part, Text) else "" for part in parts]
    place = codes.index(BEFORE_OTHER[facts.layout]) + 1
    return (*parts[:place], *OTHER, *parts[place:])


def _addressees(facts):
    return (facts.authority,) if facts.authority and facts.layout != "full" else ()


register(
    Kind(
        code="report",
        title="BÁO CÁO",
        about="kết quả đánh giá mức độ chuyển đổi số",
        subtitle=lambda facts: (
            f"Kết quả đánh giá mức độ chuyển đổi số năm học {facts.school_year}"
        ),
        addressees=_addressees,
        parts=_parts,
    )
)
