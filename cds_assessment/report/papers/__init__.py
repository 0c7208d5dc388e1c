"""The kinds of paper: see ``kind.py`` for what a paper is made of."""

from . import (
    approval_decision,
    campaign_plan,
    council_decision,
    criterion_sheet,
    evidence_list,
    minutes,
    owed_report,
    plan,
    reminder_letter,
    report,
    score_summary,
    submission,
)
from .facts import Facts, Head
from .kind import KINDS, lay_out, suggestions
