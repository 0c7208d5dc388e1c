from contextlib import suppress

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common.workflow import WorkflowCase


@tagged("post_install", "-at_install")
class TestMoving(WorkflowCase):
    """Rules are checked on what a record was: what it becomes is checked by models."""

    def _assert_stays(self, record, user, name, foreign):
        before = record[name]
        with self.assertRaises(UserError):
            record.with_user(user).write({name: foreign.id})
            self.env.flush_all()
        self.assertEqual(record[name], before)

    def test_a_draft_is_not_given_to_another_school(self):
        draft = self._create_dossier(council_id=False)
        self._assert_stays(draft, self.head, "institution_id", self.other_school)

    def test_a_council_is_not_given_to_another_school(self):
        self._assert_stays(self.council, self.head, "institution_id", self.other_school)

    def test_figures_are_not_given_to_another_school(self):
        self._assert_stays(
            self._create_figures(), self.head, "institution_id", self.other_school
        )

    def test_software_is_not_given_to_another_school(self):
        software = self.env["cds.software"].create(
            {"institution_id": self.school.id, "name": "LMS"}
        )
        self._assert_stays(software, self.head, "institution_id", self.other_school)

    def test_equipment_is_not_given_to_another_school(self):
        equipment = self.env["cds.equipment"].create(
            {"institution_id": self.school.id, "name": "Projector"}
        )
        self._assert_stays(equipment, self.head, "institution_id", self.other_school)

    def test_an_improvement_is_not_given_to_another_school(self):
        improvement = self.env["cds.improvement"].create(
            {
                "institution_id": self.school.id,
                "school_year_id": self.year.id,
                "name": "Better",
            }
        )
        self._assert_stays(improvement, self.head, "institution_id", self.other_school)

    def test_a_plan_of_inspection_is_not_given_to_another_school(self):
        plan, other = self.env["cds.inspection.plan"].create(
            [
                {"institution_id": school.id, "school_year_id": self.year.id}
                for school in (self.school, self.other_school)
            ]
        )
        self._assert_stays(plan, self.head, "institution_id", self.other_school)
        inspection = self.env["cds.inspection"].create(
            {"name": "Inspection", "plan_id": plan.id}
        )
        self._assert_stays(inspection, self.head, "plan_id", other)

    def test_a_team_is_not_given_to_another_authority(self):
        self._assert_stays(
            self.team, self.officer, "institution_id", self.other_district
        )

    def test_a_member_is_not_put_into_a_foreign_council(self):
        """Else a school would sit in the team that assesses it."""
        member = self.council.member_ids[4]
        for council in (self.team, self._create_council(self.other_school)):
            with self.subTest(council.name), self._undone():
                self._assert_stays(member, self.secretary, "council_id", council)

    def test_a_member_is_not_put_there_through_a_list(self):
        member = self.team.member_ids[4]
        with self.assertRaises(UserError):
            self.council.with_user(self.secretary).write(
                {"member_ids": [(4, member.id)]}
            )
        self.assertEqual(member.council_id, self.team)

    def test_an_item_is_not_put_into_another_dossier(self):
        mine = self._create_dossier("self")
        foreign = self._create_assessment(self.other_school)
        line = foreign.line_ids[0]
        with self.assertRaises(UserError):
            mine.with_user(self.head).write({"line_ids": [(4, line.id)]})
        self.assertEqual(line.assessment_id, foreign)

    def test_what_rules_stand_on_is_written_by_nobody(self):
        """A stored link that follows from others decides who sees a record."""
        draft = self._create_dossier()
        running = self._create_dossier(
            "external",
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id,
        )
        for record, user in (
            (draft, self.head),
            (running, self.head),
            (running.line_ids[0], self.head),
            (self.council, self.head),
            (self.council.member_ids[4], self.head),
            (self.team, self.officer),
            (self.team.member_ids[4], self.officer),
            (self._create_figures(), self.head),
            (self._create_figures().value_ids[0], self.head),
            (running.review_ids, self.reviewer),
            (running.review_ids.line_ids[0], self.reviewer),
        ):
            for name in self._get_links_that_follow(record):
                with self.subTest(record._name, id=record.id, field=name):
                    self._assert_not_written(record, user, name)

    def _create_figures(self):
        profiles = self.env["cds.profile"]
        return profiles._get_for(self.school, self.year) or profiles.create(
            {"institution_id": self.school.id, "school_year_id": self.year.id}
        )

    def _get_links_that_follow(self, record):
        for name, field in record._fields.items():
            if field.store and field.compute and field.readonly and field.relational:
                yield name

    def _assert_not_written(self, record, user, name):
        before = record[name]
        others = before.search([("id", "not in", before.ids)], limit=1)
        is_one = record._fields[name].type == "many2one"
        value = others.id if is_one else [Command.link(others.id)]
        with self._undone():
            with suppress(UserError):
                record.with_user(user).write({name: value})
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(record[name], before)


@tagged("post_install", "-at_install")
class TestStaffComesAndGoes(WorkflowCase):
    """Who leaves an institution leaves its dossiers at once, and vice versa."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("self")

    def _sees(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.dossier.with_user(user).has_access("read")

    def test_on_the_form_of_the_institution(self):
        self.assertTrue(self._sees(self.contributor))
        self.assertFalse(self._sees(self.other_secretary))
        self.school.with_user(self.admin).write(
            {"user_ids": [(3, self.contributor.id), (4, self.other_secretary.id)]}
        )
        self.assertFalse(self._sees(self.contributor))
        self.assertTrue(self._sees(self.other_secretary))

    def test_on_the_form_of_the_user(self):
        self.assertTrue(self._sees(self.contributor))
        self.contributor.cds_institution_ids = self.other_school
        self.assertFalse(self._sees(self.contributor))

    def test_at_the_authority(self):
        self.assertTrue(self._sees(self.officer))
        self.district.user_ids -= self.officer
        self.assertFalse(self._sees(self.officer))

    def test_of_a_team(self):
        dossier = self._create_dossier(
            "external",
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id,
        )
        mine = dossier.with_user(self.reviewer)
        self.assertTrue(mine.has_access("read"))
        self.team.member_ids.filtered(lambda m: m.user_id == self.reviewer).unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(mine.has_access("read"))
        self.assertFalse(dossier.review_ids.with_user(self.reviewer).has_access("read"))

    def test_a_school_that_changes_its_authority(self):
        self.assertTrue(self._sees(self.officer))
        self.school.parent_id = self.other_district
        self.assertFalse(self._sees(self.officer))
