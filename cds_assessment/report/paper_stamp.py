"""The watermark of drafts: "DỰ THẢO" across every page.

wkhtmltopdf prints the mark once, as a page of its own with the papers' fonts, and it is
laid below each page: no style sheet makes wkhtmltopdf repeat anything on all pages.
"""

import functools
import io

from odoo.tools.pdf import PdfReader, PdfWriter

from .paper_font import font_faces
from .paper_scale import paper_zoom
from .wkhtml import print_pages

_HTML = """<!DOCTYPE html><html><head><meta charset="utf-8">
<style>{font}</style></head>
<body style="margin: 0; zoom: {zoom}"><div style="position: absolute; top: {top}mm;
left: 0; width: {width}mm; text-align: center; color: #dcdcdc; -webkit-transform:
rotate(-45deg); font: bold 72pt 'CDS Serif', serif">
DỰ THẢO</div></body></html>"""
_SWITCHES = ("--quiet", "--disable-smart-shrinking", "--dpi", "96", "--page-size", "A4")
# By whether the page lies on its long side: where the mark stands, the page's width.
_PLACES = {False: (115, 210), True: (71, 297)}
_NO_MARGINS = tuple(part for side in "TRBL" for part in (f"-{side}", "0"))


@functools.cache
def watermark(binary, is_landscape=False):
    """Print the watermark.

    :param binary: path of wkhtmltopdf
    :param is_landscape: for pages that lie on their long side
    :return: the bytes of a PDF of one page
    :raise wkhtml.PrintError: when it cannot be printed
    """
    top, width = _PLACES[is_landscape]
    html = _HTML.format(
        font=font_faces(), zoom=paper_zoom(binary), top=top, width=width
    )
    turn = ("--orientation", "Landscape") if is_landscape else ()
    return print_pages(binary, [*_SWITCHES, *turn, *_NO_MARGINS], [html])


def stamp(content, get_mark):
    """Lay a watermark below each page.

    :param content: the bytes of a PDF
    :param get_mark: gives the bytes of :func:`watermark`, called with whether the page
        lies on its long side
    :return: the bytes of the stamped PDF
    """
    writer, marks = PdfWriter(), {}
    for page in PdfReader(io.BytesIO(content)).pages:
        is_landscape = page.mediabox.width > page.mediabox.height
        if is_landscape not in marks:
            mark = PdfReader(io.BytesIO(get_mark(is_landscape)))
            marks[is_landscape] = mark.pages[0]
        writer.add_page(page).merge_page(marks[is_landscape], over=False)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
