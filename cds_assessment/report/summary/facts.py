"""What the summary of a campaign is made of, as plain data.

A *column* is one of the three results that a school has: its own (the council's, once
it is submitted), the external team's, the recognised one. What is not submitted is not
counted.
"""

from dataclasses import dataclass, field
from datetime import date

COLUMNS = {"self": "Tự đánh giá", "external": "Đánh giá ngoài", "final": "Công nhận"}
# Whose points stand for a school at present; of what is not submitted nobody's.
HANDS = {
    "": "Chưa nộp",
    "council": "Tự đánh giá",
    "external": "Đánh giá ngoài",
    "final": "Công nhận",
}
SECTOR_STATES = {
    "todo": "Chưa nhập",
    "council": "Đã nhập điểm tự đánh giá",
    "final": "Đã nhập",
}
UNKNOWN = "Chưa xác định"


@dataclass(slots=True)
class School:
    """A school and its dossier.

    :param stage: how far the dossier has come: ``open``, ``submitted``, ``reviewed``,
        ``recognised``
    :param hand: whose points stand for it at present: a key of ``HANDS``
    :param results: pairs of points and number of the level (None: none) by pair of
        group key and column
    :param scores: points of ``hand`` by key of item or criterion; True or False for a
        condition, None for an item that nobody has touched
    :param evidence: number of papers by state (``waiting``, ``accepted``, ``rejected``)
    :param evidence_by_item: number of papers that are not rejected, by item key
    :param sector: what was entered into the sector database: of ``SECTOR_STATES``
    """

    name: str
    code: str
    school_level: str
    ownership: str
    authority: str
    state: str
    stage: str = "open"
    hand: str = ""
    decision_number: str = ""
    decision_date: date | None = None
    remarks: str = ""
    results: dict = field(default_factory=dict)
    scores: dict = field(default_factory=dict)
    evidence: dict = field(default_factory=dict)
    evidence_by_item: dict = field(default_factory=dict)
    sector: str = "todo"
    sector_date: date | None = None
    sector_user: str = ""

    def level(self, group):
        """Give the number of the level of a group that stands for it at present."""
        return self.results.get((group, self.column), (None, None))[1]

    @property
    def column(self):
        """The column of the points that stand for it at present ("": none)."""
        return "self" if self.hand == "council" else self.hand


@dataclass(frozen=True, slots=True)
class Part:
    """The schools that are assessed by one set of criteria.

    :param rules: the set as the scoring engine reads it
    :param states: labels of the states of dossiers, in order
    :param open_states: of these, the labels of those in which nothing counts yet
    :param school_levels: names of the levels of schools that occur, in order
    """

    code: str
    name: str
    rules: object
    states: tuple[str, ...]
    open_states: tuple[str, ...]
    school_levels: tuple[str, ...]
    schools: list[School]


@dataclass(frozen=True, slots=True)
class Late:
    """Something that was due and is not delivered."""

    institution: str
    authority: str
    product: str
    due: date
    days: int
    state: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A campaign as its reader may see it."""

    campaign: str
    authority: str
    school_year: str
    made_at: str
    made_by: str
    institution_count: int
    parts: list[Part]
    late: list[Late]
