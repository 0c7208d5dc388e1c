from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.workflow import WorkflowCase
from ..paper.test_document import pdf_text


@tagged("post_install", "-at_install")
class TestImprovementPlan(WorkflowCase, HttpCase):
    """What an assessment shows to be weak, who makes it better, what came of it."""

    def setUp(self):
        super().setUp()
        self.dossier = self._create_dossier("self")
        self.line, self.low, self.condition = self.dossier.line_ids
        mine = self.dossier.with_user(self.secretary)
        self._score(self.dossier)
        mine.line_ids[0].weaknesses = "Thiếu kế hoạch"
        mine.line_ids[1].self_points = 10  # of 40
        self._prove(self.dossier, self.contributor)
        mine.action_to_council()

    def _collect(self):
        self.dossier.with_user(self.secretary).action_collect_improvements()
        return self.dossier.improvement_ids

    def test_weaknesses_and_low_items(self):
        improvements = self._collect()
        self.assertEqual(improvements.assessment_line_id, self.line | self.low)
        names = dict(
            zip(
                improvements.assessment_line_id,
                improvements.mapped("name"),
                strict=True,
            )
        )
        self.assertEqual(names[self.line], "Thiếu kế hoạch")
        self.assertIn("10 of 40", names[self.low])
        self.assertEqual(self._collect(), improvements, "twice nothing is doubled")

    def test_remarks_of_the_external_team(self):
        self.dossier.with_user(self.secretary).action_conclude()
        self.dossier.with_user(self.head).action_approve()
        self.dossier.with_user(self.head).action_submit()
        self._receive(self.dossier)
        review = self.dossier.review_ids.with_user(self.reviewer)
        for line in review.line_ids:
            line.write({"points": line.council_points, "is_met": line.council_met})
        review.line_ids[1].write({"points": 8, "note": "Thiếu máy tính"})
        self._share(self.dossier)
        self.assertNotIn("Thiếu máy tính", self._collect().mapped("name"))
        self.dossier.improvement_ids.unlink()
        self.dossier.with_user(self.reviewer).action_close_external()
        self.assertIn("Thiếu máy tính", self._collect().mapped("name"))

    def test_the_paper(self):
        with self.assertRaises(UserError):
            self.dossier.with_user(self.secretary).action_make_improvement_plan()
        first, second = self._collect()
        first.with_user(self.secretary).write(
            {
                "cost": 12500000,
                "user_id": self.contributor.id,
                "deadline": "2024-12-31",
            }
        )
        second.with_user(self.secretary).cost = 500000
        mine = self.dossier.with_user(self.secretary)
        key = mine.action_make_improvement_plan()["res_id"]
        self.assertEqual(mine.action_make_improvement_plan()["res_id"], key, "once")
        paper = self.env["cds.document"].browse(key)
        words = pdf_text(paper.with_user(self.secretary)._print()[0][key])
        for said in (
            "KẾ HOẠCH",
            "Thiếu kế hoạch",
            "31/12/2024",
            "12.500.000",
            "13.000.000",
            self.contributor.name,
        ):
            self.assertIn("".join(said.split()), "".join(words.split()), said)

    def test_the_workbook(self):
        first, second = self._collect()
        (first | second).with_user(self.secretary).cost = 250000
        action = (first | second).with_user(self.secretary).action_download()
        self.authenticate(self.secretary.login, self.secretary.login)
        answer = self.url_open(action["url"])
        sheet = load_workbook(BytesIO(answer.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        self.assertEqual(rows[0][2], "Nội dung thực hiện")
        self.assertEqual([row[5] for row in rows[1:3]], [250000, 250000])
        self.assertEqual(rows[3][5], "=SUM(F4:F5)")
        self.authenticate(self.other_secretary.login, self.other_secretary.login)
        with mute_logger("odoo.http"):
            refused = self.url_open(action["url"])
        self.assertNotEqual(refused.status_code, 200)

    def test_what_came_of_it_a_year_later(self):
        improvements = self._collect()
        self.assertFalse(any(improvements.mapped("outcome")))
        later_year = self.env["cds.school.year"].search(
            [("date_start", ">", self.year.date_start)], order="date_start", limit=1
        )
        council = self.council.copy({"school_year_id": later_year.id})
        self.dossier.sudo().state = "recognised"
        later = self._create_dossier(
            "self", school_year_id=later_year.id, council_id=council.id
        )
        self._score(later)
        self.env.invalidate_all()
        self.assertFalse(any(improvements.mapped("outcome")), "it is not scored yet")
        self._prove(later, self.contributor)
        later.with_user(self.secretary).action_to_council()
        self.env.invalidate_all()
        mine = improvements.with_user(self.secretary)
        outcomes = {i.assessment_line_id: i.outcome for i in mine}
        self.assertEqual(outcomes[self.low], "10 → 20")
        self.assertEqual(outcomes[self.line], "30 → 30")

    def test_it_is_on_the_home_page_of_who_is_responsible(self):
        [first, _second] = self._collect()
        first.with_user(self.secretary).write(
            {"user_id": self.contributor.id, "deadline": "2030-01-01"}
        )
        home = self.env["cds.home"].with_user(self.contributor).get_home()
        rows = home["school"]["turns"]["rows"]
        self.assertIn(first.id, [row["open"]["res_id"] for row in rows])

    def test_the_board_has_a_column_for_each_state(self):
        mine = self._collect().with_user(self.secretary)
        shown = mine.with_context(read_group_expand=True)  # as a board asks
        found = shown.web_read_group([("id", "in", mine.ids)], ["state"], ["__count"])
        states = [group["state"] for group in found["groups"]]
        self.assertEqual(states, ["todo", "doing", "done", "dropped"])

    def test_the_cost_is_the_councils(self):
        with self.assertRaises(UserError):
            self._collect()[0].with_user(self.contributor).cost = 5
