"""The schools and offices of the tables of a list, each with what is doubtful in it."""

import datetime
from collections import Counter
from dataclasses import dataclass, replace

from . import cells, kinds
from .tables import NAME

# How many of the rows with one number must agree by their names on what it stands for.
AGREEING = 0.8


@dataclass(frozen=True)
class Doubt:
    """What cannot be known: a kind, and the words or the row that it is about.

    ``level_unknown``, ``level_differs``, ``ownership_two_ways``, ``code_length``,
    ``code_twice``, ``twice``, ``dissolved``, ``merged``
    """

    kind: str
    about: str = ""


@dataclass(frozen=True)
class School:
    """A row as it was understood; texts are "" and days None where nothing is said.

    ``level`` is a code of ``cds.school.level``; ``place`` what the list says of where
    it is, or who manages it.
    """

    sheet: str
    number: int
    name: str
    is_office: bool = False
    code: str = ""
    level: str = ""
    ownership: str = ""
    place: str = ""
    place_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    head_name: str = ""
    short_name: str = ""
    closed_on: datetime.date | None = None
    doubts: tuple[Doubt, ...] = ()


def read_schools(tables):
    """Read the rows of tables.

    :param tables: list of ``tables.Table``
    :return: list of :class:`School`, in the order of the list
    """
    schools = [school for table in tables for school in _read_table(table)]
    return list(_with_what_is_there_twice(_with_whole_codes(schools)))


def _read_table(table):
    columns = {c.field: c.number for c in table.columns if c.field}
    numbers = _level_numbers(table, columns)
    about = _about_all(table, columns)
    for number, row in table.rows:
        values = {
            name: row[place] for name, place in columns.items() if place < len(row)
        }
        if _is_other(row, values, about):
            continue
        about["place"] = (
            cells.text(values.get("commune") or values.get("parent")) or about["place"]
        )
        yield _read_row(table.sheet, number, values, numbers, about)


def _about_all(table, columns):
    """Return what holds for all rows until a row says otherwise."""
    heading = next(c.heading for c in table.columns if c.field == NAME)
    sheet_is_commune = kinds.is_commune(table.sheet)
    return {
        "place": kinds.commune(table.sheet) if sheet_is_commune else "",
        "level": kinds.level(heading),
        "ownership": "",
        "has_places": bool({"commune", "parent"} & set(columns)),
    }


def _is_other(row, values, about):
    """Return whether a row is no school, and keep what it says of those below it."""
    written = [text for value in row if (text := cells.text(value))]
    name = cells.text(values.get(NAME))
    texts = [value for value in written if not kinds.is_numbering(value)]
    if not texts or kinds.is_total(texts[0]) or kinds.is_total(name):
        return True
    if len(texts) == 1 and len(written) <= 2:
        return _is_heading(texts[0], name, about)
    return not name


def _is_heading(written, name, about):
    """Return whether a row of one text is no school, and keep what it says.

    :param written: the text
    :param name: what stands in the column of names
    """
    what, said = kinds.group(written)
    # a school may be called after its commune where there is a column of these
    if what and not (what == "commune" and about["has_places"] and name):
        about["place" if what == "commune" else what] = said
        return True
    return not (kinds.is_school(name) or kinds.is_office(name))


def _read_row(sheet, number, values, numbers, about):
    name = cells.written_name(values.get(NAME))
    level, doubts = _read_level(name, values.get("level"), numbers, about)
    is_office = level == kinds.OFFICE
    ownership, unsure = _read_ownership(name, values.get("ownership"), level, about)
    remark = cells.text(values.get("remark"))
    closing = kinds.closing(remark)
    if closing:
        unsure = (*unsure, Doubt(closing, remark))
    place = values.get("commune") or values.get("parent")
    return School(
        sheet=sheet,
        number=number,
        name=name,
        is_office=is_office,
        code=cells.code(values.get("code")),
        level="" if is_office else level,
        ownership="" if is_office else ownership,
        place=kinds.commune(place) or about["place"],
        place_code=cells.code(values.get("parent_code")),
        address=cells.plain(values.get("address")),
        phone=cells.telephone(values.get("phone")),
        email=cells.email(values.get("email")),
        head_name=cells.plain(values.get("head_name")),
        short_name=cells.plain(values.get("short_name")),
        closed_on=cells.day(remark) if closing else None,
        doubts=(*doubts, *unsure),
    )


def _read_level(name, value, numbers, about):
    """Return the level of a row, and what is doubtful in it.

    The name tells it too: both must agree, but for "liên cấp", which says less.
    """
    written = cells.text(value)
    named = kinds.level(name)
    said = numbers.get(written, "") if written.isdecimal() else kinds.level(written)
    if kinds.OFFICE in (named, said):
        return kinds.OFFICE, ()
    if said and named and said != named and said != kinds.COMBINED:
        return said, (Doubt("level_differs", written),)
    level = (named if said == kinds.COMBINED and named else said) or named
    if not level and not written:
        level = about["level"]
    return level, () if level else (Doubt("level_unknown", written),)


def _read_ownership(name, value, level, about):
    written = cells.text(value)
    said = kinds.ownership(written, level)
    if said is None:
        return "", (Doubt("ownership_two_ways", written),)
    return said or kinds.ownership_of_name(name) or about["ownership"], ()


def _level_numbers(table, columns):
    """Return what the numbers in a column of levels stand for, by what they are.

    The names of the rows tell, where they agree; else numbers are sums of bits.
    """
    found = {}
    for _number, row in table.rows:
        written = cells.text(row[columns["level"]]) if "level" in columns else ""
        if written.isdecimal():
            named = kinds.level(row[columns[NAME]])
            found.setdefault(written, Counter())[named] += bool(named)
    numbers = {}
    for written, counts in found.items():
        best, count = counts.most_common(1)[0]
        agree = count and count >= AGREEING * counts.total()
        numbers[written] = best if agree else kinds.level_of_bits(int(written))
    return numbers


def _with_whole_codes(schools):
    """Give codes the zeros that cells of numbers have lost, by the length of others."""
    lengths = Counter(len(s.code) for s in schools if s.code.startswith("0"))
    if not lengths:
        return schools
    length = lengths.most_common(1)[0][0]
    return [_with_whole_code(school, length) for school in schools]


def _with_whole_code(school, length):
    code = school.code
    if not code.isdecimal() or len(code) == length:
        return school
    if len(code) < length:
        return replace(school, code=code.zfill(length))
    doubt = Doubt("code_length", code)
    return replace(school, doubts=(*school.doubts, doubt))


def _with_what_is_there_twice(schools):
    codes, names = {}, {}
    for school in schools:
        place = cells.identity(school.place or school.place_code)
        name = (cells.identity(school.name), place)
        doubt = None
        if school.code and school.code in codes:
            doubt = Doubt("code_twice", str(codes[school.code]))
        elif name in names and not (school.code and names[name][1]):
            doubt = Doubt("twice", str(names[name][0]))
        codes.setdefault(school.code, school.number)
        names.setdefault(name, (school.number, school.code))
        yield replace(school, doubts=(*school.doubts, doubt)) if doubt else school
