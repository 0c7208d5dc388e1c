"""The watermark of drafts: "DỰ THẢO" across every page.

wkhtmltopdf prints the mark once, as a page of its own with the papers' fonts, and it is
laid below each page: no style sheet makes wkhtmltopdf repeat anything on all pages.
"""

import functools
import io
import subprocess
import tempfile
from pathlib import Path

from odoo.tools.pdf import PdfReader, PdfWriter

from .paper_scale import paper_zoom

_HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"></head>
<body style="margin: 0; zoom: {zoom}"><div style="position: absolute; top: 115mm;
left: 0; width: 210mm; text-align: center; color: #dcdcdc; -webkit-transform:
rotate(-45deg); font: bold 72pt 'Times New Roman', 'Liberation Serif', serif">
DỰ THẢO</div></body></html>"""
_SWITCHES = ("--quiet", "--disable-smart-shrinking", "--dpi", "96", "--page-size", "A4")
_NO_MARGINS = tuple(part for side in "TRBL" for part in (f"-{side}", "0"))


@functools.cache
def watermark(binary):
    """Print the watermark.

    :param binary: path of wkhtmltopdf
    :return: the bytes of a PDF of one page
    :raise OSError, subprocess.SubprocessError: when it cannot be printed
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.html"), Path(folder, "out.pdf")
        source.write_text(_HTML.format(zoom=paper_zoom(binary)), encoding="utf-8")
        subprocess.run(
            [binary, *_SWITCHES, *_NO_MARGINS, str(source), str(target)],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return target.read_bytes()


def stamp(content, mark):
    """Lay a watermark below each page.

    :param content: the bytes of a PDF
    :param mark: the bytes of :func:`watermark`
    :return: the bytes of the stamped PDF
    """
    below = PdfReader(io.BytesIO(mark)).pages[0]
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(content)).pages:
        writer.add_page(page).merge_page(below, over=False)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
