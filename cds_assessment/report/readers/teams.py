"""Read from the records what the papers of external teams tell."""

from ...tools import scoring
from ...tools.explanation import explanation_data
from ...tools.number_format import format_points
from ..papers.external_minutes import GroupResult, Line, MinutesFacts
from ..papers.facts import Reference
from ..papers.team_decision import Team, TeamsFacts, Visit
from ..score_sheet.structure import MET, NOT_SCORED
from .papers import CONDITION, council_members, head_facts
from .registry import reads

DATE = "%d/%m/%Y"


@reads("team_decision")
def teams_facts(document):
    """Read what the decision on the teams of a campaign tells.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.team_decision.TeamsFacts
    """
    campaign = document.campaign_id
    return TeamsFacts(
        **head_facts(document),
        teams=tuple(
            Team(
                name=team.name,
                members=tuple(council_members(team)),
                visits=tuple(_visits(campaign, team)),
            )
            for team in campaign._get_teams().sorted("name")
        ),
        references=tuple(
            dict.fromkeys(
                filter(
                    None, campaign.framework_ids.framework_id.mapped("legal_reference")
                )
            )
        ),
    )


def _visits(campaign, team):
    for visit in campaign.visit_ids.filtered(lambda visit: visit.team_id == team):
        yield Visit(
            school=visit.institution_id.display_name,
            place=visit.institution_id.locality or "",
            days=_days(visit, " - "),
        )


def _days(record, between):
    """Write the days of a visit: one day, or from when to when."""
    days = dict.fromkeys(filter(None, (record.visit_start, record.visit_end)))
    return between.join(day.strftime(DATE) for day in days)


@reads("external_minutes")
def minutes_facts(document):
    """Read what the minutes of an external assessment tell.

    :param document: as above
    :rtype: report.papers.external_minutes.MinutesFacts
    """
    review = document.review_id
    assessment, team = review.assessment_id, review.team_id
    hands = {
        "school": review._get_answers("council"),
        "team": review._get_answers("external"),
    }
    framework = assessment.framework_id
    days = _days(review, " đến ngày ")
    return MinutesFacts(
        **head_facts(document),
        school=assessment.institution_id.display_name,
        school_head=assessment.institution_id.head_title or "Thủ trưởng đơn vị",
        school_members=tuple(
            member
            for member in council_members(assessment.council_id)
            if member.role in ("chair", "secretary")
        ),
        team=team.name,
        members=tuple(council_members(team)),
        decision=_decision(team),
        reference=framework.legal_reference or framework.name,
        days=f"ngày {days}" if days else "",
        lines=tuple(_lines(review, hands)),
        groups=tuple(_groups(review, hands)),
        remarks=review.note or "",
        reply=_reply(review),
    )


def _reply(review):
    """Return what the school replied: on the whole, and to single items."""
    own = [review.school_reply or ""]
    own += [
        f"- Nội dung {line.code}: {line.school_reply}"
        for line in review.line_ids
        if line.school_reply
    ]
    return "\n".join(filter(None, own))


def _decision(team):
    if not team.decision_number:
        return ""
    reference = Reference(
        "theo Quyết định", team.decision_number, team.decision_date or None, ""
    )
    return reference.words


def _groups(review, hands):
    rules = review.assessment_id.framework_id._get_rules()
    items = {key for key, node in rules.nodes.items() if node.kind == "item"}
    lines = review.line_ids.filtered(lambda line: line.status == "done")
    done = {"school": items, "team": set(lines.line_id.criterion_id.ids)}
    school, team = (
        explanation_data(review.env, rules, hands[hand], done[hand])
        for hand in ("school", "team")
    )
    for ours, theirs in zip(school, team, strict=True):
        is_plain = not theirs["caps"] and not theirs["lowered"]
        yield GroupResult(
            name=theirs["name"],
            maximum=theirs["maximum_text"],
            school_points=ours["points_text"],
            school_level=ours["level_name"] or NOT_SCORED,
            team_points=theirs["points_text"],
            team_level=theirs["level_name"] or NOT_SCORED,
            reasons="" if is_plain else " ".join(theirs["reasons"]),
        )


def _lines(review, hands):
    rules = review.assessment_id.framework_id._get_rules()
    scores = {hand: scoring.score(rules, hands[hand]).nodes for hand in hands}
    lines = {line.criterion_id.id: line for line in review.line_ids}

    def walk(nodes):
        for node in nodes:
            yield _line(review.env, node, scores, lines.get(node.key))
            yield from walk(node.children)

    yield from walk(rules.groups)


def _line(env, node, scores, line):
    """Return a row: an item has a line of the sheet, what is above it has not."""
    if node.is_condition and line:
        school = MET[line.council_met]
        team = MET[line._get_met()] if line.status == "done" else NOT_SCORED
    else:
        school, team = (
            format_points(env, scores[hand][node.key].points)
            for hand in ("school", "team")
        )
        if line and line.status != "done":
            team = NOT_SCORED
    return Line(
        code=node.code,
        name=node.name,
        maximum=CONDITION if node.is_condition else format_points(env, node.max_points),
        school=school,
        team=team,
        reason=line.note or "" if line and line.is_different else "",
        style={"group": "group", "item": "item"}.get(node.kind, "node"),
        is_different=bool(line and line.is_different),
    )
