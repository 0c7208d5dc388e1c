"""Danh mục minh chứng: each piece once, by its code."""

from ..paper.structure import Column, Paragraph, Row, Table
from .common import council_signatures
from .kind import Data, Kind, register

CONFIDENTIAL = "Lưu tại trường, không gửi kèm"


def _table(facts):
    if not facts.evidence:
        yield Paragraph("Chưa có minh chứng.")
        return
    rows = []
    for group in facts.groups:
        prefix = tuple(item.code for c in group.criteria for item in c.items)
        pieces = [e for e in facts.evidence if set(e.items[:1]) & set(prefix)]
        if pieces:
            rows.append(Row((group.code, group.name, "", "", ""), "group"))
            rows += map(_row, pieces)
    yield Table(
        columns=(
            Column("Mã", 24, "center"),
            Column("Tên minh chứng (số, ngày ban hành)"),
            Column("Nơi ban hành", 32),
            Column("Nội dung", 18, "center"),
            Column("Ghi chú", 24),
        ),
        rows=tuple(rows),
    )
    yield Paragraph(f"Danh mục gồm {len(facts.evidence)} minh chứng.")


def _row(piece):
    return Row(
        (
            piece.code,
            piece.name + _number_and_date(piece),
            piece.issuer,
            ", ".join(piece.items),
            CONFIDENTIAL if piece.is_confidential else piece.place,
        )
    )


def _number_and_date(piece):
    """Write number and date behind the name, unless the name has them already."""
    number = piece.number if piece.number and piece.number not in piece.name else ""
    day = f"{piece.date:%d/%m/%Y}" if piece.date else ""
    if day in piece.name:
        day = ""
    said = ", ".join(filter(None, (number and f"số {number}", day and f"ngày {day}")))
    return f" ({said})" if said else ""


register(
    Kind(
        code="evidence_list",
        title="DANH MỤC MINH CHỨNG",
        subtitle=lambda facts: (
            f"Tự đánh giá mức độ chuyển đổi số năm học {facts.school_year}"
        ),
        parts=lambda _facts: (Data(_table),),
        signatures=council_signatures,
    )
)
