"""The bound PDF: cover, contents, papers, evidence by code, in volumes.

What a volume holds is bounded, and so is the memory that binding takes, however large
the dossier is. First the pages are counted, so that contents and dividers can be
printed; then each volume is bound and written, one after the other.
"""

import gc
import io
from dataclasses import dataclass, field

from odoo.tools.pdf import PdfReader

from ...tools.pdf_file import NOT_BOUND
from .pages import Binder, look_into
from .plan import PICTURES, Problem

PAPERS_TITLE = "Văn bản"
EVIDENCE_TITLE = "Minh chứng"
ROWS_A_PAGE = 28
CONTINUED = " (tiếp theo)"
FRONT = "cds_assessment.dossier_front"
DIVIDERS = "cds_assessment.dossier_dividers"


@dataclass(slots=True)
class Leaf:
    """A file inside a book.

    :param pages: how many pages it takes, 0 for what is in the ZIP only
    :param note: what the divider says of it
    """

    file: object
    pages: int = 0
    note: str = ""


@dataclass(slots=True)
class Entry:
    """A paper or a piece of evidence in one volume.

    :param piece: the piece of evidence, which has a divider; None for a paper
    :param page: the index of its first page, once that is known
    """

    code: str
    title: str
    piece: object = None
    leaves: list = field(default_factory=list)
    is_continued: bool = False
    page: int = 0

    @property
    def pages(self):
        return bool(self.piece) + sum(leaf.pages for leaf in self.leaves)

    @property
    def bookmark(self):
        named = " ".join(filter(None, (self.code, self.title)))
        return named + (CONTINUED if self.is_continued else "")


@dataclass(slots=True)
class Volume:
    """A volume: its entries and the file that it becomes."""

    number: int
    entries: list = field(default_factory=list)
    path: str = ""
    name: str = ""


def bind(plan, lost, folder, printer, tell=lambda _part: None):
    """Bind a dossier.

    :param plan: ``plan.Plan``
    :param lost: paths of files that did not come along
    :param folder: where to write, a ``pathlib.Path``
    :param printer: prints a template: name and values in, bytes of a PDF out
    :param tell: called with the share that is done, up to 1
    :return: list of :class:`Volume`, and of ``plan.Problem``
    """
    problems = []
    entries = [_paper_entry(paper, lost, problems) for paper in plan.papers]
    entries += [_piece_entry(piece, lost, problems) for piece in plan.pieces]
    volumes = _divide(entries, plan.volume_bytes)
    tell(0.1)
    dividers = _print_dividers(plan, volumes, printer)
    # The last first: the contents of the first volume say where all others have what.
    fronts = {
        volume.number: _print_front(plan, volumes, volume, printer)
        for volume in reversed(volumes)
    }
    tell(0.3)
    for volume in volumes:
        _bind_volume(plan, volume, fronts[volume.number], dividers, folder, problems)
        gc.collect()  # the library's objects refer to each other
        tell(0.3 + 0.7 * volume.number / len(volumes))
    return volumes, problems


def _paper_entry(paper, lost, problems):
    """Take the signed scan of a paper, or what was issued where there is none."""
    entry = Entry(code=paper.number, title=paper.title)
    for file in reversed(paper.files):
        leaf = _leaf(file, lost, problems)
        if leaf.pages:
            entry.leaves.append(leaf)
            break
    return entry


def _piece_entry(piece, lost, problems):
    leaves = [_leaf(file, lost, problems) for file in piece.files]
    return Entry(code=piece.code, title=piece.name, piece=piece, leaves=leaves)


def _leaf(file, lost, problems):
    if file.path in lost:
        return Leaf(file, note="thiếu tệp")
    if file.ending != "pdf" and file.ending not in PICTURES:
        return Leaf(file, note=f"xem tệp {file.path}")
    pages, remarks = look_into(file)
    if not pages:
        problems.append(Problem("unreadable", file.label))
        return Leaf(file, note=f"không đọc được để đóng tập, xem tệp {file.path}")
    problems += [Problem(remark, file.label) for remark in remarks]
    if NOT_BOUND.intersection(remarks):
        return Leaf(file, note=f"không đóng vào tập, xem tệp {file.path}")
    note = f"{pages} trang, ngay sau trang này"
    if remarks:
        note += f"; chỉ đầy đủ ở tệp {file.path}"
    return Leaf(file, pages, note)


