"""PDFs as people have them: opened as readers do, and what their pages alone leave out.

One place for both who takes a file and who binds it, so that what was taken is bound,
or said not to be.
"""

import io
import logging
from decimal import Decimal

from odoo.tools.pdf import PdfReader, generic

# What makes a file show more, or less, than its pages do on paper.
XFA = "xfa"  # pages that a program draws from data
FORM = "form"  # fields that were filled in
PORTFOLIO = "portfolio"  # a cover, and the papers behind it
ATTACHED = "attached"  # other files within
LAYERS = "layers"  # parts of pages that are not shown
# The pages of such a file show more than the file does: they are not bound.
NOT_BOUND = frozenset((LAYERS,))

# What the library finds wrong in people's files is said to them, not in the log.
logging.getLogger("pypdf").setLevel(logging.ERROR)

_END = b"\nstartxref\n0\n%%EOF\n"
# Notes on a page that hold a file, a film or a sound.
_FILES_ON_PAGES = frozenset(
    ("/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D")
)
# Keys of a page's parts that lead to other pages.
_ELSEWHERE = frozenset(("/Parent", "/P", "/Dest", "/A", "/Prev", "/Next"))


class PdfLockedError(Exception):
    """A PDF that nobody opens without its password."""


def open_pdf(source):
    """Open a PDF as every reader does.

    Faults that readers overlook are overlooked; where only printing or changing is
    restricted, the empty password opens it.

    :param source: a binary file
    :raise PdfLockedError: for one that asks for a password
    :raise Exception: whatever a broken file makes the library stumble over, or a way
        of locking that it lacks a part for
    """
    try:
        reader = PdfReader(source, strict=False)
    except Exception:  # pylint: disable=broad-except
        reader = _without_end(source)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PdfLockedError
    return reader


def _without_end(source):
    """Open a PDF whose last lines are lost: readers look for its objects themselves.

    :raise ValueError: where more is lost than these lines
    """
    source.seek(0)
    # the library looks for them too, once it has found an end
    reader = PdfReader(io.BytesIO(source.read() + _END), strict=False)
    pages = list(_pages(reader))
    if not pages or not all(_has_content(page) for page in pages):
        raise ValueError("A part of the file is missing.")
    return reader


def _has_content(page):
    content = _value(page, "/Contents")
    parts = list.__iter__(content) if isinstance(content, list) else (content,)
    return all(isinstance(_object(part), dict) for part in parts)


def find_remarks(reader):
    """Return what of a PDF its pages do not show as the file does.

    :param reader: what :func:`open_pdf` gave
    :return: tuple of ``XFA``, ``FORM``, ``PORTFOLIO``, ``ATTACHED``, ``LAYERS``
    """
    root = _dictionary(reader.trailer, "/Root")
    form = _dictionary(root, "/AcroForm")
    found = []
    if "/XFA" in form:
        found.append(XFA)
    elif any(_is_filled(field) for field in _fields(form)):
        found.append(FORM)
    if "/Collection" in root:
        found.append(PORTFOLIO)
    elif _has_files(reader, root):
        found.append(ATTACHED)
    if _hides(reader, _dictionary(root, "/OCProperties")):
        found.append(LAYERS)
    return tuple(found)


def _object(value):
    """Return what a reference leads to; None where it leads nowhere."""
    try:
        return value.get_object()
    except Exception:  # pylint: disable=broad-except
        # One broken object of many: whatever the library stumbles over.
        return None


def _value(holder, key):
    return _object(holder.raw_get(key)) if key in holder else None


def _dictionary(holder, key):
    value = _value(holder, key)
    return value if isinstance(value, dict) else {}


def _list(holder, key):
    value = _value(holder, key)
    return list.__iter__(value) if isinstance(value, list) else iter(())


def _resolved(values):
    """Yield each dictionary that is there, none twice: files may refer in circles."""
    seen = {}
    for found in map(_object, values):
        if isinstance(found, dict) and id(found) not in seen:
            seen[id(found)] = found
            yield found


