"""PDFs as people have them: opened as readers do, and what their pages alone leave out.

One place for both who takes a file and who binds it, so that what was taken is bound,
or said not to be.
"""

from odoo.tools.pdf import PdfReader

# What makes a file show more, or less, than its pages do on paper.
XFA = "xfa"  # pages that a program draws from data
FORM = "form"  # fields that were filled in
PORTFOLIO = "portfolio"  # a cover, and the papers behind it
ATTACHED = "attached"  # other files within
LAYERS = "layers"  # parts of pages that are not shown
# The pages of such a file show more than the file does: they are not bound.
NOT_BOUND = frozenset((LAYERS,))

_OFF = "/OFF"
_HIDING_POLICIES = frozenset(("/AllOff", "/AnyOff"))


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
    reader = PdfReader(source, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PdfLockedError
    return reader


def find_remarks(reader):
    """Say what of a PDF its pages do not show as the file does.

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


def _dictionary(holder, key):
    value = holder.get(key) if isinstance(holder, dict) else None
    value = value.get_object() if hasattr(value, "get_object") else value
    return value if isinstance(value, dict) else {}


def _list(holder, key):
    value = holder.get(key) if isinstance(holder, dict) else None
    value = value.get_object() if hasattr(value, "get_object") else value
    return value if isinstance(value, list) else []


def _resolved(values):
    """Give each object that is there, none twice: files may refer in circles."""
    seen = set()
    for value in values:
        found = value.get_object()
        if isinstance(found, dict) and id(found) not in seen:
            seen.add(id(found))
            yield found


# === FORMS === #


def _fields(form):
    """Give the fields of a form that hold a value, each with its kind."""
    waiting, seen = [(field, None) for field in _list(form, "/Fields")], set()
    while waiting:
        reference, kind = waiting.pop()
        field = reference.get_object()
        if not isinstance(field, dict) or id(field) in seen:
            continue
        seen.add(id(field))
        kind = field.get("/FT", kind)
        yield kind, field.get("/V")
        waiting += [(kid, kind) for kid in _list(field, "/Kids")]


def _is_filled(field):
    kind, value = field
    # a signature is a picture on its page
    return kind in ("/Tx", "/Ch", "/Btn") and _text(value) not in ("", "/Off", "None")


def _text(value):
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, list):
        return "".join(map(str, value))
    return "" if value is None or "Null" in type(value).__name__ else str(value).strip()


# === FILES WITHIN === #


def _has_files(reader, root):
    tree = _dictionary(_dictionary(root, "/Names"), "/EmbeddedFiles")
    if _list(tree, "/Names") or _list(tree, "/Kids") or _list(root, "/AF"):
        return True
    return any(
        note.get("/Subtype") == "/FileAttachment"
        for page in reader.pages
        for note in _resolved(_list(page, "/Annots"))
    )


# === LAYERS === #


def _hides(reader, layers):
    """Say whether a reader may leave out a part of a page, on screen or in print."""
    groups = list(_resolved(_list(layers, "/OCGs")))
    if not groups:
        return False
    shown = _dictionary(layers, "/D")
    return bool(
        shown.get("/BaseState", "/ON") != "/ON"
        or _list(shown, _OFF)
        or any(_is_off_somewhere(group) for group in groups)
        or any(_depends(member) for page in reader.pages for member in _within(page))
    )


def _is_off_somewhere(group):
    usage = _dictionary(group, "/Usage")
    return any(
        _dictionary(usage, f"/{use}").get(f"/{use}State") == _OFF
        for use in ("View", "Print", "Export")
    )


def _depends(member):
    """Say whether something is shown where layers are not, or by a rule of theirs."""
    return member.get("/Type") == "/OCMD" and (
        member.get("/P") in _HIDING_POLICIES or "/VE" in member
    )


def _within(page):
    """Give every dictionary that a page is made of; no stream is unpacked."""
    waiting, seen = [page], set()
    while waiting:
        found = waiting.pop().get_object()
        if id(found) in seen or not isinstance(found, dict | list):
            continue
        seen.add(id(found))
        if isinstance(found, dict):
            yield found
            # these lead to other pages
            inner = [
                found.raw_get(key)
                for key in found
                if key not in ("/Parent", "/P", "/Dest", "/A", "/Prev", "/Next")
            ]
        else:
            inner = list.__iter__(found)
        waiting += [value for value in inner if hasattr(value, "get_object")]
