"""Were texts copied: another school, another year, a gap left to be filled in?"""

import re
import unicodedata

from ....tools.vietnamese import sort_key, words
from .registry import blocking, check, remark, warning

# The kinds of school in names, each with how it is written in full. Longer ones first.
LEVELS = {
    "ptdtnt": ("phổ thông dân tộc nội trú",),
    "ptdtbt": ("phổ thông dân tộc bán trú",),
    "thcs": ("trung học cơ sở",),
    "thpt": ("trung học phổ thông",),
    "ptcs": ("phổ thông cơ sở",),
    "ptlc": ("phổ thông liên cấp",),
    "th": ("tiểu học",),
    "mn": ("mầm non",),
    "mg": ("mẫu giáo",),
}
# Words in small letters that names begin with: "số 1 Tân An", "thị trấn Vĩnh Bảo".
PARTICLES = frozenset(
    "số thị trấn xã phường chuyên dân lập tư thục công lập bán trú nội quốc tế thực "
    "hành năng khiếu liên khu vực".split()
)
# Where a school is, which names may say or not.
PLACES = ("xã", "phường")
_SUFFIX = re.compile(r"[A-H]\b|\d")
_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}")
PLACEHOLDERS = re.compile(
    r"…{2,}|\.{4,}|_{3,}|\[\s*(?:…|\.{3,})\s*\]|\{[^{}\n]{1,40}\}"
    r"|<(?!https?:)[^\W\d][^<>\n]{0,40}>|\b20\d?[xX]{1,2}\b|\b[xX]{3,}\b|\bTODO\b"
    r"|\b[Ll]orem\b|\(ghi tên[^)\n]{0,80}\)|ghi rõ(?! họ)"
)
_YEAR = re.compile(r"năm\s+học\s+(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)
_WORDS = "|".join(w for names in LEVELS.values() for w in names)
_LEVEL = rf"(?:{_WORDS}|{'|'.join(LEVELS)})"
_SCHOOL = re.compile(
    rf"trường\s+(?P<level>{_LEVEL}(?:(?:\s*(?:[&/,-]|và)\s*|\s+){_LEVEL})*)(?!\w)\s+"
    r"(?P<rest>[^\n,.;:()“”\"]{1,80})",
    re.IGNORECASE,
)


def normalise(name):
    """Write a school's name so that its spellings compare equal.

    Kinds of school are shortened; composed and decomposed accents, the two ways of
    setting tones ("Hoà", "Hòa"), apostrophes and what looks like đ become one. Tones
    count: "Phú Thanh" is not "Phú Thạnh".

    :return: tuple of keys, one a word
    """
    text = unicodedata.normalize("NFC", name).lower()
    for short, names in LEVELS.items():
        for full in names:
            text = text.replace(full, short)
    text = re.sub(r"^\s*trường\s+", "", text)
    return tuple(sort_key(word) for word in words(text) if word not in (*PLACES, "và"))


def find_schools(text):
    """Find the names of schools in a text.

    :return: yields pairs: the name as it is written there, and what it begins
    """
    # a line is a paragraph: a name does not go on in the next
    for line in unicodedata.normalize("NFC", text).splitlines():
        for found in _SCHOOL.finditer(line):
            name = _take_name(found["rest"])
            if name:
                written = f"{line[found.start() : found.end('level')]} {name}"
                yield " ".join(written.split()), found[0]


def _take_name(rest):
    """Give the name that a text begins with: "Tân Trào", "số 1 Tân An", "19/5".

    It has capitals or a number; a number stands behind a word, or is a date.
    """
    taken, is_name = [], False
    for word in rest.split():
        is_number = bool(_DATE.fullmatch(word)) or (bool(taken) and word[0].isdigit())
        if word[0].isupper() or is_number:
            is_name = True
        elif word.lower() not in PARTICLES or _is_named(taken):
            break
        taken.append(word)
    while taken and taken[-1].islower() and taken[-1] in PARTICLES:
        taken.pop()
    return " ".join(taken) if is_name else ""


def _is_named(taken):
    """Return whether a name is there already; "Thị" of "Thị trấn" is none."""
    return any(word.lower() not in PARTICLES for word in taken)


@check("text_names_another_school")
def text_names_another_school(dossier):
    """A text was written for another school, or speaks of a visit to one."""
    own = [name for name in map(normalise, dossier.own_names) if name]
    for text in dossier.texts:
        others = dict.fromkeys(
            name for name, said in find_schools(text.text) if not _is_own(said, own)
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


def _is_own(said, own):
    """Return whether a text begins with an own name, whatever is said behind it.

    A letter or number behind makes it another one: "Cao Minh A", "Quốc Tuấn 2".
    """
    tokens = said.split()
    for end in range(1, len(tokens) + 1):
        if normalise(" ".join(tokens[:end])) in own:
            return not (tokens[end:] and _SUFFIX.match(tokens[end]))
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
    """Return what stands behind the kind of paper: ["TTr"] of "18/QĐ-TTr"."""
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
