"""Vietnamese names in order, and found however they are typed.

Plain Python. Order is that of Vietnamese dictionaries, syllable by syllable: letters
first (a ă â b c d đ e ê …), then the tone (none, huyền, hỏi, ngã, sắc, nặng); numbers
by their size, so that "số 2" comes before "số 10".
"""

import re
import unicodedata

# What stands for a letter of Vietnamese on some keyboards and in some files.
LOOK_ALIKES = str.maketrans({"ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ"})
APOSTROPHES = re.compile("['’‘ʼ`´ʹ′]")
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
SHAPES = {"\u0302", "\u0306", "\u031b"}  # of â, ă, ơ
LETTERS = {
    letter: f"{10 + place:02d}"
    for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
}
WORDS = re.compile(r"[0-9]+|[^\W\d_]+")
NUMBER = "07"  # after the end of a syllable, before every letter
DIGITS_AT_MOST = 99


def sort_key(text):
    """Return a text by which names are in order, whatever compares it.

    :param text: a name; None and empty come first
    :return: digits only, so that each collation of a database has the same order
    """
    return "".join(map(_word_key, words(text)))


def words(text):
    """Return the words and numbers of a text, without capitals, apostrophes and marks.

    :return: list of texts, composed; what merely looks like đ is đ
    """
    folded = unicodedata.normalize("NFC", (text or "").translate(LOOK_ALIKES))
    return WORDS.findall(APOSTROPHES.sub("", folded.lower()))


def search_key(text):
    """Return a text by which names are found: without marks, apostrophes, capitals.

    :param text: what is searched in, or for
    """
    folded = unicodedata.normalize("NFD", (text or "").translate(LOOK_ALIKES).lower())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(APOSTROPHES.sub("", plain.replace("đ", "d")).split())


def _word_key(word):
    if word.isdecimal() and word.isascii():
        digits = word.lstrip("0")[:DIGITS_AT_MOST]
        return f"{NUMBER}{len(digits):02d}{digits}"
    tone, letters = 0, []
    for char in word:
        base, *marks = unicodedata.normalize("NFD", char)
        tone = next((TONES[mark] for mark in marks if mark in TONES), tone)
        shaped = base + "".join(mark for mark in marks if mark in SHAPES)
        letter = unicodedata.normalize("NFC", shaped)
        letters.append(LETTERS.get(letter, LETTERS.get(base, "09")))
    return f"{''.join(letters)}0{tone}"
