"""What a cell of such a list says, cleaned: letters, codes, telephones, days."""

import datetime
import re
import unicodedata

from ..vietnamese import LOOK_ALIKES, words

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# What stands in a cell for nothing.
_NOTHING = frozenset(
    ("", "x", "-", "--", "–", "…", "...", "0", "n/a", "không", "chưa có")
)
_DAY = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\b")
_DAY_IN_WORDS = re.compile(
    r"\b(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\b", re.IGNORECASE
)
# How the kinds of schools are shortened, in words that say the same.
_SHORT = {
    "mn": ("mầm", "non"),
    "mg": ("mẫu", "giáo"),
    "th": ("tiểu", "học"),
    "thcs": ("trung", "học", "cơ", "sở"),
    "thpt": ("trung", "học", "phổ", "thông"),
    "ptcs": ("phổ", "thông", "cơ", "sở"),
    "gdtx": ("giáo", "dục", "thường", "xuyên"),
    "ubnd": ("ủy", "ban", "nhân", "dân"),
    "gd": ("giáo", "dục"),
    "đt": ("đào", "tạo"),
    "uỷ": ("ủy",),
}
_FILLING = frozenset(("trường", "và"))
# Words that stay in capitals when a shouted name is written as names are.
_INITIALS = re.compile(r"[^aeiouyăâêôơưàáảãạ]+", re.IGNORECASE)


def text(value):
    """Return a cell as one line of text: composed, without doubled or odd blanks."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    composed = unicodedata.normalize("NFC", str(value)).translate(LOOK_ALIKES)
    return " ".join(_INVISIBLE.sub("", composed).split())


def plain(value):
    """Return a cell as text, empty where it stands for nothing ("x", "-")."""
    written = text(value)
    return "" if written.lower() in _NOTHING else written


def code(value):
    """Return a code without what spreadsheets put around it: blanks, an apostrophe."""
    return "".join(text(value).lstrip("'’‘`").split())


def telephone(value):
    """Return a telephone number, with the 0 that a cell of numbers has lost."""
    written = plain(value)
    is_short = written.isdecimal() and 8 <= len(written) <= 10
    return f"0{written}" if is_short and not written.startswith("0") else written


def email(value):
    """Return an address, empty where none stands there."""
    written = plain(value).rstrip(".,;").lower()
    return written if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", written) else ""


def day(value):
    """Return the day that a remark names, or None.

    :param value: as "từ 01/7/2025", "01.07.2025", "ngày 1 tháng 7 năm 2025"
    """
    written = text(value)
    found = _DAY.search(written) or _DAY_IN_WORDS.search(written)
    if not found:
        return None
    number, month, year = map(int, found.groups())
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None


def written_name(value):
    """Return a name as names are written: a shouted one in small letters."""
    written = text(value)
    if not written.isupper() or len(written) < 4:
        return written
    return " ".join(map(_lowered, written.split()))


def _lowered(word):
    plain_word = unicodedata.normalize("NFD", word)
    return word if _INITIALS.fullmatch(plain_word) else word[:1] + word[1:].lower()


def identity(name):
    """Return what a name says whatever way its kind is written, tones and all.

    "Trường MN Hoa Sen", "Trường Mầm Non Hoa Sen " and "Mầm non Hoa Sen" are one.
    """
    spelled = []
    for word in words(text(name)):
        spelled.extend(_SHORT.get(word, (word,)))
    return " ".join(word for word in spelled if word not in _FILLING)
