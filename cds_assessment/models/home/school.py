"""A school's home: its dossier of the year as a line of steps, and what comes next."""

from odoo import fields

from ...tools.score_board import score_board_data
from ...tools.states import ISSUED, STAGES, reached
from .school_next import read_next
from .school_standing import read_standing
from .shown import call, counted, form

SHOWN = 6
# The step that a dossier of a state is at; in the beginning the first that is open.
STEP_OF = {
    "self": "score",
    "council": "review",
    "concluded": "approve",
    "approved": "submit",
}


def read_school(school):
    """Return what the staff of a school see.

    :param school: a ``cds.institution`` with the user who looks
    :return: ``dossier`` (None before there is one), ``begin`` (the button of a year
        that has no dossier yet), ``steps``, ``next``, ``groups``, ``approval``, and
        lists with their counts: ``items``, ``returned``, ``deadlines``, ``letters``,
        ``turns``
    """
    env = school.env
    dossier = _find_dossier(school)
    shown = {
        "dossier": None,
        "begin": _read_begin(school, dossier),
        "deadlines": _read_deadlines(school),
        "letters": _read_letters(school),
        "turns": _read_turns(env),
    }
    if dossier:
        shown |= {
            "dossier": _describe_dossier(dossier),
            "steps": _read_steps(dossier),
            "next": read_next(dossier),
            "groups": read_standing(dossier),
            "approval": _read_approval(dossier),
            "items": _read_items(dossier),
            "returned": _read_returned(dossier),
        }
    return shown


def _find_dossier(school):
    """Return the newest dossier of a school that is not cancelled."""
    dossiers = school.env["cds.assessment"]
    if not dossiers.has_access("read"):
        return dossiers
    return dossiers.search(
        [("institution_id", "=", school.id), ("state", "!=", "cancelled")],
        order="school_year_id, id desc",
        limit=1,
    )


def _read_begin(school, dossier):
    """Return the button that begins this school year; None where it has begun."""
    env = school.env
    year = env["cds.school.year"]._get_current()
    is_begun = dossier and dossier.school_year_id.date_start >= year.date_start
    is_busy = dossier and not reached(dossier.state, "submitted")
    may_create = env["cds.assessment"].has_access("create")
    if not year or is_begun or is_busy or not may_create:
        return None
    label = env._("Begin the school year %(year)s", year=year.name)
    return call(env["cds.assessment"], "action_start_year", label)


def _describe_dossier(dossier):
    env = dossier.env
    head = [env._("school year %(year)s", year=dossier.school_year_id.name)]
    if dossier.next_due:
        head.append(
            env._(
                "%(name)s: until %(date)s",
                name=dossier.sudo().next_milestone_id.name,  # sudo: a name
                date=f"{dossier.next_due:%d/%m/%Y}",
            )
        )
    return {"id": dossier.id, "head": " · ".join(head), "open": form(dossier)}


def _read_steps(dossier):
    """Return the six steps of a dossier: name, ``done``, ``now`` or ``todo``, words."""
    env = dossier.env
    place = STAGES.index(dossier.state)
    profile = dossier.profile_id._filtered_access("read")
    board = score_board_data(dossier)
    total = len(dossier.line_ids)
    council = dossier.council_id
    steps = [
        (
            "figures",
            env._("Figures"),
            profile and profile.known_count == profile.total_count,
            f"{profile.known_count}/{profile.total_count}" if profile else "",
        ),
        (
            "council",
            env._("Council"),
            bool(council) and not council.problems,
            council.decision_number or council.name or "",
        ),
        (
            "score",
            env._("Scoring, evidence"),
            place >= STAGES.index("council"),
            env._(
                "%(done)s of %(total)s items", done=total - board["todo"], total=total
            ),
        ),
        ("review", env._("Council review"), place >= STAGES.index("concluded"), ""),
        ("approve", env._("Approval"), place >= STAGES.index("approved"), ""),
        ("submit", env._("Submission"), place >= STAGES.index("submitted"), ""),
    ]
    # what is prepared beside the way holds it up in the beginning only
    now = STEP_OF.get(dossier.state) or next(
        (key for key, _name, is_done, _text in steps if not is_done), None
    )
    return [
        {
            "key": key,
            "name": name,
            "text": text,
            "state": "done" if is_done else "now" if key == now else "todo",
        }
        for key, name, is_done, text in steps
    ]


def _read_items(dossier):
    """Return the user's own items that are not scored yet, while the school scores."""
    lines = dossier.line_ids
    if dossier.state != "self":
        return None
    env = dossier.env
    domain = [
        ("assessment_id", "=", dossier.id),
        ("assigned_user_ids", "in", env.user.ids),
        ("status", "!=", "done"),
    ]
    rows = lines.search(domain, order="sequence, id", limit=SHOWN)
    return counted(
        env,
        env._("My items"),
        "cds.assessment.line",
        domain,
        "cds_assessment_line_action_mine",
        rows=[
            {
                "id": line.id,
                "code": line.code,
                "name": line.name,
                "open": call(line, "action_open_assessment", line.code),
            }
            for line in rows
        ],
    )


