"""Quyết định kiểm tra nội bộ năm học, with the list of the board."""

from ..paper.structure import Annex, Column, Row, Table
from .common import authority_line
from .kind import Kind, Text, center, register


def _subject(facts):
    return (
        "Về việc kiểm tra nội bộ và thành lập Ban kiểm tra nội bộ "
        f"năm học {facts.school_year}"
    )


def _establishment(facts):
    return (
        f"Điều 1. Thành lập Ban kiểm tra nội bộ năm học {facts.school_year} của "
        f"{facts.institution} gồm {len(facts.members):02d} thành viên (có danh sách "
        "kèm theo)."
    )


def _tasks(facts):
    count = len(facts.inspections)
    topics = f" gồm {count:02d} nội dung" if count else ""
    return (
        "Điều 2. Ban kiểm tra nội bộ có nhiệm vụ kiểm tra theo kế hoạch kiểm tra nội "
        f"bộ năm học {facts.school_year}{topics}; lập biên bản, báo cáo kết quả với "
        f"{facts.head_title}; theo dõi việc thực hiện kiến nghị sau kiểm tra. Trưởng "
        "ban phân công nhiệm vụ cho các thành viên."
    )


def _effect(_facts):
    return (
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Các bộ phận, cá nhân được "
        "kiểm tra và các thành viên có tên tại Điều 1 chịu trách nhiệm thi hành Quyết "
        "định này./."
    )


def board_table(facts):
    """Give the table of the board: name, position, role."""
    return Table(
        columns=(
            Column("TT", 12, "center"),
            Column("Họ và tên"),
            Column("Chức vụ", 52),
            Column("Nhiệm vụ", 38, "center"),
        ),
        rows=tuple(
            Row((str(number), m.name, m.position, m.role_name))
            for number, m in enumerate(facts.members, start=1)
        ),
    )


def _annexes(facts):
    number = f" số {facts.number}" if facts.number else ""
    day = f" ngày {facts.date:%d/%m/%Y}" if facts.date else ""
    return (
        Annex(
            title="DANH SÁCH",
            subtitle=f"Thành viên Ban kiểm tra nội bộ năm học {facts.school_year}",
            reference=f"(Kèm theo Quyết định{number}{day} của {facts.head_title} "
            f"{facts.institution})",
            blocks=(board_table(facts),),
        ),
    )


register(
    Kind(
        code="inspection_decision",
        title="QUYẾT ĐỊNH",
        about="về việc kiểm tra nội bộ",
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
