import unittest

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import paper_text
from ..common.inspection import InspectionCase
from ..paper.test_document import pdf_text

TYPE = "cds_assessment.document_type_"


class InspectionPapersCase(InspectionCase):
    """An inspection of a school that issues papers, and drafts of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cds.document.type"].search(
            [("subject", "in", ("inspection", "inspection_plan"))]
        ).is_required = True
        cls.school.write(
            {
                "name": "Trường Tiểu học",
                "short_name": "TH",
                "locality": "Bến Đò",
                "head_title": "Hiệu trưởng",
            }
        )
        for member, (name, position) in zip(
            cls.board.member_ids,
            (("Người đứng đầu", "Hiệu trưởng"), ("Người phó", "Phó Hiệu trưởng")),
            strict=True,
        ):
            member.write({"name": name, "position": position})

    @classmethod
    def _draft(cls, code, subject=None, user=None, **vals):
        subject = subject or cls.inspection
        return (
            cls.env["cds.document"]
            .with_user(user or cls.secretary)
            .create(
                {
                    subject._get_paper_field(): subject.id,
                    "type_id": cls.env.ref(f"{TYPE}inspection_{code}").id,
                    **vals,
                }
            )
        )

    def _text(self, paper):
        [content] = paper._print(is_final=True)[0].values()
        return " ".join(pdf_text(content).split())


@tagged("post_install", "-at_install")
class TestPlanPapers(InspectionPapersCase):
    """The decision and the plan of a school year."""

    def test_the_decision_gives_the_board_its_number(self):
        self.board.write({"decision_number": False, "decision_date": False})
        paper = self._draft("decision", self.plan, date="2023-09-27")
        paper.action_issue()
        self.assertEqual(self.board.decision_number, "01/QĐ-TH")
        self.assertEqual(str(self.plan.decision_date), "2023-09-27")
        text = self._text(paper)
        for words in (
            "HIỆU TRƯỞNG TRƯỜNG TIỂU HỌC",
            "gồm 02 thành viên",
            "DANH SÁCH",
            "Phó Hiệu trưởng",
            "Trưởng ban",
        ):
            self.assertIn(words, text)

    def test_a_known_number_is_taken_over(self):
        paper = self._draft("decision", self.plan)
        self.assertEqual((paper.number, str(paper.date)), (218, "2023-09-27"))

    def test_the_plan_lists_the_inspections(self):
        self.inspection.write({"unit": "Bộ phận CNTT", "method": "Hồ sơ"})
        paper = self._draft("plan", self.plan, date="2023-09-30")
        text = self._text(paper)
        for words in (
            "Thực hiện Quyết định số 218/QĐ-TH ngày 27/09/2023",
            "Triển khai mô hình Trường học điện tử",
            "Bộ phận CNTT",
            "5/2024",
            "Người đứng đầu",
            "III. TỔ CHỨC THỰC HIỆN",
        ):
            self.assertIn(words, text)
        self.assertNotIn("NĂM HỌC TRƯỚC", text)
        paper.action_issue()
        self.assertEqual(self.plan.plan_number, "01/KH-TH")
        self.assertEqual(str(self.plan.plan_date), "2023-09-30")

    def test_what_is_cancelled_is_borne_no_longer(self):
        for code in ("plan", "decision"):
            paper = self._draft(code, self.plan, date="2023-09-30")
            paper.action_issue()
            paper._cancel("Wrong members.")
            again = self._draft(code, self.plan, date="2023-09-30")
            self.assertFalse(again.number, code)
        self.assertFalse(self.board.decision_number or self.board.decision_date)
        self.assertFalse(self.plan.plan_number or self.plan.plan_date)

    def test_the_plan_names_what_is_open_from_earlier_years(self):
        self.env["cds.improvement"].create(
            {
                "name": "Thay máy chiếu",
                "institution_id": self.school.id,
                "school_year_id": self.env.ref("cds_assessment.school_year_2022").id,
                "user_id": self.secretary.id,
                "deadline": "2023-12-31",
            }
        )
        text = self._text(self._draft("plan", self.plan))
        self.assertIn("III. KIẾN NGHỊ CỦA NĂM HỌC TRƯỚC", text)
        self.assertIn(
            f"- Thay máy chiếu (phụ trách: {self.secretary.name}; "
            "thời hạn: 31/12/2023).",
            text,
        )
        self.assertIn("IV. TỔ CHỨC THỰC HIỆN", text)

    def test_the_plan_follows_the_decision(self):
        paper = self._draft("plan", self.plan, date="2023-09-26")
        with self.assertRaisesRegex(UserError, "older than the decision"):
            paper.action_issue()
        self.board.decision_date = False
        with self.assertRaisesRegex(UserError, "comes before the plan"):
            paper.action_issue()

    def test_papers_are_the_councils(self):
        for user in (self.contributor, self.inspector, self.other_secretary):
            with self.subTest(user.name), self.assertRaises(UserError):
                self._draft("plan", self.plan, user=user)


@tagged("post_install", "-at_install")
class TestInspectionPapers(InspectionPapersCase):
    """Minutes, report and notice: one set of findings, three papers."""

    def _tell_all(self):
        with freeze_time("2024-05-18"):
            self._lead(self.inspection, "minutes")
        self._tell(self.inspection)
        mine = self.inspection.with_user(self.inspector)
        item = self._item("2.2").with_user(self.inspector)
        item.figure_ids = [
            Command.create({"label": "Nâng cao", "numerator": 8, "denominator": 29})
        ]
        item.findings = "- Kỹ năng nâng cao: {1}"
        mine.write(
            {
                "minutes_time": 9.5,
                "strengths": "Hồ sơ đầy đủ",
                "shortcomings": "- Máy chiếu cũ\n- Mạng chậm",
                "head_opinion": "Nhất trí",
                "improvement_ids": [
                    Command.create(
                        {"name": "Kiểm tra mạng", "user_id": self.contributor.id}
                    )
                ],
            }
        )

    def _report(self):
        with freeze_time("2024-05-18"):
            self.inspection.with_user(self.inspector).action_report()

    def _conclude(self):
        with freeze_time("2024-05-20"):
            self.inspection.with_user(self.head).action_conclude()

    def test_they_are_drafted_when_their_time_has_come(self):
        mine = self.inspection.with_user(self.secretary)
        with self.assertRaisesRegex(UserError, "no minutes yet"):
            mine.action_make_papers()
        self._tell_all()
        mine.action_make_papers()
        self.assertEqual(mine.document_ids.mapped("code"), ["inspection_minutes"])
        self._report()
        mine.action_make_papers()
        self.assertEqual(len(mine.document_ids), 3)

    def test_they_are_dated_as_the_inspection_is(self):
        self._tell_all()
        paper = self._draft("minutes")
        self.assertEqual(str(paper.date), "2024-05-18")
        self.inspection.with_user(self.inspector).minutes_date = "2024-05-17"
        self.assertEqual(str(paper.date), "2024-05-17")
        self._report()
        paper.date = "2024-05-19"
        with self.assertRaisesRegex(UserError, "17/05/2024"):
            paper.action_issue()

    def test_they_are_issued_when_their_time_has_come(self):
        self._tell_all()
        minutes = self._draft("minutes")
        with self.assertRaisesRegex(UserError, "Reported"):
            minutes.action_issue()
        self._report()
        minutes.action_issue()
        notice = self._draft("notice")
        with self.assertRaisesRegex(UserError, "Concluded"):
            notice.action_issue()
        self._conclude()
        self.assertEqual(str(notice.date), "2024-05-20")
        notice.action_issue()
        self.assertEqual(notice.name, "01/TB-TH")
        self.assertFalse(minutes.name)

    def test_issued_papers_hold_the_minutes_closed(self):
        self._tell_all()
        self._report()
        minutes = self._draft("minutes")
        minutes.action_issue()
        mine = self.inspection.with_user(self.head)
        with self.assertRaisesRegex(UserError, "cancel them first"):
            mine.action_send_back()
        minutes._cancel("Sai ngày")
        mine.action_send_back()
        self.assertEqual(self.inspection.state, "minutes")

    def test_the_notice_repeats_the_minutes(self):
        self._tell_all()
        self.inspection.inspected_ids[0].with_user(self.inspected).opinion = "Nhất trí."
        self._report()
        report = self._draft("report")
        report.action_issue()
        self._conclude()
        minutes = self._text(self._draft("minutes"))
        notice = self._text(self._draft("notice"))
        for words in (
            "I. NỘI DUNG KIỂM TRA",
            "- Kỹ năng nâng cao: 8/29 (27,59%)",
            "1. Ưu điểm: - Hồ sơ đầy đủ 2. Tồn tại: - Máy chiếu cũ - Mạng chậm",
            "IV. KIẾN NGHỊ",
        ):
            self.assertIn(words, minutes)
            self.assertIn(words, notice)
        for words in (
            "Hôm nay, hồi 9 giờ 30 ngày 18/5/2024",
            "- Người đứng đầu, chức vụ: Hiệu trưởng - Trưởng ban",
            "- Kiểm tra mạng V. Ý KIẾN",
            "- Inspected: Nhất trí. VI. Ý KIẾN CỦA TRƯỞNG BAN - Nhất trí",
            "TRƯỞNG BAN (Ký, đóng dấu và ghi rõ họ tên)",
            "NGƯỜI KIỂM TRA",
        ):
            self.assertIn(words, minutes)
        for words in (
            "Xét báo cáo kết quả kiểm tra ngày 18/05/2024 của Ban kiểm tra nội bộ",
            f"- Kiểm tra mạng (phụ trách: {self.contributor.name}).",
            "- Lưu: VT, hồ sơ KTNB.",
        ):
            self.assertIn(words, notice)
        self.assertNotIn("Ý KIẾN CỦA TRƯỞNG BAN", notice)
        report = self._text(report)
        self.assertIn("V. Ý KIẾN GIẢI TRÌNH CỦA ĐỐI TƯỢNG KIỂM TRA", report)
        self.assertIn("Kính gửi: Hiệu trưởng Trường Tiểu học", report)

    def test_points_are_told_where_there_are_points(self):
        self.inspection.framework_id = self._create_framework(
            [("1.1", 60), ("1.2", 40)], code="SCORED", kind="checklist"
        )
        with freeze_time("2024-05-18"):
            self._lead(self.inspection, "minutes")
        for item in self.inspection.with_user(self.inspector).item_ids:
            item.points = 30 if item.code != "1" else 0
        self.assertIn(
            "- 1. Group: 60/100 điểm, Mức độ 2", self._text(self._draft("minutes"))
        )

    def test_who_sees_the_papers(self):
        self._tell_all()
        self._report()
        minutes = self._draft("minutes")
        minutes.action_issue()
        for user in (self.contributor, self.inspected, self.officer, self.other_head):
            for record in (minutes, minutes.section_ids[0]):
                self.assertFalse(record.with_user(user).has_access("read"), user.name)
        for user in (self.inspector, self.secretary, self.head):
            self.assertTrue(minutes.with_user(user).has_access("read"), user.name)
        self._conclude()
        self.env.invalidate_all()
        self.assertTrue(minutes.with_user(self.officer).has_access("read"))
        self.assertFalse(minutes.with_user(self.contributor).has_access("read"))

    @unittest.skipUnless(paper_text.has_office(), "LibreOffice is not installed")
    def test_each_word_file_says_what_its_pdf_says(self):
        self._tell_all()
        self._report()
        papers = self._draft("minutes") | self._draft("report") | self._draft("notice")
        papers |= self._draft("decision", self.plan) | self._draft("plan", self.plan)
        pdfs = papers._print(is_final=True)[0]
        texts = paper_text.docx_texts_by_office([p._get_docx() for p in papers])
        for paper, text in zip(papers, texts, strict=True):
            with self.subTest(paper.code):
                self.assertEqual(
                    paper_text.paper_difference(
                        paper._get_paper(), pdfs[paper.id], text
                    ),
                    "",
                )
