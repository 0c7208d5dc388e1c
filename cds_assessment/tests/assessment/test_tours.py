from odoo.tests import HttpCase, tagged

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestTours(CdsCase, HttpCase):
    def test_a_secretary_scores_a_school(self):
        self.secretary.lang = "vi_VN"
        assessment = self._create_assessment(started=False)
        line = self._line(assessment, "1.5.1")
        assessment._set_state("self")
        for other in assessment.line_ids - line:
            if other.code.startswith("1."):
                if other.measure == "yes_no":
                    other.answer_yes = True
                else:
                    other.self_points = min(other.max_points, 3)
        before = self._result(assessment).self_points
        self.assertLess(before, 50)
        assessment._set_state("draft")
        self.start_tour(
            f"/odoo/cds-assessments/{assessment.id}",
            "cds_assessment_score",
            login=self.secretary.login,
        )
        result = self._result(assessment)
        self.assertEqual(line.self_points, 12.5)
        self.assertEqual(result.self_points, before + 12.5)
        self.assertEqual(result.self_level_id.number, 2)
