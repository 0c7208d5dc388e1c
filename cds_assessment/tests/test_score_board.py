from odoo.tests import tagged

from .common import CdsCase


@tagged("post_install", "-at_install")
class TestScoreBoard(CdsCase):
    def test_steps_follow_the_items(self):
        assessment = self._create_assessment()
        assessment._answer_by_code(
            {"1.1": {"answer_yes": True}, "1.3.1": {"self_points": 0}}
        )
        board = assessment.score_board
        statuses = {step["code"]: step["status"] for step in board["steps"]}
        self.assertEqual(
            list(statuses),
            [
                "1.1",
                "1.2",
                "1.3",
                "1.4",
                "1.5",
                "1.6",
                "1.7",
                "2.1",
                "2.2",
                "2.3",
                "2.4",
            ],
        )
        self.assertEqual(
            (statuses["1.1"], statuses["1.2"], statuses["1.3"]),
            ("done", "todo", "doing"),
        )
        self.assertEqual(board["todo"], 28)
        self.assertEqual(assessment.progress, 6)

    def test_headings_and_items_in_order(self):
        board = self._create_assessment().score_board
        self.assertEqual(
            [node["code"] for node in board["nodes"]],
            self.framework.criterion_ids.mapped("code"),
        )
        self.assertEqual(
            [band["until"] for band in board["groups"][0]["bands"]], [50, 75, 100]
        )

    def test_a_new_assessment_has_an_empty_board(self):
        self.assertFalse(self.env["cds.assessment"].new().score_board["nodes"])
