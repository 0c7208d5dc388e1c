import io
import itertools
import re
import unicodedata

from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from ...report.paper.paper_font import FACES, FAMILY, font_faces
from ...report.paper.structure import Letterhead, Paper, Paragraph, Signature
from ..common import paper_text
from ..common.cases import CdsCase
from ..common.recognition import RecognitionCase

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
OTHERS = "bcdđghklmnpqrstvxfjwz"
MARKS = "0123456789 – — “” ‘’ … • № ½ ² ≤ ≥ × ₫ / % & ( ) [ ] § °"


def letters():
    """Return every letter of Vietnamese, small and capital, as composed characters."""
    small = [
        unicodedata.normalize("NFC", vowel + tone)
        for vowel, tone in itertools.product(VOWELS, TONES)
    ] + list(OTHERS)
    return small + [letter.upper() for letter in small]


def font_families(content):
    """Return the families of all fonts of a PDF, their styles left out."""
    families = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            name = font.get_object()["/BaseFont"].lstrip("/")
            families.add(re.sub(r"^[A-Z]{6}\+", "", name).split("-")[0])
    return families


@tagged("post_install", "-at_install")
class TestPaperFont(CdsCase):
    def test_every_letter_in_every_style_comes_from_one_family(self):
        alphabet = " ".join(letters())
        paper = Paper(
            letterhead=Letterhead(
                above="Sở Giáo dục", own="Trường", place_date=alphabet
            ),
            title="BÁO CÁO",
            bases=(alphabet,),
            blocks=(
                Paragraph(alphabet),
                Paragraph(alphabet, kind="heading"),
                Paragraph(MARKS),
            ),
            recipients=("Nơi nhận ỡ",),
            signatures=(Signature("HIỆU TRƯỞNG", "(Ký, đóng dấu)", "Nguyễn Ỷ Ẵ"),),
        )
        pdf = paper_text.paper_pdf(self.env, [paper], self.env.user.partner_id)
        self.assertEqual(font_families(pdf), {FAMILY.replace(" ", "")})
        text = unicodedata.normalize("NFC", " ".join(paper_text.pdf_pages(pdf)))
        self.assertEqual(set(letters()) - set(text), set())
        self.assertEqual(set(MARKS) - set(text), set())

    def test_the_page_brings_each_face_once(self):
        self.assertEqual(font_faces().count("@font-face"), len(FACES))
        self.assertNotIn("http", font_faces())

    def test_drafts_are_marked_in_the_same_family(self):
        report = self.env["ir.actions.report"]
        paper = Paper(
            letterhead=Letterhead(above="", own="Trường", place_date=""), title="Ư"
        )
        pdf = paper_text.paper_pdf(self.env, [paper], self.env.user.partner_id)
        stamped = report._stamp(pdf)
        self.assertEqual(font_families(stamped), {FAMILY.replace(" ", "")})


@tagged("post_install", "-at_install")
class TestCertificateFont(RecognitionCase):
    def test_certificates_are_of_the_same_family(self):
        certificate = self._issue(self._draft(signer_name="Thủ trưởng Ỡ"))
        (pdf,) = certificate._print().values()
        self.assertEqual(font_families(pdf), {FAMILY.replace(" ", "")})
