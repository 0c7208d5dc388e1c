"""Kế hoạch cải tiến: what becomes better after an assessment, by whom, until when."""

from ..paper.structure import Column, Paragraph, Row, Table
from .kind import EMPTY, Data, Kind, Text, heading, register


def _aim(facts):
    return (
        "- Khắc phục những nội dung đạt điểm thấp, những tồn tại đã được chỉ ra khi "
        f"đánh giá mức độ chuyển đổi số năm học {facts.school_year}.\n"
        "- Việc rõ, người rõ, thời hạn rõ; kết quả được xem lại ở lần đánh giá sau."
    )


def _dong(amount):
    """Write an amount of đồng as Vietnamese papers do, "" for none."""
    return f"{amount:,.0f}".replace(",", ".") if amount else ""


def _table(facts):
    if not facts.improvements:
        return (Paragraph(EMPTY),)
    rows = [
        Row(
            (
                str(number),
                row.item,
                row.text,
                row.responsible or "Theo phân công",
                f"{row.deadline:%d/%m/%Y}" if row.deadline else EMPTY,
                _dong(row.cost),
            )
        )
        for number, row in enumerate(facts.improvements, start=1)
    ]
    return (
        Table(
            columns=(
                Column("TT", 11, "center"),
                Column("Chỉ số", 17, "center"),
                Column("Nội dung thực hiện"),
                Column("Người thực hiện", 36),
                Column("Thời hạn", 24, "center"),
                Column("Kinh phí (đồng)", 27, "center"),
            ),
            rows=tuple(rows),
        ),
    )


def _money(facts):
    total = sum(row.cost for row in facts.improvements)
    if not total:
        return "Lồng ghép trong các hoạt động thường xuyên, không phát sinh kinh phí."
    return (
        f"Dự kiến {_dong(total)} đồng, từ nguồn chi thường xuyên và các nguồn hợp "
        "pháp khác của đơn vị."
    )


def _carrying_out(facts):
    return (
        "- Người được phân công thực hiện đúng thời hạn, báo cáo khi có khó khăn.\n"
        "- Hội đồng tự đánh giá theo dõi, đôn đốc.\n"
        f"- {facts.head_title} chỉ đạo chung, xem xét kết quả cuối năm học./."
    )


register(
    Kind(
        code="improvement_plan",
        title="KẾ HOẠCH",
        about="cải tiến sau đánh giá mức độ chuyển đổi số",
        subtitle=lambda facts: (
            f"Cải tiến sau đánh giá mức độ chuyển đổi số năm học {facts.school_year}"
        ),
        parts=lambda _facts: (
            heading("I. MỤC ĐÍCH, YÊU CẦU"),
            Text("aim", "I. Mục đích, yêu cầu", _aim),
            heading("II. NỘI DUNG, PHÂN CÔNG, THỜI HẠN"),
            Data(_table),
            heading("III. KINH PHÍ"),
            Text("money", "III. Kinh phí", _money),
            heading("IV. TỔ CHỨC THỰC HIỆN"),
            Text("carrying_out", "IV. Tổ chức thực hiện", _carrying_out),
        ),
    )
)
