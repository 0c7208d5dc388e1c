"""The kinds of paper: see ``kind.py`` for what a paper is made of."""

from . import (
    approval_decision,
    campaign_plan,
    council_decision,
    criterion_sheet,
    evidence_list,
    external_minutes,
    improvement_plan,
    inspection_decision,
    inspection_minutes,
    inspection_notice,
    inspection_plan,
    inspection_report,
    minutes,
    owed_report,
    plan,
    reminder_letter,
    proposal_list,
    publication_notice,
    recognition_decision,
    report,
    score_summary,
    submission,
    summary_report,
    team_decision,
)
from .facts import Facts, Head
from .kind import KINDS, lay_out, suggestions
from .summary_facts import SummaryFacts
