"""Codes of evidence: a pattern in, a code out; nothing else can be asked of it."""

import re
import string

TOKENS = ("box", "group", "criterion", "seq")
# A pattern without these gives one code to two papers.
NEEDED = frozenset(("criterion", "seq"))
_TEXT = re.compile(r"[\w. -]*")
_WIDTH = re.compile(r"(0?[1-9]d?|d)?")


class CodePattern(string.Formatter):
    """A pattern such as ``H{group}-{criterion}-{seq:02d}``.

    Only the names of ``TOKENS`` stand in it, and only the number may have a width: a
    pattern is data, it must not reach into objects nor ask for a million digits.
    """

    def get_field(self, field_name, args, kwargs):
        """Return a token's value; attributes and indexes are no names of tokens.

        :raise ValueError: for any other name
        """
        if field_name not in TOKENS:
            raise ValueError(field_name)
        return kwargs[field_name], field_name

    def convert_field(self, value, conversion):
        """Refuse ``!r`` and the like."""
        if conversion:
            raise ValueError(conversion)
        return value

    def format_field(self, value, format_spec):
        """Format a number with its width, a text as it is."""
        if not isinstance(value, int) and format_spec:
            raise ValueError(format_spec)
        if not _WIDTH.fullmatch(format_spec):
            raise ValueError(format_spec)
        return super().format_field(value, format_spec)


def evidence_code(pattern, group, criterion, number):
    """Give the code of a paper.

    :param pattern: a pattern, see :class:`CodePattern`
    :param group: code of the group, for instance "1"; the box of papers bears it too
    :param criterion: code of the root criterion, for instance "1.3"
    :param number: which paper of this criterion it is, from 1
    :raise ValueError: for a pattern that is none
    """
    return CodePattern().vformat(
        pattern,
        (),
        {"box": group, "group": group, "criterion": criterion, "seq": number},
    )


def is_code_pattern(pattern):
    """Return whether a pattern gives each paper a code of its own, safe in file
    names.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
        codes = {
            evidence_code(pattern, "1", criterion, number)
            for criterion in ("A.1", "A.2")
            for number in (1, 2, 100)
        }
    except (ValueError, KeyError, IndexError):
        return False
    names = {name for _text, name, _spec, _conversion in parts if name is not None}
    has_clean_texts = all(_TEXT.fullmatch(text) for text, *_rest in parts)
    return has_clean_texts and names >= NEEDED and len(codes) == 6
