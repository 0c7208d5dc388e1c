"""Why a group has its level: one answer, as data, for form, paper and tests."""

from . import scoring
from .number_format import format_points
from .score_board import level_words


def explanation_data(env, rules, answers, done):
    """Explain the levels of one hand.

    :param env: its language is that of the sentences
    :param rules: ``scoring.Framework``
    :param answers: ``scoring.Answer`` by criterion id
    :param done: ids of the items that are scored
    :return: a list with a dictionary for each group: ``code``, ``name``, ``points``,
        ``maximum`` (``Decimal``; with ``_text`` behind, as written), ``level``,
        ``level_name`` (None before anything is scored, marked while items are missing),
        ``standing``, ``rule`` (in words), ``caps``, ``unmet``, ``lowered``,
        ``next_level``, ``missing`` (``Decimal`` or None), ``gains``, and in words
        ``reasons`` (a list) and ``distance``
    """
    return [_group_data(env, group, done) for group in scoring.explain(rules, answers)]


def _group_data(env, group, done):
    node = group.score.node
    standing = scoring.standing(node, done)
    level = None if standing == scoring.UNTOUCHED else group.score.level
    data = {
        "key": node.key,
        "code": node.code,
        "name": node.name,
        "points": group.score.points,
        "maximum": node.max_points,
        "points_text": format_points(env, group.score.points),
        "maximum_text": format_points(env, node.max_points),
        "level": level and level.number,
        "level_name": level and level_words(env, level.name, standing),
        "standing": standing,
        "rule": level and _rule_sentence(env, group) or "",
        "caps": [
            {"code": cap.node.code, "points": cap.points, "uncapped": cap.uncapped}
            for cap in group.caps
        ],
        "unmet": [{"code": unmet.code, "name": unmet.name} for unmet in group.unmet],
        "lowered": group.lowered,
        "next_level": group.next_level and group.next_level.number,
        "missing": group.missing,
        "gains": [
            {"code": gain.node.code, "name": gain.node.name, "points": gain.points}
            for gain in group.gains
        ],
    }
    reasons = [make(env, group) for make in REASONS] if level else []
    reasons.append(_standing_sentence(env, node, done))
    data["reasons"] = [reason for reason in reasons if reason]
    data["distance"] = _distance_sentence(env, group)
    return data


def _standing_sentence(env, node, done):
    missing = [item for item in node.items() if item.key not in done]
    if not missing:
        return ""
    if len(missing) == len(list(node.items())):
        return env._("Nothing is scored yet.")
    return env._("So far: %(count)s items are not scored yet.", count=len(missing))


def _rule_sentence(env, group):
    """Put the band that gave the level by points into words."""
    if group.band is None:
        return ""
    interval = group.band.interval
    values = {
        "lower": format_points(env, interval.lower),
        "upper": format_points(env, interval.upper),
        "level": group.band.level.name,
    }
    if interval.lower == scoring.ZERO and interval.lower_included:
        if interval.upper_included:
            return env._("Up to %(upper)s points is %(level)s.", **values)
        return env._("Below %(upper)s points is %(level)s.", **values)
    if interval.upper == group.score.node.max_points and interval.upper_included:
        if interval.lower_included:
            return env._("%(lower)s points and more is %(level)s.", **values)
        return env._("Above %(lower)s points is %(level)s.", **values)
    if interval.lower_included and interval.upper_included:
        return env._("From %(lower)s to %(upper)s points is %(level)s.", **values)
    if interval.lower_included:
        return env._("From %(lower)s to below %(upper)s points is %(level)s.", **values)
    if interval.upper_included:
        return env._("Above %(lower)s to %(upper)s points is %(level)s.", **values)
    return env._("Above %(lower)s to below %(upper)s points is %(level)s.", **values)


def _caps_sentence(env, group):
    caps = [
        env._(
            "%(code)s counts %(points)s points of %(uncapped)s (its maximum)",
            code=cap.node.code,
            points=format_points(env, cap.points),
            uncapped=format_points(env, cap.uncapped),
        )
        for cap in group.caps
    ]
    return "; ".join(caps) + "." if caps else ""


def _mandatory_sentence(env, group):
    mandatory = [node for node in group.score.node.items() if node.is_mandatory]
    if not mandatory:
        return ""
    if not group.unmet:
        return env._("Mandatory conditions %(codes)s: met.", codes=_codes(mandatory))
    values = {"codes": _codes(group.unmet), "level": group.score.level.name}
    if group.lowered:
        return env._(
            "Mandatory condition not met: %(codes)s. Therefore %(level)s.", **values
        )
    return env._("Mandatory condition not met: %(codes)s.", **values)


def _codes(nodes):
    return ", ".join(node.code for node in nodes)


def _distance_sentence(env, group):
    if group.next_level is None:
        return ""
    level = group.next_level.name
    if group.lowered and not group.missing:
        return env._(
            "The points suffice for %(level)s once the conditions are met.", level=level
        )
    sentence = env._(
        "%(missing)s points are missing to %(level)s.",
        missing=format_points(env, group.missing),
        level=level,
    )
    if not group.gains:
        return sentence
    gains = [
        env._(
            "%(code)s (%(points)s more)",
            code=gain.node.code,
            points=format_points(env, gain.points),
        )
        for gain in group.gains
    ]
    nearest = env._("Nearest: %(gains)s.", gains=", ".join(gains))
    return f"{sentence} {nearest}"


REASONS = [_rule_sentence, _caps_sentence, _mandatory_sentence]
