"""The kinds of paper: see ``kind.py`` for what a paper is made of."""

from . import (
    approval_decision,
    council_decision,
    criterion_sheet,
    evidence_list,
    inspection_decision,
    inspection_minutes,
    inspection_notice,
    inspection_plan,
    inspection_report,
    minutes,
    plan,
    report,
    score_summary,
    submission,
)
from .facts import Facts, Head
from .kind import KINDS, lay_out, suggestions
