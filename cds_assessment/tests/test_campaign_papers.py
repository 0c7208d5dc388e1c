from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..report.papers import KINDS
from ..report.papers.kind import Kind, Text
from .papers import PapersCase

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