def _divide(entries, most):
    """Fill volumes in order; what does not fit any more goes into the next one."""
    volumes, used = [Volume(1)], 0
    for entry in entries:
        part = Entry(entry.code, entry.title, entry.piece)
        is_begun = False
        for leaf in entry.leaves:
            size = leaf.file.size if leaf.pages else 0
            if size and used and used + size > most:
                if is_begun:
                    volumes[-1].entries.append(part)
                    part = Entry(
                        entry.code, entry.title, entry.piece, is_continued=True
                    )
                volumes.append(Volume(len(volumes) + 1))
                used = 0
            part.leaves.append(leaf)
            used += size
            is_begun = True
        volumes[-1].entries.append(part)
    for volume in volumes:
        mark = f"-{volume.number}" if len(volumes) > 1 else ""
        volume.name = f"Tap-tong-hop{mark}.pdf"
    return volumes


def _print_dividers(plan, volumes, printer):
    """Print all dividers in one go.

    :return: reader and page of each, by the id of its entry
    """
    entries = [entry for v in volumes for entry in v.entries if entry.piece]
    if not entries:
        return {}
    reader = _print_divider_pages(plan, entries, printer)
    if len(reader.pages) == len(entries):
        return {id(entry): (reader, index) for index, entry in enumerate(entries)}
    # One that runs over its page would push all others from their places.
    return {
        id(entry): (_print_divider_pages(plan, [entry], printer), 0)
        for entry in entries
    }


def _print_divider_pages(plan, entries, printer):
    return PdfReader(io.BytesIO(printer(DIVIDERS, {"plan": plan, "entries": entries})))


def _bind_volume(plan, volume, printed, dividers, folder, problems):
    front, front_pages = printed
    binder = Binder()
    binder.add_pages(front)
    for entry in volume.entries:
        if entry.piece:
            binder.add_page_of(*dividers[id(entry)])
        for leaf in filter(lambda leaf: leaf.pages, entry.leaves):
            if leaf.file.ending == "pdf":
                is_whole = binder.add_pdf(leaf.file, leaf.pages)
            else:
                is_whole = binder.add_picture(leaf.file, leaf.pages)
            if not is_whole:
                problems.append(Problem("cut", leaf.file.label))
    binder.number_pages(1)
    _add_bookmarks(binder, volume, front_pages)
    volume.path = str(folder / volume.name)
    binder.save(volume.path, f"{plan.school}, {plan.school_year}")


def _print_front(plan, volumes, volume, printer):
    """Print cover and contents: again where they take more pages than was thought.

    :return: bytes of a PDF, and its number of pages
    """
    listed = volumes if volume.number == 1 else [volume]
    rows = sum(len(part.entries) for part in listed) + 2
    pages = 1 + -(-rows // ROWS_A_PAGE)
    for _attempt in range(4):
        _set_pages(volume, pages)
        values = {
            "plan": plan,
            "volume": volume,
            "volumes": volumes,
            "parts": list(_contents_parts(listed)),
        }
        content = printer(FRONT, values)
        found = len(PdfReader(io.BytesIO(content)).pages)
        if found == pages:
            break
        pages = found
    return content, pages


def _set_pages(volume, page):
    """Count where each entry begins, the first one at a page."""
    for entry in volume.entries:
        entry.page = page
        page += entry.pages


def _contents_parts(volumes):
    """Yield heading and rows of each part of the contents: entry, and its volume."""
    rows = [
        (entry, volume)
        for volume in volumes
        for entry in volume.entries
        if not entry.is_continued or len(volumes) == 1
    ]
    for heading, is_piece in ((PAPERS_TITLE, False), (EVIDENCE_TITLE, True)):
        own = [row for row in rows if bool(row[0].piece) == is_piece]
        if own:
            yield heading, own


def _add_bookmarks(binder, volume, front_pages):
    if front_pages > 1:
        binder.add_bookmark("Mục lục", 1)
    for heading, rows in _contents_parts([volume]):
        above = binder.add_bookmark(heading, min(rows[0][0].page, len(binder) - 1))
        for entry, _volume in rows:
            if entry.pages:
                binder.add_bookmark(entry.bookmark, entry.page, above)
