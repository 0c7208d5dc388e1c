"""The sheet "CSDL ngành": what the screens of the sector database ask for, in order.

Each group's total comes first, then what stands directly under it: criteria, items and
conditions. The columns follow from the set of criteria.
"""

from .columns import Table
from .detail import MET, is_condition
from .facts import HANDS, SECTOR_STATES

TITLE = "SỐ LIỆU NHẬP LÊN CƠ SỞ DỮ LIỆU NGÀNH"
FIXED = (("TT", 5), ("Mã đơn vị", 11), ("Đơn vị", 30), ("Điểm của", 12))
LAST = (("Tình trạng nhập", 22), ("Ngày nhập", 12), ("Người nhập", 24))


def write_sector(workbook, styles, name, titles, part):
    """Write the sheet; the parameters are those of the overview."""
    groups = part.rules.groups
    nodes = [node for group in groups for node in group.children]
    widths = [width for _text, width in FIXED]
    widths += [8.5] * (2 * len(groups) + len(nodes))
    widths += [width for _text, width in LAST]
    table = Table(workbook, styles, name, [TITLE, *titles], widths)
    table.headings(_headings(groups), frozen_columns=3)
    for number, school in enumerate(part.schools, start=1):
        _write_school(table, number, school, groups)
    table.end_rows()
    if part.schools:
        column = table.column_count - len(LAST)
        for key, label in SECTOR_STATES.items():
            found = sum(school.sector == key for school in part.schools)
            cell = table.count_if(column, f'"{label}"', found)
            table.total(label, 2, {column: cell})
    table.finish()


def _headings(groups):
    top = [text for text, _width in FIXED]
    bottom = [""] * len(FIXED)
    for group in groups:
        top += [f"Nhóm {group.code}. {group.name}", *[None] * (1 + len(group.children))]
        bottom += ["Tổng điểm", "Mức độ", *(node.code for node in group.children)]
    top += [text for text, _width in LAST]
    return [top, bottom + [""] * len(LAST)]


def _write_school(table, number, school, groups):
    table.count(0, number)
    table.text(1, school.code)
    table.text(2, school.name)
    table.text(3, HANDS[school.hand])
    column = len(FIXED)
    for group in groups:
        table.number(column, school.scores.get(group.key))
        table.number(column + 1, school.level(group.key))
        column += 2
        for node in group.children:
            score = school.scores.get(node.key)
            if is_condition(node):
                table.text(column, MET.get(score, ""), "center")
            else:
                table.number(column, score)
            column += 1
    table.text(column, SECTOR_STATES[school.sector])
    table.date(column + 1, school.sector_date)
    table.text(column + 2, school.sector_user)
    table.end_row()
