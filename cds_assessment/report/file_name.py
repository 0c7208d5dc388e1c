"""File names that every system takes: Vietnamese without accents, no path tricks."""

import re
import unicodedata

# The one Vietnamese letter that has no decomposition.
_NOT_DECOMPOSED = str.maketrans({"đ": "d", "Đ": "D"})
_LONGEST = 80


def safe_part(text):
    """Write a text with letters, digits, dots and dashes of ASCII only.

    :param text: any text, for instance "Trường Tiểu học Cao Minh"
    :return: for instance "Truong-Tieu-hoc-Cao-Minh"; "khong-ten" for nothing left
    """
    decomposed = unicodedata.normalize("NFD", (text or "").translate(_NOT_DECOMPOSED))
    ascii_text = decomposed.encode("ascii", "ignore").decode()
    part = re.sub(r"[^A-Za-z0-9]+", "-", ascii_text)[:_LONGEST].strip("-")
    return part or "khong-ten"


def safe_name(*texts):
    """Join texts to a file name without its ending, parts divided by "_"."""
    return "_".join(map(safe_part, texts))
