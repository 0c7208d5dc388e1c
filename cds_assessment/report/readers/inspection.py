"""Read from the records what papers of inspections tell: ``report.papers``."""

from ..papers import inspection_facts as plain
from ..papers.facts import Member, Reference
from .papers import ROLE_NAMES, head_facts, recommendation
from .registry import reads


@reads("inspection_decision", "inspection_plan")
def plan_facts(document):
    """Read the facts of a paper about the plan of a school year.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.inspection_facts.PlanFacts
    """
    plan = document.inspection_plan_id
    return plain.PlanFacts(
        **head_facts(document),
        decision=decision(plan.council_id),
        members=tuple(map(_member, plan.council_id.member_ids)),
        inspections=tuple(map(_planned, plan.inspection_ids)),
        carried=tuple(map(recommendation, plan.open_improvement_ids)),
    )


@reads("inspection_minutes", "inspection_notice", "inspection_report")
def inspection_facts(document):
    """Read the facts of a paper about an inspection.

    :param document: as above
    :rtype: report.papers.inspection_facts.InspectionFacts
    """
    inspection = document.inspection_id
    return plain.InspectionFacts(
        **head_facts(document),
        topic=inspection.name,
        decision=decision(inspection.council_id),
        report=report(inspection),
        minutes_date=inspection.minutes_date or None,
        begun=_time(inspection.minutes_time),
        inspectors=tuple(map(_member, inspection.inspector_ids.sorted(_rank))),
        inspected=tuple(map(_inspected, inspection.inspected_ids)),
        contents=tuple(map(_content, inspection.item_ids)),
        results=tuple(inspection._get_result_lines()),
        strengths=_lines(inspection.strengths),
        shortcomings=_lines(inspection.shortcomings),
        recommendations=tuple(map(recommendation, inspection.improvement_ids)),
        head_opinion=_lines(inspection.head_opinion),
    )


def decision(council):
    """Give the decision on the inspection of the year, as papers refer to it."""
    head = council.institution_id
    year = (council.school_year_id.name or "").replace("-", " - ")
    who = f"của {head.head_title or 'Thủ trưởng đơn vị'} {head.name}"
    return Reference(
        title="Quyết định",
        number=council.decision_number or "",
        date=council.decision_date or None,
        about=f"{who} về việc kiểm tra nội bộ năm học {year}",
    )


def report(inspection):
    """Give the report on an inspection, as its notice refers to it."""
    paper = inspection._get_live_papers().filtered(
        lambda paper: paper.code == "inspection_report" and paper.name
    )
    return Reference(
        title="báo cáo kết quả kiểm tra",
        number=paper.name or "",
        date=inspection.report_date or None,
        about="của Ban kiểm tra nội bộ",
    )


def _rank(member):
    return list(ROLE_NAMES["inspection"]).index(member.role), member.sequence, member.id


def _member(member):
    return Member(
        name=member.name or "",
        position=member.position or "",
        role=member.role,
        role_name=ROLE_NAMES["inspection"][member.role],
        tasks="",
    )


def _planned(inspection):
    day = inspection.planned_on
    return plain.Planned(
        topic=inspection.name,
        unit=inspection.unit or "",
        month=f"{day.month}/{day.year}" if day else "",
        method=inspection.method or "",
        inspectors=tuple(inspection.inspector_ids.sorted(_rank).mapped("name")),
    )


def _inspected(row):
    return plain.Inspected(row.name, row.position or "", (row.opinion or "").strip())


def _content(item):
    return plain.Content(
        code=item.code,
        name=item.name,
        summary=item.summary or item.name,
        is_first="." not in item.code,
        lines=tuple(item._get_lines()),
    )


def _lines(text):
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _time(hours):
    """Write a time of day: "9 giờ 30", "14 giờ 00"; "" for none."""
    if not hours:
        return ""
    minutes = round(hours * 60)
    return f"{minutes // 60} giờ {minutes % 60:02d}"
