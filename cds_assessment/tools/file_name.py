"""File names that every system takes: Vietnamese without accents, no path tricks.

Windows is the strictest: no names of devices, whatever ending follows and in any case,
no dots or blanks at the end, no two names that differ in case alone, short paths.
"""

import re
import unicodedata

# The one Vietnamese letter that has no decomposition.
_NOT_DECOMPOSED = str.maketrans({"đ": "d", "Đ": "D"})
_LONGEST = 80
_LONGEST_CODE = 40
_LONGEST_KEPT = 150  # of a name that people gave, without its ending
# Windows takes 260 letters for the whole path, the folder unpacked into included.
LONGEST_PATH = 180
_DEVICES = frozenset(
    (
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10)),
    )
)


def clean_name(name):
    """Return a file name without folders, control characters and trailing dots."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    # "C" are control and direction characters: these can hide what a name ends in.
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem, dot, ending = visible.strip(" .").rpartition(".")
    if not dot:
        return ending[:_LONGEST_KEPT]
    return f"{stem[:_LONGEST_KEPT].strip() or 'file'}.{ending}"


def get_ending(name):
    """Return what stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def safe_part(text):
    """Write a text with letters, digits and dashes of ASCII only.

    :param text: any text, for instance "Trường Tiểu học Cao Minh"
    :return: for instance "Truong-Tieu-hoc-Cao-Minh"; "khong-ten" for nothing left
    """
    part = re.sub(r"[^A-Za-z0-9]+", "-", _ascii(text))[:_LONGEST].strip("-")
    return part or "khong-ten"


def safe_name(*texts):
    """Join texts to a file name without its ending, parts divided by "_"."""
    return _no_device("_".join(map(safe_part, texts)))


def safe_code(text):
    """Write a code, whose dots stay where they divide something: "H1-1.3-01"."""
    code = re.sub(r"[^A-Za-z0-9.]+", "-", _ascii(text))
    code = re.sub(r"-?\.[.-]*", ".", code)[:_LONGEST_CODE].strip("-.")
    return _no_device(code or "khong-ma")


def _ascii(text):
    decomposed = unicodedata.normalize("NFD", (text or "").translate(_NOT_DECOMPOSED))
    return decomposed.encode("ascii", "ignore").decode()


def _no_device(name):
    # "CON.H1.pdf" is the device as well: what stands before the first dot decides.
    return f"tep-{name}" if name.split(".")[0].upper() in _DEVICES else name


class UniquePaths:
    """Paths inside an archive, none twice, not even in capitals, none too long."""

    def __init__(self):
        self._taken = set()

    def add(self, folder, stem, ending=""):
        """Return a path that is not taken, and take it.

        :param folder: a safe name, "" for the archive's own folder
        :param stem: a safe name without its ending; cut and numbered as need be
        :param ending: without its dot
        """
        start = f"{folder}/" if folder else ""
        tail = f".{ending}" if ending else ""
        number = 1
        while True:
            mark = f"-{number}" if number > 1 else ""
            room = LONGEST_PATH - len(start) - len(mark) - len(tail)
            path = f"{start}{stem[:room].rstrip('-._ ')}{mark}{tail}"
            if _same(path) not in self._taken:
                return self.take(path)
            number += 1

    def take(self, path):
        """Take a path as it is.

        :return: the path
        :raise ValueError: when it is taken
        """
        if _same(path) in self._taken:
            raise ValueError(path)
        self._taken.add(_same(path))
        return path


def _same(path):
    """Write a path so that those which some system takes for one are equal."""
    return unicodedata.normalize("NFC", path).casefold()
