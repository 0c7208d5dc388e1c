"""Báo cáo theo đề cương: a report that an authority asks for, by an outline."""

from dataclasses import dataclass

from ..paper.structure import Column, Row, Table
from .common import result_words
from .facts import Group, Head
from .kind import EMPTY, Kind, Text, heading, register, subheading


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A heading of the outline, with what stands below it.

    ``{school_year}`` and ``{next_school_year}`` stand for the school years in it.

    :param key: tells its text from the others
    :param number: for instance "II"
    :param above: the number of the heading that it stands below, "" for none
    :param has_text: whether a text stands below it, and not only other headings
    :param hint: what is proposed for the text
    :param is_result: whether the results of the dossier are proposed instead
    :param figures: code, name and unit of the figures of its table
    """

    key: str
    number: str
    name: str
    above: str
    has_text: bool
    hint: str
    is_result: bool
    figures: tuple[tuple[str, str, str], ...]

    @property
    def title(self):
        """The heading with its number: "1. Công tác lãnh đạo"."""
        return f"{self.number}. {self.name}" if self.number else self.name


@dataclass(slots=True, kw_only=True)
class OwedReport(Head):
    """What a report by an outline tells.

    :param groups: the results of the dossier of the same campaign
    """

    subtitle: str
    lines: tuple[OutlineLine, ...]
    groups: tuple[Group, ...] = ()


def _with_years(facts, text):
    return text.replace("{school_year}", facts.school_year).replace(
        "{next_school_year}", facts.next_school_year
    )


def _parts(facts):
    for line in facts.lines:
        title = _with_years(facts, line.title)
        yield (subheading if line.above else heading)(title)
        if line.has_text:
            label = f"{line.above}.{title}" if line.above else title
            yield Text(line.key, label, _suggest(line))
        if line.figures:
            yield _table(facts, line.figures)


def _suggest(line):
    def suggest(facts):
        if line.is_result and facts.groups:
            return f"Kết quả tự đánh giá: {result_words(facts)}."
        return _with_years(facts, line.hint)

    return suggest


def _table(facts, figures):
    return Table(
        columns=(
            Column("TT", 13, "center"),
            Column("Chỉ tiêu"),
            Column("Đơn vị tính", 28, "center"),
            Column("Số liệu", 28, "center"),
        ),
        rows=tuple(
            Row((str(number), name, unit, facts.figure(code) or EMPTY))
            for number, (code, name, unit) in enumerate(figures, start=1)
        ),
    )


register(
    Kind(
        code="owed_report",
        title="BÁO CÁO",
        subtitle=lambda facts: _with_years(facts, facts.subtitle),
        parts=_parts,
    )
)
