"""The registry of papers: what each kind consists of, and how it is laid out.

A paper is described by parts in order: fixed headings, texts that people may edit, and
blocks that are built from data each time. Adding a paper is one module here, which
registers a :class:`Kind`, and one record of ``cds.document.type`` with its code.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..paper.structure import Letterhead, Paper, Paragraph, Signature, place_and_date
from .text import text_blocks

EMPTY = "……"  # stands where a text is still to be written
REPORT = "cds_assessment.action_report_document"
SIGN_AND_SEAL = "(Ký, đóng dấu, ghi rõ họ tên)"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that people may edit.

    :param code: its key in the paper
    :param label: what the form calls it
    :param suggest: gives the text that is proposed, from the facts
    """

    code: str
    label: str
    suggest: Callable


@dataclass(frozen=True, slots=True)
class Data:
    """Blocks built from data whenever the paper is printed.

    :param build: gives an iterable of paragraphs and tables, from the facts
    """

    build: Callable


def heading(text):
    """Give a heading of the first order, for instance "I. NỘI DUNG"."""
    return Paragraph(text="", lead=text, kind="heading")


def subheading(text):
    """Give a heading of the second order, for instance "1. Công tác tuyên truyền"."""
    return Paragraph(text="", lead=text, kind="subheading")


def center(text):
    """Return a bold line in the middle."""
    return Paragraph(text="", lead=text, kind="center")


def _nothing(_facts):
    return ()


def _head_signs(facts):
    return (Signature(facts.signer_title.upper(), SIGN_AND_SEAL, facts.signer_name),)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper; every callable takes its facts, see :mod:`.facts`.

    :param code: the code of its ``cds.document.type``
    :param title: the title in capitals; of a letter what others call it
    :param subtitle: gives what the paper is about; of a letter what stands behind "V/v"
    :param parts: gives the parts in order: ``Paragraph``, ``Text``, ``Data``
    :param about: how other papers name it, behind title, number and date
    :param authority: gives who decides, "" for papers that are no decision
    :param addressees: gives whom it is written to
    :param signatures: gives the signature blocks; the head's by default
    :param annexes: gives the annexes
    :param is_letter: an official letter (công văn): it has no title, tells below its
        number what it is about, and its number has no sign of a kind
    :param report: the XML id of the ``ir.actions.report`` of ``cds.document`` by which
        it is printed: another one than the default has a template and a format of its
        own, for what is no paper by Decree 30
    """

    code: str
    title: str
    subtitle: Callable
    parts: Callable
    about: str = ""
    authority: Callable = lambda _facts: ""
    addressees: Callable = _nothing
    signatures: Callable = _head_signs
    annexes: Callable = _nothing
    is_letter: bool = False
    report: str = REPORT


KINDS: dict[str, Kind] = {}


def register(kind):
    """Add a kind of paper.

    :raise ValueError: when there is one with its code
    """
    if kind.code in KINDS:
        raise ValueError(f"there are two kinds of paper {kind.code}")
    KINDS[kind.code] = kind
    return kind


def suggestions(kind, facts):
    """Return the texts that are proposed for a paper.

    :return: list of triples: code, label, text
    """
    return [
        (part.code, part.label, part.suggest(facts))
        for part in kind.parts(facts)
        if isinstance(part, Text)
    ]


def lay_out(kind, facts, texts):
    """Lay a paper out.

    :param texts: the texts as people left them, by code; what is missing is proposed
    :rtype: paper.Paper
    """
    about = kind.subtitle(facts)
    return Paper(
        letterhead=Letterhead(
            above=facts.above,
            own=facts.own,
            place_date=place_and_date(facts.place, facts.date),
            number=facts.number,
            about=f"V/v {about}" if kind.is_letter and about else "",
        ),
        title="" if kind.is_letter else kind.title,
        subtitle="" if kind.is_letter else about,
        authority=kind.authority(facts),
        addressees=tuple(kind.addressees(facts)),
        bases=facts.bases,
        blocks=tuple(_blocks(kind.parts(facts), facts, texts)),
        recipients=facts.recipients,
        signatures=tuple(kind.signatures(facts)),
        annexes=tuple(kind.annexes(facts)),
    )


def _blocks(parts, facts, texts):
    for part in parts:
        if isinstance(part, Text):
            text = texts.get(part.code)
            text = part.suggest(facts) if text is None else text
            yield from text_blocks(text.strip() or EMPTY)
        elif isinstance(part, Data):
            yield from part.build(facts)
        else:
            yield part
