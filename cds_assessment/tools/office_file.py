"""Files of Office by what lies in them, whatever their names say."""

import io
import struct
import zipfile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
RTF = b"{\\rtf"
# What the old formats of Office keep their text in, and the new ones.
_STREAMS = {
    "doc": ("WordDocument",),
    "xls": ("Workbook", "Book"),
    "ppt": ("PowerPoint",),
}
_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_MANIFEST = "META-INF/manifest.xml"
_LONGEST_MANIFEST = 1024 * 1024
_IS_LOCKED = 0x01  # in byte 11 of a Word file's head
_FILEPASS, _FIRST_RECORDS = 0x002F, 20  # of a workbook
MAY_BE_LOCKED = "password"  # a remark on a workbook


class OfficeLockedError(Exception):
    """A file that nobody opens without its password."""


def find_kinds(raw):
    """Return which files of Office some bytes may be.

    :return: tuple of endings, ``zip`` among them for every ZIP; empty for none
    :raise OfficeLockedError: for one that asks for a password
    :raise Exception: whatever a broken ZIP makes the library stumble over
    """
    if raw.startswith(RTF):
        return ("rtf",)
    if raw.startswith(OLE):
        return _kinds_of_ole(raw)
    if raw.startswith(ZIP):
        return _kinds_of_zip(raw)
    return ()


def is_locked(raw):
    """Return whether some bytes are a workbook or document of Office with a
    password.
    """
    # the directory of such a file writes its names so
    return raw.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in raw


def _kinds_of_ole(raw):
    if is_locked(raw):
        raise OfficeLockedError
    kinds = tuple(
        ending
        for ending, streams in _STREAMS.items()
        if any(name.encode("utf-16-le") in raw for name in streams)
    )
    if "doc" in kinds and _is_locked_word(raw):
        raise OfficeLockedError
    return kinds


def may_ask_for_password(raw):
    """Return whether an old workbook is locked: perhaps by Excel's own, known password.

    Excel locks so what is only protected against changes, and opens it unasked: which
    of both it is cannot be told here.
    """
    stream, place = _read_stream(raw, "Workbook"), 0
    for _record in range(_FIRST_RECORDS):
        kind, size = struct.unpack_from("<HH", stream.ljust(place + 4, b"\0"), place)
        if kind == _FILEPASS:
            return True
        place += 4 + size
    return False


def _is_locked_word(raw):
    head = _read_stream(raw, "WordDocument")
    return len(head) > 11 and bool(head[11] & _IS_LOCKED)


def _read_stream(raw, name):
    """Read a stream of an old file of Office; nothing where it has none."""
    try:
        # comes with Odoo, which reads old workbooks by it
        from xlrd.compdoc import CompDoc

        return CompDoc(raw, logfile=io.StringIO()).get_named_stream(name) or b""
    except Exception:  # pylint: disable=broad-except
        # a fault in the file, or no such library: as well as can be told
        return b""


def _kinds_of_zip(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise OfficeLockedError
        if "[Content_Types].xml" in names:
            found = [
                ending
                for ending, folder in _FOLDERS.items()
                if any(name.startswith(folder) for name in names)
            ]
        elif "mimetype" in names:
            found = _open_document(archive, names)
        else:
            found = []
    return (*found, "zip")


def _open_document(archive, names):
    with archive.open("mimetype") as entry:
        said = entry.read(200).decode("ascii", "ignore").strip()
    if _MANIFEST in names:
        with archive.open(_MANIFEST) as entry:
            if b"encryption-data" in entry.read(_LONGEST_MANIFEST):
                raise OfficeLockedError
    return [_OPEN_DOCUMENTS[said]] if said in _OPEN_DOCUMENTS else []
