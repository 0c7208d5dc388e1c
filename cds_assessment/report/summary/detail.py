"""The sheet "Chi tiết": schools × items, and each group's points by formula."""

from itertools import groupby

from xlsxwriter.utility import xl_range

from .columns import Table
from .facts import HANDS

TITLE = "ĐIỂM CHI TIẾT TỪNG NỘI DUNG"
FIXED = (("TT", 5), ("Đơn vị", 30), ("Cấp học", 12), ("Điểm của", 12))
MET = {True: "Đạt", False: "Chưa đạt"}
ITEM_WIDTH, CONDITION_WIDTH, TOTAL_WIDTH, NAME_HEIGHT = 5.5, 8.5, 7, 190


def is_condition(node):
    """Return whether an item is a mandatory condition without points."""
    return node.kind == "item" and node.is_condition


def write_detail(workbook, styles, name, titles, part):
    """Write the sheet; the parameters are those of the overview.

    :return: the table
    """
    groups = part.rules.groups
    items = {group.key: list(group.items()) for group in groups}
    widths = [width for _text, width in FIXED]
    for group in groups:
        widths += [
            CONDITION_WIDTH if is_condition(node) else ITEM_WIDTH
            for node in items[group.key]
        ]
        widths.append(TOTAL_WIDTH)
    table = Table(workbook, styles, name, [TITLE, *titles], widths)
    heights = {0: 18, 1: 18, 2: NAME_HEIGHT, 3: 18}
    table.headings(_headings(groups, items), 2, heights, styles={2: "name"})
    columns, totals = _columns(groups, items)
    for number, school in enumerate(part.schools, start=1):
        _write_school(table, number, school, groups, columns, totals)
    table.end_rows()
    if part.schools:
        _write_averages(table, part, columns, totals)
    table.finish()
    return table


def _headings(groups, items):
    rows = [[text for text, _width in FIXED], *([""] * len(FIXED) for _ in range(3))]
    for group in groups:
        nodes = items[group.key]
        rows[0] += [f"Nhóm {group.code}. {group.name}", *[None] * len(nodes)]
        rows[1] += [*(node.code for node in nodes), "Cộng"]
        rows[2] += [*(node.name for node in nodes), f"Nhóm {group.code}"]
        rows[3] += [
            *(
                "bắt buộc" if is_condition(node) else f"≤ {float(node.max_points):g}"
                for node in nodes
            ),
            f"≤ {float(group.max_points):g}",
        ]
    return rows


def _columns(groups, items):
    """Return the column of each item and of each group's total, by key."""
    columns, totals = {}, {}
    column = len(FIXED)
    for group in groups:
        for node in items[group.key]:
            columns[node.key] = column
            column += 1
        totals[group.key] = column
        column += 1
    return columns, totals


def _write_school(table, number, school, groups, columns, totals):
    table.count(0, number)
    table.text(1, school.name)
    table.text(2, school.school_level)
    table.text(3, HANDS[school.hand])
    scores = school.scores
    for key, column in columns.items():
        score = scores.get(key)
        if score is True or score is False:
            table.text(column, MET[score], "center")
        else:
            table.number(column, score)
    for group in groups:
        column = totals[group.key]
        if school.hand:
            formula = "=" + points_formula(group, table.row, columns)
            table.formula(column, formula, scores.get(group.key, 0), "sum")
        else:
            table.number(column, None)
    table.end_row()


def points_formula(node, row, columns):
    """Write how a node's points come from the items': sums, each within its maximum.

    :param columns: the column of each item by its key
    """
    terms = []
    # of neighbours: Odoo's own would gather all items, wherever they stand
    # pylint: disable-next=bad-builtin-groupby
    for is_item, children in groupby(node.children, lambda child: child.kind == "item"):
        if is_item:
            places = [columns[child.key] for child in children]
            terms.append(f"SUM({xl_range(row, places[0], row, places[-1])})")
        else:
            terms += [points_formula(child, row, columns) for child in children]
    return f"MIN({float(node.max_points):g},{'+'.join(terms) or '0'})"


def _write_averages(table, part, columns, totals):
    cells = {}
    for key, column in {**columns, **totals}.items():
        found = [school.scores.get(key) for school in part.schools if school.hand]
        numbers = [n for n in found if n is not None and not isinstance(n, bool)]
        cells[column] = table.average(column, numbers)
    table.total("Điểm trung bình", 1, cells)
