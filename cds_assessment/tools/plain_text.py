"""What may stand in a text: no characters that nobody sees and some files cannot hold.

PostgreSQL keeps no NUL, UTF-8 no half of a pair, XML (workbooks, Word files) no control
characters; people bring all three in with what they paste.
"""

import re

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Word's end of a line within a paragraph, and its end of a page.
_BREAKS = re.compile("[\x0b\x0c]")
# Fillers that count as letters, and show nothing.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def clean(text, is_one_line=False):
    """Return a text without what nobody sees; all that is seen stays.

    :param text: any text, however hostile
    :param is_one_line: whether Word's breaks become blanks, not ends of lines
    """
    return _UNSEEN.sub("", _BREAKS.sub(" " if is_one_line else "\n", text))


def says_something(text):
    """Return whether a text that must say why says anything: has a letter or a digit.

    Blanks, marks and characters without width say nothing.

    :param text: a text, or False
    """
    return any(c.isalnum() and c not in _FILLERS for c in text or "")
