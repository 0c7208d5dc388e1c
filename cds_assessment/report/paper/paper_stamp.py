"""Marks across every page: "DỰ THẢO" below drafts, "ĐÃ THU HỒI" over what is withdrawn.

wkhtmltopdf prints a mark once, as a page of its own with the papers' fonts, and it is
laid below or over each page: no style sheet makes wkhtmltopdf repeat anything on all
pages.
"""

import functools
import io
from dataclasses import dataclass

from odoo.tools.pdf import PdfReader, PdfWriter

from .paper_font import font_faces
from .paper_scale import paper_zoom
from .wkhtml import print_pages

_HTML = """<!DOCTYPE html><html><head><meta charset="utf-8">
<style>{font}</style></head>
<body style="margin: 0; zoom: {zoom}"><div style="position: absolute; top: {top}mm;
left: 0; width: {width}mm; text-align: center; color: {color}; -webkit-transform:
rotate(-45deg); font: bold 72pt 'CDS Serif', serif; white-space: nowrap">
{text}</div></body></html>"""
_SWITCHES = ("--quiet", "--disable-smart-shrinking", "--dpi", "96", "--page-size", "A4")
# By whether the page lies on its long side: where the mark stands, the page's width.
_PLACES = {False: (115, 210), True: (71, 297)}
_NO_MARGINS = tuple(part for side in "TRBL" for part in (f"-{side}", "0"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: its text, its colour, and whether it lies over what it marks."""

    text: str
    color: str
    is_over: bool = False


DRAFT = Mark("DỰ THẢO", "#dcdcdc")
WITHDRAWN = Mark("ĐÃ THU HỒI", "rgba(192, 28, 28, .6)", is_over=True)


@functools.cache
def watermark(binary, mark=DRAFT, is_landscape=False):
    """Print a mark.

    :param binary: path of wkhtmltopdf
    :param mark: what is printed
    :param is_landscape: for pages that lie on their long side
    :return: the bytes of a PDF of one page
    :raise wkhtml.PrintError: when it cannot be printed
    """
    top, width = _PLACES[is_landscape]
    html = _HTML.format(
        font=font_faces(),
        zoom=paper_zoom(binary),
        top=top,
        width=width,
        color=mark.color,
        text=mark.text,
    )
    turn = ("--orientation", "Landscape") if is_landscape else ()
    return print_pages(binary, [*_SWITCHES, *turn, *_NO_MARGINS], [html])


def stamp(content, get_mark, is_over=False):
    """Lay a mark below each page, or over it.

    :param content: the bytes of a PDF
    :param get_mark: gives the bytes of :func:`watermark`, called with whether the page
        lies on its long side
    :param is_over: over the page
    :return: the bytes of the stamped PDF
    """
    writer, marks = PdfWriter(), {}
    for page in PdfReader(io.BytesIO(content)).pages:
        is_landscape = page.mediabox.width > page.mediabox.height
        if is_landscape not in marks:
            mark = PdfReader(io.BytesIO(get_mark(is_landscape)))
            marks[is_landscape] = mark.pages[0]
        writer.add_page(page).merge_page(marks[is_landscape], over=is_over)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
