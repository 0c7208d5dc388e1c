"""Thông báo công bố kết quả: the published snapshot as a paper."""

from dataclasses import dataclass

from ..paper.structure import long_date
from .kind import Data, Kind, Text, register
from .recognised import RecognisedFacts, schools_annex, total_lines


@dataclass(slots=True, kw_only=True)
class NoticeFacts(RecognisedFacts):
    """What the notice tells.

    :param decisions: the decisions by which the schools were recognised, in words
    :param address: the public page, "" before it is published
    """

    decisions: tuple[str, ...]
    address: str


def _opening(facts):
    by = f"Căn cứ {'; '.join(facts.decisions)}, " if facts.decisions else ""
    return (
        f"{by}{facts.institution} thông báo công bố kết quả công nhận mức độ chuyển "
        f"đổi số năm học {facts.school_year} của {len(facts.schools):02d} đơn vị (có "
        "danh sách kèm theo), trong đó:"
    )


def _closing(facts):
    page = (
        f"Kết quả được tra cứu công khai tại {facts.address}. " if facts.address else ""
    )
    return (
        f"{page}{facts.institution} thông báo để các đơn vị và cá nhân có liên quan "
        "biết./."
    )


def _annexes(facts):
    number = facts.number or "……"
    yield schools_annex(
        facts,
        f"Kết quả công nhận mức độ chuyển đổi số năm học {facts.school_year}",
        f"(Kèm theo Thông báo số {number} {long_date(facts.date)} của "
        f"{facts.institution})",
    )


register(
    Kind(
        code="publication_notice",
        title="THÔNG BÁO",
        about="về việc công bố kết quả công nhận mức độ chuyển đổi số",
        subtitle=lambda facts: (
            "Công bố kết quả công nhận mức độ chuyển đổi số "
            f"năm học {facts.school_year}"
        ),
        parts=lambda _facts: (
            Text("opening", "Mở đầu", _opening),
            Data(total_lines),
            Text("closing", "Kết thúc", _closing),
        ),
        annexes=_annexes,
    )
)
