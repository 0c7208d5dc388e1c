"""Tables in a workbook: where their headings are, and what each column holds."""

from dataclasses import dataclass, field, replace

from ..plain_workbook import WorkbookError, open_cells
from ..vietnamese import search_key
from . import kinds
from .cells import text

# A list of all the country's schools is far below; more is not read at all.
LARGEST_FILE = 20 * 1024 * 1024
LARGEST_CONTENT = 200 * 1024 * 1024
MOST_ROWS = 60_000
MOST_COLUMNS = 60
LAST_HEADING_ROW = 40
SAMPLES = 3
LONGEST_HEADING = 60

NAME = "name"
# What a heading says, without marks. The first that fits counts: long ones come first.
HEADINGS = {
    "parent_code": ("ma huyen", "ma phong", "ma pgd", "ma xa", "ma don vi cap tren"),
    "code": (
        *("ma truong", "ma don vi", "ma co so", "ma csgd", "ma dinh danh"),
        *("ma csdl", "ma so", "ma nganh", "ma"),
    ),
    "short_name": ("ten viet tat", "viet tat"),
    "head_name": (
        *("hieu truong", "thu truong", "nguoi dung dau", "lanh dao", "giam doc"),
    ),
    "ownership": ("loai hinh", "hinh thuc", "cong lap", "loai hinh so huu"),
    "level": ("cap hoc", "bac hoc", "cap", "loai truong", "khoi", "nganh hoc"),
    "address": ("dia chi", "tru so", "noi dong"),
    "phone": ("dien thoai", "so dien thoai", "so dt", "sdt", "dt", "tel"),
    "email": ("email", "e-mail", "thu dien tu", "hop thu", "mail"),
    "commune": (
        *("xa/phuong", "xa, phuong", "phuong/xa", "phuong, xa", "xa phuong"),
        *("phuong xa", "quan/huyen", "quan huyen", "dia ban", "xa", "phuong", "huyen"),
    ),
    "parent": (
        *("co quan quan ly", "don vi quan ly", "truc thuoc", "phong gd"),
        *("phong giao duc", "don vi chu quan", "cap quan ly"),
    ),
    "remark": ("ghi chu", "tinh trang", "trang thai", "hien trang"),
    "number": ("tt", "stt", "so tt", "so thu tu"),
    NAME: (
        *("ten truong", "ten don vi", "ten co so", "ten cs", "ten csgd"),
        *("ho ten truong", "co so giao duc", "truong", "don vi", "ten"),
    ),
}
# These may stand for more than one school: a heading of theirs is no table yet.
_WEAK = frozenset(("number", "remark"))


@dataclass(frozen=True)
class Column:
    """A column of a list: counted from 0; ``field`` is "" where it is left out."""

    sheet: str
    number: int
    heading: str
    samples: str
    field: str


@dataclass(frozen=True)
class Table:
    """What stands below the headings of a sheet.

    ``rows`` are pairs of the number that the sheet shows and the cells' values.
    """

    sheet: str
    columns: tuple[Column, ...]
    rows: list[tuple[int, tuple]] = field(default_factory=list)

    def mapped(self, fields):
        """Return the table with other meanings of its columns.

        :param fields: what a column is, by its number; others stay
        """
        columns = (
            replace(c, field=fields.get(c.number, c.field)) for c in self.columns
        )
        return replace(self, columns=tuple(columns))


def read_tables(content):
    """Find the lists of schools in a workbook.

    :param content: the file's bytes
    :return: list of :class:`Table`, one for each sheet that has one
    :raise WorkbookError: with ``no_list`` where no sheet has a column of names
    """
    workbook = open_cells(content, LARGEST_FILE, LARGEST_CONTENT, with_results=True)
    try:
        tables = [
            table
            for sheet in workbook.worksheets
            if (table := _read_sheet(sheet.title, _rows(sheet)))
        ]
    except Exception as error:  # a broken sheet breaks the reader in any way it likes
        raise WorkbookError("no_workbook") from error
    if not tables:
        raise WorkbookError("no_list")
    return tables


def _rows(sheet):
    found = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    return [
        (number, row)
        for number, row in enumerate(found, start=1)
        if any(text(value) for value in row)
    ]


