"""A paper as a plain structure: built once from data, then rendered.

The layout follows Decree 30/2020/NĐ-CP: letterhead of two columns, title, legal bases,
body, recipients and signatures. Texts are Vietnamese whatever the user's language.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a paper.

    :param above: who manages the institution ("" where nobody does)
    :param own: the institution
    :param place_date: for instance "Cao Minh, ngày 30 tháng 10 năm 2023"
    :param number: number and symbol, "" for papers without
    """

    above: str
    own: str
    place_date: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` stands bold before the text."""

    text: str
    lead: str = ""
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` in mm, 0 for what is left."""

    heading: str
    width: int = 0
    align: str = "left"  # left, center


@dataclass(frozen=True, slots=True)
class Row:
    """A row: texts by column; ``style`` is ``group``, ``node`` or ``item``."""

    cells: tuple[str, ...]
    style: str = "item"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of rows under headings of columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: str = "table"

    @property
    def parts(self):
        """The rows in parts that no page may break: headings with what follows."""
        parts, heads = [], []
        for row in self.rows:
            heads.append(row)
            if row.style == "item":
                parts.append(tuple(heads))
                heads = []
        return parts + [tuple(heads)] if heads else parts


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block: who signs, in capitals, and what the signer adds."""

    title: str
    remark: str = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper."""

    letterhead: Letterhead
    title: str
    subtitle: str = ""
    bases: tuple[str, ...] = ()
    blocks: tuple[Paragraph | Table, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = field(default=())


def long_date(date):
    """Write a date as papers do: days below 10 and months 1 and 2 take a leading 0.

    :param date: ``datetime.date`` or False (dots to be filled in by hand)
    """
    if not date:
        return "ngày …… tháng …… năm ………"
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def place_and_date(place, date):
    """Write the place and date line: "Cao Minh, ngày 30 tháng 10 năm 2023"."""
    return f"{place or '…………'}, {long_date(date)}"


def school_year_words(name):
    """Write a school year as papers do: "2022 - 2023"."""
    return name.replace("-", " - ")
