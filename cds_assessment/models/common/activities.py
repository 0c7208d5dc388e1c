"""Who is told what in which state: the one place that schedules, closes and writes.

Entering a state closes the activities of the state before, asks those whose turn it is,
and writes to those who wait for the news.
"""

from odoo import fields

from ...tools.states import NOT_HANDED_IN

TYPE = "cds_assessment.mail_activity_type_"
TEMPLATE = "cds_assessment.mail_template_"


def assigned(assessment):
    """Those who were given items, else the school's council."""
    given = _still_there(assessment, assessment.line_ids.assigned_user_ids)
    return given or _school(assessment, "council")


def leading_council(assessment):
    """The chair and the secretary of the council, else the school's council."""
    leading = assessment.council_id.member_ids.filtered(
        lambda member: member.role in ("chair", "secretary")
    )
    return _still_there(assessment, leading.user_id) or _school(assessment, "council")


def heads(assessment):
    return _school(assessment, "head")


def asked(assessment):
    """Those at the school to whom an authority turns."""
    return leading_council(assessment) | heads(assessment)


def officers(assessment):
    return _authority(assessment, "officer")


def team(assessment):
    return assessment.team_id.user_ids.filtered("active")


def authority_heads(assessment):
    return _authority(assessment, "authority_head")


def owing(deliverable):
    """Those who deliver: head and secretary of a school, officers of an authority.

    :param deliverable: a ``cds.deliverable`` in superuser mode
    """
    if deliverable.side == "authority":
        return _with_role(deliverable.institution_id.user_ids, "officer")
    dossier = deliverable.assessment_id
    secretary = leading_council(dossier) or _school(deliverable, "council")
    return heads(deliverable) | secretary


# By state: the type of activity, and whose turn it is.
TURNS = {
    # by campaigns alone: a school that begins by itself need not be asked
    "draft": ("begin", leading_council),
    "self": ("score", assigned),
    "council": ("review", leading_council),
    "concluded": ("approve", heads),
    "approved": ("submit", heads),
    "submitted": ("receive", officers),
    "external": ("assess", team),
    "reviewed": ("recognise", authority_heads),
}
# What is asked while the external assessment goes on: the school replies, the team
# closes.
REPLY, CLOSE = "reply", "close"
# What is asked of those who may issue a paper.
SIGN = "sign"
# By state: the mail template, and who gets it; whoever brought it about knows.
NOTICES = {
    "council": ("turn", leading_council),
    "concluded": ("turn", heads),
    "submitted": ("submitted", officers),
    "reviewed": ("turn", authority_heads),
    "recognised": ("recognised", heads),
}


def synchronise(assessments):
    """Tell everyone that assessments have moved on.

    :param assessments: ``cds.assessment`` records in superuser mode
    """
    kinds = [kind for kind, _who in TURNS.values()]
    assessments.activity_unlink([TYPE + kind for kind in (*kinds, REPLY, CLOSE)])
    for assessment in assessments:
        if assessment.state in TURNS:
            _ask(assessment, *TURNS[assessment.state])
        if assessment.state in NOTICES and not _is_returned(assessment):
            _write(assessment, *NOTICES[assessment.state])
        # The school follows its own dossier; others come to it by their activities.
        school = leading_council(assessment) | heads(assessment)
        assessment.message_subscribe(partner_ids=school.partner_id.ids)


def ask_anew(assessments):
    """Ask those whose turn it is by now: people leave, and others come.

    :param assessments: ``cds.assessment`` records in superuser mode, whose people have
        changed
    """
    for assessment in assessments:
        if assessment.state not in TURNS:
            continue
        kind, who = TURNS[assessment.state]
        if assessment.state == "draft" and not assessment.is_campaign_told:
            continue
        asked = _open_activities(assessment, kind)
        wanted = who(assessment)
        due = min(asked.mapped("date_deadline"), default=None)
        asked.filtered(lambda activity, w=wanted: activity.user_id not in w).unlink()
        due = due or fields.Date.context_today(assessment)
        _schedule(assessment, kind, wanted - asked.exists().user_id, due)


