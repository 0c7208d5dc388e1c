"""Published results as strangers ask for them: found, counted, cut into pages, as CSV.

Pure functions over the plain rows of a snapshot; what comes in from an address is text
of any shape, and is compared, never run.
"""

import csv
import io
from dataclasses import dataclass
from urllib.parse import urlencode

from ...tools.vietnamese import search_key

PAGE_ROWS = 100  # a page of these stays within 100 KB
LONGEST_SEARCH = 100
# Spreadsheets take a cell that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    :param text: part of a school's name
    :param level: code of a group and number of a level, "1:3"; "" for all
    :param kind: "c:" and a school level, or "o:" and an ownership; "" for all
    :param page: number of the page, from 1
    """

    text: str = ""
    level: str = ""
    kind: str = ""
    page: int = 1

    @classmethod
    def parse(cls, parameters):
        """Read what a stranger sent, whatever it is."""
        page = parameters.get("page", "")
        is_number = page.isascii() and page.isdecimal() and len(page) < 10
        return cls(
            text=parameters.get("q", "").strip()[:LONGEST_SEARCH],
            level=parameters.get("level", ""),
            kind=parameters.get("kind", ""),
            page=max(1, int(page)) if is_number else 1,
        )

    def url_query(self, page=None):
        """Write the query for an address, "" for all of it."""
        parts = {"q": self.text, "level": self.level, "kind": self.kind}
        if page and page > 1:
            parts["page"] = page
        return urlencode({key: value for key, value in parts.items() if value})


def select(rows, query):
    """Give the rows that a query asks for, in their order."""
    words = search_key(query.text)
    return [
        row
        for row in rows
        if words in search_key(row["name"])
        and _has_level(row, query.level)
        and _is_of_kind(row, query.kind)
    ]


def _has_level(row, level):
    return not level or level in (
        f"{result['code']}{NUMBER_SEPARATOR}{result['level_number']}"
        for result in row["results"]
    )


def _is_of_kind(row, kind):
    return not kind or kind in (f"c:{row['school_level']}", f"o:{row['ownership']}")


def cut(rows, page):
    """Give the rows of a page, its number within bounds, and the number of pages."""
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    page = min(page, pages)
    return rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS], page, pages


def near_pages(page, pages):
    """Return the numbers of pages to offer: the ends, those near; None for a gap."""
    offered = []
    for number in range(1, pages + 1):
        if number in (1, pages) or abs(number - page) <= 2:
            offered.append(number)
        elif offered[-1]:
            offered.append(None)
    return offered


def place(row):
    """Return in one line what kind of school it is and where."""
    parts = (row["school_level"], row["ownership"], row["locality"])
    return ", ".join(filter(None, parts))


def groups(rows):
    """Return code and name of each group of criteria in the rows."""
    found = {}
    for row in rows:
        for result in row["results"]:
            found.setdefault(result["code"], result["name"])
    return sorted(found.items())


def totals(rows):
    """Count the schools at each level, by group.

    :return: list of dictionaries with ``code``, ``name`` and ``levels``: triples of
        number, name, count
    """
    counted = []
    for code, name in groups(rows):
        levels = {}
        for row in rows:
            for result in row["results"]:
                if result["code"] == code:
                    key = (result["level_number"], result["level_name"])
                    levels[key] = levels.get(key, 0) + 1
        counted.append(
            {
                "code": code,
                "name": name,
                "levels": [(*key, count) for key, count in sorted(levels.items())],
            }
        )
    return counted


def kinds(rows):
    """Give school levels and ownerships in the rows, in their alphabet's order."""
    return tuple(
        sorted({row[name] for row in rows if row[name]})
        for name in ("school_level", "ownership")
    )


def points(value):
    """Write points as Vietnamese people do: "74,5"."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def to_csv(rows):
    """Write rows as CSV that spreadsheets open with accents and run nothing of.

    :rtype: bytes
    """
    output = io.StringIO()
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    named = groups(rows)
    writer.writerow(
        [
            "Đơn vị",
            "Cấp học",
            "Loại hình",
            "Địa bàn",
            "Cơ quan quản lý",
            *(
                f"{part} – {name}"
                for _code, name in named
                for part in ("Điểm", "Điểm tối đa", "Mức độ")
            ),
            "Số quyết định",
            "Ngày quyết định",
            "Số giấy chứng nhận",
            "Có giá trị đến",
        ]
    )
    for row in rows:
        by_code = {result["code"]: result for result in row["results"]}
        writer.writerow(
            [
                *map(
                    _harmless,
                    (
                        row["name"],
                        row["school_level"],
                        row["ownership"],
                        row["locality"],
                        row["managed_by"],
                    ),
                ),
                *(
                    cell
                    for code, _name in named
                    for cell in _result_cells(by_code.get(code))
                ),
                _harmless(row["decision_number"]),
                _date(row["decision_date"]),
                _harmless(row["certificate_number"]),
                _date(row["valid_until"]),
            ]
        )
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def _result_cells(result):
    if not result:
        return "", "", ""
    return (
        points(result["points"]),
        points(result["max_points"]),
        _harmless(result["level_name"]),
    )


def _date(date):
    return date.strftime("%d/%m/%Y") if date else ""


def _harmless(text):
    text = text or ""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
