"""Quyết định thành lập các đoàn đánh giá ngoài: who is in which team and goes where."""

from dataclasses import dataclass

from ..paper.structure import Annex, Column, Row, Table
from .common import authority_line, head_words
from .facts import Head, Member
from .kind import Kind, Text, center, register, subheading

NO_DAY = "Theo thông báo của Đoàn"


@dataclass(frozen=True, slots=True)
class Visit:
    """A school that a team visits; days as they are printed, "" without any."""

    school: str
    place: str
    days: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its members and its visits in order."""

    name: str
    members: tuple[Member, ...]
    visits: tuple[Visit, ...]


@dataclass(slots=True, kw_only=True)
class TeamsFacts(Head):
    """What the decision on the teams of a campaign tells.

    :param references: by what the schools are assessed, for instance "Quyết định số
        4725/QĐ-BGDĐT", once each
    """

    teams: tuple[Team, ...]
    references: tuple[str, ...]

    @property
    def teams_words(self):
        """The teams as the subject names them: "các đoàn", or "đoàn" for one."""
        return "đoàn" if len(self.teams) == 1 else "các đoàn"


def _subject(facts):
    return (
        f"Về việc thành lập {facts.teams_words} đánh giá ngoài mức độ chuyển đổi số "
        f"trong các cơ sở giáo dục năm học {facts.school_year}"
    )


def _establishment(facts):
    members = sum(len(team.members) for team in facts.teams)
    return (
        f"Điều 1. Thành lập {len(facts.teams):02d} đoàn đánh giá ngoài mức độ chuyển "
        f"đổi số trong các cơ sở giáo dục năm học {facts.school_year}, gồm "
        f"{members:02d} thành viên (danh sách và nhiệm vụ tại Phụ lục I)."
    )


def _tasks(facts):
    schools = sum(len(team.visits) for team in facts.teams)
    by = f" theo {'; '.join(facts.references)}" if facts.references else ""
    where = (
        f"{schools:02d} cơ sở giáo dục theo lịch tại Phụ lục II"
        if schools
        else "các cơ sở giáo dục thuộc phạm vi quản lý"
    )
    return (
        "Điều 2. Đoàn có nhiệm vụ đánh giá ngoài mức độ chuyển đổi số của "
        f"{where}{by}: đối chiếu điểm tự chấm với minh chứng, kiểm tra thực tế tại đơn "
        "vị; chấm điểm từng nội dung; lập biên bản; báo cáo kết quả và đề nghị "
        f"{head_words(facts)} công nhận mức độ chuyển đổi số. Thành viên làm việc theo "
        "phân công của Trưởng đoàn; Đoàn tự giải thể sau khi hoàn thành nhiệm vụ."
    )


def _effect(facts):
    schools = any(team.visits for team in facts.teams)
    annex = " có tên tại Phụ lục II" if schools else ""
    return (
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Các bộ phận có liên quan, "
        f"thủ trưởng các cơ sở giáo dục{annex} và các thành viên có tên tại Điều 1 "
        "chịu trách nhiệm thi hành Quyết định này./."
    )


def _annexes(facts):
    number = f" số {facts.number}" if facts.number else ""
    day = f" ngày {facts.date:%d/%m/%Y}" if facts.date else ""
    reference = f"(Kèm theo Quyết định{number}{day} của {head_words(facts)})"
    yield Annex(
        title="PHỤ LỤC I",
        subtitle="Danh sách và nhiệm vụ của thành viên "
        f"{facts.teams_words} đánh giá ngoài năm học {facts.school_year}",
        reference=reference,
        blocks=tuple(_member_blocks(facts)),
    )
    if any(team.visits for team in facts.teams):
        yield Annex(
            title="PHỤ LỤC II",
            subtitle=f"Lịch đánh giá ngoài các cơ sở giáo dục năm học "
            f"{facts.school_year}",
            reference=reference,
            blocks=(_calendar(facts),),
        )


def _member_blocks(facts):
    for number, team in enumerate(facts.teams, start=1):
        if len(facts.teams) > 1:
            yield subheading(f"{number}. {team.name}")
        yield Table(
            columns=(
                Column("TT", 11, "center"),
                Column("Họ và tên", 40),
                Column("Chức vụ", 38),
                Column("Vai trò", 26, "center"),
                Column("Nhiệm vụ"),
            ),
            rows=tuple(
                Row((str(row), m.name, m.position, m.role_name, _task(m)))
                for row, m in enumerate(team.members, start=1)
            ),
        )


def _task(member):
    general = {
        "chair": "Phụ trách chung, kết luận và ký biên bản",
        "vice_chair": "Giúp Trưởng đoàn điều hành, rà soát kết quả",
        "secretary": "Tổng hợp điểm, lập biên bản, báo cáo kết quả",
        "member": "Kiểm tra minh chứng, chấm điểm",
    }[member.role]
    return f"{general}; tiêu chí {member.tasks}" if member.tasks else general


def _calendar(facts):
    rows, number = [], 0
    for team in facts.teams:
        if len(facts.teams) > 1 and team.visits:
            rows.append(Row(("", team.name, "", ""), "group"))
        for visit in team.visits:
            number += 1
            rows.append(
                Row((str(number), visit.school, visit.place, visit.days or NO_DAY))
            )
    return Table(
        columns=(
            Column("TT", 13, "center"),
            Column("Cơ sở giáo dục"),
            Column("Địa bàn", 40),
            Column("Thời gian", 44, "center"),
        ),
        rows=tuple(rows),
    )


register(
    Kind(
        code="team_decision",
        title="QUYẾT ĐỊNH",
        about="về việc thành lập đoàn đánh giá ngoài mức độ chuyển đổi số",
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
