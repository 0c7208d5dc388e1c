"""Quyết định thành lập Hội đồng tự đánh giá, with an annex of members and tasks."""

from ..paper.structure import Annex
from .common import authority_line, members_table
from .kind import Kind, Text, center, register


def _subject(facts):
    return (
        "Về việc thành lập Hội đồng tự đánh giá mức độ chuyển đổi số "
        f"năm học {facts.school_year}"
    )


def _establishment(facts):
    return (
        "Điều 1. Thành lập Hội đồng tự đánh giá mức độ chuyển đổi số năm học "
        f"{facts.school_year} của {facts.institution} gồm {len(facts.members):02d} "
        "thành viên (có danh sách kèm theo)."
    )


def _tasks(facts):
    return (
        "Điều 2. Hội đồng có nhiệm vụ tổ chức tự đánh giá theo "
        f"{facts.framework_reference or facts.framework}: thu thập, kiểm tra minh "
        "chứng; chấm điểm từng nội dung; xác định mức độ của từng nhóm tiêu chí; lập "
        "biên bản, báo cáo kết quả và kế hoạch cải tiến. Thành viên thực hiện nhiệm vụ "
        "theo phân công của Chủ tịch Hội đồng; Hội đồng tự giải thể sau khi hoàn thành "
        "nhiệm vụ."
    )


def _effect(_facts):
    return (
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Các bộ phận có liên quan và "
        "các thành viên có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
    )


def _annexes(facts):
    number = f" số {facts.number}" if facts.number else ""
    day = f" ngày {facts.date:%d/%m/%Y}" if facts.date else ""
    return (
        Annex(
            title="DANH SÁCH",
            subtitle="Thành viên Hội đồng tự đánh giá mức độ chuyển đổi số "
            f"năm học {facts.school_year}",
            reference=f"(Kèm theo Quyết định{number}{day} của {facts.head_title} "
            f"{facts.institution})",
            blocks=(members_table(facts),),
        ),
    )


register(
    Kind(
        code="council_decision",
        title="QUYẾT ĐỊNH",
        about="về việc thành lập Hội đồng tự đánh giá mức độ chuyển đổi số",
        subtitle=_subject,
        authority=authority_line,
        parts=lambda _facts: (
            center("QUYẾT ĐỊNH:"),
            Text("establishment", "Điều 1", _establishment),
            Text("tasks", "Điều 2", _tasks),
            Text("effect", "Điều 3", _effect),
        ),
        annexes=_annexes,
    )
)
