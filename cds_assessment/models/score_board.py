"""What the scoring form shows beside the items: totals, levels, progress."""

from . import scoring
from .number_format import format_points


def score_board_data(assessment):
    """Give what the form's board and headings show for the hand that counts.

    :param assessment: a ``cds.assessment`` record, saved or being edited
    :return: JSON data: ``groups`` (code, name, points and maximum as text, level,
        ``position`` and ``bands`` as percentages of the maximum), ``nodes`` (headings
        and items in order: points, maximum, level), ``steps`` (a numbered circle for
        each criterion: code, status) and ``todo`` (number of items not done)
    """
    framework = assessment.framework_id
    if not framework or not assessment.line_ids:
        return {"groups": [], "nodes": [], "steps": [], "todo": 0}
    env = assessment.env
    rules = framework._get_rules()
    result = scoring.score(rules, assessment._get_answers(assessment.hand))
    statuses = {line.criterion_id.id: line.status for line in assessment.line_ids}
    return {
        "groups": [_group(env, result.nodes[group.key]) for group in rules.groups],
        "nodes": list(_nodes(env, rules.groups, result)),
        "steps": [
            {"key": node.key, "code": node.code, "status": _status(node, statuses)}
            for group in rules.groups
            for node in group.children
        ],
        "todo": sum(status != "done" for status in statuses.values()),
    }


def _group(env, score):
    maximum = score.node.max_points
    return {
        "key": score.node.key,
        "code": score.node.code,
        "name": score.node.name,
        "points": format_points(env, score.points),
        "maximum": format_points(env, maximum),
        "level": score.level and score.level.number,
        "level_name": score.level and score.level.name,
        "position": float(score.points * 100 / maximum) if maximum else 0,
        "bands": [
            {
                "level": band.level.number,
                "until": float(band.interval.upper * 100 / maximum),
            }
            for band in score.node.bands
        ],
    }


def _nodes(env, nodes, result):
    """Yield headings and items in the order of the printed table."""
    for node in nodes:
        score = result.nodes[node.key]
        yield {
            "key": node.key,
            "kind": node.kind,
            "code": node.code,
            "name": node.name,
            "points": format_points(env, score.points),
            "maximum": format_points(env, node.max_points),
            "level_name": score.level and score.level.name,
        }
        yield from _nodes(env, node.children, result)


def _status(node, statuses):
    """Give one status for all items below a node."""
    below = {statuses.get(item.key, "todo") for item in node.items()}
    return below.pop() if len(below) == 1 else "doing"
