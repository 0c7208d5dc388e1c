import io
from unittest.mock import patch

from lxml import html
from openpyxl import load_workbook

from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from odoo.addons.base.models import ir_actions_report as base

from ...models.paper import ir_actions_report as ours
from ...report.paper import wkhtml
from ...report.paper.structure import long_date, place_and_date
from ...report.workbooks.score_sheet_xlsx import score_sheets_workbook
from ...tools.file_name import safe_part
from ..common.cases import CdsCase

REPORT = "cds_assessment.action_report_score_sheet"


@tagged("post_install", "-at_install")
class TestScoreSheet(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.write({"name": "Trường Tiểu học Hoa Sữa", "locality": "Hoa Sữa"})
        cls.district.letterhead_name = "Phòng GD&ĐT Bến Đò"
        cls.assessment = cls._create_assessment(date="2023-10-05")
        cls.assessment._answer_by_code(
            {
                "1.1": {"answer_yes": True},
                "1.2": {"answer_yes": False},
                "1.3.1": {"self_points": 5.5},
                "1.3.2": {"self_points": 6},
                "1.4": {"self_points": 0},
            }
        )
        cls._use("1.3.1", "1.3.2")
        cls._use("1.3.1")

    @classmethod
    def _use(cls, *codes, assessment=None):
        """Let a new paper prove items."""
        assessment = assessment or cls.assessment
        lines = assessment.line_ids.filtered(lambda line: line.code in codes)
        evidence = cls._create_evidence(assessment.institution_id)
        return assessment._use_evidence(evidence, lines)

    def _page(self):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, self.assessment.ids
        )
        return html.fromstring(content)

    def _rows(self):
        return {
            cells[0]: cells
            for cells in (
                [cell.text_content().strip() for cell in row.xpath("./td")]
                for row in self._page().xpath("//tr[starts-with(@class, 'row ')]")
            )
        }

    def test_the_letterhead(self):
        head = self._page().xpath("//table[@class='head']")[0].text_content()
        for text in (
            "Phòng GD&ĐT Bến Đò",
            "Trường Tiểu học Hoa Sữa",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Hoa Sữa, ngày 05 tháng 10 năm 2023",
        ):
            self.assertIn(text, head)

    def test_every_criterion_stands_in_the_table(self):
        codes = self.framework.criterion_ids.mapped("code")
        self.assertEqual(list(self._rows()), codes)

    def test_points_conditions_and_levels(self):
        rows = self._rows()
        # code, criterion, maximum, points, level, evidence
        self.assertEqual(rows["1"][2:5], ["100", "11,5", "1 (tạm tính)"])
        self.assertEqual(rows["1.1"][2:5], ["bắt buộc", "Đạt", ""])
        self.assertEqual(rows["1.2"][2:5], ["bắt buộc", "Không đạt", ""])
        self.assertEqual(rows["1.3"][2:5], ["30", "11,5", "2 (tạm tính)"])
        codes = "[H1-1.3-01]; [H1-1.3-02]"
        self.assertEqual(rows["1.3.1"][2:], ["6", "5,5", "", codes])
        self.assertEqual(rows["1.3.2"][2:], ["6", "6", "", "[H1-1.3-01]"])
        self.assertEqual(rows["1.4"][3], "0")
        self.assertEqual(rows["1.5.1"][3], "–")

    def test_the_result_is_the_explanation(self):
        text = self._page().text_content()
        self.assertIn("Nhóm tiêu chí “Chuyển đổi số trong dạy, học”: 11,5/100", text)
        vietnamese = self.assessment.with_context(lang="vi_VN")
        for group in vietnamese.explain()["self"]:
            for reason in group["reasons"]:
                self.assertIn(reason, " ".join(text.split()))
        self.assertIn("HIỆU TRƯỞNG", text)

    def test_provisional_is_not_printed(self):
        self.assertNotIn("đối chiếu", self._page().text_content())

    def test_nothing_is_fetched(self):
        page = self._page()
        self.assertFalse(page.xpath("//link | //script | //img | //@href | //@src"))

    def test_user_text_stays_text(self):
        self.school.name = "<b>x</b><script>y</script>"
        head = self._page().xpath("//table[@class='head']")[0]
        self.assertIn("<b>x</b><script>y</script>".upper(), head.text_content().upper())
        self.assertFalse(head.xpath(".//script"))

    def test_the_pdf(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        second = self._create_assessment(self.other_school)
        both = self.assessment | second
        content, kind = report._render_qweb_pdf(REPORT, both.ids)
        self.assertEqual(kind, "pdf")
        reader = PdfReader(io.BytesIO(content))
        pages = [" ".join(page.extract_text().split()) for page in reader.pages]
        text = " ".join(pages)
        for sentence in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "PHIẾU ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ",
            "TRƯỜNG TIỂU HỌC HOA SỮA",
            "Tỉ lệ giáo viên khai thác được phần mềm",
        ):
            self.assertIn(sentence, text)
        starts = [n for n, page in enumerate(pages) if "CỘNG HÒA" in page]
        self.assertEqual(len(starts), 2)
        self.assertGreaterEqual(starts[1], 2)
        # each page of the table has its head; numbers begin on the second page of each
        length = len(pages) // 2
        for number, page in enumerate(pages):
            in_paper = number % length + 1
            if self.codes & set(page.split()):
                self.assertIn("Điểm tối đa", page)
            expected = str(in_paper) if in_paper > 1 else ""
            self.assertEqual(self._get_header(reader.pages[number]), expected)

    def test_no_heading_stands_alone_at_the_foot(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        schools = self.env["cds.institution"].create(
            [{"name": f"School {number}"} for number in range(9)]
        )
        sheets = self.env["cds.assessment"]
        for number, school in enumerate(schools):
            sheet = self._create_assessment(school)
            for _paper in range(12 + 2 * number):
                self._use("1.1", assessment=sheet)
            sheets |= sheet
        content, _kind = report._render_qweb_pdf(REPORT, sheets.ids)
        headings = self.framework.criterion_ids.filtered("child_ids").mapped("code")
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertGreaterEqual(len(pages), 27)
        for page in pages:
            words = page.extract_text().split()
            codes = [word for word in words if word in self.codes]
            self.assertNotIn(codes[-1] if codes else "", headings)

    @property
    def codes(self):
        return set(self.framework.criterion_ids.mapped("code")) - {"1", "2"}

    def _get_header(self, page):
        """Return what stands in the upper margin of a page (20 mm, A4 has 842
        points).
        """
        texts = []

        def visit(text, matrix, text_matrix, *_font):
            if matrix[5] + matrix[3] * text_matrix[5] > 842 - 20 * 72 / 25.4:
                texts.append(text)

        page.extract_text(visitor_text=visit)
        return "".join(texts).strip()

    def test_the_pdf_has_letters_of_13_points(self):
        """Decree 30/2020/NĐ-CP, whatever the build of wkhtmltopdf."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(REPORT, self.assessment.ids)
        sizes = {}

        def visit(text, matrix, text_matrix, _font, size):
            scale = abs(matrix[3] * text_matrix[3])
            sizes[text.strip()] = size * scale

        PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=visit)
        basis = next(size for text, size in sizes.items() if text.startswith("Căn"))
        self.assertAlmostEqual(basis, 13, delta=0.5)

    def test_the_workbook(self):
        second = self._create_assessment(self.other_school)
        self.school.name = "=1+1"
        sheets = [a._get_score_sheet() for a in self.assessment | second]
        workbook = load_workbook(io.BytesIO(score_sheets_workbook(sheets, "now")))
        self.assertEqual(
            workbook.sheetnames,
            ["=1+1", "Other School", "Thông tin"],
        )
        rows = {
            row[0]: row[1:]
            for row in workbook.worksheets[0].iter_rows(values_only=True)
        }
        self.assertEqual(rows["1"][1:4], (100, 11.5, "1 (tạm tính)"))
        self.assertEqual(rows["1.1"][1:3], ("bắt buộc", "Đạt"))
        self.assertEqual(rows["1.3.1"][1:], (6, 5.5, None, "[H1-1.3-01]; [H1-1.3-02]"))
        self.assertEqual(rows["1.4"][2], 0)
        self.assertEqual(rows["1.5.1"][2], "–")
        cell = workbook.worksheets[0].cell(2, 1)
        self.assertEqual((cell.value, cell.data_type), ("=1+1", "s"))

    def test_workbook_and_paper_agree(self):
        sheet = self.assessment._get_score_sheet()
        workbook = load_workbook(io.BytesIO(score_sheets_workbook([sheet], "now")))
        printed = self._rows()
        for row in list(workbook.worksheets[0].iter_rows(values_only=True))[4:]:
            texts = [
                "" if v is None else str(v).replace(".", ",") if n > 1 else str(v)
                for n, v in enumerate(row)
            ]
            self.assertEqual(texts[:5], printed[row[0]][:5])

    def test_schools_of_one_long_name_have_a_sheet_each(self):
        self.school.name = self.other_school.name = "Trường/" + "Tiểu học " * 9
        second = self._create_assessment(self.other_school)
        sheets = [a._get_score_sheet() for a in self.assessment | second]
        workbook = load_workbook(io.BytesIO(score_sheets_workbook(sheets, "now")))
        self.assertEqual(len(set(workbook.sheetnames)), 3)
        self.assertTrue(all(len(name) <= 31 for name in workbook.sheetnames))

    def test_file_names(self):
        self.assertEqual(
            self.assessment._get_file_name(),
            "Phieu-danh-gia_Truong-Tieu-hoc-Hoa-Sua_2023-2024",
        )
        self.assertEqual(safe_part("../../etc/đường"), "etc-duong")
        self.assertEqual(safe_part("…"), "khong-ten")

    def test_dates(self):
        self.assertEqual(
            place_and_date("Hoa Sữa", self.assessment.date),
            "Hoa Sữa, ngày 05 tháng 10 năm 2023",
        )
        self.assertEqual(
            long_date(self.assessment.date.replace(month=2, day=12)),
            "ngày 12 tháng 02 năm 2023",
        )
        self.assertEqual(
            long_date(self.assessment.date.replace(month=3)), "ngày 05 tháng 3 năm 2023"
        )

    def test_papers_of_other_modules_keep_their_layout(self):
        other = self.env["ir.actions.report"].search(
            [("paperformat_id", "=", False)], limit=1
        )
        self.assertEqual(other._get_layout(), self.env.ref("web.minimal_layout"))
        command = other._build_wkhtmltopdf_args(
            self.env.ref("base.paperformat_euro"), False
        )
        self.assertEqual(command[command.index("--javascript-delay") + 1], "1000")
        sheet = self.env.ref(REPORT)
        command = sheet._build_wkhtmltopdf_args(sheet.paperformat_id, False)
        self.assertEqual(command[command.index("--javascript-delay") + 1], "0")

    def test_without_patched_qt_each_paper_is_a_call(self):
        plain = base._wkhtml()._replace(is_patched_qt=False)
        calls = []
        run = wkhtml.run

        def count(command):
            calls.append(command)
            return run(command)

        second = self._create_assessment(self.other_school)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        both = self.assessment | second
        with (
            patch.object(wkhtml, "run", count),
            patch.object(ours, "_wkhtml", lambda: plain),
        ):
            content, _kind = report._render_qweb_pdf(REPORT, both.ids)
        self.assertEqual(len(calls), 2)
        self.assertGreaterEqual(len(PdfReader(io.BytesIO(content)).pages), 4)
