"""A dossier as plain data, which the rules look at: read once by ``reader.py``."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ....tools.states import ISSUED, LIVE_USES
from .registry import Place


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is kept.

    :param sha256: what its hash was when it was kept
    :param open: gives a binary file object to read it, and raises ``OSError``
    """

    name: str
    sha256: str
    open: Callable
    place: Place


@dataclass(frozen=True, slots=True)
class Use:
    """A piece of evidence as the dossier uses it.

    :param state: as in ``cds.assessment.evidence``
    :param year: the school year that it proves, "" if it does not say
    :param is_own: whether the school itself issued it
    """

    code: str
    name: str
    state: str
    number: str
    date: datetime.date | None
    valid_until: datetime.date | None
    year: str
    is_own: bool
    files: tuple[StoredFile, ...]
    place: Place

    @property
    def is_valid(self):
        """Whether it is there to prove something: not refused, nor in question."""
        return self.state in LIVE_USES


@dataclass(frozen=True, slots=True)
class Item:
    """An item with the points of the school's hand.

    :param figures: number by code of ``cds.figure``, where the item takes the year's
    :param weaknesses: what the school says of them
    """

    code: str
    name: str
    points: Decimal
    is_mandatory: bool
    is_met: bool
    uses: tuple[Use, ...]
    figures: dict[str, Decimal]
    place: Place
    max_points: Decimal = Decimal(0)
    weaknesses: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the dossier that is not cancelled.

    :param name: kind, criterion and number, as people call it
    :param kind: the code of its ``cds.document.type``
    :param criterion: the code of the criterion that it is about
    :param note: which figures have changed since it was issued
    :param has_open_attendance: minutes that do not say who was there
    """

    name: str
    kind: str
    kind_name: str
    criterion: str
    state: str
    date: datetime.date | None
    is_outdated: bool
    note: str
    files: tuple[StoredFile, ...]
    place: Place
    has_open_attendance: bool = False

    @property
    def is_issued(self):
        """Whether it is frozen: issued, or signed besides."""
        return self.state in ISSUED


@dataclass(frozen=True, slots=True)
class Required:
    """A kind of paper that belongs to a dossier.

    :param criteria: the codes of the criteria that need one each; ("",) for one paper
    """

    kind: str
    name: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that people wrote, or left as it was proposed.

    :param kind: ``paper``, ``basis``, ``recipients``, ``item`` or ``evidence``
    :param where: how people call the place
    :param is_settled: people wrote it or issued it: data does not change it any more
    :param is_account: it tells what is, not what is to come
    """

    kind: str
    where: str
    text: str
    is_settled: bool
    is_account: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the school year's profile."""

    name: str
    number: Decimal | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection of the school year.

    :param is_concluded: the head has concluded it
    :param deadlines: of its recommendations that are still open, the earliest first
    """

    name: str
    is_concluded: bool
    deadlines: tuple[datetime.date, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Equipment:
    """Equipment that the school declares.

    :param figure: the code of the year's figure that counts such equipment, "" for none
    :param year: since when it is used, 0 where it is not said
    """

    name: str
    figure: str
    quantity: int
    year: int
    place: Place


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the rules look at.

    :param env: for sentences (``dossier.env._``)
    :param assessment: the record, for rules of other modules
    :param own_names: the names that the school goes by
    :param symbol: the school's part in the numbers of its papers, for instance TH
    :param years: names of the school year before, of this one, and of the next
    :param dated: the day of the dossier
    :param sent_on: the day when it was sent; today, if it is still here
    :param mandatory_policy: as in ``cds.framework``
    :param council_problems: what the council lacks; None if there is no council
    :param figures: by code, those of the profile without a number as well
    :param equipment: what the school declares
    :param inspections: those of the school year
    :param unsigned: how grave papers without their signed scan are
    """

    env: Any
    assessment: Any
    place: Place
    own_names: tuple[str, ...] = ()
    symbol: str = ""
    years: tuple[str, str, str] = ("", "", "")
    year_start: datetime.date | None = None
    dated: datetime.date | None = None
    sent_on: datetime.date | None = None
    mandatory_policy: str = "cap"
    items: tuple[Item, ...] = ()
    uses: tuple[Use, ...] = ()
    council_problems: tuple[str, ...] | None = None
    council_place: Place | None = None
    council_decision: tuple[str, datetime.date | None] = ("", None)
    required: tuple[Required, ...] = ()
    papers: tuple[Paper, ...] = ()
    texts: tuple[Text, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)
    figures_place: Place | None = None
    equipment: tuple[Equipment, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    unsigned: str = "warning"
