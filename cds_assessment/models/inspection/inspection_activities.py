"""Whose turn it is in an inspection, and who has recommendations to carry out."""

from odoo import fields

from ..common.activities import TYPE, _with_role

FOLLOW_UP = f"{TYPE}improve"


def team(inspection):
    """Those who inspect, else the school's council."""
    return inspection.inspector_ids.user_id or _with_role(
        inspection.institution_id.user_ids, "council"
    )


def heads(inspection):
    return _with_role(inspection.institution_id.user_ids, "head")


# By state: the type of activity, and whose turn it is.
TURNS = {
    "minutes": ("inspection_report", team),
    "reported": ("inspection_conclude", heads),
}


def synchronise(inspection):
    """Ask those whose turn it is, once an inspection has moved on.

    :param inspection: a ``cds.inspection`` record in superuser mode
    """
    inspection.activity_unlink([TYPE + kind for kind, _who in TURNS.values()])
    if inspection.state in TURNS:
        kind, who = TURNS[inspection.state]
        # those inspected write no minutes, whatever their role
        for user in who(inspection) - inspection.inspected_ids.user_id:
            _ask(inspection, TYPE + kind, user)
    if inspection.state == "concluded":
        synchronise_improvements(inspection.improvement_ids)


def synchronise_improvements(improvements):
    """Ask who is responsible for what is to be done, and nobody for what is not.

    :param improvements: ``cds.improvement`` records in superuser mode
    """
    asking = improvements.env.ref(FOLLOW_UP)
    for improvement in improvements:
        asked = improvement.activity_ids.filtered_domain(
            [("activity_type_id", "=", asking.id)]
        )
        user = improvement.user_id if improvement._is_due() else asked.user_id[:0]
        if asked.user_id != user:
            asked.unlink()
            if user:
                _ask(improvement, FOLLOW_UP, user, improvement.deadline)
        elif improvement.deadline:
            asked.date_deadline = improvement.deadline


def _ask(record, kind, user, due=None):
    days = record.env.ref(kind).delay_count
    due = due or fields.Date.add(fields.Date.context_today(record), days=days)
    before = record.message_partner_ids
    # quick update: the activity shows in the user's list, without a mail of its own
    record.with_context(mail_activity_quick_update=True).activity_schedule(
        kind, date_deadline=due, user_id=user.id
    )
    # An activity makes its user a follower: whose turn it is need not read along.
    record.message_unsubscribe((user.partner_id - before).ids)
