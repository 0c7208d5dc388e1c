"""Where a school stands: its groups as gauges, last year's mark, its quarter."""

from ...tools.explanation import explanation_data
from ...tools.score_board import score_board_data

# With fewer schools to be compared with, a quarter would tell of one of them.
LEAST_COMPARED = 8


def read_standing(dossier):
    """Return the groups of a dossier for the hand that counts.

    :return: as ``score_board.board_data`` gives groups, each with ``last`` (the
        position of last year's points, or None), ``quarter``, the sentence on its place
        among other schools ("" where there are too few) and ``way_up``, the one on the
        next level
    """
    groups = score_board_data(dossier)["groups"]
    last = _read_last_year(dossier)
    others = _read_others(dossier)
    sentences = _read_sentences(dossier)
    results = {
        result.criterion_id.id: result[f"{dossier.hand}_points"]
        for result in dossier.result_ids
        if result.node == "group"
    }
    for group in groups:
        points = others.get(group["key"], [])
        is_told = group["level"] and len(points) >= LEAST_COMPARED
        group |= {
            "last": last.get(group["code"]),
            "quarter": _get_quarter_words(
                dossier.env, group["code"], results[group["key"]], points
            )
            if is_told
            else "",
            "way_up": sentences.get(group["key"], ""),
        }
        group.pop("beside", None)
    return groups


def _read_last_year(dossier):
    """Return the positions of the groups a year before, in per cent, by their codes."""
    previous = dossier._get_earlier()
    if not previous:
        return {}
    return {
        group["code"]: group["position"]
        for group in score_board_data(previous)["groups"]
        if group["level"]
    }


def _read_others(dossier):
    """Return the points of other schools of the same kind and place, by group.

    Those that count by now (see ``states.standing_hand``), of one year, one set, one
    authority and one school level.
    """
    # sudo: a quarter among eight or more schools names nobody
    school = dossier.sudo().institution_id
    rows = (
        dossier.env["cds.assessment.report"]
        .sudo()
        ._read_group(
            [
                ("school_year_id", "=", dossier.school_year_id.id),
                ("framework_id", "=", dossier.framework_id.id),
                ("authority_id", "=", school.parent_id.id),
                ("school_level_id", "=", school.school_level_id.id),
                ("institution_id", "!=", school.id),
                ("hand", "!=", False),
            ],
            ["criterion_id"],
            ["points:array_agg"],
        )
    )
    return {criterion.id: points for criterion, points in rows}


def _get_quarter_words(env, code, mine, others):
    """Say in which quarter points stand among those of others: the first is highest."""
    higher = sum(points > mine for points in others)
    return env._(
        "Group %(code)s: quarter %(quarter)s of 4 from the top, beside %(count)s "
        "schools of the same level there.",
        code=code,
        quarter=min(4, 1 + 4 * higher // (len(others) + 1)),
        count=len(others),
    )


def _read_sentences(dossier):
    """Return the sentence on the next level by group."""
    groups = explanation_data(
        dossier.env,
        dossier.framework_id._get_rules(),
        dossier._get_answers(dossier.hand),
        dossier._get_done(),
    )
    return {group["key"]: group["distance"] or "" for group in groups}
