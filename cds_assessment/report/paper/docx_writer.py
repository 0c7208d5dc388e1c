"""The text of a paper's Word file: one function for each part of a paper.

The order and the words are those of ``paper_templates.xml``.
"""

import copy

import docx
from docx.oxml.ns import qn

from .docx_page import (
    LANDSCAPE_WIDTH,
    WIDTH,
    save,
    section_properties,
    set_page,
    set_properties,
)
from .docx_styles import RULE, set_styles
from .docx_xml import blank, element, paragraph, plain_text, run, twips

_TABLE = qn("w:tbl")
_STYLE_OF_KIND = {
    "paragraph": "BodyText",
    "heading": "Heading1",
    "subheading": "Heading2",
    "center": "center",
}
_LETTERHEAD = (0.42 * WIDTH, 0.58 * WIDTH)
_RULES = (28, 58)  # under the institution and under the motto, in mm
_SUBTITLE_RULE = 40
_GROUP_COLOUR = "F2F2F2"
_NARROWEST = 10  # of a column that takes what is left, in mm
_LINES_TOGETHER = 12  # of a row that stays on one page
_TO = "Kính gửi:"
_TO_WIDTH = 21
# Widths of letters of 13 points in mm, on the safe side.
_CAPITAL, _LETTER = 3.3, 2.2


def write_paper(paper, is_draft):
    """Write a paper: see ``paper_docx.paper_docx``."""
    document = docx.Document()
    set_styles(document)
    set_page(document, is_draft)
    set_properties(document, paper)
    body = document.element.body
    first, *sheets = paper.sheets
    last = body[-1]
    for part in _separated((*_parts(paper), *_annexes(first, WIDTH))):
        last.addprevious(part)
    properties = last
    for sheet in sheets:
        last.addprevious(_section_end(properties))
        properties = section_properties(last, sheet.is_landscape)
        width = LANDSCAPE_WIDTH if sheet.is_landscape else WIDTH
        for part in _separated(_annexes(sheet, width, is_on_top=True)):
            last.addprevious(part)
    if sheets:
        body.replace(last, properties)
    return save(document)


def _parts(paper):
    """Yield the paragraphs and tables of a paper."""
    yield _letterhead(paper.letterhead)
    if paper.title:
        yield paragraph("Title", paper.title)
    if paper.subtitle:
        yield paragraph("Subtitle", paper.subtitle)
        yield _rule(WIDTH, _SUBTITLE_RULE, after=2.8)
    if paper.authority:
        yield paragraph("authority", paper.authority.upper())
    if paper.addressees:
        if not paper.title:
            yield _gap(7)
        yield _addressees(paper.addressees)
        yield _gap(1.8)
    for line in paper.basis_lines:
        yield paragraph("basis", line)
    yield from _blocks(paper.blocks, keeps_last=paper.is_signed_below_text)
    if paper.signatures or paper.recipients:
        yield _gap(6)
        yield _signatures(paper)
        if paper.has_recipients_below:
            yield _gap(6)
            yield from _recipients(paper)


def _annexes(sheet, width, is_on_top=False):
    """Yield the annexes; ``is_on_top``: the first one has a page of its own already."""
    for number, annex in enumerate(sheet.annexes):
        follows = is_on_top and not number
        stay = [element("w:pageBreakBefore", 0)] if follows else ()
        yield paragraph("annexTitle", annex.title, properties=stay)
        yield paragraph("annexSubtitle", annex.subtitle)
        yield paragraph("annexReference", annex.reference)
        yield from _blocks(annex.blocks, width)


def _section_end(properties):
    """Make the paragraph that ends a section, whose properties it has."""
    end = _gap(0, kept=False)
    end.xpath("w:pPr")[0].append(copy.deepcopy(properties))
    return end


def _separated(parts):
    """Yield the parts with a paragraph behind each table, without which two become
    one, and the file does not end."""
    is_table = False
    for part in parts:
        if is_table and part.tag == _TABLE:
            yield _gap(0)
        yield part
        is_table = part.tag == _TABLE
    if is_table:
        yield _gap(0)


def _blocks(blocks, width=WIDTH, keeps_last=False):
    """Yield the blocks; ``keeps_last``: the last one stays with what follows."""
    for number, block in enumerate(blocks, start=1):
        if block.kind == "table":
            yield _gap(3)
            yield _grid(block, width)
        else:
            yield _block(block, kept=keeps_last and number == len(blocks))


def _block(block, kept):
    lead, text = plain_text(block.lead), plain_text(block.text)
    contents = [run(lead, "Strong")] if lead else []
    if lead and text:
        contents.append(blank())
    return paragraph(_STYLE_OF_KIND[block.kind], *contents, text, kept=kept)


# ---------------------------------------------------------------- tables


