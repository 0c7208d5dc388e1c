from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestCreate(CdsCase):
    def test_lines_and_results_come_along(self):
        assessment = self._create_assessment(started=False)
        criteria = self.framework.criterion_ids
        items = criteria.filtered(lambda c: c.node == "item")
        self.assertEqual(assessment.line_ids.criterion_id, items)
        self.assertEqual(assessment.result_ids.criterion_id, criteria - items)
        self.assertEqual(set(assessment.line_ids.mapped("status")), {"todo"})
        group = self._result(assessment)
        self.assertEqual((group.self_points, group.standing), (0, "untouched"))
        self.assertFalse(group.self_level_id, "nothing is scored: no level")
        self.assertFalse(group.council_level_id)
        self.assertEqual(group.institution_id, self.school)
        self.assertEqual(group.school_year_id, self.year)

    def test_inserted_rows_are_what_the_orm_computes(self):
        assessment = self._create_assessment(started=False)
        fields = [f for f, field in self._results._fields.items() if field.store]
        inserted = assessment.result_ids.read(fields)
        self.env.add_to_compute(
            self._results._fields["self_points"], assessment.result_ids
        )
        for name in ("institution_id", "company_id", "school_year_id", "framework_id"):
            self.env.add_to_compute(self._results._fields[name], assessment.result_ids)
        assessment.result_ids.flush_recordset()
        assessment.result_ids.invalidate_recordset()
        ignored = {"write_date", "write_uid"}
        for before, after in zip(
            inserted, assessment.result_ids.read(fields), strict=True
        ):
            self.assertEqual(
                {k: v for k, v in before.items() if k not in ignored},
                {k: v for k, v in after.items() if k not in ignored},
            )

    @property
    def _results(self):
        return self.env["cds.assessment.result"]

    def test_one_live_assessment_for_a_year(self):
        first = self._create_assessment()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self._create_assessment()
        first._set_state("cancelled")
        self.assertTrue(self._create_assessment())

    def test_a_draft_set_assesses_nobody(self):
        draft = self._create_framework(publish=False)
        with self.assertRaisesRegex(UserError, "not published"):
            self._create_assessment(framework_id=draft.id)

    def test_many_sets_at_once(self):
        other = self._create_framework()
        assessments = self.env["cds.assessment"].create(
            [
                {
                    "institution_id": school.id,
                    "framework_id": framework.id,
                    "school_year_id": self.year.id,
                }
                for school in self.school | self.other_school
                for framework in self.framework | other
            ]
        )
        counts = [len(assessment.line_ids) for assessment in assessments]
        self.assertEqual(counts, [30, 2, 30, 2])

    def test_the_form_gives_defaults(self):
        model = self.env["cds.assessment"].with_user(self.secretary)
        with Form(model) as form:
            self.assertEqual(form.institution_id, self.school)
            # the newest version of the newest set
            newest = self.framework._get_latest_version()
            self.assertEqual(form.framework_id, newest)
            self.assertEqual(newest.previous_id, self.framework)
            form.school_year_id = self.year
        assessment = form.save()
        self.assertEqual(len(assessment.line_ids), 30)
        self.assertEqual(assessment.display_name, "School, 2023-2024")


