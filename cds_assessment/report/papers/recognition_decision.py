"""Quyết định công nhận mức độ chuyển đổi số, with all schools in its annex."""

from dataclasses import dataclass
from datetime import date

from ..paper.structure import long_date
from .common import authority_line
from .kind import Data, Kind, Text, center, register
from .recognised import RecognisedFacts, schools_annex, total_lines

CODE = "recognition_decision"


@dataclass(slots=True, kw_only=True)
class DecisionFacts(RecognisedFacts):
    """What the decision tells.

    :param frameworks: the sets of criteria by which the schools were assessed
    :param valid_until: until when it holds, if it says so
    """

    frameworks: tuple[str, ...]
    valid_until: date | None


def _recognition(facts):
    by = f" theo {', '.join(facts.frameworks)}" if facts.frameworks else ""
    return (
        "Điều 1. Công nhận kết quả đánh giá mức độ chuyển đổi số năm học "
        f"{facts.school_year}{by} đối với {len(facts.schools):02d} đơn vị (có danh "
        "sách kèm theo), trong đó:"
    )


def _certificates(facts):
    until = ""
    if facts.valid_until:
        until = f" Kết quả công nhận có giá trị đến hết {long_date(facts.valid_until)}."
    return (
        "Điều 2. Các đơn vị có tên trong danh sách được cấp Giấy chứng nhận kết quả "
        "mức độ chuyển đổi số, có trách nhiệm duy trì mức độ đã đạt và thực hiện kế "
        f"hoạch cải tiến chất lượng.{until}"
    )


def _effect(_facts):
    return (
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các bộ phận có "
        "liên quan và các đơn vị có tên trong danh sách chịu trách nhiệm thi hành "
        "Quyết định này./."
    )


def _annexes(facts):
    number = facts.number or "……"
    yield schools_annex(
        facts,
        f"Các đơn vị được công nhận mức độ chuyển đổi số năm học {facts.school_year}",
        f"(Kèm theo Quyết định số {number} {long_date(facts.date)} của "
        f"{facts.institution})",
    )


register(
    Kind(
        code=CODE,
        title="QUYẾT ĐỊNH",
        about="về việc công nhận mức độ chuyển đổi số",
        subtitle=lambda facts: (
            "Về việc công nhận mức độ chuyển đổi số của các đơn vị "
            f"năm học {facts.school_year}"
        ),
        authority=authority_line,
        parts=lambda _facts: (
            center("QUYẾT ĐỊNH:"),
            Text("recognition", "Điều 1", _recognition),
            Data(total_lines),
            Text("certificates", "Điều 2", _certificates),
            Text("effect", "Điều 3", _effect),
        ),
        annexes=_annexes,
    )
)
