from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...report.papers import KINDS
from ...report.papers.kind import Kind, Text
from ..common.papers import PapersCase
from ..paper.test_document import pdf_text

NOTICE = Kind(
    code="test_campaign_notice",
    title="THÔNG BÁO",
    subtitle=lambda facts: f"Về đợt đánh giá năm học {facts.school_year}",
    parts=lambda _facts: (Text("body", "Nội dung", lambda facts: facts.own),),
)


@tagged("post_install", "-at_install")
class TestCampaignPapers(PapersCase):
    """Papers about a campaign: the officer drafts, the authority's head issues."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(patch.dict(KINDS, {NOTICE.code: NOTICE}))
        cls.type = cls.env["cds.document.type"].create(
            {
                "name": "Thông báo",
                "code": NOTICE.code,
                "subject": "campaign",
                "symbol": "TB",
            }
        )
        cls.campaign = cls.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": cls.district.id,
                "school_year_id": cls.year.id,
            }
        )
        cls.province_officer = cls._create_user("officer", cls.province)

    def _draft_notice(self, user):
        return (
            self.env["cds.document"]
            .with_user(user)
            .create({"campaign_id": self.campaign.id, "type_id": self.type.id})
        )

    def test_who_drafts_and_who_issues(self):
        paper = self._draft_notice(self.officer)
        self.assertEqual(paper.institution_id, self.district)
        self.assertEqual(paper.school_year_id, self.year)
        with self.assertRaisesRegex(UserError, "Your role"):
            paper.action_issue()
        paper.with_user(self.authority_head).action_issue()
        self.assertEqual(paper.state, "issued")
        self.assertTrue(paper.name.endswith("/TB"), paper.name)

    def test_who_does_not(self):
        for user in (self.secretary, self.head, self.reviewer, self.province_officer):
            with self.subTest(user.login), self.assertRaises(UserError):
                self._draft_notice(user)

    def test_the_plan_with_its_calendar(self):
        """Source-001: its headings, its annex of two parts, the times in words."""
        self.district.write({"short_name": "PGDĐT", "locality": "Long Biên"})
        self.school.school_level_id = self.env.ref(
            "cds_assessment.school_level_primary"
        )
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Plan",
                "authority_id": self.district.id,
                "school_year_id": self.year.id,
                "template_id": self.env.ref(
                    "cds_assessment.milestone_template_plan"
                ).id,
                "institution_ids": [(6, 0, self.school.ids)],
            }
        )
        campaign.with_user(self.officer).action_make_papers()
        plan = campaign.document_ids.filtered(lambda d: d.code == "campaign_plan")
        plan.date = "2023-03-02"
        book = self.env["cds.number.book"]._get_book(self.district, "KH", 2023)
        book.next_number = 6
        plan.with_user(self.authority_head).action_issue()
        self.assertEqual(plan.name, "06/KH-PGDĐT")
        paper = plan._get_paper()
        words = self._words(paper)
        for text in (
            "KẾ HOẠCH",
            "I. MỤC ĐÍCH",
            "II. ĐỐI TƯỢNG ÁP DỤNG 01 cơ sở giáo dục (tiểu học)",
            "III. NHIỆM VỤ VÀ GIẢI PHÁP TRIỂN KHAI",
            "IV. TỔ CHỨC THỰC HIỆN",
            "4725/QĐ-BGDĐT",
            "PHỤ LỤC",
            "(Kèm theo Kế hoạch số 06/KH-PGDĐT ngày 02/03/2023 của District)",
        ):
            self.assertIn(text, words)
        [table] = paper.annexes[0].blocks
        self.assertEqual(
            [column.heading for column in table.columns],
            ["TT", "Nội dung thực hiện", "Thời gian thực hiện", "Sản phẩm"],
        )
        self.assertEqual(
            [row.cells[0] for row in table.rows],
            ["I.", "1", "2", "3", "4", "II.", "1", "2", "3", "4", "5"],
        )
        self.assertEqual(
            [row.cells[2] for row in table.rows if row.style == "item"],
            [
                "Tháng 7",
                "Tháng 4",
                "Tháng 4-5",
                "Tháng 5",
                "Tuần thứ nhất tháng 4",
                "Tháng 4",
                "Tháng 5, 6",
                "Tháng 6",
                "Tháng 7",
            ],
        )
        self.assertIn("Số: 06/KH-PGDĐT", pdf_text(plan._get_pdf()))
