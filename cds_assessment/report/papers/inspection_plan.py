"""Kế hoạch kiểm tra nội bộ: what is inspected, where, when, how and by whom."""

from ..paper.structure import Column, Paragraph, Row, Table
from .inspection_common import assigned, points
from .kind import EMPTY, Data, Kind, Text, heading, register


def _aim(facts):
    return (
        f"- Giúp {facts.head_title} nắm tình hình thực hiện nhiệm vụ năm học "
        f"{facts.school_year}, kịp thời phát huy ưu điểm, khắc phục tồn tại.\n"
        "- Kiểm tra khách quan, công khai, đúng nội dung, đúng thời gian; không làm "
        "ảnh hưởng hoạt động dạy học.\n"
        "- Kết quả kiểm tra được lập biên bản, thông báo và theo dõi việc khắc phục."
    )


def _table(facts):
    if not facts.inspections:
        return (Paragraph(EMPTY),)
    return (
        Table(
            columns=(
                Column("TT", 11, "center"),
                Column("Nội dung kiểm tra"),
                Column("Đối tượng", 32),
                Column("Thời gian", 22, "center"),
                Column("Phương pháp", 30),
                Column("Phân công", 32),
            ),
            rows=tuple(
                Row(
                    (
                        str(number),
                        row.topic,
                        row.unit or "Toàn trường",
                        row.month or EMPTY,
                        row.method or "Theo phân công",
                        "\n".join(row.inspectors) or "Theo phân công",
                    )
                )
                for number, row in enumerate(facts.inspections, start=1)
            ),
        ),
    )


def _carried(facts):
    return points(map(assigned, facts.carried))


def _carrying_out(facts):
    decision = facts.decision.number and f" theo {facts.decision.words}"
    return (
        f"- Ban kiểm tra nội bộ{decision} tổ chức kiểm tra theo kế hoạch, lập biên bản "
        f"và báo cáo kết quả với {facts.head_title}.\n"
        "- Các bộ phận, cá nhân được kiểm tra chuẩn bị hồ sơ, số liệu; giải trình và "
        "thực hiện kiến nghị sau kiểm tra.\n"
        f"- {facts.head_title} thông báo kết luận sau mỗi đợt kiểm tra./."
    )


def _parts(facts):
    yield heading("I. MỤC ĐÍCH, YÊU CẦU")
    yield Text("aim", "I. Mục đích, yêu cầu", _aim)
    yield heading("II. NỘI DUNG, THỜI GIAN, PHÂN CÔNG")
    yield Data(_table)
    if facts.carried:
        yield heading("III. KIẾN NGHỊ CỦA NĂM HỌC TRƯỚC TIẾP TỤC THEO DÕI")
        yield Data(_carried)
    yield heading(f"{'IV' if facts.carried else 'III'}. TỔ CHỨC THỰC HIỆN")
    yield Text("carrying_out", "Tổ chức thực hiện", _carrying_out)


register(
    Kind(
        code="inspection_plan",
        title="KẾ HOẠCH",
        about="kiểm tra nội bộ",
        subtitle=lambda facts: f"Kiểm tra nội bộ năm học {facts.school_year}",
        parts=lambda facts: tuple(_parts(facts)),
    )
)
