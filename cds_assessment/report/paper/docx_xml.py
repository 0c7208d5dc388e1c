"""Elements of WordprocessingML: lengths, paragraphs and the text inside them."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ...tools.plain_text import clean
from .structure import runs

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t]+")


def element(tag, attributes=None, *children):
    """Make an element.

    :param tag: for instance ``w:jc``
    :param attributes: dictionary of names as the tag's and values; a text or number
        alone is ``w:val``
    :param children: elements; None is left out
    """
    made = OxmlElement(tag)
    if attributes is not None and not isinstance(attributes, dict):
        attributes = {"w:val": attributes}
    for name, value in (attributes or {}).items():
        made.set(qn(name), str(value))
    made.extend(child for child in children if child is not None)
    return made


def twips(millimetres):
    """Return a length in twentieths of a point, Word's measure."""
    return round(millimetres * 1440 / 25.4)


def text_lines(text):
    """Cut a text into lines as HTML does: blanks count once, the outer ones never."""
    lines = _LINE_ENDS.split(clean(text))
    return [_BLANKS.sub(" ", line).strip(" ") for line in lines]


def plain_text(text):
    """Write a text in one line: line breaks are blanks."""
    return " ".join(filter(None, text_lines(text)))


def run(text, style=None, with_lines=False):
    """Make a run of a text whose codes and numbers stay on one line.

    :param style: key of a character style
    :param with_lines: whether line breaks count; they are blanks otherwise
    """
    made = element("w:r")
    if style:
        made.append(element("w:rPr", None, element("w:rStyle", style)))
    lines = text_lines(text) if with_lines else [plain_text(text)]
    for number, line in enumerate(lines):
        if number:
            made.append(element("w:br"))
        for part, is_unbreakable in runs(line):
            _add_text(made, part.split("-") if is_unbreakable else [part])
    return made


def blank():
    """Make a run of one blank."""
    return element("w:r", None, _text(" "))


def _add_text(made, pieces):
    """Add pieces of a text divided by hyphens that end no line."""
    for number, piece in enumerate(pieces):
        if number:
            made.append(element("w:noBreakHyphen"))
        if piece:
            made.append(_text(piece))


def _text(text):
    made = element("w:t", {"xml:space": "preserve"})
    made.text = text
    return made


def paragraph(style, *contents, with_lines=False, kept=False, properties=()):
    """Make a paragraph.

    :param style: key of a paragraph style
    :param contents: texts or elements
    :param kept: whether it stays on the page of what follows it
    :param properties: further properties, in the order of the format
    """
    keep = element("w:keepNext") if kept else None
    form = element("w:pPr", None, element("w:pStyle", style), keep, *properties)
    made = element("w:p", None, form)
    for content in contents:
        is_text = isinstance(content, str)
        made.append(run(content, with_lines=with_lines) if is_text else content)
    return made