def tell_assigned(assessment, items_by_user, is_loud=True):
    """Tell people of the items that they were given: once, however many they are.

    While the school scores, the activity of each names all that is theirs.

    :param assessment: a ``cds.assessment`` record in superuser mode
    :param items_by_user: the new items (``cds.assessment.line``) by user
    :param is_loud: whether they are written to as well
    """
    kind, _who = TURNS["self"]
    given = {user: items for user, items in items_by_user.items() if items}
    for user, items in given.items():
        theirs = assessment.with_context(lang=user.lang)
        words = theirs.env._(
            "You were given the items %(codes)s of “%(dossier)s”.",
            codes=", ".join(items.sorted("sequence").mapped("code")),
            dossier=theirs.display_name,
        )
        if assessment.state == "self":
            _note_items(theirs, kind, user)
        if is_loud and assessment.state in ("self", "council"):
            if user != assessment.env.user:
                theirs.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=theirs.env._("Items given to you"),
                    body=words,
                )


def _open_activities(assessment, kind):
    """Give the activities of a kind that a dossier has at present."""
    wanted = assessment.env.ref(TYPE + kind)
    return assessment.activity_ids.filtered(lambda a: a.activity_type_id == wanted)


def _note_items(assessment, kind, user):
    """Ask a user to score, or say in the open activity what is theirs by now."""
    items = assessment.line_ids.filtered(lambda line: user in line.assigned_user_ids)
    note = assessment.env._(
        "Your items: %(codes)s.", codes=", ".join(items.mapped("code"))
    )
    open_ones = _open_activities(assessment, kind).filtered(lambda a: a.user_id == user)
    if open_ones:
        open_ones.note = note
        return
    _schedule(assessment, kind, user, _get_due(assessment, kind), note=note)


def notify_return(assessments):
    """Write to the school that its dossier comes back."""
    for assessment in assessments:
        _write(assessment, "returned", asked)


def remind_deadline(assessments):
    """Write to the school that the date to answer a return is near."""
    for assessment in assessments:
        _write(assessment, "deadline", asked)


def tell_conflict(visit):
    """Write to the officers that one of a team works at a school on its list by now.

    :param visit: a ``cds.team.visit`` record in superuser mode
    """
    campaign = visit.campaign_id
    campaign.message_post(
        body=visit.env._(
            "%(names)s of “%(team)s” work at “%(school)s” by now: plan its visit with "
            "another team.",
            names=", ".join(
                visit.team_id._get_conflicts(visit.institution_id).mapped("name")
            ),
            team=visit.team_id.name,
            school=visit.institution_id.display_name,
        ),
        partner_ids=_with_role(
            campaign.authority_id.user_ids, "officer"
        ).partner_id.ids,
    )


def notify_campaign(assessment):
    """Tell a school that a campaign has begun; who has not begun is asked to.

    :return: what came of it, as ``campaign_notice`` says, and the mail
    """
    if assessment.state == "draft":
        _ask(assessment, *TURNS["draft"])
    return _notify(assessment, "campaign", asked)


def notify_reports(deliverable):
    """Tell a school that a campaign of reports has begun, with all that it owes.

    :param deliverable: one of what it owes, in superuser mode
    :return: as :func:`notify_campaign`
    """
    owed = deliverable.search(
        [
            ("campaign_id", "=", deliverable.campaign_id.id),
            ("institution_id", "=", deliverable.institution_id.id),
        ]
    )
    return _notify(deliverable.with_context(cds_owed=owed), "reports", owing)


def _notify(teller, template, who):
    mail = _write(teller, template, who)
    if mail:
        return "written", mail
    return ("no_address" if who(teller).filtered("active") else "nobody"), mail


