"""What the report on a campaign tells, and the figures that follow from it."""

from collections.abc import Callable
from dataclasses import dataclass

from ..summary.facts import Summary
from .facts import Head


@dataclass(frozen=True, slots=True)
class Share:
    """A criterion and what part of its maximum the schools reached in the mean."""

    code: str
    name: str
    share: float

    @property
    def percentage(self):
        """The part as it is printed: "63,5%"."""
        return f"{100 * self.share:.1f}".replace(".", ",").removesuffix(",0") + "%"


@dataclass(slots=True, kw_only=True)
class SummaryFacts(Head):
    """What the report tells of a campaign.

    :param read: reads the summary; only a paper that is laid out needs it
    :param framework_references: the decisions behind the sets of criteria
    :param issued: the other papers of the campaign in words
    """

    read: Callable[[], Summary]
    framework_references: tuple[str, ...] = ()
    issued: tuple[str, ...] = ()
    _summary: Summary | None = None

    @property
    def summary(self):
        if self._summary is None:
            self._summary = self.read()
        return self._summary

    @property
    def schools(self):
        """All schools that have a dossier."""
        return [school for part in self.summary.parts for school in part.schools]

    def count(self, *stages):
        """Count the schools whose dossier has come to one of some stages."""
        return sum(school.stage in stages for school in self.schools)

    @property
    def submitted(self):
        return self.count("submitted", "reviewed", "recognised")

    @property
    def reviewed(self):
        return self.count("reviewed", "recognised")

    @property
    def recognised(self):
        return self.count("recognised")


def shares(part):
    """Give the criteria of a set, the best first.

    What counts is what stands directly under a group and has points.

    :return: list of :class:`Share`
    """
    found = []
    for group in part.rules.groups:
        for node in group.children:
            points = [school.scores.get(node.key) for school in part.schools]
            points = [number for number in points if number is not None]
            if points and node.max_points:
                mean = sum(points) / len(points)
                found.append(Share(node.code, node.name, mean / float(node.max_points)))
    # of equals the one that stands first
    return sorted(found, key=lambda share: -share.share)


def level_counts(part, group, schools):
    """Count schools by the level that stands for them at present, None: without."""
    numbers = [school.level(group.key) for school in schools]
    return [numbers.count(level.number) for level in part.rules.levels] + [
        numbers.count(None)
    ]
