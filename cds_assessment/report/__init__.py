from . import cds_points_by_group
from . import (
    cds_assessment_report,
    cds_authority_report,
    dossier,
    paper,
    paper_docx,
    paper_scale,
    paper_stamp,
    papers,
    profile_xlsx,
    score_sheet,
    score_sheet_xlsx,
    summary,
)
