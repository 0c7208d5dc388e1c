"""The scoring rules, free of the ORM: dataclasses in, dataclasses out.

Everything is exact: points, sums and bounds are ``decimal.Decimal``; a float enters
through :func:`to_decimal` only. Sentences for people are made by the callers: this
module answers with data, a refusal is a :class:`ScoringError` with a code and its
parameters.

Sources: Decision 4725/QĐ-BGDĐT of 30/12/2022 (two groups of 100 points, each graded
for itself: below 50 level 1, 50 to 75 level 2, above 75 level 3). What the decision
does not say (conditions not met, an overall level) is a setting of the framework.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from functools import cached_property

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


class ScoringError(ValueError):
    """A value that the rules refuse.

    :param code: what is wrong: ``not_a_number``, ``too_precise``, ``negative``,
        ``above_maximum``, ``off_step``, ``zero_denominator``, ``numerator_above``,
        ``no_conversion``
    :param params: the values that a sentence about it needs
    """

    def __init__(self, code: str, **params):
        super().__init__(code, params)
        self.code = code
        self.params = params


def to_decimal(value) -> Decimal:
    """Return the exact decimal that a number stands for.

    :param value: a number as typed or as read from a column of two decimals
    :return: the same number with two decimals at most
    :raise ScoringError: ``not_a_number``, ``too_precise`` (a third decimal)
    """
    try:
        number = Decimal(str(value))
        rounded = number.quantize(CENT)
    except InvalidOperation:  # not a number, infinite, or beyond 28 digits
        raise ScoringError("not_a_number", value=value) from None
    if rounded.is_nan():
        raise ScoringError("not_a_number", value=value)
    if rounded != number:
        raise ScoringError("too_precise", value=value)
    return rounded


# === THE RULES, AS DATA === #


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers; ``upper`` None stands for "without end"."""

    lower: Decimal
    upper: Decimal | None
    lower_included: bool = True
    upper_included: bool = False

    def __contains__(self, value: Decimal) -> bool:
        if value < self.lower or (value == self.lower and not self.lower_included):
            return False
        if self.upper is None or value < self.upper:
            return True
        return value == self.upper and self.upper_included

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in the range."""
        if self.upper is None or self.lower < self.upper:
            return False
        return not (
            self.lower == self.upper and self.lower_included and self.upper_included
        )


@dataclass(frozen=True, slots=True)
class Level:
    """A level (mức độ); a higher number is a better level."""

    key: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Band:
    """The totals that give a level."""

    level: Level
    interval: Interval


@dataclass(frozen=True, slots=True)
class Conversion:
    """The points for a figure (a percentage or a count) within a range."""

    interval: Interval
    points: Decimal


@dataclass(frozen=True, slots=True)
class Option:
    """A choice; exclusive ones replace each other, additive ones add up."""

    key: int
    points: Decimal
    exclusive: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """A group, a criterion or an item (a leaf) of the tree of criteria."""

    key: int
    code: str
    name: str
    kind: str  # group, criterion, item
    max_points: Decimal
    is_mandatory: bool = False
    measure: str = "points"  # yes_no, points, ratio, count, choice
    children: tuple["Node", ...] = ()
    bands: tuple[Band, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def is_condition(self) -> bool:
        """Whether it is a mandatory condition: met or not, without points."""
        return self.is_mandatory and not self.max_points

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all below it, in the order of the printed table."""
        yield self
        for child in self.children:
            yield from child.walk()

    def items(self) -> Iterator["Node"]:
        """Yield the items below the node (or the node itself)."""
        return (node for node in self.walk() if node.kind == "item")


@dataclass(frozen=True)
class Framework:
    """A set of criteria, ready for scoring."""

    groups: tuple[Node, ...]
    levels: tuple[Level, ...]
    step: Decimal = Decimal("0.5")
    mandatory_policy: str = "cap"  # cap, block, warn
    overall_rule: str = "none"  # none, lowest

    @cached_property
    def nodes(self) -> dict[int, Node]:
        """All nodes by key, in the order of the printed table."""
        return {node.key: node for group in self.groups for node in group.walk()}

    @property
    def lowest_level(self) -> Level:
        return min(self.levels, key=lambda level: level.number)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered on one item: points, and whether a condition is met."""

    points: Decimal = ZERO
    met: bool = False


# How far the items below a node are scored.
UNTOUCHED, PARTIAL, COMPLETE = "untouched", "partial", "complete"


def standing(node: Node, done: set[int]) -> str:
    """Return how far the items below a node (or the item itself) are scored.

    Before anything is scored there is no level; while items are missing it is
    provisional.

    :param done: keys of the items that are scored
    :return: ``UNTOUCHED``, ``PARTIAL`` or ``COMPLETE``
    """
    below = {item.key in done for item in node.items()}
    if below == {True}:
        return COMPLETE
    return PARTIAL if True in below else UNTOUCHED


# === ONE ITEM === #


def check_points(node: Node, points: Decimal, step: Decimal) -> Decimal:
    """Return the points back if the item may have them.

    :raise ScoringError: ``negative``, ``above_maximum``, ``off_step``
    """
    if points < ZERO:
        raise ScoringError("negative", value=points)
    if points > node.max_points:
        raise ScoringError("above_maximum", value=points, maximum=node.max_points)
    if points % step:
        raise ScoringError("off_step", value=points, step=step)
    return points


def yes_no_points(node: Node, yes: bool) -> Decimal:
    """Return the maximum for yes, nothing for no."""
    return node.max_points if yes else ZERO


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return the exact percentage of a part in a whole (0 to 100).

    :raise ScoringError: ``negative``, ``zero_denominator``, ``numerator_above``
    """
    if numerator < ZERO or denominator < ZERO:
        raise ScoringError("negative", value=min(numerator, denominator))
    if denominator == ZERO:
        raise ScoringError("zero_denominator")
    if numerator > denominator:
        raise ScoringError("numerator_above", value=numerator, maximum=denominator)
    return numerator * HUNDRED / denominator


