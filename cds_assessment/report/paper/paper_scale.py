"""How large a millimetre of CSS comes out of the wkhtmltopdf that is installed.

Builds differ: with smart shrinking off, 0.12.3 with patched Qt prints 100 mm as 128, a
0.12.6 without as 77. A paper of Decree 30/2020/NĐ-CP has letters of 13 points whatever
the build, so each build is measured once and its papers are zoomed by what it is off.
"""

import functools
import io
import logging

from odoo.tools.pdf import PdfReader

from .wkhtml import PrintError, print_pages

_logger = logging.getLogger(__name__)

_LENGTH_MM = 100
_POINTS_PER_MM = 72 / 25.4
_HTML = (
    '<!DOCTYPE html><html><body style="margin: 0">'
    f'<div style="margin-left: {_LENGTH_MM}mm">x</div></body></html>'
)
_SWITCHES = ("--quiet", "--disable-smart-shrinking", "--dpi", "96", "--page-size", "A4")
_MARGINS = tuple(
    part for side in "TRBL" for part in (f"-{side}", "0")
)  # the measure starts at the edge of the page


def paper_zoom(binary):
    """Return the CSS zoom that makes a millimetre a millimetre.

    :param binary: path of wkhtmltopdf
    :return: the zoom; 1 when it could not be measured (said in the log), which is
        tried again the next time
    """
    try:
        return round(_LENGTH_MM * _POINTS_PER_MM / _measure(binary), 4)
    except (PrintError, ValueError) as error:
        _logger.info("wkhtmltopdf could not be measured: %s", error)
        return 1


@functools.cache
def _measure(binary):
    """Return the length in points that the build makes of the measure.

    :raise PrintError: when it prints nothing
    :raise ValueError: when the page holds no text to measure by
    """
    content = print_pages(binary, [*_SWITCHES, *_MARGINS], [_HTML])
    found = []

    def visit(text, matrix, text_matrix, *_font):
        if text.strip():
            found.append(matrix[4] + matrix[0] * text_matrix[4])

    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=visit)
    if not found or found[0] <= 0:
        raise ValueError("no text on the page")
    return found[0]
