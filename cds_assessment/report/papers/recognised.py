"""What papers share that tell of many schools' recognised results: facts and table."""

from dataclasses import dataclass

from ..paper.structure import Annex, Column, Paragraph, Row, Table
from .common import NO_LEVEL
from .facts import Head

# Groups of criteria beyond these need pages that lie on their long side.
UPRIGHT_GROUPS = 2


@dataclass(frozen=True, slots=True)
class School:
    """A school with its results.

    :param results: points and level, as printed, by the code of the group
    """

    name: str
    school_level: str
    results: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Total:
    """A group of criteria, and how many schools have which level: (level, count)."""

    code: str
    name: str
    levels: tuple[tuple[str, int], ...]


@dataclass(slots=True, kw_only=True)
class RecognisedFacts(Head):
    """What a paper on recognised results tells."""

    schools: tuple[School, ...]
    totals: tuple[Total, ...]


def total_lines(facts):
    """Yield a paragraph for each group: how many schools have which level."""
    for total in facts.totals:
        levels = "; ".join(
            f"{level or 'chưa xếp mức'}: {count} đơn vị"
            for level, count in total.levels
        )
        yield Paragraph(f"- Nhóm {total.code} “{total.name}”: {levels}.")


def schools_annex(facts, subtitle, reference):
    """Give the annex with the list of schools: points and level of each group."""
    return Annex(
        title="DANH SÁCH",
        subtitle=subtitle,
        reference=reference,
        blocks=(*groups_legend(facts), schools_table(facts)),
        is_landscape=len(facts.totals) > UPRIGHT_GROUPS,
    )


def groups_legend(facts):
    """Yield a paragraph for each group: what its code in the table means."""
    for total in facts.totals:
        yield Paragraph(f"Nhóm {total.code}: {total.name}.")


def schools_table(facts):
    """Give the table of the schools: points and level of each group."""
    columns = [
        Column("TT", 11, "center"),
        Column("Đơn vị"),
        Column("Cấp học", 25),
    ]
    for total in facts.totals:
        columns.append(Column(f"Điểm nhóm {total.code}", 16, "center"))
        columns.append(Column(f"Mức độ nhóm {total.code}", 16, "center"))
    columns.append(Column("Ghi chú", 18))
    return Table(
        columns=tuple(columns),
        rows=tuple(
            Row(_cells(facts, number, school))
            for number, school in enumerate(facts.schools, start=1)
        ),
    )


def _cells(facts, number, school):
    cells = [str(number), school.name, school.school_level]
    for total in facts.totals:
        points, level = school.results.get(total.code, (NO_LEVEL, ""))
        cells += [points, level.removeprefix("Mức độ ") or NO_LEVEL]
    return (*cells, "")