def _letterhead(letterhead):
    left, right = _LETTERHEAD
    institution = [
        paragraph("own", letterhead.own.upper()),
        _rule(left, _RULES[0]),
    ]
    if letterhead.above:
        institution.insert(0, paragraph("above", letterhead.above.upper()))
    country = [
        paragraph("country", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        paragraph("motto", "Độc lập - Tự do - Hạnh phúc"),
        _rule(right, _RULES[1]),
    ]
    number = [
        paragraph("number", f"Số: {letterhead.number}" if letterhead.number else "")
    ]
    if letterhead.about:
        number.append(paragraph("letterAbout", letterhead.about))
    first = _row((left, institution), (right, country))
    second = _row(
        (left, number),
        (right, [paragraph("placeDate", letterhead.place_date)]),
    )
    return _table("plain", _LETTERHEAD, [first, second])


def _addressees(addressees):
    mark = "- " if len(addressees) > 1 else ""
    texts = [f"{mark}{addressee}" for addressee in addressees]
    widths = (_TO_WIDTH, min(WIDTH - _TO_WIDTH, max(map(_text_width, texts))))
    rows = [
        _row(
            (widths[0], [paragraph("addressee", "" if number else _TO)]),
            (widths[1], [paragraph("addressee", text)]),
        )
        for number, text in enumerate(texts)
    ]
    return _table("plain", widths, rows, align="center")


def _text_width(text):
    """Estimate how wide a line is, in mm: Word centres a table by its width."""
    return sum(_CAPITAL if letter.isupper() else _LETTER for letter in text)


def _signatures(paper):
    """Make the recipients and the signatures; names stand at one height."""
    first, second = [], []
    has_recipients = paper.recipients and not paper.has_recipients_below
    if has_recipients:
        first.append(_recipients(paper))
        second.append([paragraph("recipients")])
    for signature in paper.signatures:
        title = paragraph("signTitle", signature.title, with_lines=True, kept=True)
        first.append([title, paragraph("signRemark", signature.remark, kept=True)])
        second.append([paragraph("signName", signature.name, with_lines=True)])
    width = WIDTH / len(first)
    rows = [_row(*((width, cell) for cell in cells)) for cells in (first, second)]
    if has_recipients:
        for row, merge in zip(rows, ("restart", "continue"), strict=True):
            row.xpath("w:tc[1]/w:tcPr")[0].append(element("w:vMerge", merge))
    return _table("plain", [width] * len(first), rows)


def _recipients(paper):
    lines = [paragraph("recipients", line) for line in paper.recipient_lines]
    return [paragraph("recipientsTo", "Nơi nhận:", kept=True), *lines]


def _grid(table, room):
    widths = _column_widths(table.columns, room)
    headings = [paragraph("cellHeading", column.heading) for column in table.columns]
    rows = [_row(*_cells(widths, headings), is_heading=True)]
    for part in table.parts:
        for number, row in enumerate(part, start=1):
            rows.append(_grid_row(table, widths, row, kept=number < len(part)))
    return _table("grid", widths, rows)


def _grid_row(table, widths, row, kept):
    """Make a row; one that is ``kept`` stays on the page of the row below.

    A tall one may break: Word hides what of an unbreakable row finds no room.
    """
    style = "cell" if row.style == "item" else "cellStrong"
    texts = (*row.cells, *("" for _ in range(len(widths) - len(row.cells))))
    is_tall = max(map(_count_lines, texts, widths)) > _LINES_TOGETHER
    kept = kept and not is_tall
    contents = [
        paragraph(
            style,
            text,
            with_lines=True,
            kept=kept,
            properties=[element("w:jc", "center")] if column.align == "center" else (),
        )
        for column, text in zip(table.columns, texts, strict=True)
    ]
    colour = _GROUP_COLOUR if row.style == "group" else None
    return _row(*_cells(widths, contents), colour=colour, may_break=is_tall)


def _count_lines(text, width):
    """Estimate how many lines a text takes in a column, from above."""
    return sum(
        1 + int(_text_width(line) / max(width, _NARROWEST))
        for line in (text or "").split("\n")
    )


def _cells(widths, paragraphs):
    return ((width, [one]) for width, one in zip(widths, paragraphs, strict=True))


def _column_widths(columns, room):
    """Return the widths in mm, which together are ``room``: see ``paper.Column``."""
    free = [column for column in columns if not column.width]
    left = room - sum(column.width for column in columns)
    share = max(left / len(free), _NARROWEST) if free else 0
    widths = [column.width or share for column in columns]
    return [width * room / sum(widths) for width in widths]


def _table(style, widths, rows, align="left"):
    sizes = [twips(width) for width in widths]
    form = element(
        "w:tblPr",
        None,
        element("w:tblStyle", style),
        element("w:tblW", {"w:w": sum(sizes), "w:type": "dxa"}),
        element("w:jc", align),
        element("w:tblLayout", {"w:type": "fixed"}),
    )
    grid = element(
        "w:tblGrid", None, *(element("w:gridCol", {"w:w": n}) for n in sizes)
    )
    return element("w:tbl", None, form, grid, *rows)


def _row(*cells, is_heading=False, colour=None, may_break=False):
    """Make a row that no page breaks, unless it may.

    :param cells: pairs of a width in mm and paragraphs
    """
    form = element(
        "w:trPr",
        None,
        None if may_break else element("w:cantSplit"),
        element("w:tblHeader") if is_heading else None,
    )
    shade = {"w:val": "clear", "w:color": "auto", "w:fill": colour}
    made = element("w:tr", None, form)
    for width, paragraphs in cells:
        cell = element(
            "w:tcPr",
            None,
            element("w:tcW", {"w:w": twips(width), "w:type": "dxa"}),
            element("w:shd", shade) if colour else None,
        )
        made.append(element("w:tc", None, cell, *paragraphs))
    return made


# ---------------------------------------------------------------- lines and room


def _rule(room, width, after=0):
    """Make a short line of ``width`` in the middle of ``room``, in mm."""
    side = twips((room - width) / 2)
    spacing = {"w:after": twips(after), "w:line": 20, "w:lineRule": "exact"}
    return paragraph(
        "rule",
        properties=[
            element("w:pBdr", None, element("w:top", RULE)),
            element("w:spacing", spacing),
            element("w:ind", {"w:left": side, "w:right": side}),
        ],
    )


def _gap(height, kept=True):
    """Make an empty paragraph, ``height`` in mm, on the page of what follows."""
    spacing = {"w:line": max(twips(height), 20), "w:lineRule": "exact"}
    return paragraph("gap", kept=kept, properties=[element("w:spacing", spacing)])
