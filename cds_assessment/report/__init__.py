from . import (
    dossier,
    file_name,
    paper,
    paper_docx,
    paper_scale,
    paper_stamp,
    papers,
    profile_xlsx,
    score_sheet,
    score_sheet_xlsx,
)
