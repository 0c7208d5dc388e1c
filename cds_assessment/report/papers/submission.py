"""Tờ trình đề nghị đánh giá ngoài, with the papers that go with it."""

from ..paper.structure import Paragraph
from .common import result_lines
from .kind import Data, Kind, Text, heading, register

ENCLOSED = (
    "council_decision",
    "plan",
    "score_summary",
    "evidence_list",
    "minutes",
    "report",
    "approval_decision",
)


def _opening(facts):
    return (
        f"{facts.institution} đã hoàn thành tự đánh giá mức độ chuyển đổi số năm học "
        f"{facts.school_year}, {facts.head_title} đã phê duyệt kết quả như sau:"
    )


def _request(facts):
    whom = facts.authority or "cơ quan quản lý giáo dục"
    return (
        f"{facts.institution} kính trình {whom} "
        "xem xét, tổ chức đánh giá ngoài và công nhận mức độ chuyển đổi số của nhà "
        "trường."
    )


def _enclosed(facts):
    for number, code in enumerate(filter(facts.reference, ENCLOSED), start=1):
        yield Paragraph(f"{number}) {facts.reference(code)};")
    count = len(facts.evidence)
    if count:
        yield Paragraph(f"Kèm theo {count} minh chứng theo danh mục.")


def _closing(_facts):
    return "Nhà trường cam kết số liệu, minh chứng trong hồ sơ là trung thực./."


register(
    Kind(
        code="submission",
        title="TỜ TRÌNH",
        about="đề nghị đánh giá ngoài",
        subtitle=lambda facts: (
            "Về việc đề nghị đánh giá ngoài, công nhận mức độ chuyển đổi số "
            f"năm học {facts.school_year}"
        ),
        addressees=lambda facts: (facts.authority,) if facts.authority else (),
        parts=lambda _facts: (
            heading("I. KẾT QUẢ TỰ ĐÁNH GIÁ"),
            Text("opening", "I. Kết quả tự đánh giá", _opening),
            Data(result_lines),
            heading("II. NỘI DUNG ĐỀ NGHỊ"),
            Text("request", "II. Nội dung đề nghị", _request),
            heading("III. HỒ SƠ KÈM THEO"),
            Data(_enclosed),
            Text("closing", "Câu kết", _closing),
        ),
    )
)
