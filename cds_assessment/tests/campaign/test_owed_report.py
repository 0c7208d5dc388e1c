from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common.deliverables import OwedCase
from ..common.files import pdf_bytes
from ..paper.test_document import pdf_text

NOW = "2024-06-05 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOwedReport(OwedCase):
    """Reports that an authority asks for by an outline: source-004."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.write(
            {
                "name": "Trường Tiểu học Cây Đa",
                "short_name": "TH",
                "locality": "Cây Đa",
                "head_title": "Hiệu trưởng",
            }
        )
        cls.district.name = "Phòng Giáo dục và Đào tạo Bến Đò"
        cls.profile = cls.env["cds.profile"].create(
            {"institution_id": cls.school.id, "school_year_id": cls.year.id}
        )
        cls.profile._set_figures({"pupils": 625, "classes": 18, "teachers": 28})

    def _owe_report(self, outline, institution=None, **vals):
        return self._owe(
            "report",
            institution,
            outline_id=self.env.ref(f"cds_assessment.outline_{outline}").id,
            **vals,
        )

    def _write(self, owed, user=None):
        owed.with_user(user or self.secretary).action_make_papers()
        return owed.document_ids

    def _text(self, report):
        return " ".join(pdf_text(report._get_pdf()).split())

    def test_the_six_headings(self):
        owed = self._owe_report("it_year")
        self.assertEqual(owed.state, "todo")
        report = self._write(owed)
        self.assertEqual(owed.state, "doing")
        self.assertEqual(len(report.section_ids), 6)
        report.with_user(self.secretary).section_ids[0].text = "Đã triển khai đủ."
        report.with_user(self.secretary).action_issue()
        self.assertEqual((owed.state, owed.done_on), ("done", date(2024, 6, 5)))
        text = self._text(report)
        position = 0
        for heading in (
            "1. Công tác lãnh đạo, triển khai",
            "Đã triển khai đủ.",
            "2. Kết quả thực hiện các nhiệm vụ, giải pháp",
            "3. Công tác báo cáo định kỳ",
            "4. Khó khăn, vướng mắc khi triển khai",
            "5. Phương hướng nhiệm vụ trọng tâm trong năm học 2024",
            "6. Đề xuất, kiến nghị",
        ):
            position = text.index(heading, position)
        for fact in (
            "Số: 01/BC-TH",
            "BÁO CÁO",
            "chuyển đổi số, thống kê giáo dục năm học 2023",
            "Phòng Giáo dục và Đào tạo Bến Đò (để báo cáo)",
            "HIỆU TRƯỞNG",
        ):
            self.assertIn(fact, text)

    def test_the_outline_of_annex_two(self):
        dossier = self._create_dossier("concluded", campaign_id=self.campaign.id)
        owed = self._owe_report("results")
        report = self._write(owed)
        self.assertEqual(owed.assessment_id, dossier)
        report.with_user(self.secretary).action_issue()
        text = self._text(report)
        position = 0
        for heading in (
            "kết quả thực hiện đánh giá mức độ chuyển đổi số của cơ sở giáo dục",
            "I. Công tác lãnh đạo, chỉ đạo",
            "1. Triển khai các văn bản chỉ đạo",
            "2. Ban hành các văn bản, công tác hướng dẫn, bồi dưỡng tập huấn",
            "II. Kết quả thực hiện",
            "1. Kết quả thực hiện tại các cơ sở giáo dục",
            "2. Kết quả của đơn vị",
            "đạt 50/100 điểm, Mức độ 2",
            "III. Khó khăn, vướng mắc khi triển khai",
            "IV. Phương hướng nhiệm vụ trọng tâm năm học 2024",
            "V. Đề xuất, kiến nghị",
        ):
            position = text.index(heading, position)
        labels = report.section_ids.mapped("label")
        self.assertEqual(labels[0], "I.1. Triển khai các văn bản chỉ đạo")
        self.assertEqual(len(labels), 7)

    def test_the_statistics(self):
        report = self._write(self._owe_report("statistics_start"))
        tables = report._get_paper().tables
        rows = [row.cells for table in tables for row in table.rows]
        self.assertIn(("2", "Số học sinh", "học sinh", "625"), rows)
        self.assertIn(("1", "Số lớp", "lớp", "18"), rows)
        self.assertIn("……", [row[3] for row in rows])  # what is not known is not 0
        self.assertIn("pupils", report.used_figures)

    def test_the_office_writes_one_too(self):
        owed = self._owe_report("results", self.district)
        with self.assertRaises(AccessError):
            self._write(owed, self.secretary)
        report = self._write(owed, self.officer)
        self.assertEqual(report.institution_id, self.district)
        report.with_user(self.officer).action_issue()
        self.assertEqual(owed.state, "done")

    def test_once_signed(self):
        owed = self._owe_report("it_year", is_signed_needed=True)
        report = self._write(owed)
        report.with_user(self.secretary).action_issue()
        self.assertEqual(owed.state, "doing")
        report.with_user(self.secretary)._sign(pdf_bytes(), "scan.pdf")
        self.assertEqual(owed.state, "done")
        report.with_user(self.secretary)._cancel("A mistake.")
        self.assertEqual(owed.state, "todo")
        # After that it is written anew.
        self.assertEqual(len(self._write(owed)), 2)

    def test_who_writes_it(self):
        owed = self._owe_report("it_year")
        for user in (self.contributor, self.officer):
            with self.assertRaises(UserError):
                self._write(owed, user)
        with self.assertRaises(AccessError):
            self._write(owed, self.other_secretary)
        with self.assertRaisesRegex(UserError, "as a report"):
            self._write(self._owe("mark"))
        self._change(owed, self.officer, "waive", reason="So.")
        with self.assertRaisesRegex(UserError, "state"):
            self._write(owed)

    def test_the_authority_reads_it_once_issued(self):
        report = self._write(self._owe_report("it_year"))
        with self.assertRaises(AccessError):
            report.with_user(self.officer).read(["subject"])
        report.with_user(self.secretary).action_issue()
        self.assertTrue(report.with_user(self.officer).pdf_sha256)
        stranger = self._create_user("officer", self.other_district)
        with self.assertRaises(AccessError):
            report.with_user(stranger).read(["subject"])

    def test_a_report_that_came_on_paper(self):
        """The officer marks what came another way, and the school writes no other."""
        owed = self._owe_report("it_year")
        self._change(owed, self.officer, "mark", date_done="2024-06-04")
        self.assertEqual((owed.state, owed.done_on), ("done", date(2024, 6, 4)))
