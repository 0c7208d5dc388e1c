"""Kế hoạch triển khai đánh giá mức độ chuyển đổi số, with the calendar as annex."""

from ..paper.structure import Annex, Column, Row, Table
from .kind import Kind, Text, heading, register

ABOUT = "triển khai đánh giá mức độ chuyển đổi số"


def _levels(facts):
    """Write for which schools it is: "mầm non, tiểu học"."""
    return ", ".join(name.lower() for name in facts.school_levels)


def _sets(facts):
    return "; ".join(
        f"{name} ({reference})" if reference else name
        for name, reference in facts.frameworks
    )


def _opening(facts):
    return (
        f"{facts.institution} ban hành kế hoạch {ABOUT} của các cơ sở giáo dục năm học "
        f"{facts.school_year} gồm các nội dung sau:"
    )


def _aim(_facts):
    return (
        "- Nâng cao nhận thức của cán bộ quản lý, giáo viên, nhân viên về ý nghĩa, tác "
        "dụng của chuyển đổi số trong giáo dục và đào tạo.\n"
        "- Phát hiện các điển hình, mô hình chuyển đổi số làm tốt để nhân rộng.\n"
        "- Bảo đảm việc kiểm tra, đánh giá khách quan, thực chất, công bằng; trong quá "
        "trình tự đánh giá, các đơn vị thu thập, lập danh mục minh chứng theo các tiêu "
        "chí của Bộ chỉ số."
    )


def _who(facts):
    levels = f" ({_levels(facts)})" if facts.school_levels else ""
    count = f"{facts.school_count:02d} cơ sở giáo dục" if facts.school_count else ""
    return (
        f"{count or 'Các cơ sở giáo dục'}{levels} thuộc phạm vi đánh giá của "
        f"{facts.institution}."
    )


def _tasks(facts):
    sets = _sets(facts)
    by = f" theo {sets}" if sets else ""
    return (
        "1. Tự đánh giá\n"
        "- Các cơ sở giáo dục thành lập Hội đồng tự đánh giá, xây dựng kế hoạch, thu "
        f"thập minh chứng và chấm điểm từng nội dung{by}.\n"
        "- Thủ trưởng đơn vị phê duyệt kết quả tự đánh giá và gửi hồ sơ đề nghị "
        "đánh giá ngoài.\n"
        "2. Đánh giá ngoài và công nhận\n"
        f"- {facts.institution} thành lập các đoàn đánh giá ngoài, kiểm tra minh "
        "chứng, chấm điểm và lập biên bản với từng đơn vị.\n"
        "- Mức độ chuyển đổi số của từng nhóm tiêu chí được công nhận theo kết quả "
        "đánh giá ngoài.\n"
        "3. Công bố, cập nhật và báo cáo\n"
        "- Kết quả được công bố trên trang thông tin điện tử, cập nhật trên cơ sở dữ "
        "liệu ngành và báo cáo cấp trên quản lý trực tiếp."
    )


def _carrying_out(facts):
    above = f"; báo cáo {facts.authority}" if facts.authority else ""
    return (
        f"1. {facts.institution}\n"
        "- Ban hành kế hoạch, tổ chức hướng dẫn, giám sát, kiểm tra, đánh giá ngoài và "
        f"công nhận mức độ chuyển đổi số cho các cơ sở giáo dục{above}.\n"
        "- Công bố kết quả đánh giá mức độ chuyển đổi số của các cơ sở giáo dục.\n"
        "2. Các cơ sở giáo dục\n"
        "- Xây dựng kế hoạch, phân công nhiệm vụ và tổ chức tự đánh giá; chịu trách "
        "nhiệm về số liệu, minh chứng trong hồ sơ.\n"
        "- Thực hiện đúng tiến độ và nộp đủ sản phẩm theo phụ lục kèm theo Kế hoạch "
        "này.\n"
        f"{facts.institution} yêu cầu thủ trưởng các cơ sở giáo dục nghiêm túc triển "
        "khai. Trong quá trình thực hiện nếu có khó khăn, vướng mắc, các đơn vị trao "
        f"đổi với {facts.institution} để được hướng dẫn kịp thời./."
    )


def calendar(facts):
    """Return the table of milestones, the authority's and the schools'."""
    sides = (
        ("I.", facts.own.upper(), "authority"),
        ("II.", "CÁC CƠ SỞ GIÁO DỤC", "school"),
    )
    rows = []
    for number, name, side in sides:
        rows.append(Row((number, name, "", ""), "group"))
        own = [m for m in facts.milestones if m.side == side]
        rows += [
            Row((str(count), m.name, m.time, m.product))
            for count, m in enumerate(own, start=1)
        ]
    return Table(
        columns=(
            Column("TT", 11, "center"),
            Column("Nội dung thực hiện"),
            Column("Thời gian thực hiện", 34, "center"),
            Column("Sản phẩm", 58),
        ),
        rows=tuple(rows),
    )


def _annexes(facts):
    number = f" số {facts.number}" if facts.number else ""
    day = f" ngày {facts.date:%d/%m/%Y}" if facts.date else ""
    return (
        Annex(
            title="PHỤ LỤC",
            subtitle="Nhiệm vụ triển khai đánh giá mức độ chuyển đổi số trong các "
            f"cơ sở giáo dục năm học {facts.school_year}",
            reference=f"(Kèm theo Kế hoạch{number}{day} của {facts.institution})",
            blocks=(calendar(facts),),
        ),
    )


register(
    Kind(
        code="campaign_plan",
        title="KẾ HOẠCH",
        about=ABOUT,
        subtitle=lambda facts: (
            "Triển khai đánh giá mức độ chuyển đổi số trong các cơ sở giáo dục "
            f"năm học {facts.school_year}"
        ),
        parts=lambda _facts: (
            Text("opening", "Câu mở đầu", _opening),
            heading("I. MỤC ĐÍCH"),
            Text("aim", "I. Mục đích", _aim),
            heading("II. ĐỐI TƯỢNG ÁP DỤNG"),
            Text("who", "II. Đối tượng áp dụng", _who),
            heading("III. NHIỆM VỤ VÀ GIẢI PHÁP TRIỂN KHAI"),
            Text("tasks", "III. Nhiệm vụ và giải pháp", _tasks),
            heading("IV. TỔ CHỨC THỰC HIỆN"),
            Text("carrying_out", "IV. Tổ chức thực hiện", _carrying_out),
        ),
        annexes=_annexes,
    )
)
