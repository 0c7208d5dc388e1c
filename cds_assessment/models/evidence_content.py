"""What may be a file of evidence: pure checks of a name and of bytes."""

import io
import re
import unicodedata
import zipfile
from urllib.parse import urlsplit

from PIL import Image

from odoo.tools.pdf import PdfReader

PDF = "application/pdf"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# What each ending that is allowed says that the content is.
TYPES = {
    "pdf": PDF,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "doc": "application/msword",
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
_STARTS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    **dict.fromkeys(("doc", "xls", "ppt"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), (b"PK\x03\x04",)),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
}
_IMAGES = {
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "gif": "GIF",
}
# What the old formats of Office keep their text in, and the new ones.
_STREAMS = {
    "doc": ("WordDocument",),
    "xls": ("Workbook", "Book"),
    "ppt": ("PowerPoint",),
}
_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_ZIPPED = ("zip", *_FOLDERS, "odt", "ods", "odp")
_MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.I)
_LONGEST_NAME = 150
_LONGEST_URL = 2000
# A host of two names at least, then nothing or a port, path or query.
_BARE_URL = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:$|[:/?#])")


class ContentError(Exception):
    """A file or link that is refused.

    :param code: one of ``empty``, ``too_large``, ``type``, ``mismatch``,
        ``unreadable``, ``encrypted``, ``link``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def clean_name(name):
    """Give a file name without folders, control characters and trailing dots."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    # "C" are control and direction characters: these can hide what a name ends in.
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem, dot, ending = visible.strip(" .").rpartition(".")
    if not dot:
        return ending[:_LONGEST_NAME]
    return f"{stem[:_LONGEST_NAME].strip() or 'file'}.{ending}"


def get_ending(name):
    """Give what stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_content(name, raw, limit):
    """Refuse a file that is no evidence.

    :param name: its name, clean
    :param raw: its bytes
    :param limit: the most bytes that it may have
    :return: its type, such as ``application/pdf``
    :raise ContentError: saying what is wrong
    """
    if not raw:
        raise ContentError("empty")
    if len(raw) > limit:
        raise ContentError("too_large")
    ending = get_ending(name)
    if ending not in TYPES:
        raise ContentError("type")
    if not _is_what_it_says(ending, raw):
        raise ContentError("mismatch")
    _check_readable(ending, raw)
    return TYPES[ending]


def _is_what_it_says(ending, raw):
    if ending in ("txt", "csv"):
        return _is_text(raw)
    if ending == "mp4":
        return raw[4:8] == b"ftyp"
    if ending == "webp":
        return raw[:4] == b"RIFF" and raw[8:15] == b"WEBPVP8"
    if not raw.startswith(_STARTS[ending]):
        return False
    streams = _STREAMS.get(ending)
    return not streams or any(name.encode("utf-16-le") in raw for name in streams)


def _is_text(raw):
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = raw[:4096].decode("utf-16", "ignore").encode()
    else:
        head = raw
    starts = (b"MZ", b"\x7fELF", b"#!", b"%PDF-", b"PK\x03\x04", b"{\\rtf")
    return not (
        b"\x00" in head or head.startswith(starts) or _MARKUP.search(head[:4096])
    )


def _check_readable(ending, raw):
    try:
        if ending == "pdf":
            _check_pdf(raw)
        elif ending in _IMAGES:
            with Image.open(io.BytesIO(raw), formats=(_IMAGES[ending],)) as image:
                image.verify()
        elif ending == "webp":
            _check_webp(raw)
        elif ending in _ZIPPED:
            _check_zip(ending, raw)
    except ContentError:
        raise
    except Exception as error:  # pylint: disable=broad-except
        # The libraries raise whatever a broken file makes them stumble over.
        raise ContentError("unreadable") from error


def _check_pdf(raw):
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted:
        raise ContentError("encrypted")
    if not len(reader.pages):
        raise ContentError("unreadable")


def _check_webp(raw):
    # Odoo leaves Pillow's reader of this kind unloaded: only the length is compared.
    if int.from_bytes(raw[4:8], "little") + 8 > len(raw):
        raise ContentError("unreadable")


def _check_zip(ending, raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise ContentError("encrypted")
        names = archive.namelist()
        if ending in _FOLDERS and (
            "[Content_Types].xml" not in names
            or not any(name.startswith(_FOLDERS[ending]) for name in names)
        ):
            raise ContentError("mismatch")
        if ending in ("odt", "ods", "odp"):
            with archive.open("mimetype") as entry:
                if entry.read(200).decode("ascii", "ignore").strip() != TYPES[ending]:
                    raise ContentError("mismatch")


def check_url(url):
    """Give a link that may be evidence, without blanks around it.

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
