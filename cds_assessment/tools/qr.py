"""QR codes as vectors: what wkhtmltopdf and browsers draw sharp at any size."""

from reportlab.graphics.barcode import qrencoder

QUIET = 4  # modules of white around the code, which readers need


def qr_drawing(text):
    """Draw a QR code that is still read with a quarter of it worn off.

    :param text: what it says, for instance an address
    :return: pair of the side in modules, the white around included, and the path of an
        SVG drawing of that side
    """
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.Q)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    rows = (_runs(code, row, size) for row in range(size))
    path = "".join(
        f"M{start + QUIET} {row + QUIET}h{length}v1h-{length}z"
        for row, runs in enumerate(rows)
        for start, length in runs
    )
    return size + 2 * QUIET, path


def _runs(code, row, size):
    """Give start and length of each dark run of a row: one rectangle, no seams."""
    start = None
    for column in range(size + 1):
        is_dark = column < size and code.isDark(row, column)
        if is_dark and start is None:
            start = column
        elif not is_dark and start is not None:
            yield start, column - start
            start = None
