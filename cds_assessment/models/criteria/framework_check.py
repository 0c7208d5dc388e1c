"""What must hold before a set of criteria is published.

Each check is a function: a ``cds.framework`` record in, sentences for people out. The
list ``CHECKS`` is the order in which they are reported.
"""

from collections import Counter

from ...tools import scoring
from ...tools.number_format import format_points


def publish_problems(framework):
    """Return all that is wrong with a set, as sentences (empty: it may be
    published).
    """
    return [problem for check in CHECKS for problem in check(framework)]


def check_levels(framework):
    numbers = framework.level_ids.mapped("number")
    if framework.kind == "checklist" and not numbers:
        return
    if len(numbers) < 2:
        yield framework.env._("There must be two levels or more.")
    for number, count in Counter(numbers).items():
        if count > 1:
            yield framework.env._("Level %(number)s is there twice.", number=number)


def check_codes(framework):
    codes = Counter(
        (code or "").strip() for code in framework.criterion_ids.mapped("code")
    )
    for code, count in codes.items():
        if count > 1:
            yield framework.env._(
                "The code %(code)s is used %(count)s times.", code=code, count=count
            )


def check_tree(framework):
    if not framework.criterion_ids:
        yield framework.env._("There are no criteria.")
    for criterion in framework.criterion_ids:
        name, parent = criterion.display_name, criterion.parent_id
        if criterion.node == "group" and parent:
            yield framework.env._(
                "%(name)s: a group cannot stand under another node.", name=name
            )
        if criterion.node != "group" and not parent:
            yield framework.env._(
                "%(name)s must stand under a group or a criterion.", name=name
            )
        if parent.node == "item":
            yield framework.env._(
                "%(name)s stands under an item, which has nothing below.", name=name
            )
        is_empty = criterion.node != "item" and not criterion.child_ids
        if is_empty and framework._is_scored():
            yield framework.env._("%(name)s has no items.", name=name)


def check_sums(framework):
    """A node's maximum must be within reach of its items."""
    for criterion in framework.criterion_ids.filtered("child_ids"):
        reach = sum(map(scoring.to_decimal, criterion.child_ids.mapped("max_points")))
        maximum = scoring.to_decimal(criterion.max_points)
        if reach < maximum:
            yield framework.env._(
                "%(name)s: what is below adds up to %(reach)s of %(maximum)s points.",
                name=criterion.display_name,
                reach=format_points(framework.env, reach),
                maximum=format_points(framework.env, maximum),
            )


def check_items(framework):
    step = scoring.to_decimal(framework.score_step)
    for item in framework.criterion_ids.filtered(lambda c: c.node == "item"):
        maximum = scoring.to_decimal(item.max_points)
        if not item.measure:
            yield framework.env._(
                "%(name)s: it is not said how it is measured.", name=item.display_name
            )
        is_idle = not maximum and not item.is_mandatory
        if is_idle and framework.kind == "assessment":
            yield framework.env._(
                "%(name)s has no points and is not a mandatory condition.",
                name=item.display_name,
            )
        if maximum % step:
            yield framework.env._(
                "%(name)s: the maximum of %(maximum)s is not a multiple of %(step)s.",
                name=item.display_name,
                maximum=format_points(framework.env, maximum),
                step=format_points(framework.env, step),
            )


def check_grants(framework):
    """Conversions and options give points that the item may have, without gaps."""
    step = scoring.to_decimal(framework.score_step)
    for item in framework.criterion_ids:
        maximum = scoring.to_decimal(item.max_points)
        for part in (*item.conversion_ids, *item.option_ids):
            points = scoring.to_decimal(part.points)
            if not 0 <= points <= maximum or points % step:
                yield framework.env._(
                    "%(name)s: %(points)s points are not between 0 and %(maximum)s in "
                    "steps of %(step)s.",
                    name=item.display_name,
                    points=format_points(framework.env, points),
                    maximum=format_points(framework.env, maximum),
                    step=format_points(framework.env, step),
                )
        if item.measure == "choice" and not item.option_ids:
            yield framework.env._(
                "%(name)s: there is nothing to choose from.", name=item.display_name
            )
        if item.conversion_ids:
            intervals = [part._to_interval() for part in item.conversion_ids]
            end = scoring.HUNDRED if item.measure == "ratio" else None
            yield from _cover_sentences(item, intervals, end)


def check_bands(framework):
    """Bands cover 0…maximum once, and more points never give a lower level."""
    for criterion in framework.criterion_ids:
        bands = criterion.band_ids.sorted(lambda band: (band.lower, band.upper))
        is_graded = criterion.node == "group" and framework.kind == "assessment"
        if not bands and is_graded:
            yield framework.env._(
                "%(name)s has no level bands.", name=criterion.display_name
            )
        if not bands:
            continue
        intervals = [band._to_interval() for band in bands]
        maximum = scoring.to_decimal(criterion.max_points)
        yield from _cover_sentences(criterion, intervals, maximum)
        numbers = bands.mapped("level_id.number")
        if [band.level_id.number for band in bands] != sorted(set(numbers)):
            yield framework.env._(
                "%(name)s: a band of more points must have a higher level.",
                name=criterion.display_name,
            )


def _cover_sentences(criterion, intervals, maximum):
    sentences = {
        "empty": criterion.env._("%(name)s: a range at %(at)s holds no number."),
        "gap": criterion.env._("%(name)s: no range holds the numbers at %(at)s."),
        "overlap": criterion.env._("%(name)s: two ranges overlap at %(at)s."),
        "outside": criterion.env._("%(name)s: a range goes beyond %(at)s."),
    }
    for code, at in scoring.cover_problems(intervals, maximum):
        yield sentences[code] % {
            "name": criterion.display_name,
            "at": format_points(criterion.env, at),
        }


CHECKS = [
    check_levels,
    check_codes,
    check_tree,
    check_sums,
    check_items,
    check_grants,
    check_bands,
]
