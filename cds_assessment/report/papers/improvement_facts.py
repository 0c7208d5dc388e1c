"""What the plan of improvements tells; ``report/readers/improvement.py`` reads it."""

from dataclasses import dataclass
from datetime import date

from .facts import Head


@dataclass(frozen=True, slots=True)
class Improvement:
    """What is to become better.

    :param item: the code of the item that it is about, "" for none
    :param cost: in đồng, 0 for none
    :param state: what has become of it, as people read it
    :param outcome: the points of the item now and a year later, "" before
    """

    item: str
    text: str
    responsible: str
    deadline: date | None
    cost: float
    state: str
    outcome: str
    note: str


@dataclass(slots=True, kw_only=True)
class ImprovementFacts(Head):
    """What the plan of a school year tells."""

    improvements: tuple[Improvement, ...]
