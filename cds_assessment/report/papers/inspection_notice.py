"""Thông báo kết quả kiểm tra: what the head concludes, out of the minutes' own data."""

from .inspection_common import assigned_recommendations, subtitle, told_parts
from .kind import Kind, Text, register


def _opening(facts):
    return f"{facts.head_title} thông báo kết luận kiểm tra việc {facts.topic} như sau:"


def _closing(facts):
    return (
        f"Trên đây là thông báo kết luận kiểm tra về việc {facts.topic} năm học "
        f"{facts.school_year} tại {facts.institution}./."
    )


register(
    Kind(
        code="inspection_notice",
        title="THÔNG BÁO",
        about="kết quả kiểm tra",
        subtitle=subtitle,
        parts=lambda _facts: (
            Text("opening", "Mở đầu", _opening),
            *told_parts(assigned_recommendations),
            Text("closing", "Câu kết", _closing),
        ),
    )
)
