from pathlib import Path

from odoo.modules.migration import load_script
from odoo.tests import tagged

from ..common.cases import CdsCase


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

    def test_no_level_before_anything_is_scored(self):
        assessment = self._create_assessment(
            framework_id=self._create_framework(code="SO_FAR").id
        )
        result = assessment.result_ids
        for points, standing, level, words in (
            (None, "untouched", None, "not scored yet"),
            (60, "partial", 2, "Mức độ 2 (so far)"),
            (40, "complete", 3, "Mức độ 3"),
        ):
            with self.subTest(standing):
                if points is not None:
                    todo = assessment.line_ids.filtered(lambda r: r.status == "todo")
                    todo[0].self_points = points
                group = assessment.score_board["groups"][0]
                self.assertEqual(
                    (group["standing"], group["level"], group["level_name"]),
                    (standing, level, words),
                )
                self.assertEqual(result.standing, standing)
                self.assertEqual(result.self_level_id.number or None, level)
                self.assertIn(words, assessment.result_summary)
                explained = assessment.explain()["self"][0]
                self.assertEqual(explained["level"], level)
                self.assertEqual(bool(explained["rule"]), bool(level))
                printed = assessment._get_score_sheet().rows[0]
                self.assertEqual(
                    (printed.level, printed.is_so_far), (level, standing == "partial")
                )

    def test_what_the_council_took_over_stands_whole(self):
        assessment = self._create_assessment(
            framework_id=self._create_framework(code="TAKEN").id
        )
        assessment.line_ids.write({"self_points": 20})
        assessment.action_to_council()
        group = assessment.score_board["groups"][0]
        self.assertEqual((group["standing"], group["level"]), ("complete", 1))

    def test_levels_of_the_untouched_are_migrated(self):
        assessment = self._create_assessment(
            framework_id=self._create_framework(code="OLD").id
        )
        begun = self._create_assessment(self.other_school)
        begun._answer_by_code({"1.3.1": {"self_points": 1}})
        self.env.flush_all()
        level = assessment.framework_id.level_ids[0]
        self.env.cr.execute(
            "UPDATE cds_assessment_result SET standing = NULL, self_level_id = %s",
            [level.id],
        )
        path = Path(__file__).parents[2] / "migrations/19.0.4.0.0/pre-levels.py"
        load_script(str(path), "cds_pre_levels").migrate(self.env.cr, "19.0.3.0.0")
        self.env.invalidate_all()
        self.assertEqual(assessment.result_ids.standing, "untouched")
        self.assertFalse(assessment.result_ids.self_level_id)
        groups = begun.result_ids.filtered(lambda result: result.node == "group")
        self.assertEqual(groups.mapped("standing"), ["partial", "untouched"])
        self.assertEqual(groups[0].self_level_id, level)

    def test_the_way_up_is_marked_where_all_is_scored(self):
        assessment = self._create_assessment(
            framework_id=self._create_framework(code="WAY_UP").id
        )
        assessment._answer_by_code({"1.1": {"self_points": 40}})
        self.assertFalse(any(n["way_up"] for n in assessment.score_board["nodes"]))
        assessment._answer_by_code({"1.2": {"self_points": 0}})
        marked = {n["code"]: n["way_up"] for n in assessment.score_board["nodes"]}
        [group] = assessment.explain()["self"]
        self.assertEqual(
            {code for code, words in marked.items() if words},
            {gain["code"] for gain in group["gains"]},
        )
        self.assertIn("10", marked["1.2"] + marked["1.1"])

    def test_points_of_last_year_beside_those_of_this(self):
        framework = self._create_framework(code="LAST")
        last = self._create_assessment(framework_id=framework.id)
        last._answer_by_code({"1.1": {"self_points": 12.5}})
        dossier = self._create_assessment(
            framework_id=framework.id,
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id,
        )
        lines = {line.code: line.last_points for line in dossier.line_ids}
        # what was not scored then is no 0
        self.assertEqual(lines, {"1.1": "12.5", "1.2": ""})
        self.assertEqual(set(last.line_ids.mapped("last_points")), {""})
