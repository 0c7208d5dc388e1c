"""Which signed paper a file is, by its name: "15_QD-THTA ky.pdf" is 15/QĐ-THTA."""

import re
from dataclasses import dataclass

from .vietnamese import search_key

_PARTS = re.compile(r"\d+|[a-z]+")
# A year, or a day of eight digits, is no number of a paper.
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A paper that a file may be.

    :param key: what names it
    :param number: its number, 0 for one without
    :param symbol: what stands behind the number, for instance "QĐ-THTA"
    :param name: the name of its kind
    """

    key: int
    number: int
    symbol: str
    name: str


def match(file_name, papers):
    """Give the key of the paper that a file's name means, None where it is not clear.

    A paper is meant by its number with the sign of its kind, by the name of its kind,
    or by its number alone; by the first of these that fits just one paper.

    :param file_name: as it came, marks or none, with its ending
    :param papers: list of ``Known``
    """
    stem = file_name.rsplit(".", 1)[0]
    parts = _parts(stem)
    numbers = {int(part) for part in parts if _is_number(part)}
    text = f" {' '.join(parts)} "
    numbered = [paper for paper in papers if paper.number and paper.number in numbers]
    for found in (
        [p for p in numbered if _says(text, p.symbol)],
        [p for p in numbered if _says(text, p.symbol.split("-")[0])],
        [p for p in papers if _says(text, p.name)],
        numbered,
    ):
        if len(found) == 1:
            return found[0].key
        if found:
            papers = found
            numbered = [paper for paper in numbered if paper in found]
    return None


def _parts(text):
    return _PARTS.findall(search_key(text))


def _is_number(part):
    return part.isdigit() and len(part.lstrip("0")) <= _MOST_DIGITS


def _says(text, words):
    parts = _parts(words)
    return bool(parts) and f" {' '.join(parts)} " in text
