"""Names of sheets that the format of workbooks takes."""

from .plain_text import clean

LONGEST = 31
# The last one ends the name where a formula speaks of the sheet.
_REFUSED = frozenset("[]:*?/\\'\n\r\t")


class SheetNames:
    """Names of sheets, none twice, not even in capitals.

    :param taken: names of sheets that the workbook has besides
    """

    def __init__(self, *taken):
        self._taken = {name.casefold() for name in taken}

    def add(self, text, nothing="Trang"):
        """Return a name that is not taken, and take it.

        :param text: any text
        :param nothing: what to write where nothing of it can stand in a name
        """
        plain = clean(text, is_one_line=True).strip("' ")
        written = "".join("-" if c in _REFUSED else c for c in plain)
        stem, number = _cut(written, LONGEST).strip() or nothing, 1
        name = stem
        while name.casefold() in self._taken:
            number += 1
            mark = f" ({number})"
            name = _cut(stem, LONGEST - len(mark)) + mark
        self._taken.add(name.casefold())
        return name


def _cut(text, length):
    """Cut a text as the format counts: rare letters are two of its units."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")
