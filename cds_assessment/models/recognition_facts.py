"""Read from the records what papers tell of many schools' recognised results."""

from ..report.papers.publication_notice import NoticeFacts
from ..report.papers.recognised import School, Total
from ..report.papers.recognition_decision import DecisionFacts
from ..report.public_results import totals
from ..tools.vietnamese import sort_key
from .document_facts import head_facts
from .number_format import format_points


def decision_facts(document):
    """Read the facts of a decision on the recognition.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.recognition_decision.DecisionFacts
    """
    recognition = document.recognition_id
    rows = [
        {
            "name": certificate.institution_name
            or certificate.institution_id.display_name,
            "school_level": certificate.institution_id.school_level_id.name,
            "results": certificate._get_results(),
        }
        for certificate in recognition.certificate_ids.sorted(
            lambda c: sort_key(c._get_school_name())
        )
    ]
    frameworks = recognition.certificate_ids.assessment_id.framework_id
    return DecisionFacts(
        **head_facts(document),
        **_recognised(document.env, rows),
        frameworks=tuple(frameworks.mapped("name")),
        valid_until=recognition.valid_until or None,
    )


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
    """Give the fields of ``RecognisedFacts``."""
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
