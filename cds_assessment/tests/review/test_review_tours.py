from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.workflow import WorkflowCase


class ReviewTourCase(WorkflowCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.reviewer | cls.secretary | cls.head
        users.lang = "vi_VN"
        cls.dossier = cls._create_dossier("external")
        cls.review = cls.dossier.review_ids

    def _tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login)
        self.env.invalidate_all()

    def _agree_all(self):
        """Give a whole criterion what the school gave; what was scored stays."""
        self._tour("cds-my-visits", "cds_review_agree_all", self.reviewer)
        lines = self.review.line_ids
        self.assertEqual(lines.mapped("status"), ["done"] * 3)
        self.assertEqual(lines[0].points, 12.5)
        self.assertEqual(lines.mapped("is_different"), [True, False, False])

    @mute_logger("odoo.http")  # a colleague's change is refused, and logged
    def _play(self):
        """Play team and school, from the first item to the close."""
        self._tour("cds-my-visits", "cds_review_score", self.reviewer)
        line = self.review.line_ids[0]
        self.assertEqual((self.review.state, line.points), ("shared", 25))
        self.assertEqual(line.note, "Đồng nghiệp ghi")
        self.assertEqual(self.review.line_ids.mapped("points"), [25, 20, 0])
        self._tour(f"cds-reviews/{self.review.id}", "cds_review_reply", self.secretary)
        self.assertEqual(line.school_reply, "Thứ sáu mở cửa")
        self.assertEqual(self.review.school_reply, "Cảm ơn đoàn")
        self.assertEqual(self.review.reply_finished_by_id, self.secretary)
        self._tour("cds-my-visits", "cds_review_close", self.reviewer)
        self.assertEqual(
            (self.review.state, self.dossier.state), ("closed", "reviewed")
        )
        self.assertEqual(self.dossier.line_ids.mapped("external_points"), [28, 20, 0])
        self.assertEqual(
            [(row.old_points, row.new_points) for row in line.change_ids.sorted("id")],
            [(0, 20), (20, 22), (22, 30), (30, 25), (25, 28)],
        )


@tagged("post_install", "-at_install")
class TestReviewOnTelephone(ReviewTourCase):
    """The team on site, the school at its desk: both on a telephone."""

    browser_size = "360x740"
    touch_enabled = True

    def test_from_the_first_item_to_the_close(self):
        self._play()

    def test_a_whole_criterion_as_the_school(self):
        self._agree_all()


@tagged("post_install", "-at_install")
class TestReviewOnDesk(ReviewTourCase):
    """The same on a wide screen."""

    def test_from_the_first_item_to_the_close(self):
        self._play()
