from . import file_name, paper, paper_scale, score_sheet, score_sheet_xlsx
