"""An authority's home: how far its campaign is, who is late, what waits for whom."""

from datetime import timedelta

from odoo import fields

from ...tools.fulfilment import LATE_SCHOOLS
from .authority_results import read_gaps, read_levels, read_weak_points
from .shown import call, counted, form, number, window

SHOWN = 8
# The states of dossiers as an authority counts them, on the way from the school to the
# decision.
FUNNEL = {
    "draft": ("draft",),
    "self": ("self",),
    "council": ("council", "concluded", "approved"),
    "submitted": ("submitted",),
    "external": ("external",),
    "reviewed": ("reviewed",),
    "recognised": ("recognised", "published"),
}


def read_authority(authority, campaign_id=False):
    """Return what the staff of an authority see.

    :param authority: a ``cds.institution`` with the user who looks
    :param campaign_id: the campaign that they chose, an id as a client sends it
    :return: ``campaigns`` and ``campaign`` (None before there is one), ``first`` (how
        officers begin, None for others and once there is a campaign), ``waiting``,
        ``late``, ``funnel``, ``teams``, ``levels`` and ``criteria``; each number with
        the list behind it
    """
    campaigns = _find_campaigns(authority)
    campaign = campaigns.filtered(lambda c: c.id == campaign_id) or _pick(campaigns)
    states = _count_states(campaign)
    shown = {
        "campaigns": [{"id": c.id, "name": c.display_name} for c in campaigns],
        "campaign": None,
        "first": None if campaigns else _read_first_step(authority),
        "waiting": _read_waiting(authority, campaign, states),
    }
    if campaign:
        shown |= {
            "campaign": {
                "id": campaign.id,
                "name": campaign.display_name,
                "year": campaign.school_year_id.name or "",
                "open": form(campaign),
            },
            "schools": number(
                authority.env,
                authority.env._("schools"),
                sum(states.values()),
                "cds.assessment",
                _of(campaign),
                "cds_assessment_action",
            ),
            "late": _read_late(campaign),
            "funnel": _read_funnel(campaign, states),
            "teams": _read_teams(campaign),
            "levels": read_levels(campaign),
            "criteria": read_weak_points(campaign),
        }
    return shown


def _read_first_step(authority):
    """Return the step with which officers begin: their schools, then a campaign."""
    env = authority.env
    if authority._get_cannot_act_reason("officer"):
        return None
    below = [("id", "child_of", authority.ids), ("kind", "=", "school")]
    if env["cds.institution"].search_count(below, limit=1):
        form_alone = {"views": [[False, "form"]], "view_mode": "form"}
        return {
            "words": env._("Your schools are there: begin a campaign for them."),
            "label": env._("New Campaign"),
            "open": window(env, "cds_campaign_action", **form_alone),
        }
    return {
        "words": env._(
            "No school is there yet. Choose the list in Excel that your office keeps: "
            "you see every row before anything is written."
        ),
        "label": env._("Schools From Excel"),
        "open": window(env, "cds_school_list_action_new"),
    }


def _find_campaigns(authority):
    """Return the campaigns that an authority runs, the newest first; where it runs none
    those of the authorities below."""
    campaigns = authority.env["cds.campaign"]
    order = "school_year_id, id desc"  # the newest year comes first by itself
    own = campaigns.search([("authority_id", "=", authority.id)], order=order)
    below = [("authority_id", "child_of", authority.id)]
    return own or campaigns.search(below, order=order)


def _pick(campaigns):
    """Return the newest campaign that runs, else the newest."""
    return campaigns.filtered(lambda c: c.state == "launched")[:1] or campaigns[:1]


def _of(campaign, *more):
    return [("campaign_id", "=", campaign.id), ("state", "!=", "cancelled"), *more]


def _count_states(campaign, *more):
    """Return the number of dossiers by state, of those that the user sees."""
    dossiers = campaign.env["cds.assessment"]
    domain = _of(campaign, *more)
    return dict(dossiers._read_group(domain, ["state"], ["__count"]))


def _read_waiting(authority, campaign, states):
    """Return what waits for the user, of what they can do: numbers that are not 0."""
    env = authority.env
    is_head = env.user.has_group("cds_assessment.group_authority_head")
    is_officer = env.user.has_group("cds_assessment.group_officer")
    label = env._("Papers that the head has still to sign")
    if is_head:
        label = env._("Papers waiting for signature")
    drafts = [
        ("institution_id", "=", authority.id),
        ("is_submitted", "=", True),
        ("state", "=", "draft"),
    ]
    waiting = []
    if is_officer:
        waiting.append(
            counted(env, label, "cds.document", drafts, "cds_document_action_submitted")
        )
    if campaign and is_officer:
        waiting += _read_campaign_waiting(campaign, states, is_head)
    return [number for number in waiting if number["count"]]


