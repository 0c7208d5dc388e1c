"""Danh sách đơn vị đề nghị công nhận: what task I.3 of the plan ends with (source-001).

The schools whose results are proposed, and those that are left out, each with why.
"""

from dataclasses import dataclass

from ..paper.structure import Column, Paragraph, Row, Table, long_date
from .kind import Data, Kind, Text, heading, register
from .recognised import (
    UPRIGHT_GROUPS,
    RecognisedFacts,
    groups_legend,
    schools_annex,
    schools_table,
    total_lines,
)

CODE = "proposal_list"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A school that is not proposed.

    :param reason: why, in words
    """

    name: str
    school_level: str
    reason: str


@dataclass(slots=True, kw_only=True)
class ProposalFacts(RecognisedFacts):
    """What the list tells.

    :param frameworks: the sets of criteria by which the schools were assessed
    """

    frameworks: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def _opening(facts):
    by = f" theo {', '.join(facts.frameworks)}" if facts.frameworks else ""
    rest = ""
    if facts.left_out:
        rest = f"; {len(facts.left_out):02d} đơn vị chưa đề nghị, kèm lý do"
    return (
        f"Căn cứ kết quả đánh giá ngoài năm học {facts.school_year}{by}, "
        f"{facts.institution} lập danh sách {len(facts.schools):02d} đơn vị đề nghị "
        f"công nhận mức độ chuyển đổi số{rest}. Kết quả của các đơn vị được đề nghị:"
    )


def _is_wide(facts):
    return len(facts.totals) > UPRIGHT_GROUPS


def _proposed(facts):
    if _is_wide(facts):
        yield Paragraph("(Điểm và mức độ từng nhóm tại danh sách kèm theo)")
        return
    yield from groups_legend(facts)
    yield schools_table(facts)


def _annexes(facts):
    if _is_wide(facts):
        yield schools_annex(
            facts,
            "Các đơn vị đề nghị công nhận mức độ chuyển đổi số "
            f"năm học {facts.school_year}",
            f"(Kèm theo Danh sách {long_date(facts.date)} của {facts.institution})",
        )


def _left_out(facts):
    yield Table(
        columns=(
            Column("TT", 11, "center"),
            Column("Đơn vị", 70),
            Column("Cấp học", 25),
            Column("Lý do"),
        ),
        rows=tuple(
            Row((str(number), school.name, school.school_level, school.reason))
            for number, school in enumerate(facts.left_out, start=1)
        ),
    )


def _parts(facts):
    yield Text("opening", "Mở đầu", _opening)
    yield Data(total_lines)
    yield heading("I. CÁC ĐƠN VỊ ĐỀ NGHỊ CÔNG NHẬN")
    yield Data(_proposed)
    if facts.left_out:
        yield heading("II. CÁC ĐƠN VỊ CHƯA ĐỀ NGHỊ")
        yield Data(_left_out)


register(
    Kind(
        code=CODE,
        title="DANH SÁCH",
        about="các đơn vị đề nghị công nhận mức độ chuyển đổi số",
        subtitle=lambda facts: (
            "Các đơn vị đề nghị công nhận mức độ chuyển đổi số "
            f"năm học {facts.school_year}"
        ),
        parts=lambda facts: tuple(_parts(facts)),
        annexes=_annexes,
    )
)
