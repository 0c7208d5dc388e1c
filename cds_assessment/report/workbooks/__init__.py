"""Workbooks that are downloaded or read, a module each."""

from . import (
    book,
    evidence_list_xlsx,
    late_list,
    late_list_xlsx,
    profile_xlsx,
    school_list_xlsx,
    score_sheet_xlsx,
)
