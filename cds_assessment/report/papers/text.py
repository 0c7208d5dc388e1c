"""Texts that people type into papers, and the blocks that become of them.

The conventions are those that offices type anyway: a line is a paragraph; "1." begins a
heading, unless what follows is a sentence; "a)" or "Điều 1." stand bold before their
line; "- " and "+ " begin a point of a list; lines of cells divided by "|" are a table,
the first of them its headings. Within a cell ``\\|`` is a bar and ``\\n`` a line break:
what edits tables as tables (``paper_texts.js``) writes and reads them alike.
"""

import re

from ..paper.structure import Column, Paragraph, Row, Table

# "1. Mục đích", "2.3 Tiêu chí": a number alone ("52 cơ sở", "1.034 học sinh") is none.
_NUMBERED = re.compile(r"\d{1,2}((\.\d{1,2})*\. \D|(\.\d{1,2})+ [^\W\d_a-z])")
_SENTENCE_ENDS = (".", ";", ",", "…")
_LONGEST_HEADING = 150
# Columns whose cells are all this short are narrow, whatever the others need.
_SHORT = 18
_NARROW_MM = 30
_NUMBER_MM = 12
# No page has room for more; and each row gets as many cells as the widest has.
_MOST_COLUMNS = 30
_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([|n])")
_LEAD = re.compile(r"((?:Điều \d+\.|[a-zđ]\)(?: [^:.]{1,60}[:.])?))\s*(.*)", re.DOTALL)


def text_blocks(text):
    """Give the blocks of a text.

    :param text: what people typed, or False
    :return: list of paragraphs and tables
    """
    blocks, rows = [], []
    for line in (text or "").splitlines():
        line = line.strip()
        if line.startswith("|"):
            rows.append(_cells(line))
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        if line:
            blocks.append(_paragraph(line))
    return blocks + [_table(rows)] if rows else blocks


def _paragraph(line):
    if _is_heading(line):
        return Paragraph(text="", lead=line, kind="subheading")
    lead = _LEAD.match(line)
    if lead:
        return Paragraph(text=lead[2], lead=lead[1])
    return Paragraph(text=line)


def _is_heading(line):
    is_short = len(line) <= _LONGEST_HEADING and not line.endswith(_SENTENCE_ENDS)
    numbered = _NUMBERED.match(line)
    return bool(numbered) and is_short and not numbered[0][-1].islower()


def _cells(line):
    """Return the cells of "| 1 | Họp hội đồng |"."""
    inner = line.removeprefix("|")
    inner = inner if inner.endswith("\\|") else inner.removesuffix("|")
    return tuple(map(_cell, _BAR.split(inner, _MOST_COLUMNS - 1)))


def _cell(text):
    return _ESCAPED.sub(lambda mark: "\n" if mark[1] == "n" else "|", text.strip())


def table_text(rows):
    """Write rows of cells as text, the first of them the headings.

    :param rows: iterables of texts, which may hold bars and line breaks
    """
    return "\n".join(f"| {' | '.join(map(_cell_text, row))} |" for row in rows)


def _cell_text(cell):
    return cell.strip().replace("|", "\\|").replace("\n", "\\n")


def _table(rows):
    """Make a table: rows shorter than the widest get empty cells."""
    width = max(map(len, rows))
    padded = [row + ("",) * (width - len(row)) for row in rows]
    return Table(
        columns=tuple(_column(cells) for cells in zip(*padded, strict=True)),
        rows=tuple(Row(cells) for cells in padded[1:]),
    )


def _column(cells):
    heading = cells[0]
    if heading.upper() in ("TT", "STT"):
        return Column(heading, _NUMBER_MM, "center")
    longest = max(map(len, cells))
    return Column(heading, _NARROW_MM if longest <= _SHORT else 0)


def join(texts):
    """Join the texts that are not empty with line breaks."""
    return "\n".join(text for text in texts if text)


def points_list(texts):
    """Write texts as the points of a list, a line each."""
    return "\n".join(f"- {text.strip(' -;.')}." for text in texts if text.strip(" -;."))