def find_numbers(holder, key):
    """Return the numbers of a list below ``key``; none where there is no such list."""
    found = [_object(value) for value in _list(holder, key)]
    is_number = all(isinstance(value, int | float | Decimal) for value in found)
    return [float(value) for value in found] if is_number else []


def cut_links(page):
    """Let the links of a page to pages of the same file lead nowhere, in memory.

    Bound with others these stand elsewhere. The library follows such links when all is
    written: one that it cannot follow would then cost the whole volume.
    """
    for note in _resolved(_list(page, "/Annots")):
        if _value(note, "/Subtype") == "/Link":
            note.pop("/Dest", None)
            if _value(_dictionary(note, "/A"), "/S") == "/GoTo":
                del note["/A"]


def _pages(reader):
    """Yield the pages that can be read: of the others nothing is shown."""
    for number in range(len(reader.pages)):
        try:
            yield reader.pages[number]
        except Exception:  # pylint: disable=broad-except
            continue


# === FORMS === #


def _fields(form):
    """Yield kind and value of each field of a form."""
    waiting, seen = [(field, None) for field in _list(form, "/Fields")], {}
    while waiting:
        reference, kind = waiting.pop()
        field = _object(reference)
        if not isinstance(field, dict) or id(field) in seen:
            continue
        seen[id(field)] = field
        kind = _value(field, "/FT") or kind
        yield kind, _value(field, "/V")
        waiting += [(kid, kind) for kid in _list(field, "/Kids")]


def _is_filled(field):
    kind, value = field
    if isinstance(value, list):
        value = "".join(str(_object(part) or "") for part in list.__iter__(value))
    # a signature is a picture on its page
    return (
        kind in ("/Tx", "/Ch", "/Btn")
        and not isinstance(value, generic.NullObject)
        and str(value or "").strip() not in ("", "/Off")
    )


# === FILES WITHIN === #


def _has_files(reader, root):
    tree = _dictionary(_dictionary(root, "/Names"), "/EmbeddedFiles")
    if any(
        any(_list(holder, key))
        for holder, key in ((tree, "/Names"), (tree, "/Kids"), (root, "/AF"))
    ):
        return True
    return any(
        _value(note, "/Subtype") in _FILES_ON_PAGES
        for page in _pages(reader)
        for note in _resolved(_list(page, "/Annots"))
    )


# === LAYERS === #


def _hides(reader, layers):
    """Return whether a reader may leave out a part of a page, on screen or in print."""
    groups = list(_resolved(_list(layers, "/OCGs")))
    if not groups:
        return False
    shown = _dictionary(layers, "/D")
    return (
        _value(shown, "/BaseState") not in (None, "/ON")
        or any(_resolved(_list(shown, "/OFF")))
        or any(_is_off_somewhere(group) for group in groups)
        or any(_depends(member) for page in _pages(reader) for member in _within(page))
    )


def _is_off_somewhere(group):
    usage = _dictionary(group, "/Usage")
    return any(
        _value(_dictionary(usage, f"/{use}"), f"/{use}State") == "/OFF"
        for use in ("View", "Print", "Export")
    )


def _depends(member):
    """Return whether something is shown where layers are not, or by a rule of
    theirs.
    """
    return _value(member, "/Type") == "/OCMD" and (
        _value(member, "/P") in ("/AllOff", "/AnyOff") or "/VE" in member
    )


def _within(page):
    """Give every dictionary that a page is made of; no stream is unpacked."""
    waiting, seen = [page], {}
    while waiting:
        found = _object(waiting.pop())
        if not isinstance(found, dict | list) or id(found) in seen:
            continue
        seen[id(found)] = found
        if isinstance(found, list):
            waiting += list.__iter__(found)
            continue
        yield found
        waiting += [found.raw_get(key) for key in found if key not in _ELSEWHERE]
