import hashlib
import io
import subprocess
import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from ...report.certificate.certificate_page import split
from ..common.recognition import RecognitionCase

A4_LANDSCAPE = (297, 210)
POINTS_PER_MM = 72 / 25.4
# Fonts of every printer: 150 dots are coarser than any of them.
DPI = 150


def draw(pdf, folder):
    """Draw the first page of a PDF as a picture; give its path."""
    source = Path(folder, "page.pdf")
    source.write_bytes(pdf)
    command = ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", source]
    subprocess.run([*command, Path(folder, "page")], check=True)
    return Path(folder, "page.png")


def scan(picture):
    """Read the QR codes of a picture as a telephone would; give what they say."""
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.split()


@tagged("post_install", "-at_install")
class TestCertificatePage(RecognitionCase):
    def _issue_with(self, **vals):
        return self._issue(self._draft(signer_name="Thủ trưởng", **vals))

    def _text(self, pdf):
        text = " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages
        )
        return " ".join(text.split())

    def test_the_code_is_read_back_from_the_picture(self):
        certificate = self._issue_with()
        (pdf,) = certificate._print().values()
        with tempfile.TemporaryDirectory() as folder:
            read = scan(draw(pdf, folder))
        self.assertEqual(read, [certificate.public_url])
        self.assertTrue(certificate.public_url.endswith(f"/cds/c/{certificate.token}"))
        self.assertGreaterEqual(len(certificate.token), 22)

    def test_what_is_withdrawn_says_so_and_is_not_printed_with_others(self):
        certificate = self._issue_with()
        (pdf,) = certificate._print().values()
        self.assertNotIn("ĐÃ THU HỒI", self._text(pdf))
        certificate.with_user(self.authority_head)._withdraw("Sai số liệu.")
        (marked,) = certificate._print().values()
        self.assertIn("ĐÃ THU HỒI", self._text(marked))
        self.assertEqual(len(PdfReader(io.BytesIO(marked)).pages), 1)
        # the frozen file itself stays as it was signed
        self.assertEqual(self.env["ir.attachment"]._read_kept(certificate, "pdf"), pdf)
        with self.assertRaisesRegex(UserError, "withdrawn"):
            certificate.recognition_id.action_print_certificates()

    def test_no_certificate_leads_to_this_machine(self):
        self.env["ir.config_parameter"].set_param(
            "cds_assessment.public_address", "http://localhost:8069"
        )
        with self.assertRaisesRegex(UserError, "Public Address"):
            self._issue_with()

    def test_one_page_of_a4_across(self):
        certificate = self._issue_with()
        (pdf,) = certificate._print().values()
        (page,) = PdfReader(io.BytesIO(pdf)).pages
        for side, length in zip(page.mediabox[2:], A4_LANDSCAPE, strict=True):
            self.assertAlmostEqual(float(side) / POINTS_PER_MM, length, delta=1)

    def test_what_it_says(self):
        self.school.name = "Trường Tiểu học Cao Minh"
        certificate = self._issue_with(valid_until="2027-05-15")
        text = self._text(certificate._print()[certificate.id])
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            # its letters stand apart
            "G I Ấ Y C H Ứ N G N H Ậ N",
            "TRƯỜNG TIỂU HỌC CAO MINH",
            "Mức độ 2",
            "60/100 điểm",
            "Quyết định số 57/QĐ-PGDĐT ngày 15 tháng 5 năm 2024",
            "có giá trị đến ngày 15/05/2027",
            "Số: 01/GCN-PGDĐT",
            "Vĩnh Bảo, ngày 15 tháng 5 năm 2024",
            "TRƯỞNG PHÒNG",
            "Thủ trưởng",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        self.assertNotIn("DỰ THẢO", text)

    def test_a_draft_says_so_and_has_no_code(self):
        draft = self._draft().certificate_ids
        (pdf,) = draft._print().values()
        self.assertIn("DỰ THẢO", self._text(pdf))
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(scan(draw(pdf, folder)), [])

    def test_the_longest_name_stays_on_the_page(self):
        self.school.name = (
            "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên liên cấp chất "
            "lượng cao Nguyễn Bỉnh Khiêm cơ sở hai khu đô thị phía Đông thành phố"
        )
        certificate = self._issue_with()
        pdf = certificate._print()[certificate.id]
        self.assertEqual(len(split(pdf)), 1)
        self.assertIn("PHÍA ĐÔNG THÀNH PHỐ", self._text(pdf))

    def test_what_is_printed_is_what_was_frozen(self):
        certificate = self._issue_with()
        self.school.name = "Another Name"
        self.district.letterhead_name = "Another Authority"
        (pdf,) = certificate._print().values()
        self.assertEqual(hashlib.sha256(pdf).hexdigest(), certificate.pdf_sha256)
        self.assertNotIn("ANOTHER", self._text(pdf))

    def test_many_in_one_file(self):
        for school in self._create_schools(3):
            self._create_reviewed(school)
        certificates = self._issue_with()
        self.assertEqual(len(certificates), 4)
        for certificate, pdf in certificates._print().items():
            name = self.env["cds.certificate"].browse(certificate).institution_name
            self.assertIn(name.upper(), self._text(pdf))
        report = self.env["ir.actions.report"].with_user(self.head)
        reference = "cds_assessment.action_report_certificate"
        own = certificates.filtered(lambda c: c.institution_id == self.school)
        content, kind = report._render_qweb_pdf(reference, own.ids)
        self.assertEqual((kind, len(split(content))), ("pdf", 1))
        content, _kind = report.with_user(self.officer)._render_qweb_pdf(
            reference, certificates.ids
        )
        self.assertEqual(len(split(content)), 4)
