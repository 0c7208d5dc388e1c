from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common.inspection import InspectionCase


@tagged("post_install", "-at_install")
class TestImprovement(InspectionCase):
    """Recommendations: who carries them out, and what becomes of them."""

    def _recommend(self, **vals):
        self._lead(self.inspection, "minutes")
        mine = self.inspection.with_user(self.inspector)
        mine.improvement_ids = [
            Command.create({"name": "Kiểm tra đường truyền", **vals})
        ]
        self._tell_and_report(self.inspection)
        return self.inspection.improvement_ids

    def _conclude(self):
        self.inspection.with_user(self.head).action_conclude()

    def test_it_belongs_where_it_comes_from(self):
        improvement = self._recommend()
        self.assertEqual(improvement.institution_id, self.school)
        self.assertEqual(improvement.school_year_id, self.year)

    def test_who_is_responsible_is_asked_once_it_is_concluded(self):
        improvement = self._recommend(user_id=self.contributor.id)
        mine = improvement.with_user(self.contributor)
        self.assertFalse(improvement.activity_ids)
        self.assertFalse(mine.has_access("read"))
        self._conclude()
        self.env.invalidate_all()
        self.assertEqual(improvement.activity_ids.user_id, self.contributor)
        self.assertFalse(mine.inspection_id.has_access("read"))
        with freeze_time("2024-06-30"):
            mine.write({"state": "done", "note": "Xong."})
        self.assertEqual(str(improvement.done_on), "2024-06-30")
        self.assertFalse(improvement.activity_ids)

    def test_who_is_responsible_answers_no_more(self):
        improvement = self._recommend(user_id=self.contributor.id)
        self._conclude()
        mine = improvement.with_user(self.contributor)
        for vals in (
            {"name": "Khác"},
            {"deadline": "2030-01-01"},
            {"user_id": self.secretary.id},
            {"inspection_id": False},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                mine.write(vals)
        with self.assertRaises(UserError):
            mine.unlink()

    def test_what_the_minutes_say_stays(self):
        improvement = self._recommend()
        for user in (self.secretary, self.inspector):
            with self.assertRaises(UserError):
                improvement.with_user(user).name = "Khác"
            with self.assertRaises(UserError):
                improvement.with_user(user).unlink()
        improvement.with_user(self.secretary).write(
            {"user_id": self.contributor.id, "deadline": "2024-09-01"}
        )

    def test_another_responsible_is_asked_instead(self):
        improvement = self._recommend(user_id=self.contributor.id)
        self._conclude()
        improvement.with_user(self.secretary).user_id = self.inspected
        self.assertEqual(improvement.activity_ids.user_id, self.inspected)
        improvement.with_user(self.secretary).deadline = "2024-09-01"
        self.assertEqual(
            improvement.activity_ids.date_deadline, fields.Date.to_date("2024-09-01")
        )

    def test_the_inspection_stays_open_with_it(self):
        improvement = self._recommend()
        self._conclude()
        mine = self.inspection.with_user(self.secretary)
        with freeze_time("2024-06-01"), self.assertRaisesRegex(UserError, "1 rec"):
            mine.action_follow_up()
        improvement.with_user(self.secretary).state = "dropped"
        with freeze_time("2024-06-01"):
            mine.action_follow_up()
        self.assertEqual(self.inspection.state, "followed_up")

    def test_what_is_open_comes_back_next_year(self):
        improvement = self._recommend()
        next_year = self.env.ref("cds_assessment.school_year_2024")
        plan = self.plan.copy({"school_year_id": next_year.id})
        self.assertFalse(plan.open_improvement_ids)  # not concluded yet
        self._conclude()
        plan.invalidate_recordset()
        mine = plan.with_user(self.secretary)
        self.assertEqual(mine.open_improvement_ids, improvement)
        again = self._create_inspection(plan)
        self.assertEqual(again.carried_ids, improvement)
        self.assertFalse(self.inspection.carried_ids)
        with freeze_time("2024-09-01"):  # the year is over
            self.inspection.with_user(self.secretary).action_follow_up()
        improvement.with_user(self.secretary).state = "done"
        self.env.invalidate_all()
        self.assertFalse(mine.open_improvement_ids)

    def test_without_an_origin_it_is_the_schools_own(self):
        mine = self.env["cds.improvement"].with_user(self.secretary)
        improvement = mine.create({"name": "Mua máy chiếu"})
        self.assertEqual(improvement.institution_id, self.school)
        with self.assertRaises(UserError):
            improvement.institution_id = self.other_school

    def test_no_origin_of_another_school(self):
        theirs = self.env["cds.improvement"].with_user(self.other_secretary)
        with self.assertRaises(UserError):
            theirs.create({"name": "X", "inspection_id": self.inspection.id})
            self.env.flush_all()
        line = self._create_dossier("self").line_ids[0]
        with self.assertRaises(UserError):
            theirs.create({"name": "X", "assessment_line_id": line.id})
            self.env.flush_all()
