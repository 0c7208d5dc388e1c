"""What a certificate's page tells, and how printed pages are told apart again."""

import datetime
import io
from dataclasses import dataclass

from odoo.tools.pdf import PdfReader, PdfWriter

from ...tools.qr import qr_drawing
from ..paper.structure import long_date, place_and_date, school_year_words


@dataclass(frozen=True, slots=True)
class Group:
    """What is recognised of one group: all as it is printed."""

    name: str
    level: str
    points: str
    maximum: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of one certificate tells; empty while it is a draft: "", None."""

    above: str
    own: str
    school: str
    school_year: str
    framework: str
    groups: tuple[Group, ...]
    overall: str
    decision_number: str
    decision_date: datetime.date | None
    valid_until: datetime.date | None
    number: str
    place: str
    date: datetime.date | None
    signer_title: str
    signer_name: str
    url: str

    @property
    def is_draft(self):
        return not self.number

    @property
    def year_words(self):
        return school_year_words(self.school_year or "")

    @property
    def decision(self):
        """Name the decision: "Quyết định số 57/QĐ-PGDĐT ngày 15 tháng 5 năm 2024"."""
        number = self.decision_number or "……"
        return f"Quyết định số {number} {long_date(self.decision_date)}"

    @property
    def place_date(self):
        return place_and_date(self.place, self.date)

    @property
    def until(self):
        return self.valid_until.strftime("%d/%m/%Y") if self.valid_until else ""

    @property
    def name_size(self):
        """Give the size of the school's name in points: long ones stay on two lines."""
        length = len(self.school)
        return (
            30 if length <= 36 else 25 if length <= 60 else 20 if length < 100 else 15
        )

    @property
    def qr(self):
        return qr_drawing(self.url) if self.url else None


def split(content):
    """Cut a PDF into its pages.

    :param content: the bytes of a PDF
    :return: list with the bytes of a PDF for each page
    """
    pages = []
    for page in PdfReader(io.BytesIO(content)).pages:
        writer = PdfWriter()
        writer.add_page(page)
        output = io.BytesIO()
        writer.write(output)
        pages.append(output.getvalue())
    return pages
