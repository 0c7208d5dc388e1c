"""Read from the records what papers of a campaign tell: ``report.papers``."""

from ...tools.states import ISSUED
from ..papers.campaign_facts import CampaignFacts, Milestone
from ..papers.owed_report import OwedReport
from ..papers.reminder_letter import ReminderLetter
from ..papers.summary_facts import SummaryFacts
from .campaign import read_summary
from .papers import collect_groups, head_facts
from .registry import reads


@reads("campaign_plan")
def plan_facts(document):
    """Read the facts of a campaign's plan.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.campaign_facts.CampaignFacts
    """
    campaign = document.campaign_id
    levels = campaign.institution_ids.school_level_id.sorted()
    return CampaignFacts(
        **head_facts(document),
        campaign=campaign.name,
        school_count=campaign.school_count,
        school_levels=tuple(levels.mapped("name")),
        frameworks=tuple(
            (framework.name, framework.legal_reference or "")
            for framework in campaign.framework_ids.framework_id
        ),
        milestones=tuple(map(_milestone, campaign.milestone_ids.sorted())),
    )


def _milestone(milestone):
    return Milestone(
        side=milestone.side,
        name=milestone.name,
        time=milestone.time_words or "",
        product=milestone.product or "",
    )


@reads("reminder_letter")
def letter_facts(document):
    """Read the facts of a letter that reminds of what is late.

    :param document: as above
    :rtype: report.papers.reminder_letter.ReminderLetter
    """
    return ReminderLetter(
        **head_facts(document),
        campaign=document.campaign_id.name,
        rows=document.late_ids._get_late_rows(document.date),
    )


@reads("owed_report")
def report_facts(document):
    """Read the facts of a report that is owed, by the outline of its milestone.

    :param document: as above
    :rtype: report.papers.owed_report.OwedReport
    """
    owed = document.deliverable_id
    outline, dossier = owed.milestone_id.outline_id, owed.assessment_id
    # Before the council has begun there is no result to be told.
    is_told = dossier and dossier.hand != "self"
    return OwedReport(
        **head_facts(document),
        subtitle=outline.subtitle or owed.milestone_id.name,
        lines=tuple(outline._get_lines()),
        groups=collect_groups(dossier) if is_told else (),
    )


@reads("summary_report")
def summary_facts(document):
    """Read the facts of the report to the authority above.

    :param document: as above
    :rtype: report.papers.summary_facts.SummaryFacts
    """
    campaign = document.campaign_id
    frameworks = campaign.assessment_ids.framework_id
    references = filter(None, frameworks.mapped("legal_reference"))
    return SummaryFacts(
        **head_facts(document),
        # It tells of the schools of its own authority, whoever prints it.
        read=lambda: read_summary(campaign, campaign.authority_id),
        framework_references=tuple(dict.fromkeys(references)),
        issued=tuple(map(_words, _issued(campaign) - document)),
    )


def _issued(campaign):
    """Return what was issued for a campaign and on its results, by date."""
    return campaign.env["cds.document"].search(
        [
            ("state", "in", ISSUED),
            "|",
            "|",
            ("campaign_id", "=", campaign.id),
            ("recognition_id.campaign_id", "=", campaign.id),
            ("publication_id.campaign_id", "=", campaign.id),
            ("institution_id", "=", campaign.authority_id.id),
        ],
        order="date, id",
    )


def _words(document):
    """Name an issued paper: "Kế hoạch … số 6/KH-PGDĐT ngày 30/10/2023"."""
    number = document.name and f"số {document.name}"
    day = document.date and f"ngày {document.date:%d/%m/%Y}"
    return " ".join(filter(None, (document.type_id.name, number, day)))
