"""What the workbooks have in common: how one is begun, and its letters."""

import xlsxwriter

# Texts of others are written as texts, never run or followed.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}


def open_book(output):
    """Return a workbook that is written to a file when its block ends.

    :param output: a binary file
    """
    return xlsxwriter.Workbook(output, OPTIONS)


def style_maker(workbook):
    """Return the function that makes a workbook's formats, by what is special."""

    def style(**extra):
        return workbook.add_format({**FONT, **extra})

    return style
