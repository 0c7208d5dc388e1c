"""Báo cáo kết quả kiểm tra: the board to the head, with what those inspected say."""

from ..paper.structure import Signature
from .inspection_common import (
    BOARD,
    assigned_recommendations,
    opinions,
    subtitle,
    told_parts,
)
from .kind import Data, Kind, Text, heading, register


def _opening(facts):
    day = f" ngày {facts.minutes_date:%d/%m/%Y}" if facts.minutes_date else ""
    return (
        f"{BOARD} báo cáo kết quả kiểm tra việc {facts.topic} (biên bản{day}) như sau:"
    )


def _closing(facts):
    return (
        f"Trên đây là báo cáo kết quả kiểm tra việc {facts.topic} năm học "
        f"{facts.school_year}; {BOARD} kính trình {facts.head_title} xem xét, kết "
        "luận./."
    )


register(
    Kind(
        code="inspection_report",
        title="BÁO CÁO",
        about="kết quả kiểm tra",
        subtitle=subtitle,
        addressees=lambda facts: (f"{facts.head_title} {facts.institution}",),
        parts=lambda _facts: (
            Text("opening", "Mở đầu", _opening),
            *told_parts(assigned_recommendations),
            heading("V. Ý KIẾN GIẢI TRÌNH CỦA ĐỐI TƯỢNG KIỂM TRA"),
            Data(opinions),
            Text("closing", "Câu kết", _closing),
        ),
        signatures=lambda facts: (
            Signature(
                "TM. BAN KIỂM TRA NỘI BỘ\nTRƯỞNG BAN",
                "(Ký và ghi rõ họ tên)",
                facts.chair(),
            ),
        ),
    )
)