def _read_campaign_waiting(campaign, states, is_head):
    env = campaign.env
    own = [
        ("campaign_id", "=", campaign.id),
        ("milestone_id.side", "=", "authority"),
        ("is_late", "=", True),
    ]
    replied = [
        ("assessment_id.campaign_id", "=", campaign.id),
        ("reply_finished_on", "!=", False),
        ("state", "!=", "closed"),
    ]
    recognise = env._("Dossiers to propose for recognition")
    if is_head:
        recognise = env._("Dossiers to recognise")
    dossiers = [
        (env._("Dossiers to receive"), "submitted"),
        (env._("Dossiers in external assessment"), "external"),
        (recognise, "reviewed"),
    ]
    yield from (
        number(
            env,
            label,
            states.get(state, 0),
            "cds.assessment",
            _of(campaign, ("state", "=", state)),
            "cds_assessment_action",
        )
        for label, state in dossiers
    )
    label = env._("Replies of schools to be looked at")
    yield counted(env, label, "cds.review", replied, "cds_review_action")
    label = env._("Late, of the authority's own")
    yield counted(
        env, label, "cds.deliverable", own, "cds_deliverable_action", is_bad=True
    )


def _read_late(campaign):
    """Return which schools are late, and by how much: the latest first."""
    env = campaign.env
    owed = env["cds.deliverable"]
    today = fields.Date.context_today(owed)
    late = [("campaign_id", "=", campaign.id), *LATE_SCHOOLS]
    groups = owed._read_group(
        late,
        ["institution_id"],
        ["days_late:max", "__count"],
        order="days_late:max desc, institution_id",
    )
    is_own = campaign.is_own and campaign.state == "launched"
    remind = env._("Remind %(count)s schools now", count=len(groups))
    return {
        "schools": len(groups),
        "owed": number(
            env,
            env._("late"),
            sum(count for _school, _days, count in groups),
            owed._name,
            late,
            "cds_deliverable_action_late",
        ),
        "soon": counted(
            env,
            env._("due within seven days"),
            owed._name,
            [
                ("campaign_id", "=", campaign.id),
                ("milestone_id.side", "=", "school"),
                *owed._get_owed_domain(),
                ("date_due", ">=", fields.Date.to_string(today)),
                ("date_due", "<=", fields.Date.to_string(today + timedelta(days=7))),
            ],
            "cds_deliverable_action",
        ),
        "rows": [
            {
                "id": school.id,
                # sudo: whoever may read what a school owes may read its name
                "name": school.sudo().display_name,
                "label": school.sudo().display_name,
                "days": days,
                "count": count,
                "model": owed._name,
                "open": window(
                    env,
                    "cds_deliverable_action_late",
                    [*late, ("institution_id", "=", school.id)],
                ),
            }
            for school, days, count in groups[:SHOWN]
        ],
        "remind": call(campaign, "action_remind_late", remind)
        if is_own and groups
        else None,
        "letter": call(campaign, "action_make_letter", env._("Draft a Letter"))
        if is_own and groups
        else None,
    }


def _read_funnel(campaign, counts):
    """Return the dossiers by stage, and how many of them are late."""
    env = campaign.env
    late = [("campaign_id", "=", campaign.id), *LATE_SCHOOLS]
    labels = {
        "draft": env._("Not begun"),
        "self": env._("Self-scoring"),
        "council": env._("Council, approval"),
        "submitted": env._("Submitted"),
        "external": env._("External assessment"),
        "reviewed": env._("Waiting for recognition"),
        "recognised": env._("Recognised"),
    }
    is_late = ("deliverable_ids", "any", late)
    late_counts = _count_states(campaign, is_late)
    rows = []
    for stage, states in FUNNEL.items():
        domain = _of(campaign, ("state", "in", states))
        count, late_count = (
            sum(each.get(state, 0) for state in states)
            for each in (counts, late_counts)
        )
        shown = ("cds.assessment", domain, "cds_assessment_action")
        of_late = ("cds.assessment", [*domain, is_late], "cds_assessment_action")
        rows.append(
            number(
                env,
                labels[stage],
                count,
                *shown,
                key=stage,
                late=number(env, env._("late"), late_count, *of_late),
            )
        )
    return rows


def _read_teams(campaign):
    """Return the visits of each team: planned, done, this week, overdue.

    And ``gap``: by how many points its schools scored themselves above it, or None.
    """
    env = campaign.env
    visits = env["cds.team.visit"]
    today = fields.Date.context_today(visits)
    monday = today - timedelta(days=today.weekday())
    own = [("campaign_id", "=", campaign.id)]
    done = (
        "assessment_id",
        "any",
        [("state", "in", ("reviewed", *FUNNEL["recognised"]))],
    )
    columns = {
        "planned": own,
        "done": [*own, done],
        "week": [
            *own,
            ("visit_start", "<=", fields.Date.to_string(monday + timedelta(days=6))),
            ("visit_end", ">=", fields.Date.to_string(monday)),
        ],
        "overdue": [*own, ("visit_end", "<", fields.Date.to_string(today)), "!", done],
    }
    counts = {
        column: dict(visits._read_group(domain, ["team_id"], ["__count"]))
        for column, domain in columns.items()
    }
    gaps = read_gaps(campaign)
    # sudo: whoever may read a visit may read whose it is
    teams = sorted(counts["planned"], key=lambda team: (team.sudo().name, team.id))
    return [
        {
            "id": team.id,
            "name": team.sudo().name,
            "gap": gaps.get(team.id),
            **{
                column: number(
                    env,
                    team.sudo().name,
                    counts[column].get(team, 0),
                    visits._name,
                    [*domain, ("team_id", "=", team.id)],
                    "cds_team_visit_action",
                )
                for column, domain in columns.items()
            },
        }
        for team in teams
    ]
