"""What the papers about a campaign tell, as plain data."""

from dataclasses import dataclass

from .facts import Head


@dataclass(frozen=True, slots=True)
class Milestone:
    """A row of the campaign's calendar.

    :param side: ``authority`` or ``school``
    :param time: in words, for instance "Tuần thứ nhất tháng 4"
    """

    side: str
    name: str
    time: str
    product: str


@dataclass(slots=True, kw_only=True)
class CampaignFacts(Head):
    """What every paper about a campaign tells.

    :param campaign: the campaign's name
    :param school_count: how many schools take part
    :param school_levels: the names of their levels, in order
    :param frameworks: the sets of criteria with what issued them
    :param milestones: in the order of the calendar
    """

    campaign: str
    school_count: int
    school_levels: tuple[str, ...]
    frameworks: tuple[tuple[str, str], ...]
    milestones: tuple[Milestone, ...]
