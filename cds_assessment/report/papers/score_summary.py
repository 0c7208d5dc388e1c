"""Phiếu tổng hợp điểm: the table of all items with points, levels and evidence."""

from ..paper.structure import Column, Paragraph, Row, Table
from .common import NO_LEVEL, council_signatures
from .kind import Data, Kind, heading, register


def _table(facts):
    rows = []
    for group in facts.groups:
        rows.append(_row(group, "group"))
        for criterion in group.criteria:
            is_item = [item.code for item in criterion.items] == [criterion.code]
            if not is_item:
                rows.append(_row(criterion, "node"))
            rows += map(_item_row, criterion.items)
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Tiêu chí, nội dung"),
                Column("Điểm tối đa", 17, "center"),
                Column("Điểm đạt", 17, "center"),
                Column("Mức độ", 16, "center"),
                Column("Minh chứng", 34),
            ),
            rows=tuple(rows),
        ),
    )


def _row(node, style):
    cells = (node.code, node.name, node.maximum, node.points)
    level = node.level.removeprefix("Mức độ ") or NO_LEVEL
    return Row((*cells, level, ""), style)


def _item_row(item):
    codes = "; ".join(f"[{code}]" for code in item.codes)
    return Row((item.code, item.name, item.maximum, item.points, "", codes or NO_LEVEL))


def _results(facts):
    for group in facts.groups:
        yield Paragraph(
            lead=f"Nhóm tiêu chí “{group.name}”: {group.points}/{group.maximum} điểm, "
            f"{group.level}.",
            text=group.reasons,
        )


register(
    Kind(
        code="score_summary",
        title="PHIẾU TỔNG HỢP ĐIỂM",
        subtitle=lambda facts: f"Mức độ chuyển đổi số năm học {facts.school_year}",
        parts=lambda _facts: (Data(_table), heading("KẾT QUẢ"), Data(_results)),
        signatures=council_signatures,
    )
)