def _read_returned(dossier):
    """Return evidence that the council did not accept, and why."""
    env = dossier.env
    domain = [("assessment_id", "=", dossier.id), ("state", "=", "rejected")]
    uses = env["cds.assessment.evidence"]
    if not uses.has_access("read"):
        return None
    return counted(
        env,
        env._("Evidence that was returned"),
        "cds.assessment.evidence",
        domain,
        "cds_assessment_evidence_action_returned",
        is_bad=True,
        rows=[
            {"id": use.id, "code": use.code, "name": use.name, "why": use.note or ""}
            for use in uses.search(domain, limit=SHOWN)
        ],
    )


def _read_deadlines(school):
    """Return what the school has still to deliver, the first date first."""
    env = school.env
    deliverables = env["cds.deliverable"]
    if not deliverables.has_access("read"):
        return None
    domain = [
        ("institution_id", "=", school.id),
        *deliverables._get_owed_domain(),
        ("campaign_id.state", "!=", "closed"),
    ]
    rows = deliverables.search(domain, order="date_due, id", limit=SHOWN)
    return counted(
        env,
        env._("My deadlines"),
        "cds.deliverable",
        domain,
        "cds_deliverable_action_mine",
        rows=[
            {
                "id": row.id,
                "name": row.sudo().milestone_id.name,  # sudo: a name of one's own debt
                "due": row.date_due and fields.Date.to_string(row.date_due),
                "status": row.status_text,
                "is_late": row.is_late,
                "open": form(row),
            }
            for row in rows
        ],
    )


def _read_letters(school):
    """Return the papers that others addressed to the school, the newest first."""
    env = school.env
    domain = [("addressed_ids", "in", school.ids), ("state", "in", ISSUED)]
    papers = env["cds.document"].search(domain, order="date desc, id desc", limit=SHOWN)
    own = [("user_id", "=", env.uid), ("document_id", "in", papers.ids)]
    opened = env["cds.document.reading"].search(own).document_id
    return counted(
        env,
        env._("Received papers"),
        "cds.document",
        domain,
        "cds_document_action_received",
        rows=[
            {
                "id": paper.id,
                "name": paper.name or "",
                "subject": paper.subject or paper.type_id.name,
                # sudo: who issued a paper stands on it
                "issuer": paper.sudo().institution_id.display_name,
                "date": paper.date and fields.Date.to_string(paper.date),
                "is_new": paper not in opened,
                "open": call(paper, "action_open_received", paper.name or ""),
            }
            for paper in papers
        ],
    )


def _read_turns(env):
    """Return what the user is asked for, of the add-on's records, the oldest first."""
    domain = [("user_id", "=", env.uid), ("res_model", "=like", "cds.%")]
    activities = env["mail.activity"].search(domain, order="date_deadline, id")
    today = fields.Date.context_today(activities)
    return {
        "count": len(activities),
        "rows": [
            {
                "id": activity.id,
                "name": activity.summary or activity.activity_type_id.name,
                "about": activity.res_name or "",
                "due": fields.Date.to_string(activity.date_deadline),
                "is_late": activity.date_deadline < today,
                "open": {
                    "type": "ir.actions.act_window",
                    "res_model": activity.res_model,
                    "res_id": activity.res_id,
                    "views": [[False, "form"]],
                },
            }
            for activity in activities[:SHOWN]
        ],
    }


def _read_approval(dossier):
    """Return what the head looks at before approving; None for everybody else."""
    if "approve" not in (dossier.offered_actions or []):
        return None
    env = dossier.env
    if not env.user.has_group("cds_assessment.group_head"):
        return None
    changed = dossier.line_ids.filtered(
        lambda line: (
            line.council_points != line.self_points or line.council_met != line.self_met
        )
    )
    name = dossier.sudo().concluded_by_id.name  # sudo: a name
    return {
        "refusal": (dossier.refusals or {}).get("approve") or "",
        "by": env._("Concluded by %(name)s.", name=name) if name else "",
        "changed": env._("The council changed %(count)s items:", count=len(changed))
        if changed
        else env._("The council left every point as the school gave it."),
        "approve": call(dossier, "action_approve", env._("Approve")),
        "send_back": call(dossier, "action_send_back", env._("Back to the Council")),
        "changes": [
            {
                "id": line.id,
                "code": line.code,
                "name": line.name,
                "before": line.self_points,
                "after": line.council_points,
                "note": line.council_note or "",
            }
            for line in changed
        ],
    }
