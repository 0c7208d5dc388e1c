"""Read from the records what papers tell of many schools' recognised results."""

from ...tools.number_format import format_points
from ...tools.states import NOT_HANDED_IN, TAKEN_IN
from ...tools.vietnamese import sort_key
from ..papers.proposal_list import LeftOut, ProposalFacts
from ..papers.publication_notice import NoticeFacts
from ..papers.recognised import School, Total
from ..papers.recognition_decision import DecisionFacts
from ..publication.public_results import totals
from .papers import head_facts
from .registry import reads

# Why a dossier in another state cannot be proposed, as papers say it.
NOT_ASSESSED = {
    **dict.fromkeys(NOT_HANDED_IN, "Chưa nộp hồ sơ"),
    "submitted": "Chưa đánh giá ngoài",
    "external": "Chưa kết thúc đánh giá ngoài",
    "published": "Đã công nhận",
}


@reads("recognition_decision")
def decision_facts(document):
    """Read the facts of a decision on the recognition.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.recognition_decision.DecisionFacts
    """
    recognition = document.recognition_id
    return DecisionFacts(
        **_certified(document), valid_until=recognition.valid_until or None
    )


@reads("proposal_list")
def proposal_facts(document):
    """Read the facts of a list of schools that are proposed for recognition.

    :param document: as above
    :rtype: report.papers.proposal_list.ProposalFacts
    """
    left_out = [
        LeftOut(
            name=dossier.institution_id.display_name,
            school_level=dossier.institution_id.school_level_id.name or "",
            reason=_why_left_out(document.recognition_id, dossier),
        )
        for dossier in document.recognition_id._find_left_out()
    ]
    return ProposalFacts(
        **_certified(document),
        left_out=tuple(sorted(left_out, key=lambda school: sort_key(school.name))),
    )


def _why_left_out(recognition, dossier):
    """Return in the words of the paper why a dossier is not proposed."""
    decision = dossier.certificate_ids.recognition_id
    if decision.state == "issued":
        return f"Đã công nhận theo Quyết định số {decision.decision_number}"
    if dossier.state in TAKEN_IN:
        levels = recognition._get_lowest_levels(dossier)
        return f"Mới đạt {'; '.join(levels)}" if levels else "Chưa đưa vào danh sách"
    return NOT_ASSESSED[dossier.state]


def _certified(document):
    """Return the fields that papers on the schools of a recognition share."""
    certificates = document.recognition_id.certificate_ids
    rows = [
        {
            "name": certificate.institution_name
            or certificate.institution_id.display_name,
            "school_level": certificate.institution_id.school_level_id.name,
            "results": certificate._get_results(),
        }
        for certificate in certificates.sorted(
            lambda certificate: sort_key(certificate._get_school_name())
        )
    ]
    frameworks = certificates.assessment_id.framework_id
    return {
        **head_facts(document),
        **_recognised(document.env, rows),
        "frameworks": tuple(dict.fromkeys(frameworks.mapped("name"))),
    }


@reads("publication_notice")
def notice_facts(document):
    """Read the facts of a notice on published results, from the snapshot alone.

    :param document: as above
    :rtype: report.papers.publication_notice.NoticeFacts
    """
    publication = document.publication_id
    lines = publication.line_ids.filtered(lambda line: not line.is_withdrawn)
    decisions = {
        (row.decision_date, row.decision_number)
        for row in lines
        if row.decision_number and row.decision_date
    }
    return NoticeFacts(
        **head_facts(document),
        **_recognised(document.env, lines._get_public_rows()),
        decisions=tuple(
            f"Quyết định số {number} ngày {date:%d/%m/%Y}"
            for date, number in sorted(decisions)
        ),
        address=publication.public_url or "",
    )


def _recognised(env, rows):
    """Return the fields of ``RecognisedFacts``."""
    return {
        "totals": tuple(
            Total(
                code=total["code"],
                name=total["name"],
                levels=tuple((name, count) for _number, name, count in total["levels"]),
            )
            for total in totals(rows)
        ),
        "schools": tuple(
            School(
                name=row["name"],
                school_level=row["school_level"] or "",
                results={
                    result["code"]: (
                        format_points(env, result["points"]),
                        result["level_name"],
                    )
                    for result in row["results"]
                },
            )
            for row in rows
        ),
    }
