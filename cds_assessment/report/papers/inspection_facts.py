"""What the papers of inspections tell; ``report/readers/inspection.py`` reads it.

Minutes, report and notice get the same facts, so the one repeats the other.
"""

from dataclasses import dataclass
from datetime import date

from .facts import Head, Member, Recommendation, Reference


@dataclass(frozen=True, slots=True)
class Planned:
    """An inspection as the plan lists it; ``month`` is "5/2023" or ""."""

    topic: str
    unit: str
    month: str
    method: str
    inspectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspected:
    """One who is inspected, with what they say to it."""

    name: str
    position: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Content:
    """A content with its findings, a line each; ``summary`` for the list of contents.

    :param is_first: it stands right under the whole, as 1, 2, 3 do
    """

    code: str
    name: str
    summary: str
    is_first: bool
    lines: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class PlanFacts(Head):
    """What the decision and the plan of a school year tell.

    :param carried: what is still open from earlier years
    """

    decision: Reference
    members: tuple[Member, ...]
    inspections: tuple[Planned, ...]
    carried: tuple[Recommendation, ...]


@dataclass(slots=True, kw_only=True)
class InspectionFacts(Head):
    """What minutes, report and notice of an inspection tell.

    :param begun: the time of day, "9 giờ 30", "" where it is not known
    :param report: the report on the inspection
    :param results: points and levels, a sentence each, of a checklist with points
    """

    topic: str
    decision: Reference
    report: Reference
    minutes_date: date | None
    begun: str
    inspectors: tuple[Member, ...]
    inspected: tuple[Inspected, ...]
    contents: tuple[Content, ...]
    results: tuple[str, ...]
    strengths: tuple[str, ...]
    shortcomings: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    head_opinion: tuple[str, ...]

    def chair(self):
        """Give the name of the chair of the board, "" where none inspects."""
        names = [m.name for m in self.inspectors if m.role == "chair"]
        return names[0] if names else ""

    def others(self):
        """Give the names of the inspectors who are not in the chair."""
        return tuple(m.name for m in self.inspectors if m.role != "chair")
