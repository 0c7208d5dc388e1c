"""What the scoring form shows beside the items: totals, levels, progress."""

from . import scoring
from .number_format import format_points


def score_board_data(assessment):
    """Return what the form's board and headings show for the hand that counts.

    :param assessment: a ``cds.assessment`` record, saved or being edited
    :return: what :func:`board_data` gives
    """
    return board_data(
        assessment.env,
        assessment.framework_id,
        assessment._get_answers(assessment.hand),
        assessment._get_statuses(),
    )


def board_data(env, framework, answers, statuses, beside=None):
    """Return what board and headings show of a hand, beside that of another.

    :param env: its language gives the decimal mark
    :param framework: a ``cds.framework`` record
    :param answers: ``scoring.Answer`` by criterion id
    :param statuses: the status of each item by criterion id
    :param beside: the answers of the other hand, in the same way
    :return: JSON data: ``groups`` (code, name, points and maximum as text, level,
        ``position`` and ``bands`` as percentages of the maximum), ``nodes`` (headings
        and items in order: depth, points, maximum, level), ``steps`` (a numbered circle
        for each criterion: code, status) and ``todo`` (number of items not done); each
        group and node has the other hand's points and level as ``beside``, or None;
        ``standing`` says how far a node is scored (see ``scoring.standing``): without a
        level before anything is, and ``level_name`` says so in words; ``way_up`` of an
        item names what it could add towards the next level, where it is among those
        that add most ("" elsewhere)
    """
    if not framework or not statuses:
        return {"groups": [], "nodes": [], "steps": [], "todo": 0}
    rules = framework._get_rules()
    scored = scoring.score(rules, answers)
    result = scored.nodes
    other = {} if beside is None else scoring.score(rules, beside).nodes
    done = {key for key, status in statuses.items() if status == "done"}
    ways_up = _ways_up(env, scoring.explain_result(rules, scored), done)
    return {
        "groups": [
            _group(env, result[group.key], other.get(group.key), done)
            for group in rules.groups
        ],
        "nodes": [
            {**node, "way_up": ways_up.get(node["key"], "")}
            for node in _nodes(env, rules.groups, result, other, done)
        ],
        "steps": [
            {"key": node.key, "code": node.code, "status": _status(node, statuses)}
            for group in rules.groups
            for node in group.children
        ],
        "todo": sum(status != "done" for status in statuses.values()),
    }


def _ways_up(env, groups, done):
    """Mark the items that lead to the next level soonest.

    Only in a group that has been scored whole: before that, the next step is to score.
    """
    return {
        gain.node.key: env._(
            "%(points)s more towards %(level)s",
            points=format_points(env, gain.points),
            level=group.next_level.name,
        )
        for group in groups
        if scoring.standing(group.score.node, done) == scoring.COMPLETE
        for gain in group.gains
    }


def _group(env, score, beside, done):
    return {
        **_points(env, score, scoring.standing(score.node, done)),
        "key": score.node.key,
        "code": score.node.code,
        "name": score.node.name,
        "maximum": format_points(env, score.node.max_points),
        "bands": [
            {
                "level": band.level.number,
                "until": float(band.interval.upper * 100 / score.node.max_points),
            }
            for band in score.node.bands
        ],
        "beside": beside and _points(env, beside),
    }


def _points(env, score, standing=scoring.COMPLETE):
    maximum = score.node.max_points
    is_untouched = standing == scoring.UNTOUCHED
    return {
        "points": format_points(env, score.points),
        "level": score.level and not is_untouched and score.level.number or None,
        "level_name": score.level and level_words(env, score.level.name, standing),
        "standing": standing,
        "position": float(score.points * 100 / maximum) if maximum else 0,
    }


def level_words(env, name, standing):
    """Name a level, or what stands in its place while items are missing.

    :param name: the level's own name
    :param standing: as ``scoring.standing`` gives it
    """
    if standing == scoring.UNTOUCHED:
        return env._("not scored yet")
    if standing == scoring.PARTIAL:
        return env._("%(level)s (so far)", level=name)
    return name


def _nodes(env, nodes, result, other, done, depth=0):
    """Yield headings and items in the order of the printed table."""
    for node in nodes:
        beside = other.get(node.key)
        yield {
            **_points(env, result[node.key], scoring.standing(node, done)),
            "key": node.key,
            "kind": node.kind,
            "depth": depth,
            "code": node.code,
            "name": node.name,
            "maximum": format_points(env, node.max_points),
            "beside": beside and _points(env, beside),
        }
        yield from _nodes(env, node.children, result, other, done, depth + 1)


def _status(node, statuses):
    """Return one status for all items below a node."""
    below = {statuses.get(item.key, "todo") for item in node.items()}
    return below.pop() if len(below) == 1 else "doing"
