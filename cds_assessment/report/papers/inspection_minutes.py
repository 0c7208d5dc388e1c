"""Biên bản kiểm tra, with the three signature blocks of source-003."""

from ..paper.structure import Paragraph, Signature
from .inspection_common import (
    BOARD,
    opinions,
    points,
    recommendations,
    told_parts,
)
from .kind import EMPTY, Data, Kind, Text, heading, register, subheading

SIGN_SEAL_AND_NAME = "(Ký, đóng dấu và ghi rõ họ tên)"
SIGN_AND_NAME = "(Ký và ghi rõ họ tên)"
# Those who sign in one block have room for their signatures between their names.
_NEXT_NAME = "\n\n\n"


def _opening(facts):
    begun = f"hồi {facts.begun} " if facts.begun else ""
    day = facts.minutes_date
    date = f"{day.day:02d}/{day.month}/{day.year}" if day else "……/……/………"
    return (
        f"Hôm nay, {begun}ngày {date}, {BOARD} đã tiến hành kiểm tra việc "
        f"{facts.topic}."
    )


def _present(facts):
    yield Paragraph("Thành phần gồm có:")
    yield subheading("* Đại diện ban kiểm tra:")
    yield from points(_inspector(member) for member in facts.inspectors)
    yield subheading("* Bộ phận (cá nhân) được kiểm tra:")
    yield from points(_person(row.name, row.position) for row in facts.inspected)


def _inspector(member):
    office = " - ".join(
        dict.fromkeys(filter(None, (member.position, member.role_name)))
    )
    return f"{member.name}, chức vụ: {office}"


def _person(name, position):
    is_said = position.casefold() in name.casefold()
    return name if is_said else f"{name}, {position}"


def _head_opinion(facts):
    return points(facts.head_opinion) or (Paragraph(EMPTY),)


def _closing(facts):
    read_out = facts.attendance.read_out(
        "Biên bản đã được đọc cho các thành viên có tên trên cùng nghe, nhất trí và ký "
        "tên"
    )
    return f"{read_out}./."


def _signatures(facts):
    return (
        Signature("TRƯỞNG BAN", SIGN_SEAL_AND_NAME, facts.chair()),
        Signature(
            "BỘ PHẬN (CÁ NHÂN)\nĐƯỢC KIỂM TRA",
            SIGN_AND_NAME,
            _NEXT_NAME.join(row.name for row in facts.inspected),
        ),
        Signature("NGƯỜI KIỂM TRA", SIGN_AND_NAME, _NEXT_NAME.join(facts.others())),
    )


register(
    Kind(
        code="inspection_minutes",
        title="BIÊN BẢN KIỂM TRA",
        about="kiểm tra",
        subtitle=lambda facts: f"Về việc: {facts.topic}",
        parts=lambda _facts: (
            Text("opening", "Thời gian", _opening),
            Data(_present),
            *told_parts(recommendations),
            heading("V. Ý KIẾN CỦA BỘ PHẬN (CÁ NHÂN) ĐƯỢC KIỂM TRA"),
            Data(opinions),
            heading("VI. Ý KIẾN CỦA TRƯỞNG BAN"),
            Data(_head_opinion),
            Text("closing", "Câu kết", _closing),
        ),
        signatures=_signatures,
    )
)
