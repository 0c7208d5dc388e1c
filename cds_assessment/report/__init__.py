from . import cds_points_by_group
from . import (
    cds_assessment_report,
    cds_authority_report,
    certificate,
    dossier,
    paper,
    papers,
    publication,
    score_sheet,
    summary,
    workbooks,
)
