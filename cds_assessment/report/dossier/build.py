"""Build a dossier from its plan: one ZIP in a folder, and what is wrong with it."""

import io
from dataclasses import dataclass
from pathlib import Path

from ..workbooks.evidence_list_xlsx import evidence_list_workbook
from . import texts
from .archive import Archive, FileLostError
from .book import bind
from .plan import Problem

LIST_NAME = "Danh-muc-minh-chung.xlsx"
# Where copying the files ends and binding ends, of 100.
COPIED, BOUND = 60, 95


@dataclass(frozen=True, slots=True)
class Built:
    """A dossier on the disk.

    :param problems: what the dossier says of itself that it is not whole
    """

    path: str
    problems: tuple[Problem, ...]


def build_dossier(plan, folder, printer, tell=lambda _percent, _step: None):
    """Write a dossier.

    :param plan: ``plan.Plan``
    :param folder: where to write; whoever calls takes the file from there
    :param printer: prints a template: name and values in, bytes of a PDF out
    :param tell: called with percents and ``copy``, ``bind`` or ``finish``
    :rtype: Built
    """
    folder = Path(folder)
    path = folder / "dossier.zip"
    with Archive(str(path), plan.made_at) as archive:
        problems, lost = _copy_files(plan, archive, tell)
        volumes, further = bind(
            plan,
            lost,
            folder,
            printer,
            lambda share: tell(COPIED + int(share * (BOUND - COPIED)), "bind"),
        )
        problems += further
        for volume in volumes:
            archive.add_file(volume.name, volume.path)
            Path(volume.path).unlink()
        tell(BOUND, "finish")
        archive.add_bytes(plan.workbook_path, plan.workbook)
        archive.add_bytes(LIST_NAME, evidence_list_workbook(plan, lost))
        archive.add_bytes(
            texts.READ_ME,
            texts.read_me(plan, problems, [volume.name for volume in volumes]),
        )
        archive.add_bytes(texts.MANIFEST_CSV, texts.manifest_csv(archive.written))
        archive.add_bytes(texts.MANIFEST, texts.manifest(archive.written))
    return Built(str(path), tuple(problems))


def _copy_files(plan, archive, tell):
    """Copy every file.

    :return: list of problems, and the paths of the files that did not come along
    """
    problems, lost, done, whole = [], set(), 0, plan.size or 1

    def count(size):
        nonlocal done
        done += size
        tell(min(COPIED, COPIED * done // whole), "copy")

    tell(0, "copy")
    for file in plan.files:
        source = io.BytesIO(file.raw) if file.raw is not None else file.source
        try:
            archive.add_file(file.path, source, file.size, file.sha256, count)
        except FileLostError as error:
            problems.append(Problem(error.code, file.label))
            lost.add(file.path)
    return problems, lost
