"""Were texts copied: another school, another year, a gap left to be filled in?"""

import re
import unicodedata

from .registry import blocking, check, remark, warning

# The kinds of school in names, each with how it is written in full. Longer ones first.
LEVELS = {
    "ptdtnt": ("phổ thông dân tộc nội trú",),
    "ptdtbt": ("phổ thông dân tộc bán trú",),
    "thcs": ("trung học cơ sở",),
    "thpt": ("trung học phổ thông",),
    "th": ("tiểu học",),
    "mn": ("mầm non",),
}
PLACEHOLDERS = re.compile(
    r"…{2,}|\.{4,}|_{3,}|\[\s*(?:…|\.{3,})\s*\]|\{[^{}\n]{1,40}\}"
    r"|<(?!https?:)[^\W\d][^<>\n]{0,40}>|\b20\d?[xX]{1,2}\b|\b[xX]{3,}\b|\bTODO\b"
    r"|\b[Ll]orem\b|\(ghi tên[^)\n]{0,80}\)|ghi rõ(?! họ)"
)
_YEAR = re.compile(r"năm\s+học\s+(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORDS = "|".join(w for names in LEVELS.values() for w in names)
_LEVEL = rf"(?:{_WORDS}|{'|'.join(LEVELS)})"
_SCHOOL = re.compile(
    rf"trường\s+(?P<level>{_LEVEL}(?:(?:\s*(?:[&/,-]|và)\s*|\s+){_LEVEL})*)(?!\w)\s+"
    r"(?P<rest>[^\n,.;:()“”\"]{1,80})",
    re.IGNORECASE,
)


def normalise(name):
    """Write a school's name so that its spellings compare equal.

    Kinds of school are shortened, composed and decomposed accents, and the two ways of
    setting tones ("Hoà", "Hòa"), become one: "Trường Tiểu học Cao Minh" is "th cao
    minh".
    """
    text = unicodedata.normalize("NFC", name).casefold()
    for short, names in LEVELS.items():
        for full in names:
            text = text.replace(full, short)
    text = re.sub(r"^\s*trường\s+", "", text)
    text = re.sub(r"[&/-]|\bvà\b", " ", text)
    bare = unicodedata.normalize("NFD", text).translate(_TONES)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def find_schools(text):
    """Find the names of schools in a text, as they are written there."""
    # a line is a paragraph: a name does not go on in the next
    for line in unicodedata.normalize("NFC", text).splitlines():
        for found in _SCHOOL.finditer(line):
            name = _take_name(found["rest"])
            if name:
                words = f"{line[found.start() : found.end('level')]} {name}"
                yield " ".join(words.split())


def _take_name(rest):
    """Give the words in capitals that a text begins with: "Tân Trào"."""
    words = []
    for word in rest.split():
        if not (word[0].isupper() or (words and word[0].isdigit())):
            break
        words.append(word)
    return " ".join(words)


@check("text_names_another_school")
def text_names_another_school(dossier):
    """A text was written for another school, or speaks of a visit to one."""
    own = [name for name in map(normalise, dossier.own_names) if name]
    for text in dossier.texts:
        others = dict.fromkeys(
            name for name in find_schools(text.text) if not _is_own(name, own)
        )
        if others:
            yield warning(
                dossier.env._(
                    "%(where)s names another school: %(names)s.",
                    where=text.where,
                    names=", ".join(f"“{name}”" for name in others),
                ),
                text.place,
            )


def _is_own(name, own):
    """Say whether a name is the school's own, also with words behind it.

    A letter or number behind makes it another one: "Cao Minh A", "Quốc Tuấn 2".
    """
    found = normalise(name)
    for mine in own:
        rest = found.removeprefix(mine) if found.startswith(mine) else None
        if rest == "" or (rest and rest[0] == " " and len(rest.split()[0]) > 1):
            return True
    return False


@check("evidence_symbol_of_another_unit")
def evidence_symbol_of_another_unit(dossier):
    """The school's own papers bear its own symbol."""
    own = dossier.symbol.casefold()
    for use in dossier.uses:
        if not (own and use.is_own and use.is_valid):
            continue
        unit = _get_unit(use.number)
        if unit and own not in map(str.casefold, unit):
            yield remark(
                dossier.env._(
                    "Evidence %(code)s is said to be the school's own, but bears the "
                    "symbol %(symbol)s of another unit (own: %(own)s).",
                    code=use.code,
                    symbol=use.number,
                    own=dossier.symbol,
                ),
                use.place,
            )


def _get_unit(number):
    """Give what stands behind the kind of paper: ["TTr"] of "18/QĐ-TTr"."""
    found = re.match(r"\s*\d+\s*/\s*(?:\d{4}\s*/\s*)?(\S+)", number or "")
    return re.split(r"[-/]", found[1])[1:] if found else []


@check("text_of_another_year")
def text_of_another_year(dossier):
    """A text speaks of this school year or of the next; of the last, to compare."""
    before, this, after = dossier.years
    for text in dossier.texts:
        if text.kind not in ("paper", "item") or not this:
            continue
        years = {f"{first}-{last}" for first, last in _YEAR.findall(text.text)}
        for year in sorted(years - {this, after}):
            find = remark if year == before else warning
            yield find(
                dossier.env._(
                    "%(where)s speaks of the school year %(year)s.",
                    where=text.where,
                    year=year,
                ),
                text.place,
            )


@check("text_placeholder")
def text_placeholder(dossier):
    """No gap was left that somebody was to fill in."""
    for text in dossier.texts:
        gaps = dict.fromkeys(found[0] for found in PLACEHOLDERS.finditer(text.text))
        if gaps:
            find = warning if text.kind in ("item", "evidence") else blocking
            yield find(
                dossier.env._(
                    "%(where)s has gaps that are still to be filled in: %(gaps)s.",
                    where=text.where,
                    gaps=", ".join(gaps),
                ),
                text.place,
            )
