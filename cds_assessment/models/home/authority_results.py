"""What came out, of a campaign: levels by group, weak criteria by school level."""

from odoo.tools import SQL

from ...tools.states import HANDS, STATES, standing_hand
from .shown import window

HAND_STATES = {
    hand: [state for state in STATES if standing_hand(state) == hand] for hand in HANDS
}
STANDING = [state for states in HAND_STATES.values() for state in states]
ASSESSED = HAND_STATES["external"] + HAND_STATES["final"]


def read_levels(campaign):
    """Return the levels of each group, for each hand whose points stand.

    :return: a list by hand (``hand``, ``name``, ``rows``); a row a group: ``code``,
        ``name``, ``points`` (the average, or None), ``count`` and ``levels``, a number
        of schools by level with the list behind it, and ``last``, that of the campaign
        before, of the same hand
    """
    report = campaign.env["cds.assessment.report"]
    now = _count_levels(campaign)
    before = _count_levels(campaign.previous_id) if campaign.previous_id else {}
    labels = dict(report._fields["hand"]._description_selection(report.env))
    numbers = sorted({n for groups in now.values() for g in groups.values() for n in g})
    hands = []
    for hand in HANDS:
        groups = now.get(hand)
        if groups:
            rows = [
                _describe_group(campaign, hand, group, levels, numbers, before)
                for group, levels in groups.items()
            ]
            hands.append({"hand": hand, "name": labels[hand], "rows": rows})
    return hands


def _count_levels(campaign):
    """Return (schools, sum of points) by hand, group and number of the level."""
    counts = {}
    rows = campaign.env["cds.assessment.report"]._read_group(
        [("campaign_id", "=", campaign.id), ("hand", "!=", False)],
        ["hand", "criterion_id", "level_number"],
        ["__count", "points:sum"],
        order="hand, criterion_id, level_number",
    )
    for hand, group, number, count, points in rows:
        levels = counts.setdefault(hand, {}).setdefault(group, {})
        levels[number or 0] = (count, points)
    return counts


def _describe_group(campaign, hand, group, levels, numbers, before):
    count = sum(number for number, _points in levels.values())
    # groups of another year's version have ids of their own: their codes are the same
    last = {g.code: found for g, found in before.get(hand, {}).items()}.get(group.code)
    return {
        "id": group.id,
        "code": group.code,
        "name": group.name,
        "count": count,
        "points": sum(points for _number, points in levels.values()) / count,
        "levels": [
            {
                "number": number,
                "label": group.code,
                "count": levels.get(number, (0, 0))[0],
                "last": last.get(number, (0, 0))[0] if last else None,
                "model": "cds.assessment.report",
                "open": window(
                    campaign.env,
                    "cds_assessment_report_action",
                    [
                        ("campaign_id", "=", campaign.id),
                        ("hand", "=", hand),
                        ("criterion_id", "=", group.id),
                        ("level_number", "=", number),
                    ],
                    views=[[False, "list"], [False, "pivot"], [False, "graph"]],
                ),
            }
            for number in numbers
        ],
    }


def read_weak_points(campaign):
    """Return what schools reach of each criterion, in per cent of its points.

    :return: ``levels`` (the school levels, as columns) and ``rows``, a criterion each:
        ``code``, ``name``, ``percent`` over all, ``cells`` by school level (percent,
        count and the list behind it; None where there is no school), and ``gap``, by
        how many points schools scored themselves above the team, or None
    """
    rows = _read_criteria(campaign)
    kinds = campaign.env["cds.school.level"].search([])
    found = {(criterion, kind): values for criterion, kind, *values in rows}
    used = [kind for kind in kinds if any(key[1] == kind.id for key in found)]
    criteria = campaign.env["cds.criterion"].browse(
        dict.fromkeys(criterion for criterion, *_rest in rows)
    )
    return {
        "levels": [{"id": kind.id, "name": kind.name} for kind in used],
        "rows": [
            _describe_criterion(campaign, criterion, used, found)
            for criterion in criteria.sorted(lambda c: (c.framework_id.id, c.sequence))
        ],
    }


