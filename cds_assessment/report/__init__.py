from . import file_name, paper, paper_scale, profile_xlsx, score_sheet, score_sheet_xlsx
