"""The sheet "Minh chứng": how many papers each school has, in all and for each item."""

from xlsxwriter.utility import xl_range

from .columns import Table

TITLE = "SỐ MINH CHỨNG THEO TỪNG NỘI DUNG"
STATES = {
    "waiting": "Chờ duyệt",
    "accepted": "Được chấp nhận",
    "rejected": "Bị từ chối",
}
FIXED = (
    ("TT", 5),
    ("Đơn vị", 30),
    ("Tổng số", 9),
    *((label, 9) for label in STATES.values()),
)
NOTE = "Số của từng nội dung không tính minh chứng bị từ chối."
ITEM_WIDTH = 5.5


def write_evidence(workbook, styles, name, titles, part):
    """Write the sheet; the parameters are those of the overview."""
    groups = part.rules.groups
    items = [node for group in groups for node in group.items()]
    widths = [width for _text, width in FIXED] + [ITEM_WIDTH] * len(items)
    table = Table(workbook, styles, name, [TITLE, *titles, NOTE], widths)
    top = [text for text, _width in FIXED]
    for group in groups:
        count = len(list(group.items()))
        top += [f"Nhóm {group.code}. {group.name}", *[None] * (count - 1)]
    bottom = [""] * len(FIXED) + [node.code for node in items]
    table.headings([top, bottom], frozen_columns=2)
    keys = [node.key for node in items]
    for number, school in enumerate(part.schools, start=1):
        _write_school(table, number, school, keys)
    table.end_rows()
    if part.schools:
        _write_sums(table, part, keys)
    table.finish()


def _write_school(table, number, school, keys):
    table.count(0, number)
    table.text(1, school.name)
    counts = [school.evidence.get(state, 0) for state in STATES]
    cells = xl_range(table.row, 3, table.row, 2 + len(counts))
    table.formula(2, f"=SUM({cells})", sum(counts), "whole")
    for column, count in enumerate(counts, start=3):
        table.count(column, count)
    by_item = school.evidence_by_item
    for column, key in enumerate(keys, start=len(FIXED)):
        table.count(column, by_item.get(key, 0))
    table.end_row()


def _write_sums(table, part, keys):
    sums = [
        sum(school.evidence.get(state, 0) for school in part.schools)
        for state in STATES
    ]
    sums = [sum(sums), *sums]
    sums += [
        sum(school.evidence_by_item.get(key, 0) for school in part.schools)
        for key in keys
    ]
    cells = {
        column: table.sum(column, value) for column, value in enumerate(sums, start=2)
    }
    table.total("Cộng", 1, cells)