def _read_sheet(title, rows):
    place = _find_headings(rows)
    if place is None:
        return None
    headings, first = _join_headings(rows, place)
    below = [(n, row) for n, row in rows[first:] if not _is_count(row)]
    columns = _columns(title, headings, below)
    if NAME not in {column.field for column in columns}:
        return None
    return Table(title, columns, below)


def _find_headings(rows):
    """Return which row has most headings, None where none has a column of names."""
    best, place = 0, None
    for index, (number, row) in enumerate(rows):
        if number > LAST_HEADING_ROW:
            break
        found = {_meaning(value) for value in row} - {""}
        known = len(found - _WEAK)
        if known > best and (len(found) > 1 or _is_alone(row)):
            best, place = known, index
    return place


def _is_alone(row):
    """Return whether a row is the heading of a list that has names alone."""
    written = [text(value) for value in row if text(value)]
    return len(written) == 1 and _meaning(written[0]) == NAME and len(written[0]) < 40


def _join_headings(rows, place):
    """Return the headings by column, with those of a second row beneath the first.

    :return: dictionary of texts by number of the column, and the index of the first row
        below
    """
    headings = {n: text(v) for n, v in enumerate(rows[place][1]) if text(v)}
    if place + 1 >= len(rows):
        return headings, place + 1
    below = {n: text(v) for n, v in enumerate(rows[place + 1][1]) if text(v)}
    is_second = (
        below
        and rows[place + 1][0] == rows[place][0] + 1
        and not any(n in headings and _meaning(headings[n]) == NAME for n in below)
        and not any(value.isdecimal() for value in below.values())
        and not any(kinds.group(value)[0] for value in below.values())
        and len(below) < len(headings)
        and not (len(below) == 1 and kinds.is_school(next(iter(below.values()))))
    )
    if not is_second:
        return headings, place + 1
    above = ""
    for number in range(max(*headings, *below) + 1):
        above = headings.get(number, above)
        if number in below:
            headings[number] = f"{above} {below[number]}".strip()
    return headings, place + 2


def _is_count(row):
    """Return whether a row only counts the columns: (1) (2) (3), or A B 1 2."""
    written = [text(value).strip("()") for value in row if text(value)]
    numbers = [int(value) for value in written if value.isdecimal()]
    rest = [value for value in written if not value.isdecimal()]
    return (
        len(numbers) > 1
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and all(len(value) == 1 for value in rest)
    )


def _columns(title, headings, rows):
    taken, columns = set(), []
    for number, heading in sorted(headings.items()):
        meaning = _meaning(heading)
        # the first of two alike: what follows is another matter with the same word
        if meaning in taken:
            meaning = ""
        taken.add(meaning)
        columns.append(Column(title, number, heading, _samples(rows, number), meaning))
    if NAME in taken:
        return tuple(columns)
    return tuple(_with_names(columns, rows))


def _with_names(columns, rows):
    """Take the column of names by what stands in it, where no heading says so."""
    counts = {
        column.number: sum(kinds.is_school(row[column.number]) for _n, row in rows)
        for column in columns
        if not column.field
    }
    best = max(counts, key=counts.get, default=None)
    for column in columns:
        is_names = column.number == best and counts[best] * 2 > len(rows)
        yield replace(column, field=NAME) if is_names else column


def _samples(rows, number):
    found = dict.fromkeys(
        text(row[number])
        for _n, row in rows[:200]
        if number < len(row) and text(row[number])
    )
    return " · ".join(list(found)[:SAMPLES])


def _meaning(heading):
    """Return what a heading names: a field, "" for none of them."""
    folded = search_key(text(heading))
    if not folded or len(folded) > LONGEST_HEADING:
        return ""
    for fits in (_begins, _holds):
        for name, known in HEADINGS.items():
            if any(fits(folded, words) for words in known):
                return name
    return ""


def _begins(folded, words):
    # a word alone begins many a name too: "Trường Tiểu học …", "Xã …"
    is_alone = " " not in words and "/" not in words
    rest = folded.removeprefix(words)
    return folded == words or (
        rest != folded
        and rest.startswith(("/", "(", " (") if is_alone else (" ", "/", "("))
    )


def _holds(folded, words):
    return " " in words and words in folded
