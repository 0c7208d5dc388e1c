"""Biên bản đánh giá ngoài: the school's points beside the team's, and the reasons."""

from dataclasses import dataclass

from ..paper.structure import Column, Paragraph, Row, Signature, Table
from .facts import Head, Member
from .kind import EMPTY, SIGN_AND_SEAL, Data, Kind, Text, heading, register
from .text import join


@dataclass(frozen=True, slots=True)
class Line:
    """A group, a criterion or an item with the points of both.

    :param style: ``group``, ``node`` or ``item``
    :param is_different: whether the team gives other points than the school
    """

    code: str
    name: str
    maximum: str
    school: str
    team: str
    reason: str
    style: str
    is_different: bool = False


@dataclass(frozen=True, slots=True)
class GroupResult:
    """Points and level of a group, by both hands.

    :param reasons: why the team's level is what it is, "" where points alone say so
    """

    name: str
    maximum: str
    school_points: str
    school_level: str
    team_points: str
    team_level: str
    reasons: str


@dataclass(slots=True, kw_only=True)
class MinutesFacts(Head):
    """What the minutes of an external assessment tell.

    :param school: the name of the school that is assessed
    :param school_head: the title of its head
    :param school_members: who speaks for the school: chair and secretary of its council
    :param days: the days of the visit as they are printed, "" without any
    :param decision: the decision that set the team up, in words
    """

    school: str
    school_head: str
    school_members: tuple[Member, ...]
    team: str
    members: tuple[Member, ...]
    decision: str
    reference: str
    days: str
    lines: tuple[Line, ...]
    groups: tuple[GroupResult, ...]
    remarks: str
    reply: str

    def member_name(self, role):
        """Give the name of the only member with a role, "" for none or several."""
        names = [member.name for member in self.members if member.role == role]
        return names[0] if len(names) == 1 else ""


def _opening(facts):
    return f"- Thời gian: {facts.days or '……'}.\n- Địa điểm: {facts.school}."


def _present(facts):
    return join(
        [
            f"- {facts.team}"
            + (f" ({facts.decision})" if facts.decision else "")
            + ":",
            *map(_person, facts.members),
            *facts.attendance.lines(len(facts.members), "thành viên Đoàn"),
            f"- Đại diện {facts.school}:",
            *(map(_person, facts.school_members) if facts.school_members else ["+ ……"]),
        ]
    )


def _person(member):
    words = (member.name, member.position, member.role_name)
    return f"+ {', '.join(dict.fromkeys(filter(None, words)))};"


def _proceedings(facts):
    by = f" theo {facts.reference}" if facts.reference else ""
    return (
        "- Nhà trường báo cáo kết quả tự đánh giá; Đoàn đối chiếu từng nội dung với "
        "minh chứng, kiểm tra thực tế tại đơn vị.\n"
        f"- Đoàn chấm điểm từng nội dung{by}, trao đổi với nhà trường về những nội "
        "dung có chênh lệch."
    )


def _table(facts):
    return Table(
        columns=(
            Column("TT", 14, "center"),
            Column("Tiêu chí"),
            Column("Điểm tối đa", 15, "center"),
            Column("Điểm tự chấm", 15, "center"),
            Column("Điểm của Đoàn", 15, "center"),
            Column("Lý do chênh lệch", 36),
        ),
        rows=tuple(
            Row(
                (
                    line.code,
                    line.name,
                    line.maximum,
                    line.school,
                    line.team,
                    line.reason,
                ),
                line.style,
            )
            for line in facts.lines
        ),
    )


def _results(facts):
    for group in facts.groups:
        yield Paragraph(
            f"- Nhóm tiêu chí “{group.name}”: nhà trường tự chấm "
            f"{group.school_points}/{group.maximum} điểm, {group.school_level}; Đoàn "
            f"đánh giá {group.team_points}/{group.maximum} điểm, {group.team_level}."
            + (f" {group.reasons}" if group.reasons else "")
        )
    items = [line for line in facts.lines if line.style == "item"]
    differing = [line for line in items if line.is_different]
    if not differing:
        yield Paragraph(
            f"- Đoàn thống nhất với điểm tự chấm của {len(items)} nội dung."
        )
    else:
        yield Paragraph(
            f"- Đoàn thống nhất với điểm tự chấm của {len(items) - len(differing)} nội "
            f"dung, có chênh lệch ở {len(differing)} nội dung: "
            f"{', '.join(line.code for line in differing)}."
        )


def _closing(facts):
    read_out = facts.attendance.read_out(
        "Biên bản đã được đọc cho các thành viên có mặt cùng nghe, thống nhất"
    )
    return (
        f"{read_out}. Biên bản được lập thành 03 bản có giá trị như nhau: Đoàn đánh "
        "giá ngoài, nhà trường và cơ quan quản lý mỗi bên giữ 01 bản./."
    )


def _signatures(facts):
    return (
        Signature(f"ĐẠI DIỆN NHÀ TRƯỜNG\n{facts.school_head.upper()}", SIGN_AND_SEAL),
        Signature("THƯ KÝ ĐOÀN", name=facts.member_name("secretary")),
        Signature("TRƯỞNG ĐOÀN", name=facts.member_name("chair")),
    )


register(
    Kind(
        code="external_minutes",
        title="BIÊN BẢN",
        about="đánh giá ngoài mức độ chuyển đổi số",
        subtitle=lambda facts: (
            f"Đánh giá ngoài mức độ chuyển đổi số năm học {facts.school_year} "
            f"của {facts.school}"
        ),
        parts=lambda _facts: (
            Text("opening", "Thời gian, địa điểm", _opening),
            heading("THÀNH PHẦN"),
            Text("present", "Thành phần", _present),
            heading("I. NỘI DUNG"),
            Text("proceedings", "I. Nội dung", _proceedings),
            heading("II. KẾT QUẢ"),
            Data(lambda facts: (_table(facts),)),
            Data(_results),
            heading("III. NHẬN XÉT CỦA ĐOÀN"),
            Text("remarks", "III. Nhận xét của Đoàn", lambda f: f.remarks or EMPTY),
            heading("IV. Ý KIẾN CỦA NHÀ TRƯỜNG"),
            Text("reply", "IV. Ý kiến của nhà trường", lambda f: f.reply or EMPTY),
            Text("closing", "Kết thúc", _closing),
        ),
        signatures=_signatures,
    )
)
