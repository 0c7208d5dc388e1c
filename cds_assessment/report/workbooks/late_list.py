"""The late list as plain data: what the workbook and the letter's annex print."""

from dataclasses import dataclass
from datetime import date

TITLE = "DANH SÁCH ĐƠN VỊ CHẬM NỘP"
HEADINGS = (
    "TT",
    "Đơn vị",
    "Nội dung còn thiếu",
    "Hạn nộp",
    "Số ngày trễ",
    "Ghi chú",
)


@dataclass(frozen=True, slots=True)
class LateRow:
    """What one institution has not delivered."""

    institution: str
    product: str
    date_due: date
    days_late: int
    remark: str


@dataclass(frozen=True, slots=True)
class LateList:
    """The late list of a day."""

    authority: str
    campaigns: str
    date: date
    rows: tuple[LateRow, ...]
