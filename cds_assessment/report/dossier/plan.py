"""What goes into a dossier: read from the records once, then written without them."""

from dataclasses import dataclass
from datetime import date, datetime

from ...tools.picture_file import FORMATS

PAPERS = "01_Van-ban"
SHEETS = "02_Phieu-danh-gia-tieu-chi"
EVIDENCE = "03_Minh-chung"
SCORES = "04_Bang-diem"

# Endings of what a bound PDF can hold.
PICTURES = frozenset(FORMATS)


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to be taken along.

    :param path: where it will stand in the ZIP
    :param source: where it lies on the disk, "" where the database keeps it
    :param raw: its bytes where the database keeps it
    :param sha256: what its content was when it was kept
    :param label: what messages call it
    """

    path: str
    source: str
    sha256: str
    label: str
    size: int = 0
    raw: bytes | None = None

    @property
    def ending(self):
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """An issued paper: the PDF that was frozen and, once signed, the scan."""

    title: str
    number: str
    pdf: PlannedFile
    scan: PlannedFile | None = None

    @property
    def files(self):
        return (self.pdf, self.scan) if self.scan else (self.pdf,)


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """A piece of evidence by its code.

    :param items: codes of the items that it proves
    :param state: the label of its state
    :param files: nothing for a confidential piece, which stays at the school
    """

    code: str
    name: str
    number: str
    date: date | None
    issuer: str
    items: tuple[str, ...]
    state: str
    is_confidential: bool
    links: tuple[str, ...]
    files: tuple[PlannedFile, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole dossier.

    :param above: who stands above the school in the letterhead
    :param year: the year on the cover, that of the last paper
    :param made_at: local time
    :param made_by: the role of who asked, never a name
    :param workbook: the score workbook's bytes
    :param volume_bytes: the most that is bound into one volume
    """

    school: str
    above: str
    place: str
    school_year: str
    framework: str
    year: int
    made_at: datetime
    made_by: str
    papers: tuple[PlannedPaper, ...]
    pieces: tuple[PlannedPiece, ...]
    workbook_path: str
    workbook: bytes
    volume_bytes: int

    @property
    def files(self):
        """Yield every file to be copied, in order."""
        yield from (file for paper in self.papers for file in paper.files)
        yield from (file for piece in self.pieces for file in piece.files)

    @property
    def size(self):
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    :param code: a key of ``texts.PROBLEMS``
    """

    code: str
    label: str
