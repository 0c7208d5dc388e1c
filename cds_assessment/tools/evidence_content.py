"""What may be a file of evidence: pure checks of a name and of bytes."""

import io
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from odoo.tools.pdf import DependencyError

from . import office_file, pdf_file, picture_file
from .file_name import get_ending

PDF = "application/pdf"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# What each ending that is allowed says that the content is.
TYPES = {
    "pdf": PDF,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jfif": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "gif": "image/gif",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": f"{_OPEN_XML}wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}presentationml.presentation",
    "odt": f"{_OPEN_DOCUMENT}text",
    "ods": f"{_OPEN_DOCUMENT}spreadsheet",
    "odp": f"{_OPEN_DOCUMENT}presentation",
    "txt": "text/plain",
    "csv": "text/csv",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
# Endings of one kind of content; the first one is its own.
_SAME = {"jpeg": "jpg", "jfif": "jpg", "tiff": "tif"}
_PICTURES = frozenset(picture_file.FORMATS)
_OFFICE = frozenset("doc xls ppt rtf docx xlsx pptx odt ods odp".split())
_STARTS = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "tif": (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "zip": (b"PK\x05\x06",),  # an empty one
}
# A PDF begins somewhere in here, for readers of any make.
_PDF_HEAD = 1024
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
# Apple's and others' photographs, in the same box as films.
_HEIC = frozenset(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.I)
# A table of a page alone, or a page in one file as Word saves it.
_PAGE = re.compile(rb"\s*(<|MIME-Version:)", re.I)
_LONGEST_URL = 2000
# A host of two names at least, then nothing or a port, path or query.
_BARE_URL = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:$|[:/?#])")


class ContentError(Exception):
    """A file or link that is refused.

    :param code: one of ``empty``, ``too_large``, ``type``, ``heic``, ``archive``,
        ``web``, ``text``, ``other``, ``mismatch``, ``unreadable``, ``encrypted``,
        ``too_fine``, ``link``
    :param ending: for ``other``, what the content is
    """

    def __init__(self, code, ending=""):
        super().__init__(code)
        self.code = code
        self.ending = ending


@dataclass(frozen=True)
class Content:
    """A file that is taken.

    :param name: with the ending that tells what it is
    :param mimetype: such as ``application/pdf``
    :param remarks: what a bound volume does not show of it, see ``tools.pdf_file``
        and ``tools.picture_file``, or that it may be locked
    """

    name: str
    mimetype: str
    remarks: tuple[str, ...] = ()


def check_content(name, raw, limit):
    """Refuse a file that is no evidence.

    A picture, or a document of Office, with the ending of another one is harmless: it
    is taken under its own ending.

    :param name: its name, clean
    :param raw: its bytes
    :param limit: the most bytes that it may have
    :rtype: Content
    :raise ContentError: saying what is wrong
    """
    if not raw:
        raise ContentError("empty")
    if len(raw) > limit:
        raise ContentError("too_large")
    _refuse_what_people_save_otherwise(raw)
    said = get_ending(name)
    if said not in TYPES:
        raise ContentError("type")
    try:
        ending = _get_true_ending(said, raw)
        remarks = _look_into(ending, raw)
    except ContentError:
        raise
    except (pdf_file.PdfLockedError, office_file.OfficeLockedError) as error:
        raise ContentError("encrypted") from error
    except picture_file.PictureTooFineError as error:
        raise ContentError("too_fine") from error
    except Exception as error:  # pylint: disable=broad-except
        # The libraries raise whatever a broken file makes them stumble over.
        raise ContentError("unreadable") from error
    if ending != said:
        name = f"{name.rpartition('.')[0]}.{ending}"
    return Content(name, TYPES[ending], remarks)


def _refuse_what_people_save_otherwise(raw):
    """Refuse what is common and cannot be read here, by its own name."""
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC:
        raise ContentError("heic")
    if raw.startswith(_ARCHIVES):
        raise ContentError("archive")


def _get_true_ending(said, raw):
    """Give the ending of the content: that of the name where it will do.

    :raise ContentError: when name and content are of different sorts
    """
    kinds = _find_kinds(raw)
    if _SAME.get(said, said) in kinds:
        return said
    if said in ("txt", "csv") and _is_text(raw):
        return said
    for family in (_PICTURES, _OFFICE):
        if said in family and kinds and kinds[0] in family:
            return kinds[0]
    if kinds:
        raise ContentError("other", kinds[0])
    if _is_page(raw):
        raise ContentError("web")
    if _is_text(raw):
        raise ContentError("text")
    raise ContentError("mismatch")


def _find_kinds(raw):
    """Return what some bytes may be: endings, the likeliest first."""
    if raw[4:8] == b"ftyp":
        return ("mp4",)
    if raw[:4] == b"RIFF" and raw[8:15] == b"WEBPVP8":
        return ("webp",)
    for ending, starts in _STARTS.items():
        if raw.startswith(starts):
            return (ending,)
    found = office_file.find_kinds(raw)
    if found or raw.startswith((*_PROGRAMS, office_file.OLE)):
        return found
    # only now: others may hold a PDF
    return ("pdf",) if b"%PDF-" in raw[:_PDF_HEAD] else ()


def _is_text(raw):
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = raw[:4096].decode("utf-16", "ignore").encode()
    else:
        head = raw
    starts = (*_PROGRAMS, b"%PDF-", office_file.ZIP, office_file.RTF)
    return not (
        b"\x00" in head or head.startswith(starts) or _MARKUP.search(head[:4096])
    )


def _is_page(raw):
    """Return whether some bytes are a web page, or XML, in any writing."""
    head = re.sub(rb"\A(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\x00", b"", raw[:4096])
    return bool(_PAGE.match(head) or _MARKUP.search(head))


def _look_into(ending, raw):
    """Open a file as far as its kind can be opened.

    :return: remarks on what a bound volume does not show of it
    """
    if ending == "pdf":
        return _look_into_pdf(raw)
    if ending in picture_file.FORMATS:
        with picture_file.open_picture(io.BytesIO(raw), ending) as picture:
            remarks = picture_file.find_remarks(picture)
            picture_file.check_picture(picture)
            return remarks
    if ending == "xls" and office_file.may_ask_for_password(raw):
        return (office_file.MAY_BE_LOCKED,)
    return ()


def _look_into_pdf(raw):
    try:
        reader = pdf_file.open_pdf(io.BytesIO(raw))
        if not len(reader.pages):
            raise ContentError("unreadable")
        return pdf_file.find_remarks(reader)
    except (DependencyError, NotImplementedError):
        # The server lacks a part for this way of locking: it is no fault of the file,
        # and the binder will say that it is found beside the volume.
        return ()


def check_url(url):
    """Return a link that may be evidence, without blanks around it.

    One that begins with the host, as people copy them, gets ``https://``.

    Nobody ever fetches it here: it is a text that people click on.

    :raise ContentError: for one that is not http or https, has no host, names a user or
        password, or is too long
    """
    if not isinstance(url, str):
        raise ContentError("link")
    url = url.strip()
    if len(url) > _LONGEST_URL or any(
        c.isspace() or unicodedata.category(c)[0] == "C" or c in "\\<>\"'" for c in url
    ):
        raise ContentError("link")
    if _BARE_URL.match(url):
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        # The port is read because one that is none raises.
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise ContentError("link") from error
    if (
        parts.scheme.lower() not in ("http", "https")
        or not has_host
        or "@" in parts.netloc
    ):
        raise ContentError("link")
    return url
