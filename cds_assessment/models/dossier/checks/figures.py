"""Do the figures agree wherever the dossier tells them?

Compared are the year's profile, the items that take a figure from it, the equipment
that the school declares, and what people wrote. Out of texts only what claims the whole
is taken: "625 học sinh, …" and the 623 of "603/623 học sinh có …", not the 85 of "85
học sinh có máy tính xách tay".
"""

import re
from decimal import Decimal

from ....tools.number_format import format_points
from .registry import check, warning

# How texts call what a figure counts: data, to be added to by other modules. The figure
# is the whole; words for parts of it ("giáo viên Tin học") must not stand here.
NOUNS = {
    "pupils": ("học sinh", "HS", "em học sinh"),
    "people": (
        "cán bộ quản lý, giáo viên, nhân viên",
        "cán bộ, giáo viên, nhân viên",
        "cán bộ, giáo viên và nhân viên",
        "cán bộ giáo viên nhân viên",
        "CB, GV, NV",
        "CBQL, GV, NV",
        "CB-GV-NV",
        "CBGVNV",
        "CBGV-NV",
    ),
    "managers": ("cán bộ quản lý", "CBQL"),
    "teachers": ("giáo viên", "GV"),
    "staff": ("nhân viên", "NV"),
    "classes": ("lớp", "lớp học"),
    "classrooms": ("phòng học",),
    "pupil_computers": ("máy tính cho học sinh", "máy tính thực hành"),
    "televisions": ("ti vi", "tivi"),
    "projectors": ("máy chiếu",),
    "interactive_boards": ("bảng tương tác",),
}
# Words before a number that say that it is the whole …
_WHOLE = re.compile(
    r"(tổng số|tổng cộng|toàn trường có|nhà trường có|trường có)\s*(?::\s*)?$"
)
# … and those that say that it is a part, or not exact.
_PART = re.compile(
    r"\b(?:trong đó|trong đó có|hơn|gần|khoảng|trên|dưới|mỗi|thêm|ít nhất|tối đa|lớp"
    r"|khối|tổ|tháng|năm|ngày|số)\s*$|[\d.,/–-]$"
)
# What may stand behind the noun of a whole; behind another word it may be a part.
_END = re.compile(
    r"\s*(?:$|[,;.:)\]\n–]|(?:và|cùng|với|toàn trường|của (?:nhà )?trường)\b)"
)
_PART_END = re.compile(r"\s*(?:(?:các|của)\s+)?(?:lớp|khối|tổ|và các phòng)\b")
# A number, grouped or not; nothing that a school counts has more digits.
_NUMBER = r"\d{1,9}(?:\.\d{3}){0,3}"
# Without a word for the whole, a number far from it is that of a part.
_NEAR = (Decimal("0.5"), Decimal("2"))
_SHOWN = 3  # places that are named for each number
_REACH = 40  # how far back and on words are looked for


def _make_pattern():
    nouns = sorted(
        (n for names in NOUNS.values() for n in names), key=len, reverse=True
    )
    return re.compile(
        rf"(?<!\d)(?P<number>{_NUMBER})(?:\s*/\s*(?P<whole>{_NUMBER}))?\s+"
        rf"(?P<noun>{'|'.join(map(re.escape, nouns))})(?!\w)",
        re.IGNORECASE,
    )


def find_wholes(text):
    """Find the numbers in a text that claim to be the whole of something.

    :return: triples: code of the figure, number, whether words say that it is the whole
    """
    codes = {noun.casefold(): code for code, nouns in NOUNS.items() for noun in nouns}
    for found in _make_pattern().finditer(text):
        start, end = found.span()
        before = text[max(0, start - _REACH) : start].casefold()
        after = text[end : end + _REACH]
        is_said, is_ratio = bool(_WHOLE.search(before)), bool(found["whole"])
        if _PART_END.match(after) or (_PART.search(before) and not is_said):
            continue
        if is_said or is_ratio or _END.match(after.casefold()):
            number = Decimal((found["whole"] or found["number"]).replace(".", ""))
            yield codes[found["noun"].casefold()], number, is_said


@check("figures_disagree")
def figures_disagree(dossier):
    """A figure is the same number in profile, items and texts."""
    for code, told in _collect(dossier).items():
        numbers = {number for number, _where, _place in told}
        if len(numbers) > 1:
            yield warning(_sentence(dossier, code, told), _get_place(told))


def _collect(dossier):
    """Return what is told of each figure: triples of number, where, place, by code."""
    told = {}
    profile = dossier.env._("the year's figures")
    for code, figure in dossier.figures.items():
        if figure.number is not None:
            row = (figure.number, profile, dossier.figures_place)
            told.setdefault(code, []).append(row)
    for item in dossier.items:
        for code, number in item.figures.items():
            row = (number, f"{item.code} {item.name}", item.place)
            told.setdefault(code, []).append(row)
    for code, rows in _collect_equipment(dossier).items():
        told.setdefault(code, []).extend(rows)
    known = {
        code: max(number for number, *_rest in rows) for code, rows in told.items()
    }
    for code, rows in _collect_texts(dossier, known).items():
        told.setdefault(code, []).extend(rows)
    return told


def _collect_equipment(dossier):
    """Return what the declared equipment adds up to, by code of the figure."""
    where = dossier.env._("the declared equipment")
    sums = {}
    for piece in dossier.equipment:
        if piece.figure:
            number, place = sums.get(piece.figure, (0, piece.place))
            sums[piece.figure] = (number + piece.quantity, place)
    return {
        code: [(Decimal(number), where, place)]
        for code, (number, place) in sums.items()
    }


def _collect_texts(dossier, known):
    rows = {}
    for text in dossier.texts:
        if text.kind in ("paper", "item") and text.is_settled and text.is_account:
            for code, number, is_said in find_wholes(text.text):
                row = (number, text.where, text.place, is_said)
                rows.setdefault(code, []).append(row)
    return {
        code: [
            row[:3] for row in found if row[3] or _is_near(row, found, known.get(code))
        ]
        for code, found in rows.items()
    }


def _is_near(row, found, known):
    whole = known or max(number for number, *_rest in found)
    lower, upper = _NEAR
    return lower * whole <= row[0] <= upper * whole


def _sentence(dossier, code, told):
    places = {}
    for number, where, _place in told:
        places.setdefault(number, {}).setdefault(where)
    parts = (
        dossier.env._(
            "%(number)s in %(places)s",
            number=format_points(dossier.env, number),
            places=", ".join(list(where)[:_SHOWN]),
        )
        for number, where in places.items()
    )
    figure = dossier.figures.get(code)
    return dossier.env._(
        "%(figure)s: the dossier tells different numbers: %(numbers)s.",
        figure=figure.name if figure else NOUNS.get(code, (code,))[0],
        numbers="; ".join(parts),
    )


def _get_place(told):
    """Return the first place that tells another number than the profile, or the
    first.
    """
    first = told[0][0]
    return next(place for number, _where, place in told if number != first)
