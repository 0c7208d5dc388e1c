"""The typeface of papers, carried within the page: the same on every server."""

import base64
import functools
from pathlib import Path

from markupsafe import Markup

FAMILY = "CDS Serif"
FOLDER = Path(__file__).parent / "fonts"
# file, by weight and style of CSS
FACES = {
    ("normal", "normal"): "CDSSerif-Regular.ttf",
    ("bold", "normal"): "CDSSerif-Bold.ttf",
    ("normal", "italic"): "CDSSerif-Italic.ttf",
    ("bold", "italic"): "CDSSerif-BoldItalic.ttf",
}


@functools.cache
def font_faces():
    """Return the rules of CSS that bring the typeface along, its files within them.

    :return: ``@font-face`` rules as ``Markup``, for a style sheet
    """
    return Markup("").join(
        Markup(
            "@font-face {{ font-family: '{family}'; font-weight: {weight}; "
            "font-style: {style}; src: url(data:font/truetype;base64,{content}) "
            "format('truetype'); }}\n"
        ).format(
            family=FAMILY,
            weight=weight,
            style=style,
            content=base64.b64encode((FOLDER / name).read_bytes()).decode(),
        )
        for (weight, style), name in FACES.items()
    )
