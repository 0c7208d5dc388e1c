"""Telling Vietnamese from English.

Vietnamese is written in syllables, and their shape is known: "thu" may be one, "show"
may not. A word without any mark that is no syllable is English, or stands in the table.
"""

import re
import unicodedata

# What is the same in both languages, or is nobody's language.
SAME = frozenset(
    """
    byte csv docx email esc excel font html http https internet json markdown odoo
    office pdf powerpoint png python qweb sha token url web wifi word xlsx xml zip
    """.split()
)
WORD = re.compile(r"[^\W\d_]+")
# What is not said but meant for machines.
CODE = re.compile(
    r"https?://\S+|\S+@\S+|%\(\w+\)[sd]|\{[^}]*\}|<[^>]*>|&\w+;"
    r"|\w*[_.\\/]\w[\w.\\/]*(?:\(\))?"
)
SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|ia|iu|oa|oe|oi|oai|oay|oao|ua|ue|ui|uy|uya|uyu|uay)"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)


def is_vietnamese(text):
    """Return whether a text has letters that English has not.

    :param text: a sentence; a few words may well be without such letters
    """
    return any(
        letter in "đĐ" or unicodedata.combining(letter)
        for letter in unicodedata.normalize("NFD", text)
    )


def spoken_words(text):
    """Give the words of a text that belong to a language.

    Words of one or two letters and those with several capitals do not: they are units
    and abbreviations.

    :param text: what stands on a screen
    """
    return [
        word
        for word in WORD.findall(CODE.sub(" ", text))
        if len(word) > 2
        and sum(map(str.isupper, word)) < 2
        and word.lower() not in SAME
    ]


def english_words(text):
    """Give the words of a text that are no Vietnamese.

    :param text: what stands on a screen
    """
    return [
        word
        for word in spoken_words(text)
        if word.isascii() and not SYLLABLE.fullmatch(word.lower())
    ]
