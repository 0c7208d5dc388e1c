from decimal import Decimal

from odoo.tests import tagged

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestExplanation(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assessment = cls._create_assessment(framework_id=cls._create_framework().id)
        cls.first, cls.second = cls.assessment.line_ids

    def _explain(self):
        return self.assessment.explain()["self"][0]

    def test_why_and_how_far(self):
        self.first.self_points = 40
        self.second.self_points = 10
        group = self._explain()
        self.assertEqual(group["points"], Decimal(50))
        self.assertEqual(group["level"], 2)
        self.assertEqual(group["rule"], "From 50 to 75 points is Mức độ 2.")
        self.assertEqual(group["missing"], Decimal("25.5"))
        self.assertEqual(
            group["distance"],
            "25.5 points are missing to Mức độ 3. Nearest: 1.2 (25.5 more).",
        )

    def test_the_lowest_and_the_highest_band(self):
        self.second.self_points = 40
        self.assertEqual(self._explain()["rule"], "Below 50 points is Mức độ 1.")
        self.first.self_points = 60
        self.second.self_points = 40
        group = self._explain()
        self.assertEqual(group["rule"], "Above 75 points is Mức độ 3.")
        self.assertEqual(group["distance"], "")

    def test_a_condition_not_met(self):
        assessment = self._create_assessment()
        assessment._answer_by_code({"1.3.1": {"self_points": 1}})
        group = assessment.explain()["self"][0]
        self.assertEqual([node["code"] for node in group["unmet"]], ["1.1", "1.2"])
        self.assertIn("Mandatory condition not met: 1.1, 1.2.", group["reasons"])

    def test_a_condition_lowers_the_level(self):
        assessment = self._create_assessment()
        for line in assessment.line_ids.filtered(
            lambda line: line.code.startswith("1.") and not line.is_mandatory
        ):
            if line.measure == "yes_no":
                line.answer_yes = True
            else:
                line.self_points = line.max_points
        group = assessment.explain()["self"][0]
        self.assertEqual((group["points"], group["level"]), (100, 1))
        self.assertTrue(group["lowered"])
        self.assertIn(
            "Mandatory condition not met: 1.1, 1.2. Therefore Mức độ 1.",
            group["reasons"],
        )
        self.assertEqual(
            group["distance"],
            "The points suffice for Mức độ 3 once the conditions are met.",
        )

    def test_a_cap(self):
        capped = self._create_framework(items=[("1.1", 60), ("1.2", 60)], code="T2")
        assessment = self._create_assessment(framework_id=capped.id)
        assessment.line_ids.write({"self_points": 60})
        group = assessment.explain()["self"][0]
        self.assertEqual(group["caps"], [{"code": "1", "points": 100, "uncapped": 120}])
        self.assertIn("1 counts 100 points of 120 (its maximum).", group["reasons"])

    def test_in_vietnamese(self):
        self.first.self_points = 50
        group = self.assessment.with_context(lang="vi_VN").explain()["self"][0]
        self.assertEqual(group["rule"], "Từ 50 đến 75 điểm là Mức độ 2.")
        self.assertIn("25,5", group["distance"])

    def test_the_form_shows_the_same(self):
        self.first.self_points = 50
        for reason in self._explain()["reasons"]:
            self.assertIn(reason, self.assessment.explanation)
        self.assertIn(self._explain()["distance"], self.assessment.explanation)

    def test_only_hands_that_have_begun(self):
        self.assertEqual(list(self.assessment.explain()), ["self"])
        self.assessment.hand = "external"
        self.assertEqual(
            list(self.assessment.explain()), ["self", "council", "external"]
        )
