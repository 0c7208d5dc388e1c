"""Công văn đôn đốc, with the list of what is late as its annex."""

from dataclasses import dataclass
from datetime import timedelta

from ..paper.structure import Annex, Column, Row, Table
from ..workbooks.late_list import HEADINGS, TITLE, LateRow
from .facts import Head
from .kind import Kind, Text, register

# More are not named above the letter, but in its annex alone.
MOST_ADDRESSEES = 5
# How many days after the letter everything is asked for.
DAYS = 7


@dataclass(slots=True, kw_only=True)
class ReminderLetter(Head):
    """What a letter tells about those who are late."""

    campaign: str
    rows: tuple[LateRow, ...]

    @property
    def institutions(self):
        """Those who are late, each once, in the order of the list."""
        return tuple(dict.fromkeys(row.institution for row in self.rows))


def _addressees(facts):
    if 0 < len(facts.institutions) <= MOST_ADDRESSEES:
        return facts.institutions
    return ("Các cơ sở giáo dục có tên trong danh sách kèm theo",)


def _opening(facts):
    return (
        f"Thực hiện {facts.campaign}, {facts.institution} "
        "đã hướng dẫn các đơn vị nộp báo cáo, hồ sơ theo các mốc thời hạn. Tuy nhiên, "
        f"đến nay vẫn còn {len(facts.institutions)} đơn vị chưa hoàn thành "
        f"{len(facts.rows)} nội dung (Phụ lục I kèm theo)."
    )


def _request(facts):
    until = f"{facts.date + timedelta(days=DAYS):%d/%m/%Y}" if facts.date else "…/…/……"
    return (
        f"{facts.institution} yêu cầu các đơn vị có tên trong danh sách chỉ đạo việc "
        "rà soát, cập nhật đầy đủ thông tin, số liệu và hoàn thành dứt điểm các nội "
        f"dung còn thiếu trước ngày {until}."
    )


def _warning(facts):
    return (
        "Việc chậm trễ trong việc hoàn thành và nộp báo cáo, hồ sơ sẽ được tổng kết "
        "đánh giá trong việc thực hiện nhiệm vụ chuyển đổi số năm học "
        f"{facts.school_year} của đơn vị."
    )


def _closing(facts):
    return f"{facts.institution} đề nghị các đơn vị nghiêm túc thực hiện./."


def _annexes(facts):
    number = facts.number and f" số {facts.number}"
    day = f" ngày {facts.date:%d/%m/%Y}" if facts.date else ""
    return (
        Annex(
            title="PHỤ LỤC I",
            subtitle=TITLE,
            reference=f"(Kèm theo Công văn{number}{day} của {facts.institution})",
            blocks=(_table(facts.rows),),
        ),
    )


def _table(rows):
    """Give a row a school, with all that it owes."""
    schools = {}
    for row in rows:
        schools.setdefault(row.institution, []).append(row)
    widths = (12, 0, 48, 23, 17, 34)
    centred = ("TT", "Hạn nộp", "Số ngày trễ")
    return Table(
        columns=tuple(
            Column(name, width, "center" if name in centred else "left")
            for name, width in zip(HEADINGS, widths, strict=True)
        ),
        rows=tuple(
            Row(
                (
                    str(number),
                    institution,
                    "\n".join(_product(row, len(owed)) for row in owed),
                    "\n".join(
                        dict.fromkeys(f"{row.date_due:%d/%m/%Y}" for row in owed)
                    ),
                    str(max(row.days_late for row in owed)),
                    "\n".join(dict.fromkeys(row.remark for row in owed if row.remark)),
                )
            )
            for number, (institution, owed) in enumerate(schools.items(), start=1)
        ),
    )


def _product(row, count):
    """Name a product; of several each with its date."""
    return (
        f"- {row.product} (hạn {row.date_due:%d/%m/%Y})" if count > 1 else row.product
    )


register(
    Kind(
        code="reminder_letter",
        title="CÔNG VĂN",
        is_letter=True,
        about="về việc đôn đốc nộp báo cáo, hồ sơ",
        subtitle=lambda facts: (
            f"đôn đốc nộp báo cáo, hồ sơ còn thiếu năm học {facts.school_year}"
        ),
        addressees=_addressees,
        parts=lambda _facts: (
            Text("opening", "Tình hình", _opening),
            Text("request", "Yêu cầu", _request),
            Text("warning", "Nhắc nhở", _warning),
            Text("closing", "Câu kết", _closing),
        ),
        annexes=_annexes,
    )
)
