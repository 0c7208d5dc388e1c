from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestWorkflowTours(CdsCase, HttpCase):
    """The story of a dossier in the browser, each step by the role's own user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority_head = cls._create_user("authority_head", cls.district)
        users = (
            cls.contributor
            | cls.secretary
            | cls.head
            | cls.officer
            | cls.reviewer
            | cls.authority_head
        )
        users.lang = "vi_VN"
        cls.council = cls._create_council("self", cls.school, cls.head, cls.secretary)
        cls.team = cls._create_council(
            "external", cls.district, cls.officer, cls.reviewer, name="Team"
        )
        cls.assessment = cls._create_assessment(
            council_id=cls.council.id, started=False
        )
        cls.assessment.action_start()
        cls.item = cls.assessment.line_ids.filtered(lambda line: line.code == "1.3.1")
        for line in cls.assessment.line_ids - cls.item:
            if line.measure == "yes_no":
                line.answer_yes = True
            else:
                line.self_points = line.max_points
        cls.item.assigned_user_ids = [Command.set(cls.contributor.ids)]
        cls.env["cds.document.type"].search([]).is_required = False
        cls._prove(cls.assessment, cls.contributor)

    def _tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login)
        self.env.invalidate_all()

    def _open(self):
        return f"cds-assessments/{self.assessment.id}"

    @mute_logger("odoo.http")  # points without their reason are refused, and logged
    def test_the_school_and_the_authority(self):
        self._tour("cds-my-work", "cds_contributor", self.contributor)
        self.assertEqual(self.item.self_points, 6)
        self._tour(self._open(), "cds_secretary", self.secretary)
        self.assertEqual((self.item.council_points, self.item.self_points), (5, 6))
        self.assertEqual(self.item.council_note, "Thiếu lịch dạy")
        self._tour("cds-approvals", "cds_head", self.head)
        self.assertEqual(self.assessment.state, "submitted")
        self._tour(self._open(), "cds_officer", self.officer)
        review = self.assessment.review_ids
        self.assertEqual(review.team_id, self.team)
        for line in review.line_ids.filtered(lambda line: line.code != "1.3.1"):
            line.write({"points": line.council_points, "is_met": line.council_met})
        self._tour("cds-reviews", "cds_reviewer", self.reviewer)
        self.assertEqual((review.state, self.item.external_points), ("shared", 0))
        review.with_user(self.secretary).action_finish_reply()
        self._tour("cds-reviews", "cds_reviewer_close", self.reviewer)
        self.assertEqual((self.item.external_points, self.item.final_points), (4, 4))
        self._tour(self._open(), "cds_authority_head", self.authority_head)
        self.assertEqual(self.assessment.state, "recognised")
        group = self._result(self.assessment)
        self.assertEqual((group.council_points, group.final_points), (99, 98))
        self.assertEqual(group.final_level_id.number, 3)
