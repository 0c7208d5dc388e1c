"""The check before sending: see ``registry.py`` for how a rule is made and added."""

from . import (
    chronology,
    council,
    equipment,
    evidence,
    figures,
    files,
    inspection,
    papers,
    scores,
    texts,
)
from .reader import read_dossier
from .registry import (
    CHECKS,
    SEVERITIES,
    Finding,
    Place,
    blocking,
    check,
    remark,
    run_checks,
    warning,
)
