"""Quyết định phê duyệt kết quả tự đánh giá."""

from .common import authority_line, result_lines
from .kind import Data, Kind, Text, center, register


def _approval(facts):
    minutes = facts.reference("minutes")
    by = f" theo {minutes}" if minutes else ""
    return (
        "Điều 1. Phê duyệt kết quả tự đánh giá mức độ chuyển đổi số năm học "
        f"{facts.school_year} của {facts.institution}{by}, cụ thể như sau:"
    )


def _orders(_facts):
    return (
        "Điều 2. Hội đồng tự đánh giá hoàn thiện hồ sơ, minh chứng; các bộ phận thực "
        "hiện kế hoạch cải tiến chất lượng; kết quả được báo cáo cơ quan quản lý giáo "
        "dục trực tiếp và công bố theo quy định."
    )


def _effect(_facts):
    return (
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Hội đồng tự đánh giá và các "
        "bộ phận có liên quan chịu trách nhiệm thi hành Quyết định này./."
    )


register(
    Kind(
        code="approval_decision",
        title="QUYẾT ĐỊNH",
        about="về việc phê duyệt kết quả tự đánh giá mức độ chuyển đổi số",
        subtitle=lambda facts: (
            "Về việc phê duyệt kết quả tự đánh giá mức độ chuyển đổi số "
            f"năm học {facts.school_year}"
        ),
        authority=authority_line,
        parts=lambda _facts: (
            center("QUYẾT ĐỊNH:"),
            Text("approval", "Điều 1", _approval),
            Data(result_lines),
            Text("orders", "Điều 2", _orders),
            Text("effect", "Điều 3", _effect),
        ),
    )
)
