"""A paper as a plain structure: built once from data, then rendered.

The layout follows Decree 30/2020/NĐ-CP: letterhead of two columns, title, legal bases,
body, recipients and signatures. Texts are Vietnamese whatever the user's language. The
same structure becomes a PDF (``paper_templates.xml``) and a Word file
(``paper_docx.py``).
"""

import re
from dataclasses import asdict, dataclass

from markupsafe import Markup, escape

# Codes and numbers of papers, for instance H1-1.3-01 and 285/BC-TH: no line ends there.
# It is looked for where a part of a word begins, and reads each letter once: a search
# that begins again at each letter holds the whole server with one long text.
_UNBREAKABLE = re.compile(r"(?<![^\s-])[^\s\d-]*\d[^\s-]*(?:-[^\s-]+)+")
# A longer one is an address of the web, which a column has to break.
_LONGEST_UNBREAKABLE = 30
_NOWRAP = Markup('<span class="nowrap">{}</span>')


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a paper.

    :param above: who manages the institution ("" where nobody does)
    :param own: the institution
    :param place_date: for instance "Cao Minh, ngày 30 tháng 10 năm 2023"
    :param number: number and symbol, "" for papers without
    :param about: what an official letter is about, which stands below its number
    """

    above: str
    own: str
    place_date: str
    number: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` stands bold before the text.

    :param kind: ``paragraph``, ``heading`` (I., II.), ``subheading`` (1., 2.) or
        ``center`` (a bold line in the middle, for instance "QUYẾT ĐỊNH:")
    """

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
    """A signature block: who signs, in capitals, what the signer adds, the name.

    :param title: lines divided by a line break, for instance "TM. HỘI ĐỒNG\\nCHỦ TỊCH"
    """

    title: str
    remark: str = "(Ký, ghi rõ họ tên)"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex, which begins on a page of its own.

    :param title: for instance "PHỤ LỤC"
    :param subtitle: what it holds
    :param reference: the paper that it belongs to, in brackets
    :param is_landscape: for tables of many columns: its pages lie on their long side
    """

    title: str
    subtitle: str
    reference: str
    blocks: tuple[Paragraph | Table, ...]
    is_landscape: bool = False

    @property
    def pieces(self):
        """The blocks as :func:`pieces` groups them."""
        return pieces(self.blocks)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Annexes that follow each other on pages of one orientation."""

    is_landscape: bool
    annexes: tuple[Annex, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper.

    :param title: the kind of paper in capitals, "" for official letters
    :param subtitle: what it is about
    :param authority: who decides, in capitals, for decisions only
    :param addressees: whom it is written to ("Kính gửi")
    :param bases: legal bases, each a sentence without its last mark
    :param recipients: who gets it ("Nơi nhận"), without dashes and marks
    """

    letterhead: Letterhead
    title: str
    subtitle: str = ""
    authority: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    blocks: tuple[Paragraph | Table, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    annexes: tuple[Annex, ...] = ()

    @property
    def tables(self):
        """Its tables in order, those of the annexes as well."""
        parts = (self.blocks, *(annex.blocks for annex in self.annexes))
        return [block for part in parts for block in part if block.kind == "table"]

    @property
    def sheets(self):
        """Its annexes by the orientation of the pages; the first has the body too."""
        sheets = [Sheet(False, ())]
        for annex in self.annexes:
            last = sheets[-1]
            if annex.is_landscape == last.is_landscape:
                sheets[-1] = Sheet(last.is_landscape, (*last.annexes, annex))
            else:
                sheets.append(Sheet(annex.is_landscape, (annex,)))
        return sheets

    @property
    def has_recipients_below(self):
        """Whether there is no room for the recipients beside the signatures."""
        return bool(self.recipients) and len(self.signatures) > 2

    @property
    def basis_lines(self):
        """The legal bases with their marks: ";" after each, "." after the last."""
        return _marked(self.bases)

    @property
    def recipient_lines(self):
        """The recipients as they are printed: "- Lưu: VT."."""
        return tuple(f"- {line}" for line in _marked(self.recipients))

    @property
    def pieces(self):
        """The blocks as :func:`pieces` groups them."""
        return pieces(self.blocks)

    @property
    def is_signed_below_text(self):
        """Whether a paragraph stands last, which then stays with the signatures."""
        is_signed = self.signatures or self.recipients
        return bool(is_signed and self.blocks and self.blocks[-1].kind != "table")

    @staticmethod
    def nowrap(text):
        """Write a text for the templates: see :func:`nowrap`."""
        return nowrap(text)


def to_data(paper):
    """Return a paper as plain data that JSON can hold."""
    return asdict(paper)


def from_data(data):
    """Return the paper that :func:`to_data` wrote down.

    :rtype: Paper
    """
    return Paper(
        **{
            **data,
            "letterhead": Letterhead(**data["letterhead"]),
            "blocks": _blocks_from(data["blocks"]),
            "signatures": tuple(Signature(**block) for block in data["signatures"]),
            "annexes": tuple(
                Annex(**{**annex, "blocks": _blocks_from(annex["blocks"])})
                for annex in data["annexes"]
            ),
            **{
                name: tuple(data[name])
                for name in ("addressees", "bases", "recipients")
            },
        }
    )


def _blocks_from(blocks):
    return tuple(
        _table_from(block) if block["kind"] == "table" else Paragraph(**block)
        for block in blocks
    )


def _table_from(data):
    return Table(
        columns=tuple(Column(**column) for column in data["columns"]),
        rows=tuple(Row(tuple(row["cells"]), row["style"]) for row in data["rows"]),
    )


def _marked(texts):
    last = len(texts) - 1
    return tuple(
        f"{text.rstrip(' .;,')}{'.' if index == last else ';'}"
        for index, text in enumerate(texts)
    )


def pieces(blocks):
    """Group blocks so that no page ends with a heading.

    :param blocks: paragraphs and tables in order
    :return: list of tuples; those of more than one block are headings with the block
        that follows them, to be kept together
    """
    groups, heads = [], []
    for block in blocks:
        heads.append(block)
        if block.kind not in ("heading", "subheading", "center"):
            groups.append(tuple(heads))
            heads = []
    return groups + [tuple(heads)] if heads else groups


def runs(text):
    """Cut a text so that codes and numbers can be kept on one line.

    :param text: for instance "Xem [H1-1.3-01] và 285/BC-TH"
    :return: list of pairs: a piece of the text, whether no line may end inside it
    """
    found, position = [], 0
    for match in _UNBREAKABLE.finditer(text):
        if match.start() > position:
            found.append((text[position : match.start()], False))
        found.append((match.group(), len(match.group()) <= _LONGEST_UNBREAKABLE))
        position = match.end()
    if position < len(text):
        found.append((text[position:], False))
    return found


def nowrap(text):
    """Write a text as markup whose codes and numbers stay on one line.

    :rtype: markupsafe.Markup
    """
    if "-" not in text:  # as most cells of a table are
        return escape(text)
    return Markup().join(
        _NOWRAP.format(part) if is_unbreakable else escape(part)
        for part, is_unbreakable in runs(text)
    )


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
    """Write a school year as papers do, "2022 - 2023", never broken over two lines."""
    return name.replace("-", "\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}")