@tagged("post_install", "-at_install")
class TestScoring(CdsCase):
    """A set of one group in steps of 0.01, so that every total can be had."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fine = cls._create_framework(score_step=0.01)
        cls.assessment = cls._create_assessment(framework_id=cls.fine.id)
        cls.first, cls.second = cls.assessment.line_ids

    def test_levels_at_the_boundaries(self):
        levels = {
            0: 1,
            49: 1,
            49.5: 1,
            49.99: 1,
            50: 2,
            74: 2,
            75: 2,
            75.01: 3,
            75.5: 3,
            76: 3,
            100: 3,
        }
        for total, level in levels.items():
            with self.subTest(total):
                self.first.self_points = min(total, 60)
                self.second.self_points = round(total - min(total, 60), 2)
                result = self._result(self.assessment)
                self.env.flush_all()
                result.invalidate_recordset()
                self.assertEqual(result.self_points, total)
                self.assertEqual(result.self_level_id.number, level)

    def test_points_refused(self):
        refused = {
            60.01: "1.1 Item 1.1: 60.01 is above the maximum, 60",
            -0.01: "-0.01 is below 0",
            1.005: "more than two decimals",
            float("nan"): "not a number",
            float("inf"): "not a number",
            1e20: "above the maximum",
        }
        for points, sentence in refused.items():
            with self.subTest(points), self.assertRaisesRegex(UserError, sentence):
                self.first.write({"self_points": points})

    def test_points_off_the_step(self):
        line = self._line(self._create_assessment(), "1.3.1")
        with self.assertRaisesRegex(ValidationError, "0.3 is not a multiple of 0.5"):
            line.self_points = 0.3
        line.self_points = 5.5
        self.assertEqual(line.self_points, 5.5)

    def test_zero_points_and_not_touched_differ(self):
        self.assertEqual(self.first.status, "todo")
        self.first.self_points = 0
        self.assertEqual(self.first.status, "done")
        self.second.status_quo = "…"
        self.assertEqual(self.second.status, "doing")
        self.second.status = "todo"
        self.assertEqual(self.second.status, "todo")

    def test_results_of_other_hands_wait_for_their_turn(self):
        self.first.council_points = 60
        result = self._result(self.assessment)
        self.assertFalse(result.council_level_id)
        self.assessment.hand = "council"
        self.assertEqual(
            (result.council_points, result.council_level_id.number), (60, 2)
        )
        self.assertFalse(result.external_level_id)

    def test_a_capped_node(self):
        capped = self._create_framework(items=[("1.1", 60), ("1.2", 60)], code="T2")
        assessment = self._create_assessment(framework_id=capped.id)
        assessment.line_ids.write({"self_points": 60})
        self.assertEqual(self._result(assessment).self_points, 100)

    def test_mandatory_condition_missing_at_80_points(self):
        for policy, level in (("cap", 1), ("block", 3), ("warn", 3)):
            framework = self._create_framework(
                items=[
                    ("1.1", 60),
                    ("1.2", 40),
                    {
                        "code": "1.3",
                        "max_points": 0,
                        "is_mandatory": True,
                        "measure": "yes_no",
                    },
                ],
                code=f"T-{policy}",
                mandatory_policy=policy,
            )
            assessment = self._create_assessment(framework_id=framework.id)
            self._line(assessment, "1.1").self_points = 60
            self._line(assessment, "1.2").self_points = 20
            result = self._result(assessment)
            self.assertEqual(
                (result.self_points, result.self_level_id.number), (80, level), policy
            )
            self.assertTrue(assessment.explain()["self"][0]["unmet"])
            self._line(assessment, "1.3").answer_yes = True
            self.assertEqual(result.self_level_id.number, 3)
            self.assertFalse(assessment.explain()["self"][0]["unmet"])

    def test_an_overall_level_only_by_rule(self):
        self.assertFalse(self.assessment.self_overall_level_id)
        framework = self._create_framework(code="T3", overall_rule="lowest")
        assessment = self._create_assessment(framework_id=framework.id)
        self.assertFalse(assessment.self_overall_level_id)
        assessment.line_ids[0].self_points = 60
        self.assertEqual(assessment.self_overall_level_id.number, 2)
        self.assertFalse(assessment.council_overall_level_id)


@tagged("post_install", "-at_install")
class TestAnswers(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.framework_t = cls._create_framework(
            items=[
                ("1.1", 60),
                {"code": "1.2", "max_points": 10, "measure": "yes_no"},
                {
                    "code": "1.3",
                    "max_points": 10,
                    "measure": "ratio",
                    "conversion_ids": [
                        (0, 0, {"upper": 50, "upper_included": False, "points": 0}),
                        (0, 0, {"lower": 50, "upper": 100, "points": 10}),
                    ],
                },
                {
                    "code": "1.4",
                    "max_points": 10,
                    "measure": "count",
                    "conversion_ids": [
                        (0, 0, {"upper": 20, "upper_included": False, "points": 0}),
                        (0, 0, {"lower": 20, "is_unbounded": True, "points": 10}),
                    ],
                },
                {
                    "code": "1.5",
                    "max_points": 10,
                    "measure": "choice",
                    "option_ids": [
                        (0, 0, {"name": "A", "points": 4}),
                        (0, 0, {"name": "B", "points": 8}),
                    ],
                },
            ]
        )
        cls.assessment = cls._create_assessment(framework_id=cls.framework_t.id)

    def test_yes_or_no(self):
        line = self._line(self.assessment, "1.2")
        line.answer_yes = True
        self.assertEqual((line.self_points, line.status), (10, "done"))
        line.answer_yes = False
        self.assertEqual((line.self_points, line.status), (0, "done"))

    def test_a_ratio_converts(self):
        line = self._line(self.assessment, "1.3")
        line.write({"numerator": 15, "denominator": 30})
        self.assertEqual((line.percentage, line.self_points), (50, 10))
        line.numerator = 14
        self.assertEqual(line.self_points, 0)
        self.assertEqual(self._result(self.assessment).self_points, 0)

    def test_a_count_converts(self):
        line = self._line(self.assessment, "1.4")
        for quantity, points in ((19, 0), (20, 10), (5000, 10)):
            line.quantity = quantity
            self.assertEqual(line.self_points, points)

    def test_a_choice_gives_its_points(self):
        line = self._line(self.assessment, "1.5")
        line.option_ids = line.criterion_id.option_ids[1]
        self.assertEqual(line.self_points, 8)

    def test_a_choice_of_another_item_is_refused(self):
        other = self._create_framework(
            code="T2",
            items=[
                ("1.1", 95),
                {
                    "code": "1.2",
                    "max_points": 5,
                    "measure": "choice",
                    "option_ids": [(0, 0, {"name": "A", "points": 5})],
                },
            ],
        )
        with self.assertRaisesRegex(ValidationError, "belongs to another item"):
            self._line(
                self.assessment, "1.5"
            ).option_ids = other.criterion_ids.option_ids

    def test_figures_refused(self):
        line = self._line(self.assessment, "1.3")
        refused = (
            ({"numerator": 5, "denominator": 0}, "1.3 Item 1.3: the total must be"),
            ({"numerator": 31, "denominator": 30}, "above the total"),
            ({"numerator": -1, "denominator": 30}, "below 0"),
            ({"numerator": 1.234, "denominator": 30}, "two decimals"),
        )
        for vals, sentence in refused:
            with self.subTest(vals), self.assertRaisesRegex(UserError, sentence):
                line.write(vals)
        with self.assertRaisesRegex(UserError, "below 0"):
            self._line(self.assessment, "1.4").quantity = -1

    def test_without_a_conversion_points_are_typed(self):
        assessment = self._create_assessment()
        line = self._line(assessment, "1.6.1")
        line.write({"numerator": 29, "denominator": 29})
        self.assertEqual((line.percentage, line.self_points), (100, 0))
        self.assertEqual(line.status, "doing")
        line.self_points = 7
        self.assertEqual((line.self_points, line.status), (7, "done"))


@tagged("post_install", "-at_install")
class TestLocks(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls._create_assessment(started=False).with_user(cls.secretary)

    def test_points_wait_for_the_start(self):
        line = self.draft.line_ids[2]
        with self.assertRaisesRegex(UserError, "Preparation"):
            line.self_points = 1
        self.draft.action_start()
        line.self_points = 1
        self.assertEqual(line.self_points, 1)

    def test_other_hands_are_closed(self):
        self.draft.action_start()
        line = self.draft.line_ids[2]
        for name in ("council_points", "external_points", "final_points", "final_note"):
            with self.subTest(name), self.assertRaises(UserError):
                line.write({name: 1})

    def test_starting_twice(self):
        self.draft.action_start()
        with self.assertRaisesRegex(
            UserError, "not possible in the state “Self-scoring”"
        ):
            self.draft.action_start()

    def test_the_state_only_changes_by_actions(self):
        for vals in ({"state": "published"}, {"hand": "final"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.draft.write(vals)
        with self.assertRaises(UserError):
            self.env["cds.assessment"].with_user(self.secretary).create(
                {
                    "institution_id": self.school.id,
                    "framework_id": self.framework.id,
                    "school_year_id": self.env.ref(
                        "cds_assessment.school_year_2024"
                    ).id,
                    "state": "recognised",
                }
            )

    def test_what_lines_stand_on_does_not_change(self):
        with self.assertRaises(UserError):
            self.draft.framework_id = self._create_framework()
        self.draft.action_start()
        with self.assertRaises(UserError):
            self.draft.school_year_id = self.env.ref("cds_assessment.school_year_2024")

    def test_items_are_given(self):
        line = self.draft.line_ids[0]
        with self.assertRaises(UserError):
            line.unlink()
        with self.assertRaises(UserError):
            line.criterion_id = self.draft.line_ids[1].criterion_id

    def test_only_a_draft_is_deleted(self):
        self.draft.action_start()
        with self.assertRaises(UserError):
            self.draft.unlink()

    def test_the_form_scores_in_place(self):
        self.draft.action_start()
        with Form(self.draft) as form:
            for index, line in enumerate(self.draft.line_ids):
                if line.code == "1.3.1":
                    with form.line_ids.edit(index) as row:
                        row.self_points = 6
                        self.assertEqual(row.status, "done")
            group = form.score_board["groups"][0]
            self.assertEqual((group["points"], group["level"]), ("6", 1))
        self.assertEqual(self._result(self.draft).self_points, 6)