def converted_points(node: Node, figure: Decimal) -> Decimal | None:
    """Give the points for a percentage or a count; None where no conversion is known.

    :raise ScoringError: ``negative``, ``no_conversion`` (a gap in the conversions)
    """
    if figure < ZERO:
        raise ScoringError("negative", value=figure)
    if not node.conversions:
        return None
    for conversion in node.conversions:
        if figure in conversion.interval:
            return conversion.points
    raise ScoringError("no_conversion", value=figure)


def option_points(node: Node, keys: set[int]) -> Decimal:
    """Give the points of the chosen options, capped at the item's maximum.

    Additive options add up; of exclusive ones the best counts.
    """
    chosen = [option for option in node.options if option.key in keys]
    added = sum((option.points for option in chosen if not option.exclusive), ZERO)
    best = max((option.points for option in chosen if option.exclusive), default=ZERO)
    return min(added + best, node.max_points)


# === THE TREE === #


@dataclass(frozen=True, slots=True)
class NodeScore:
    """The points of a node; ``uncapped`` is the plain sum of its children."""

    node: Node
    points: Decimal
    uncapped: Decimal
    level: Level | None = None
    level_by_points: Level | None = None
    unmet: tuple[Node, ...] = ()

    @property
    def is_capped(self) -> bool:
        return self.uncapped > self.points


@dataclass(frozen=True)
class Score:
    """The score of a whole framework: by node key, and the overall level if any.

    ``unmet`` are the mandatory conditions not met; ``blocking`` those of them that
    stop the submission.
    """

    nodes: dict[int, NodeScore]
    overall: Level | None = None
    unmet: tuple[Node, ...] = ()
    blocking: tuple[Node, ...] = ()


def band_for(bands: tuple[Band, ...], points: Decimal) -> Band | None:
    """Return the band that holds a total (None where the node has no bands)."""
    return next((band for band in bands if points in band.interval), None)


def score(framework: Framework, answers: Mapping[int, Answer]) -> Score:
    """Score a whole framework.

    :param framework: the rules
    :param answers: by item key; an item without an answer has no points
    :return: points and level of every node, overall level, conditions not met
    """
    scores: dict[int, NodeScore] = {}
    for group in framework.groups:
        _score_node(framework, group, answers, scores)
    groups = [scores[group.key] for group in framework.groups]
    unmet = tuple(node for group in groups for node in group.unmet)
    return Score(
        nodes={key: scores[key] for key in framework.nodes},
        overall=_overall_level(framework, groups),
        unmet=unmet,
        blocking=unmet if framework.mandatory_policy == "block" else (),
    )


def _score_node(framework, node, answers, scores) -> NodeScore:
    answer = answers.get(node.key, Answer())
    children = [_score_node(framework, n, answers, scores) for n in node.children]
    if node.kind == "item":
        uncapped = answer.points
    else:
        uncapped = sum((child.points for child in children), ZERO)
    points = min(uncapped, node.max_points)
    unmet = tuple(missing for child in children for missing in child.unmet)
    if node.kind == "item" and node.is_mandatory and not answer.met:
        unmet = (node,)
    band = band_for(node.bands, points)
    by_points = band and band.level
    capped = by_points and unmet and framework.mandatory_policy == "cap"
    scores[node.key] = NodeScore(
        node=node,
        points=points,
        uncapped=uncapped,
        level=framework.lowest_level if capped else by_points,
        level_by_points=by_points,
        unmet=unmet,
    )
    return scores[node.key]


def _overall_level(framework, groups: list[NodeScore]) -> Level | None:
    levels = [group.level for group in groups if group.level]
    if framework.overall_rule != "lowest" or not levels:
        return None
    return min(levels, key=lambda level: level.number)


# === WHY THIS LEVEL === #


@dataclass(frozen=True, slots=True)
class Gain:
    """Points that one item could still add to its group."""

    node: Node
    points: Decimal