def ask_for_reply(reviews):
    """Ask the school to reply to the team's result, and the team to close after that.

    :param reviews: ``cds.review`` records in superuser mode
    """
    for review in reviews:
        assessment, deadline = review.assessment_id, review.reply_deadline
        assessment.activity_unlink([TYPE + TURNS["external"][0]])
        _schedule(assessment, REPLY, asked(assessment), deadline)
        _schedule(
            assessment, CLOSE, team(assessment), fields.Date.add(deadline, days=1)
        )
        _write(assessment, "shared", asked)


def tell_of_reply(reviews):
    """Tell the team that the school has finished its reply.

    :param reviews: ``cds.review`` records in superuser mode
    """
    for review in reviews:
        assessment = review.assessment_id
        assessment.activity_unlink([TYPE + REPLY, TYPE + CLOSE])
        today = fields.Date.context_today(assessment)
        _schedule(assessment, CLOSE, team(assessment), today)
        _write(assessment, "replied", team)


def ask_to_sign(document, signers):
    """Ask those who may issue a paper to do so.

    :param document: a ``cds.document`` record in superuser mode
    """
    _schedule(document, SIGN, signers, fields.Date.context_today(document))


def close_signing(documents):
    """Ask nobody any more to issue papers, in superuser mode."""
    documents.activity_unlink([TYPE + SIGN])


def _ask(assessment, kind, who):
    is_return = _is_returned(assessment)
    _schedule(
        assessment,
        kind,
        who(assessment),
        is_return and assessment.return_deadline or _get_due(assessment, kind),
        note=assessment.return_reason if is_return else None,
    )


def _is_returned(assessment):
    """Return whether the council has a dossier once more: its own mail tells why."""
    return assessment.state == "council" and assessment.round > 1


def _get_due(assessment, kind):
    """Return until when something is asked: what the school owes first to its campaign,
    else so many days from now as the kind of activity says.
    """
    if assessment.state in NOT_HANDED_IN and assessment.next_due:
        return assessment.next_due
    days = assessment.env.ref(TYPE + kind).delay_count
    return fields.Date.add(fields.Date.context_today(assessment), days=days)


def _schedule(assessment, kind, users, due, note=None):
    # quick update: the activity shows in the user's list, without a mail of its own
    quiet = assessment.with_context(mail_activity_quick_update=True)
    before = assessment.message_partner_ids
    for user in users.filtered("active"):
        quiet.activity_schedule(
            TYPE + kind, date_deadline=due, user_id=user.id, note=note
        )
    # An activity makes its user a follower: whose turn it is need not read along.
    assessment.message_unsubscribe((users.partner_id - before).ids)


def _write(assessment, template, who):
    """Write to those who have an address: one without would fail the others' mail.

    :return: the ``mail.mail`` that waits to be sent, or none
    """
    asked = who(assessment).filtered("active") - assessment.env.user
    partners = asked.partner_id.filtered("email")
    if not partners:
        return assessment.env["mail.mail"]
    key = assessment.env.ref(TEMPLATE + template).send_mail(
        assessment.id, email_values={"recipient_ids": [(6, 0, partners.ids)]}
    )
    return assessment.env["mail.mail"].browse(key)


def _still_there(assessment, users):
    """Return those of some users who still work at the school of a dossier."""
    return users.filtered("active") & assessment.institution_id.user_ids


def _school(assessment, role):
    return _with_role(assessment.institution_id.user_ids, role)


def _authority(assessment, role):
    return _with_role(assessment.institution_id._get_assessor().user_ids, role)


def with_any_role(users, roles):
    """Return those of some users who have one of some roles, each once."""
    found = users.browse()
    for role in roles:
        found |= _with_role(users, role)
    return found


def _with_role(users, role):
    # The administrator has every role, which makes nothing their turn.
    return users.filtered(
        lambda user: (
            user.has_group(f"cds_assessment.group_{role}")
            and not user.has_group("cds_assessment.group_admin")
        )
    )
