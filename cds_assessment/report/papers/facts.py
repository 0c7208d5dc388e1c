"""What papers tell, as plain data: read once from the records, then laid out.

Texts and numbers are written as they are printed. A paper's
facts are a :class:`Head` or more; ``report/readers/papers.py`` reads them.
"""

from dataclasses import dataclass, field
from datetime import date

# For what is written by hand; two dots of a kind, which are no gap in a text.
BLANK = "… … …"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the council.

    :param tasks: the codes of the criteria given to the member, "" for none
    """

    name: str
    position: str
    role: str
    role_name: str
    tasks: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item with the points that count.

    :param points: as printed; "Đạt" or "Không đạt" for a mandatory condition
    :param maximum: as printed; "bắt buộc" for a mandatory condition
    :param codes: the codes of its evidence
    :param section: the section of the report that tells of it, "" for none
    """

    code: str
    name: str
    maximum: str
    points: str
    figure: str
    codes: tuple[str, ...]
    status_quo: str
    strengths: str
    weaknesses: str
    plan: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion (or an item right under its group) with its points and items.

    :param share: points as a part of the maximum (0 to 1), None without points
    """

    code: str
    name: str
    maximum: str
    points: str
    level: str
    share: float | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of criteria with its total and level ("Mức độ 2")."""

    code: str
    name: str
    maximum: str
    points: str
    level: str
    reasons: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence as the list prints it."""

    code: str
    name: str
    number: str
    date: date | None
    issuer: str
    place: str
    is_confidential: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What is recommended, and who carries it out until when, as far as it is known."""

    text: str
    responsible: str
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Equipment:
    """Equipment as it is declared; ``year`` is that since when it is used, 0 for none.

    :param figure: the code of the year's figure that counts such equipment, "" for none
    """

    name: str
    figure: str
    quantity: int
    working: int
    year: int
    note: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Another paper of the dossier, as papers refer to it.

    :param title: for instance "Quyết định"
    :param about: for instance "về việc thành lập Hội đồng tự đánh giá"
    """

    title: str
    number: str
    date: date | None
    about: str

    @property
    def words(self):
        """The paper in words: "Quyết định số 282/QĐ-TH ngày 23/10/2023 về …"."""
        number = self.number and f"số {self.number}"
        day = self.date and f"ngày {self.date:%d/%m/%Y}"
        return " ".join(filter(None, (self.title, number, day, self.about)))


@dataclass(slots=True, kw_only=True)
class Head:
    """What every paper tells, whatever it is about: the base of all facts.

    :param above: who manages the institution, as letterheads name it, "" for nobody
    :param own: the institution, as letterheads name it
    :param authority: who assesses the institution from outside, or manages it
    :param number: number and symbol, with dots for what is to come
    :param bases: the legal bases, a sentence each
    :param recipients: who gets it, without dashes
    :param figures: value as text, name and unit by code of the figure
    :param used_figures: the codes of the figures that were asked for
    :param attendance: of minutes: who was there, as far as it was entered
    """

    above: str
    own: str
    institution: str
    authority: str
    head_title: str
    place: str
    date: date | None
    number: str
    signer_title: str
    signer_name: str
    school_year: str
    next_school_year: str
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    figures: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    used_figures: set[str] = field(default_factory=set)
    attendance: "Attendance | None" = None

    def figure(self, code):
        """Give a figure of the year as text, "" where it is not known."""
        if code not in self.figures:
            return ""
        self.used_figures.add(code)
        return self.figures[code][0]

    def with_figures(self, sentence, *codes):
        """Fill figures into a sentence; "" unless all of them are known.

        :param sentence: with a place ``{code}`` for each of ``codes``
        """
        values = {code: self.figure(code) for code in codes}
        return sentence.format(**values) if all(values.values()) else ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there, as far as it was entered.

    :param is_entered: somebody has said who was there
    :param absent: names of those who were not
    :param is_read_out: the minutes were read to those present, who agreed
    """

    is_entered: bool = False
    absent: tuple[str, ...] = ()
    note: str = ""
    is_read_out: bool = False

    def lines(self, count, whom):
        """Write the lines on who was there; blanks for what nobody has entered.

        :param count: of the members
        :param whom: for instance "thành viên Hội đồng"
        """
        if not self.is_entered:
            return (f"- Có mặt: {BLANK}/{count:02d} {whom}.", f"- Vắng mặt: {BLANK}")
        present = f"- Có mặt: {count - len(self.absent):02d}/{count:02d} {whom}."
        if not self.absent:
            return (present, "- Vắng mặt: không.")
        why = f" (lý do: {self.note})" if self.note else ""
        return (present, f"- Vắng mặt: {'; '.join(self.absent)}{why}.")

    def read_out(self, sentence):
        """Return the sentence that minutes were read out, or a blank for it."""
        return (
            sentence if self.is_read_out else f"Biên bản được đọc và thông qua: {BLANK}"
        )


@dataclass(slots=True, kw_only=True)
class Facts(Head):
    """All that the papers of a dossier tell.

    :param carried: what is still to be improved from earlier years
    :param papers: the dossier's other papers by the code of their kind
    :param criterion: the criterion that a sheet is about
    :param layout: the layout of the report
    """

    framework: str
    framework_reference: str
    members: tuple[Member, ...]
    groups: tuple[Group, ...]
    evidence: tuple[Evidence, ...]
    software: tuple[tuple[str, str, str], ...]
    equipment: tuple[Equipment, ...] = ()
    carried: tuple[Recommendation, ...] = ()
    papers: dict[str, Reference]
    criterion: Criterion | None
    layout: str

    def reference(self, code):
        """Return another paper of the dossier in words, "" where there is none yet."""
        return self.papers[code].words if code in self.papers else ""

    def member_names(self, role):
        """Give the members of a role, each "name, position"."""
        return [
            ", ".join(dict.fromkeys(filter(None, (member.name, member.position))))
            for member in self.members
            if member.role == role
        ]

    def items(self):
        """Return all items in order."""
        return [
            item
            for group in self.groups
            for criterion in group.criteria
            for item in criterion.items
        ]
