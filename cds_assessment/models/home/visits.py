"""The visits of a team member: today's and the next, and what is still to score."""

from odoo import fields

from .shown import counted, form

SHOWN = 5


def read_visits(env):
    """Return the visits of the teams that the user is in.

    :return: None for whoever is in no team that has visits; else ``rows`` of the next
        that are not closed (school, place, date, state in words, items to do, what to
        open), ``left``, how many those are, ``today``, how many of them are today's,
        and ``all``, with the list behind it
    """
    if not env.user.has_group("cds_assessment.group_reviewer"):
        return None
    visits = env["cds.team.visit"].search(
        [("team_id.user_ids", "in", env.user.ids)], order="visit_start, id"
    )
    # sudo: the team reads its campaign later; whether that runs is no secret
    visits = visits.filtered(lambda v: v.sudo().campaign_id.state == "launched")
    if not visits:
        return None
    reviews = _find_reviews(visits)
    rows = [
        _describe(visit, reviews.get(visit, env["cds.review"]))
        for visit in visits
        if visit not in reviews or reviews[visit].state != "closed"
    ]
    label = env._("All visits of my teams")
    listed = [("id", "in", visits.ids)]
    rows.sort(key=lambda row: not row["is_today"])
    return {
        "rows": rows[:SHOWN],
        "left": len(rows),
        "today": sum(row["is_today"] for row in rows),
        "all": counted(env, label, "cds.team.visit", listed, "cds_team_visit_action"),
    }


def _find_reviews(visits):
    """Return the sheets of the teams' dossiers, by visit."""
    dossiers = {visit: visit.assessment_id for visit in visits}
    sheets = visits.env["cds.review"].search(
        [("assessment_id", "in", visits.assessment_id.ids)]
    )
    of_dossier = {sheet.assessment_id: sheet for sheet in sheets}
    return {
        visit: of_dossier[dossier]
        for visit, dossier in dossiers.items()
        if dossier in of_dossier
    }


def _describe(visit, review):
    env = visit.env
    today = fields.Date.context_today(visit)
    # sudo: whoever may read a visit may read where it leads
    school = visit.sudo().institution_id
    start, end = visit.visit_start, visit.visit_end or visit.visit_start
    return {
        "id": visit.id,
        "school": school.display_name,
        "locality": school.locality or "",
        "start": start and fields.Date.to_string(start),
        "is_today": bool(start and start <= today <= end),
        "is_late": bool(end and end < today),
        "state": _get_state_words(env, review),
        "todo": review.todo_count if review else None,
        "open": form(review or visit),
    }


def _get_state_words(env, review):
    if not review:
        return env._("the school has not submitted yet")
    return dict(review._fields["state"]._description_selection(env))[review.state]
