"""Workbooks reduced to what a reader of numbers needs: cells, and formats of numbers.

Programs other than Excel write styles, conditions and names that openpyxl refuses, and
with them the whole file. What tells a date from a number are the formats alone.
"""

import io
import zipfile

from lxml import etree
from openpyxl import load_workbook

from .office_file import is_locked

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = "xl/styles.xml"
# What is kept of a part: by its path, or the folder that it lies in.
_KEPT = {
    "xl/workbook.xml": frozenset(("workbookPr", "sheets")),
    "xl/worksheets": frozenset(("sheetData",)),
}


class WorkbookError(ValueError):
    """A file that cannot be read as the workbook that is wanted.

    :param code: ``too_large``, ``no_workbook``, ``locked``, or what the reader adds
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def say_locked(env):
    """Return the sentence for a workbook that asks for a password."""
    return env._(
        "The workbook is protected with a password: open it, remove the password, save "
        "it and upload it again."
    )


def open_cells(content, largest_file, largest_content, with_results=False):
    """Open a workbook from outside for its cells alone.

    :param content: the file's bytes
    :param largest_file: how many bytes it may have
    :param largest_content: how many bytes it may have once unpacked
    :param with_results: give what formulas came to, instead of the formulas
    :rtype: openpyxl.Workbook
    :raise WorkbookError: for what is none, is locked, or too large
    """
    _check_file(content, largest_file, largest_content)
    try:
        # cells alone: other programs write what the reader takes for a fault
        return load_workbook(
            io.BytesIO(with_cells_alone(content)),
            read_only=True,
            data_only=with_results,
        )
    except Exception as error:  # a broken file breaks the reader in any way it likes
        raise WorkbookError("no_workbook") from error


def _check_file(content, largest_file, largest_content):
    """Refuse what would cost a server more than it is worth to read."""
    if len(content) > largest_file:
        raise WorkbookError("too_large")
    if is_locked(content):
        raise WorkbookError("locked")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > largest_content:
                raise WorkbookError("too_large")
            for member in members:
                # no workbook declares entities; a trap for readers does
                if b"<!DOCTYPE" in archive.read(member):
                    raise WorkbookError("no_workbook")
    except WorkbookError:
        raise
    except Exception as error:  # a broken file breaks zlib, lzma … in ways of their own
        raise WorkbookError("no_workbook") from error


def with_cells_alone(content):
    """Give a workbook with its cells and the formats of their numbers, nothing else.

    :param content: the bytes of a workbook
    :return: bytes of a workbook
    :raise Exception: whatever a broken file makes the libraries stumble over
    """
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(output, "w") as target,
    ):
        for name in dict.fromkeys(source.namelist()):
            target.writestr(name, _reduce(name, source.read(name)))
    return output.getvalue()


def _reduce(name, raw):
    if name == _STYLES:
        return _written(_formats_alone(_parsed(raw)))
    kept = _KEPT.get(name) or _KEPT.get(name.rpartition("/")[0])
    if not kept:
        return raw
    root = _parsed(raw)
    for part in list(root):
        if not isinstance(part.tag, str) or etree.QName(part).localname not in kept:
            root.remove(part)
    return _written(root)


def _parsed(raw):
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(raw, parser)


def _written(root):
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _formats_alone(old):
    """Return a style sheet with formats of numbers, and the cells' references
    to them.
    """
    sheet = etree.Element(f"{{{_NAMESPACE}}}styleSheet", nsmap={None: _NAMESPACE})
    formats = _add(sheet, "numFmts")
    for found in _children(old, "numFmts"):
        number, code = found.get("numFmtId", ""), found.get("formatCode")
        if number.isdecimal() and code:
            _add(formats, "numFmt", numFmtId=number, formatCode=code)
    if len(formats) == 0:
        sheet.remove(formats)
    _add(_add(sheet, "fonts"), "font")
    _add(_add(_add(sheet, "fills"), "fill"), "patternFill")
    _add(_add(sheet, "borders"), "border")
    _add(_add(sheet, "cellStyleXfs"), "xf", numFmtId="0")
    cells = _add(sheet, "cellXfs")
    for found in _children(old, "cellXfs"):
        number = found.get("numFmtId", "0")
        _add(cells, "xf", numFmtId=number if number.isdecimal() else "0")
    if len(cells) == 0:
        _add(cells, "xf", numFmtId="0")
    _add(_add(sheet, "cellStyles"), "cellStyle", name="Normal", xfId="0")
    return sheet


def _add(parent, name, /, **attributes):
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)


def _children(sheet, name):
    """Give the entries of a part, in whatever namespace it is written."""
    return sheet.xpath(f"./*[local-name()='{name}']/*")
