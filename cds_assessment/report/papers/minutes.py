"""Biên bản họp Hội đồng tự đánh giá."""

from ..paper.structure import Paragraph
from .common import council_signatures, criteria_table, result_lines
from .facts import BLANK
from .kind import Data, Kind, Text, heading, register
from .text import join


def _opening(facts):
    day = f"{facts.date:%d/%m/%Y}" if facts.date else "……/……/………"
    return f"- Thời gian: ngày {day}.\n- Địa điểm: {facts.institution}."


def _present(facts):
    if not facts.members:
        return "- Thành phần: ……"
    return join(
        [
            *facts.attendance.lines(len(facts.members), "thành viên Hội đồng"),
            _named("Chủ tọa", facts.member_names("chair")),
            _named("Thư ký", facts.member_names("secretary")),
            _named(
                "Thành viên",
                facts.member_names("vice_chair") + facts.member_names("member"),
            ),
        ]
    )


def _named(what, names):
    return f"- {what}: {'; '.join(names)}." if names else ""


def _proceedings(facts):
    pieces = len(facts.evidence)
    proofs = f" và {pieces} minh chứng trong danh mục" if pieces else ""
    return (
        "- Thư ký trình bày điểm tự chấm của từng nội dung, bảng tổng hợp"
        f"{proofs}.\n"
        "- Hội đồng đối chiếu từng nội dung với minh chứng, thảo luận và thống nhất "
        "điểm của từng tiêu chí như sau:"
    )


def _remarks(facts):
    if not facts.attendance.is_read_out:
        return f"- Ý kiến của các thành viên: {BLANK}"
    return "- Các thành viên nhất trí với kết quả trên, không có ý kiến khác."


def _conclusion(facts):
    return (
        f"- Hội đồng thống nhất kết quả nêu trên và đề nghị {facts.head_title} phê "
        "duyệt kết quả tự đánh giá.\n- "
        + facts.attendance.read_out(
            "Biên bản đã được đọc cho các thành viên cùng nghe và nhất trí thông qua"
        )
        + "./."
    )


register(
    Kind(
        code="minutes",
        title="BIÊN BẢN",
        about="họp Hội đồng tự đánh giá mức độ chuyển đổi số",
        subtitle=lambda facts: (
            f"Họp Hội đồng tự đánh giá mức độ chuyển đổi số năm học {facts.school_year}"
        ),
        parts=lambda _facts: (
            heading("I. THỜI GIAN, ĐỊA ĐIỂM"),
            Text("opening", "I. Thời gian, địa điểm", _opening),
            heading("II. THÀNH PHẦN"),
            Text("present", "II. Thành phần", _present),
            heading("III. NỘI DUNG"),
            Text("proceedings", "III. Nội dung", _proceedings),
            Data(lambda facts: (criteria_table(facts),)),
            Paragraph(
                text="", lead="Kết quả của từng nhóm tiêu chí:", kind="subheading"
            ),
            Data(result_lines),
            heading("IV. Ý KIẾN"),
            Text("remarks", "IV. Ý kiến", _remarks),
            heading("V. KẾT LUẬN"),
            Text("conclusion", "V. Kết luận", _conclusion),
        ),
        signatures=council_signatures,
    )
)
