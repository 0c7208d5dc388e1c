"""What lists call levels of schooling, ownership, communes and offices."""

import re

from ..vietnamese import search_key
from .cells import text, written_name

# The levels of the law by what they consist of; more than these is "liên cấp".
LEVELS = {
    frozenset(("MN",)): "MN",
    frozenset(("TH",)): "TH",
    frozenset(("THCS",)): "THCS",
    frozenset(("THPT",)): "THPT",
    frozenset(("TH", "THCS")): "TH&THCS",
    frozenset(("THCS", "THPT")): "THCS&THPT",
}
COMBINED, CONTINUING, OFFICE = "LC", "GDTX", "office"
_CONTINUING = re.compile(
    r"\b(?:tt)?(?:gdtx|gdnn)\b|giao duc (?:thuong xuyen|nghe nghiep)|ktth"
)
_COMBINED = re.compile(r"\blien cap\b|\bnhieu cap\b")
_STEPS = re.compile(r"\bc(?:ap)? ?((?:[123](?:[ ,;+&/-]|va)*)+)(?=\D|$)")
_PRESCHOOL = re.compile(
    r"\bm(?:am )?n(?:on)?\b|\bmg\b|mau giao|nhom (?:lop|tre)|nha tre"
)
_PRIMARY = re.compile(r"\btieu hoc\b|\bth\b|\bptcs\b|pho thong co so")
_LOWER = re.compile(r"\btrung hoc co so\b|\bthcs\b|\bptcs\b|pho thong co so")
_UPPER = re.compile(r"\btrung hoc pho thong\b|\bthpt\b|\bptth\b")
_PARTS = (("MN", _PRESCHOOL), ("TH", _PRIMARY), ("THCS", _LOWER), ("THPT", _UPPER))
# Sums of bits, as software of the sector writes levels.
_BITS = {1: "TH", 2: "THCS", 4: "THPT"}
_OFFICE_BITS = 10
_OFFICES = re.compile(
    r"^(?:phong (?:gd|giao duc|van hoa)|pgd|so (?:gd|giao duc)|ubnd|u[yi] ban)"
)
_PRIVATE = re.compile(r"\bngoai cong lap\b|\bncl\b|tu thuc|dan lap|\btu\b|doc lap")
_PUBLIC = re.compile(r"\bcong lap\b|\bcl\b|^cong$")
_TWO_WAYS = "tt"  # tư thục, or trung tâm
_NUMBERING = re.compile(r"^(?:[ivxlc]+|[0-9]+|[a-h])(?:[.)/ -]+)(?=\D)")
_COUNT = re.compile(r"\(?(?:[0-9.]+|[ivxlc]+\.?|[a-h]\.?)\)?")
_COMMUNE = re.compile(
    r"^(?:ubnd )?(?:xa|phuong|dac khu|thi tran|quan|huyen|thi xa|thanh pho|tp)\.? \S"
)
_GROUPED = re.compile(r"^(?:khoi|cap|bac|cac truong|loai hinh|he)\b ?:?")
_TOTAL = re.compile(r"^(?:tong|cong)(?: cong| so)?\b")
_SCHOOL = re.compile(r"^(?:truong|trung tam|nhom|lop|co so|mam non|mau giao|nha tre)\b")
_CLOSED = re.compile(r"giai the|dung hoat dong|ngung hoat dong|dong cua")
_MERGED = re.compile(r"sap nhap|sat nhap|hop nhat|nhap vao")


def level(value):
    """Return the level that a text names.

    :param value: a cell of a column of levels, or a school's name
    :return: a code of ``cds.school.level``, ``office``, or "" where none is named
    """
    folded = search_key(text(value))
    if _OFFICES.search(folded):
        return OFFICE
    if _CONTINUING.search(folded):
        return CONTINUING
    parts = {part for part, pattern in _PARTS if pattern.search(folded)}
    for steps in _STEPS.findall(folded):
        parts |= {
            ("TH", "THCS", "THPT")[int(step) - 1] for step in re.findall(r"\d", steps)
        }
    if not parts:
        return COMBINED if _COMBINED.search(folded) else ""
    return LEVELS.get(frozenset(parts), COMBINED)


def level_of_bits(number):
    """Return the level that a sum of bits stands for: 1, 2, 4; 10 for an office."""
    if number == _OFFICE_BITS:
        return OFFICE
    parts = frozenset(part for bit, part in _BITS.items() if number & bit)
    known = number in range(1, sum(_BITS) + 1)
    return LEVELS.get(parts, COMBINED) if known else ""


def ownership(value, level_code=""):
    """Return whose a school is.

    :return: ``public``, ``private``, "" where nothing is said, or None where it could
        be either
    """
    folded = search_key(text(value))
    if folded == _TWO_WAYS:
        return None if level_code == CONTINUING else "private"
    if _PRIVATE.search(folded):
        return "private"
    return "public" if _PUBLIC.search(folded) else ""


def ownership_of_name(name):
    """Return ``private`` for a name that says so, "" for others."""
    folded = search_key(text(name))
    is_private = re.search(r"tu thuc|dan lap|doc lap|^nhom tre|^lop ", folded)
    return "private" if is_private else ""


def group(value):
    """Return what a row of one text says of the rows below it.

    :return: pair of what it is (``commune``, ``level``, ``ownership``, "" for none of
        these) and what it says
    """
    heading = _NUMBERING.sub("", search_key(text(value)))
    if is_commune(heading):
        return "commune", commune(value)
    if _SCHOOL.match(heading) and not heading.startswith(("mam non", "mau giao")):
        return "", ""
    bare = _GROUPED.sub("", heading.split("(")[0]).strip()
    if len(bare.split()) <= 5:
        if ownership(bare):
            return "ownership", ownership(bare)
        if level(bare) and not is_office(bare):
            return "level", level(bare)
    return "", ""


def is_commune(value):
    """Return whether a text is the name of a commune, ward, district or town."""
    return bool(_COMMUNE.match(search_key(text(value))))


def commune(value):
    """Return the name of a commune as it is written, without number and remark."""
    written = text(value).split("(")[0].strip(" :-")
    found = re.match(r"^(?:[IVXLC]+|[0-9]+)[.)/ -]+(?=\D)", written)
    return written_name(written[found.end() :] if found else written).strip()


def is_numbering(value):
    """Return whether a text only counts: 12, 1.2, IV, a)."""
    return bool(_COUNT.fullmatch(search_key(text(value))))


def is_total(value):
    """Return whether a row sums others up."""
    return bool(_TOTAL.match(search_key(text(value))))


def is_school(name):
    """Return whether a text begins as names of schools do."""
    return bool(_SCHOOL.match(search_key(text(name))))


def is_office(name):
    """Return whether a text begins as names of authorities do."""
    return bool(_OFFICES.match(search_key(text(name))))


def closing(remark):
    """Return ``dissolved`` or ``merged`` for a remark that says so, "" for others."""
    folded = search_key(text(remark))
    if _MERGED.search(folded):
        return "merged"
    return "dissolved" if _CLOSED.search(folded) else ""
