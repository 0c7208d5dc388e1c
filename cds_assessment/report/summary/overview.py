"""The sheet "Tổng hợp": a row a school, the results of each group, and their totals."""

from .columns import Table
from .facts import COLUMNS

TITLE = "TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ"
FIXED = (
    ("TT", 5),
    ("Đơn vị", 30),
    ("Mã đơn vị", 11),
    ("Cấp học", 12),
    ("Loại hình", 11),
    ("Cơ quan quản lý", 24),
    ("Trạng thái hồ sơ", 13),
)
LEVEL_COLUMN, STATE_COLUMN = 3, 6
LAST = (("Quyết định công nhận", 16), ("Ngày quyết định", 11), ("Ghi chú", 20))


def write_overview(workbook, styles, name, titles, part):
    """Write the sheet.

    :param titles: lines below the title
    :param part: ``facts.Part``
    :return: the table, and the column of each level by group key and result
    """
    groups = part.rules.groups
    keys = [(group.key, column) for group in groups for column in COLUMNS]
    widths = [width for _text, width in FIXED]
    widths += len(keys) * [6.5, 6]
    widths += [width for _text, width in LAST]
    table = Table(workbook, styles, name, [TITLE, *titles], widths)
    table.headings(_headings(groups), frozen_columns=2)
    first = len(FIXED)
    for number, school in enumerate(part.schools, start=1):
        _write_school(table, number, school, keys, first)
    table.end_rows()
    if part.schools:
        _write_totals(table, part, keys, first)
    table.finish()
    level_columns = {key: first + 2 * n + 1 for n, key in enumerate(keys)}
    return table, level_columns


def _headings(groups):
    top = [text for text, _width in FIXED]
    middle = [""] * len(FIXED)
    bottom = [""] * len(FIXED)
    for group in groups:
        top += [f"Nhóm {group.code}. {group.name}", *[None] * (2 * len(COLUMNS) - 1)]
        for label in COLUMNS.values():
            middle += [label, None]
            bottom += ["Điểm", "Mức độ"]
    top += [text for text, _width in LAST]
    middle += [""] * len(LAST)
    bottom += [""] * len(LAST)
    return [top, middle, bottom]


def _write_school(table, number, school, keys, first):
    table.count(0, number)
    for column, text in enumerate(
        (
            school.name,
            school.code,
            school.school_level,
            school.ownership,
            school.authority,
            school.state,
        ),
        start=1,
    ):
        table.text(column, text)
    column = first
    for key in keys:
        points, level = school.results.get(key, (None, None))
        table.number(column, points)
        table.number(column + 1, level)
        column += 2
    table.text(column, school.decision_number)
    table.date(column + 1, school.decision_date)
    table.text(column + 2, school.remarks)
    table.end_row()


def _write_totals(table, part, keys, first):
    """Write the totals, each a formula over the rows above."""
    places = {key: first + 2 * number for number, key in enumerate(keys)}
    points, levels = {}, {}
    for key in keys:
        found = [
            school.results[key] for school in part.schools if key in school.results
        ]
        points[key] = [number for number, _level in found]
        levels[key] = [level for _number, level in found]
    count = f"=COUNTA({table.column_range(1)})"
    table.total("Tổng số đơn vị", 1, {2: (count, len(part.schools), "total_whole")})
    cells = {}
    for key, column in places.items():
        formula = f"=COUNT({table.column_range(column)})"
        cells[column] = formula, len(points[key]), "total_whole"
    table.total("Số đơn vị có kết quả", 1, cells)
    cells = {
        column: table.average(column, points[key]) for key, column in places.items()
    }
    table.total("Điểm trung bình", 1, cells)
    for level in part.rules.levels:
        cells = {}
        for key, column in places.items():
            found = levels[key].count(level.number)
            cells[column + 1] = table.count_if(column + 1, level.number, found)
        table.total(f"Số đơn vị đạt {level.name}", 1, cells)
    open_count = sum(not school.hand for school in part.schools)
    cells = {2: (_open_formula(table, part), open_count, "total_whole")}
    table.total("Chưa nộp, không tính vào kết quả", 1, cells)
    for state in part.states:
        found = sum(school.state == state for school in part.schools)
        cell = table.count_if(STATE_COLUMN, f'"{state}"', found)
        table.total(f"Trạng thái: {state}", 1, {2: cell})


def _open_formula(table, part):
    """Count the schools in the states in which nothing counts yet."""
    states = table.column_range(STATE_COLUMN)
    named = ",".join(f'"{state}"' for state in part.open_states)
    return f"=SUM(COUNTIF({states},{{{named}}}))"