def _read_criteria(campaign):
    """Return criterion, school level, number of schools, sum of per cents, gap.

    One statement, of the dossiers that the user who looks may read: whoever reads a
    dossier reads its results.
    """
    env = campaign.env
    dossiers = env["cds.assessment"]._search(
        [("campaign_id", "=", campaign.id), ("state", "in", STANDING)]
    )
    env["cds.assessment.result"].flush_model()
    standing = SQL(" ").join(
        SQL(
            "WHEN a.state IN %s THEN %s",
            tuple(states),
            SQL.identifier("r", f"{hand}_points"),
        )
        for hand, states in HAND_STATES.items()
        if states
    )
    return env.execute_query(
        SQL(
            """
            SELECT r.criterion_id, i.school_level_id, count(*),
                sum(100 * CASE %(standing)s END / c.max_points),
                sum(r.council_points - r.external_points)
                    FILTER (WHERE a.state IN %(assessed)s),
                count(*) FILTER (WHERE a.state IN %(assessed)s)
            FROM cds_assessment_result r
            JOIN cds_assessment a ON a.id = r.assessment_id
            JOIN cds_institution i ON i.id = r.institution_id
            JOIN cds_criterion c ON c.id = r.criterion_id
            WHERE a.id IN %(dossiers)s AND r.node = 'criterion' AND c.max_points > 0
            GROUP BY r.criterion_id, i.school_level_id
            """,
            standing=standing,
            assessed=tuple(ASSESSED),
            dossiers=dossiers.subselect(),
        )
    )


def read_gaps(campaign):
    """Return by how many points schools scored themselves above each team, a school on
    average over all its groups.

    :return: points by ``cds.council`` id, of teams that have assessed somebody
    """
    env = campaign.env
    dossiers = env["cds.assessment"]._search(
        [("campaign_id", "=", campaign.id), ("state", "in", ASSESSED)]
    )
    env["cds.assessment.result"].flush_model()
    rows = env.execute_query(
        SQL(
            """
            SELECT a.team_id, sum(r.council_points - r.external_points),
                count(DISTINCT a.id)
            FROM cds_assessment_result r
            JOIN cds_assessment a ON a.id = r.assessment_id
            WHERE a.id IN %(dossiers)s AND r.node = 'group' AND a.team_id IS NOT NULL
            GROUP BY a.team_id
            """,
            dossiers=dossiers.subselect(),
        )
    )
    return {team: float(gap or 0) / count for team, gap, count in rows}


def _describe_criterion(campaign, criterion, kinds, found):
    values = {kind: each for (key, kind), each in found.items() if key == criterion.id}
    own = values.values()
    count = sum(each[0] for each in own)
    compared = sum(each[3] for each in own)
    return {
        "id": criterion.id,
        "code": criterion.code,
        "name": criterion.name,
        "percent": float(sum(each[1] for each in own) / count),
        "gap": float(sum(each[2] or 0 for each in own) / compared)
        if compared
        else None,
        "cells": [
            _describe_cell(campaign, criterion, kind, values.get(kind.id))
            for kind in kinds
        ],
    }


def _describe_cell(campaign, criterion, kind, values):
    if not values:
        return None
    return {
        "label": f"{criterion.code}, {kind.name}",
        "percent": float(values[1] / values[0]),
        "count": values[0],
        "model": "cds.assessment.result",
        "open": window(
            campaign.env,
            "cds_assessment_result_action",
            [
                ("criterion_id", "=", criterion.id),
                ("assessment_id.campaign_id", "=", campaign.id),
                ("assessment_id.state", "in", STANDING),
                ("institution_id.school_level_id", "=", kind.id),
            ],
            views=[[False, "list"]],
        ),
    }
