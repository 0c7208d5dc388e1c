"""The kinds of paper: see ``kind.py`` for what a paper is made of."""

from . import (
    approval_decision,
    campaign_plan,
    council_decision,
    criterion_sheet,
    evidence_list,
    external_minutes,
    minutes,
    plan,
    report,
    score_summary,
    submission,
    team_decision,
)
from .facts import Facts, Head
from .kind import KINDS, lay_out, suggestions
