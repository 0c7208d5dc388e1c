"""Kế hoạch tự đánh giá, with its table of contents, time and product (source-001)."""

from ..paper.structure import Column, Row, Table
from .inspection_common import assigned, points
from .kind import Data, Kind, Text, heading, register
from .text import table_text

STEPS = (
    ("Thành lập Hội đồng tự đánh giá, phân công nhiệm vụ", "Quyết định"),
    ("Phổ biến Bộ chỉ số, hướng dẫn chấm điểm và lập minh chứng", "Tài liệu, biên bản"),
    ("Thu thập, kiểm tra, mã hóa minh chứng; tự chấm từng nội dung", "Phiếu tự chấm"),
    ("Hội đồng rà soát điểm, xác định mức độ từng nhóm tiêu chí", "Phiếu đánh giá"),
    ("Họp Hội đồng, thống nhất kết quả", "Biên bản"),
    ("Viết báo cáo, trình phê duyệt kết quả tự đánh giá", "Báo cáo, quyết định"),
    ("Nộp hồ sơ, đề nghị đánh giá ngoài; công bố kết quả", "Tờ trình, hồ sơ"),
)


def _aim(facts):
    return (
        "- Xác định mức độ chuyển đổi số của nhà trường theo "
        f"{facts.framework_reference or facts.framework}, làm rõ điểm mạnh, điểm yếu "
        "của từng tiêu chí.\n"
        "- Lập kế hoạch cải tiến phù hợp điều kiện của nhà trường.\n"
        "- Việc đánh giá trung thực, khách quan; mỗi điểm số có minh chứng."
    )


def _scope(facts):
    groups = "; ".join(f"“{group.name}”" for group in facts.groups)
    return (
        f"Các hoạt động của {facts.institution} trong năm học {facts.school_year} theo "
        f"{len(facts.groups):02d} nhóm tiêu chí: {groups}."
    )


def _steps(_facts):
    rows = (
        (str(number), content, "……", product)
        for number, (content, product) in enumerate(STEPS, start=1)
    )
    return table_text([("TT", "Nội dung thực hiện", "Thời gian", "Sản phẩm"), *rows])


def _duties(facts):
    decision = facts.reference("council_decision")
    council = f" thành lập theo {decision}" if decision else ""
    return (
        f"- Hội đồng tự đánh giá{council} tổ chức thực hiện kế hoạch này.\n"
        "- Thành viên được phân công thu thập minh chứng và chấm điểm theo bảng dưới "
        "đây; các bộ phận cung cấp đầy đủ số liệu, tài liệu.\n"
        "- Thư ký Hội đồng tổng hợp kết quả, báo cáo Chủ tịch Hội đồng."
    )


def _assignment(facts):
    if not facts.members:
        return ()
    return (
        Table(
            columns=(
                Column("TT", 11, "center"),
                Column("Họ và tên", 50),
                Column("Vai trò", 30, "center"),
                Column("Tiêu chí phụ trách"),
            ),
            rows=tuple(
                Row((str(number), m.name, m.role_name, m.tasks or "Theo phân công"))
                for number, m in enumerate(facts.members, start=1)
            ),
        ),
    )


def _carrying_out(facts):
    return (
        "Các bộ phận, cá nhân nghiêm túc thực hiện; có vướng mắc báo cáo "
        f"{facts.head_title} để giải quyết kịp thời./."
    )


def _carried(facts):
    return points(map(assigned, facts.carried))


def _parts(facts):
    yield heading("I. MỤC ĐÍCH, YÊU CẦU")
    yield Text("aim", "I. Mục đích, yêu cầu", _aim)
    yield heading("II. PHẠM VI, NỘI DUNG")
    yield Text("scope", "II. Phạm vi, nội dung", _scope)
    yield heading("III. PHÂN CÔNG")
    yield Text("duties", "III. Phân công", _duties)
    yield Data(_assignment)
    yield heading("IV. TIẾN ĐỘ THỰC HIỆN")
    yield Text("steps", "IV. Tiến độ", _steps)
    if facts.carried:
        yield heading("V. VIỆC CẢI TIẾN CỦA NĂM HỌC TRƯỚC TIẾP TỤC THỰC HIỆN")
        yield Data(_carried)
    number = "VI" if facts.carried else "V"
    yield heading(f"{number}. TỔ CHỨC THỰC HIỆN")
    yield Text("carrying_out", f"{number}. Tổ chức thực hiện", _carrying_out)


register(
    Kind(
        code="plan",
        title="KẾ HOẠCH",
        about="tự đánh giá mức độ chuyển đổi số",
        subtitle=lambda facts: (
            f"Tự đánh giá mức độ chuyển đổi số năm học {facts.school_year}"
        ),
        parts=lambda facts: tuple(_parts(facts)),
    )
)