@dataclass(frozen=True, slots=True)
class GroupExplanation:
    """Why a group has its level, and how far the next one is.

    ``missing`` is None when there is no higher level to reach by points; 0 with
    ``unmet`` conditions means that these alone stand in the way.
    """

    score: NodeScore
    band: Band | None
    caps: tuple[NodeScore, ...]
    unmet: tuple[Node, ...]
    lowered: bool
    next_level: Level | None
    missing: Decimal | None
    gains: tuple[Gain, ...]


def explain(
    framework: Framework, answers: Mapping[int, Answer]
) -> tuple[GroupExplanation, ...]:
    """Say for each group why it has its level and what would raise it."""
    return explain_result(framework, score(framework, answers))


def explain_result(framework: Framework, result) -> tuple[GroupExplanation, ...]:
    """Say the same of what :func:`score` has given already."""
    return tuple(_explain_group(framework, group, result) for group in framework.groups)


def _explain_group(framework, group, result) -> GroupExplanation:
    group_score = result.nodes[group.key]
    band = band_for(group.bands, group_score.points)
    lowered = group_score.level != group_score.level_by_points
    target = band if lowered else _next_band(group, band)
    missing = None
    if target:
        missing = points_missing(group_score.points, target.interval, framework.step)
    return GroupExplanation(
        score=group_score,
        band=band,
        caps=tuple(s for s in map(result.nodes.get, _keys(group)) if s.is_capped),
        unmet=group_score.unmet,
        lowered=lowered,
        next_level=target and target.level,
        missing=missing,
        gains=_gains(framework, group, result, missing or ZERO),
    )


def _keys(node: Node) -> list[int]:
    return [below.key for below in node.walk()]


def _next_band(group: Node, band: Band | None) -> Band | None:
    """Return the band just above another."""
    if band is None:
        return None
    higher = [b for b in group.bands if b.interval.lower >= band.interval.upper]
    higher = [b for b in higher if b is not band]
    return min(higher, key=lambda b: b.interval.lower, default=None)


def points_missing(total: Decimal, interval: Interval, step: Decimal) -> Decimal:
    """Return the least number of points, in whole steps, that brings a total to a
    range.

    From 50 to (75, 100] in steps of 0.5 it takes 25.5.
    """
    if total in interval or total > interval.lower:
        return ZERO
    steps = ((interval.lower - total) / step).to_integral_value(ROUND_CEILING)
    if total + steps * step not in interval:
        steps += 1
    return steps * step


def _gains(framework, group, result, missing) -> tuple[Gain, ...]:
    """Return a shortest list of items whose points would close a gap.

    Each time the item that adds the most, within what the nodes above it may still
    take; the last one only as much as is wanted, in whole steps.
    """
    room = {k: _room(result.nodes[k]) for k in _keys(group)}
    paths = dict(_paths(group, ()))
    gains = []
    while missing > ZERO and paths:
        # ties go to the first in the table's order: max() keeps the first
        key = max(paths, key=lambda k: min(room[n] for n in paths[k]))
        gain = min(missing, *(room[node] for node in paths[key]))
        if gain <= ZERO:
            return ()
        for node in paths.pop(key):
            room[node] -= gain
        gains.append(Gain(framework.nodes[key], gain))
        missing -= gain
    return tuple(gains) if missing <= ZERO else ()


def _room(node_score: NodeScore) -> Decimal:
    # A capped node takes nothing more, whatever its children still could add.
    return max(node_score.node.max_points - node_score.uncapped, ZERO)


def _paths(node: Node, above: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each item's key with the keys of the nodes from the group down to it."""
    path = (*above, node.key)
    if node.kind == "item":
        yield node.key, path
    for child in node.children:
        yield from _paths(child, path)


# === CHECKS OF A FRAMEWORK === #


def cover_problems(
    intervals: list[Interval], maximum: Decimal | None
) -> Iterator[tuple[str, Decimal]]:
    """Yield where ranges fail to cover 0…maximum exactly once.

    :param maximum: the end of what is to be covered, itself included; None: no end
    :return: pairs of a code (``empty``, ``gap``, ``overlap``, ``outside``) and the
        number at which it happens
    """
    for interval in intervals:
        if interval.is_empty:
            yield "empty", interval.lower
    position, is_covered = ZERO, False
    for interval in sorted(
        (i for i in intervals if not i.is_empty),
        key=lambda i: (i.lower, not i.lower_included),
    ):
        if position is None or interval.lower < position:
            yield "overlap", interval.lower
        elif interval.lower > position or (
            not interval.lower_included and not is_covered
        ):
            yield "gap", position
        elif interval.lower_included and is_covered:
            yield "overlap", interval.lower
        if interval.upper is None:
            position = None
        elif position is not None and interval.upper >= position:
            position, is_covered = interval.upper, interval.upper_included
    if position is None:
        if maximum is not None:
            yield "outside", maximum
        return
    if maximum is None or position < maximum or not is_covered:
        yield "gap", position
    elif position > maximum:
        yield "outside", position
