from datetime import date

from lxml import html
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common.teams import TeamsCase


@tagged("post_install", "-at_install")
class TestVisit(TeamsCase):
    """The calendar of the teams, and who may put what into it."""

    def test_a_day_is_enough(self):
        visit = self._plan(visit_start="2024-04-22")
        self.assertEqual(visit.visit_end, date(2024, 4, 22))
        visit.visit_end = "2024-04-23"
        visit.visit_start = "2024-04-25"
        self.assertEqual(visit.visit_end, date(2024, 4, 25))
        visit.visit_start = False
        self.assertFalse(visit.visit_end)

    @mute_logger("odoo.sql_db")
    def test_a_school_is_visited_once(self):
        self._plan()
        with self.assertRaises(UniqueViolation), self._undone():
            self._plan(team=self.team_2)

    def test_a_school_of_the_campaign_only(self):
        outside = self._create_institution("Outside", parent_id=self.district.id)
        with self.assertRaisesRegex(UserError, "take part"):
            self._plan(outside)

    def test_a_team_of_the_authority_only(self):
        council = self._create_council(self.district, kind="self")
        with self.assertRaisesRegex(UserError, "no external team"), self._undone():
            self._plan(team=council)
        other = self._create_campaign(self.district, self.schools)
        team = self._create_council(
            self.district, kind="external", campaign_id=other.id
        )
        with self.assertRaisesRegex(UserError, "no external team"):
            self._plan(team=team)

    def test_a_team_works_for_a_campaign_of_its_authority(self):
        foreign = self._create_campaign(self.other_district, self.other_school)
        with self.assertRaisesRegex(UserError, "own authority"):
            self.team_2.with_user(self.officer).campaign_id = foreign

    def test_ids_of_others_are_refused_before_anything_is_said(self):
        foreign = self._create_campaign(self.other_district, self.other_school)
        strangers = self._create_council(self.other_district, kind="external")
        self.env["cds.team.visit"].create(
            {
                "campaign_id": foreign.id,
                "institution_id": self.other_school.id,
                "team_id": strangers.id,
            }
        )
        mine = self._plan()
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self._plan(campaign_id=foreign.id)
        with self.assertRaises(AccessError):
            self._plan(self.other_school)
        with self.assertRaises(AccessError):
            self._plan(self.schools[1], team=strangers)
        with self.assertRaises(AccessError):
            mine.team_id = strangers
        visits = self.env["cds.team.visit"].with_user(self.officer)
        with self.assertRaises(AccessError):
            visits.with_context(
                default_campaign_id=foreign.id,
                default_institution_id=self.other_school.id,
            ).create({"team_id": self.team.id})

    def test_a_visit_keeps_its_school_and_campaign(self):
        visit = self._plan()
        with self.assertRaisesRegex(UserError, "keeps"):
            visit.institution_id = self.schools[1]
        visit.write({"institution_id": self.school.id, "note": "The same."})

    def test_a_closed_campaign_is_not_planned(self):
        visit = self._plan()
        self.campaign.state = "closed"
        for change in (
            lambda: self._plan(self.schools[1]),
            lambda: visit.write({"visit_start": "2024-04-22"}),
            visit.unlink,
        ):
            with self.assertRaisesRegex(UserError, "closed"), self._undone():
                change()

    def test_who_may_plan(self):
        for user in (self.reviewer, self.head, self.plain):
            with self.assertRaises(AccessError), self._undone():
                self._plan(user=user)
        for authority in (self.other_district, self.province):
            officer = self._create_user("officer", authority)
            with self.assertRaises(AccessError), self._undone():
                self._plan(user=officer)

    def test_a_school_that_leaves_is_not_visited(self):
        kept, gone = self._plan(), self._plan(self.schools[1])
        self.campaign.with_user(self.officer)._remove_schools(self.schools[1])
        self.assertFalse(gone.exists())
        self.assertTrue(kept.exists())

    def test_the_form(self):
        self._create_campaign(self.other_district, self.other_school)
        form = Form(self.env["cds.team.visit"].with_user(self.officer))
        self.assertEqual(form.campaign_id, self.campaign, "the only one of the officer")
        form.institution_id = self.school
        form.team_id = self.team
        form.visit_start = "2024-04-22"
        self.assertEqual(form.save().visit_end, date(2024, 4, 22))


@tagged("post_install", "-at_install")
class TestConflict(TeamsCase):
    """Nobody assesses the school where they work, whenever they come to work there."""

    def test_a_team_in_conflict_is_not_planned(self):
        self.school.user_ids |= self.reviewer
        with self.assertRaisesRegex(UserError, "reviewer of"), self._undone():
            self._plan()
        visit = self._plan(team=self.team_2)
        with self.assertRaisesRegex(UserError, "reviewer of District"):
            visit.team_id = self.team

    def test_a_member_in_conflict_is_not_added(self):
        self._plan(team=self.team_2)
        with self.assertRaises(UserError):
            self.team_2.member_ids[3].user_id = self.head

    def test_who_comes_to_work_at_a_school_is_told(self):
        for write in (
            lambda user: self.school.write({"user_ids": [Command.link(user.id)]}),
            lambda user: user.write(
                {"cds_institution_ids": [Command.link(self.school.id)]}
            ),
        ):
            with self._undone():
                visit = self._plan()
                before = self.campaign.message_ids
                self.assertFalse(visit.is_conflicting)
                write(self.reviewer)
                self.assertTrue(visit.is_conflicting)
                message = self.campaign.message_ids - before
                self.assertIn("reviewer of District", message.body)
                self.assertIn(self.school.name, message.body)
                officers = self.officer | self.authority_head
                self.assertEqual(message.partner_ids, officers.partner_id)
                write(self.contributor)  # somebody else: nothing new
                self.assertEqual(self.campaign.message_ids - before, message)
                visit.team_id = self.team_2
                self.assertFalse(visit.is_conflicting)

    def test_no_word_of_a_campaign_that_is_over(self):
        self._plan()
        self.campaign.state = "closed"
        before = self.campaign.message_ids
        self.school.user_ids |= self.reviewer
        self.assertEqual(self.campaign.message_ids, before)


@tagged("post_install", "-at_install")
class TestSpread(TeamsCase):
    """Spreading the schools, shown first and changed by hand afterwards."""

    def _cells(self, dialog):
        rows = html.fromstring(f"<div>{dialog.preview}</div>").iter("tr")
        return [[" ".join(c.text_content().split()) for c in row] for row in rows]

    def _set_classes(self, sizes):
        for school, size in zip(self.schools, sizes, strict=False):
            profile = self.env["cds.profile"].create(
                {"institution_id": school.id, "school_year_id": self.year.id}
            )
            row = profile.value_ids.filtered(lambda value: value.code == "classes")
            row.write({"value": size, "is_known": True})

    def test_by_size_over_working_days(self):
        self._set_classes((40, 10, 10, 10, 10))  # the last like the average: 16
        dialog = self._spread(
            date_from="2024-04-29",
            date_to="2024-05-03",
            per_day=2,
            keeps_together=False,
        )
        self.assertEqual(dialog.team_ids, self.team | self.team_2)
        self.assertEqual(dialog.placed_count, 6)
        shown = self._cells(dialog)
        dialog.action_apply()
        visits = self.campaign.visit_ids
        self.assertEqual(visits.institution_id, self.schools)
        loads = {
            team: len(visits.filtered(lambda v, team=team: v.team_id == team))
            for team in dialog.team_ids
        }
        # 40 + 10 against 16 + 10 + 10 + 10
        self.assertEqual(sorted(loads.values()), [2, 4])
        days = set(visits.mapped("visit_start"))
        self.assertLessEqual(
            days, {date(2024, 4, 29), date(2024, 5, 2), date(2024, 5, 3)}
        )
        full = visits.filtered(lambda visit: not visit.visit_start)
        self.assertFalse(full)
        for visit in visits:
            row = [visit.institution_id.name, visit._get_printed_days()]
            self.assertIn(row, [[cells[0], cells[-1]] for cells in shown])

    def test_a_full_calendar(self):
        dialog = self._spread(date_from="2024-05-02", date_to="2024-05-03")
        self.assertEqual(dialog.placed_count, 4)
        self.assertIn("no day left", dialog.preview)
        dialog.per_day = 2
        self.assertEqual(dialog.placed_count, 6)
        self.assertNotIn("no day left", dialog.preview)
        with self.assertRaises(ValidationError):
            dialog.per_day = 0

    def test_days_that_do_not_do(self):
        for start, end in (("2024-05-02", False), ("2024-05-04", "2024-05-05")):
            dialog = self._spread(date_from=start, date_to=end)
            self.assertTrue(dialog.problem)
            with self.assertRaisesRegex(UserError, dialog.problem):
                dialog.action_apply()
        self.assertFalse(self.campaign.visit_ids)

    def test_the_days_of_the_calendar_are_proposed(self):
        self.env["cds.milestone"].create(
            {
                "campaign_id": self.campaign.id,
                "name": "Thực hiện đánh giá ngoài",
                "side": "authority",
                "fulfilment": "state",
                "assessment_state": "reviewed",
                "date_start": "2024-04-01",
                "date_end": "2024-05-31",
            }
        )
        dialog = self._spread()
        self.assertEqual(dialog.date_from, date(2024, 4, 1))
        self.assertEqual(dialog.date_to, date(2024, 5, 31))

    def test_conflicts_are_kept_apart_and_told(self):
        self.school.user_ids |= self.reviewer
        self._spread().action_apply()
        visit = self.campaign.visit_ids.filtered(
            lambda visit: visit.institution_id == self.school
        )
        self.assertEqual(visit.team_id, self.team_2)
        self.campaign.visit_ids.unlink()
        dialog = self._spread(team_ids=[Command.set(self.team.ids)])
        self.assertEqual(dialog.placed_count, 5)
        self.assertIn("works at the school", dialog.preview)
        dialog.action_apply()
        self.assertNotIn(self.school, self.campaign.visit_ids.institution_id)

    def test_what_is_planned_stays(self):
        mine = self._plan(self.schools[1], self.team_2, visit_start="2024-05-02")
        dialog = self._spread(date_from="2024-04-22", date_to="2024-04-26")
        self.assertEqual(dialog.placed_count, 5)
        dialog.action_apply()
        self.assertEqual(mine.team_id, self.team_2)
        self.assertEqual(mine.visit_start, date(2024, 5, 2))
        again = self._spread(date_from="2024-04-22", date_to="2024-04-26")
        self.assertEqual(again.placed_count, 0)
        with self.assertRaisesRegex(UserError, "nothing to plan"):
            again.action_apply()

    def test_anew(self):
        mine = self._plan(self.schools[1], self.team_2, visit_start="2024-06-03")
        dossier = self._create_dossier("submitted", campaign_id=self.campaign.id)
        visit = self._plan(visit_start="2024-06-04")
        self._receive(dossier)
        dialog = self._spread(
            is_anew=True, date_from="2024-04-22", date_to="2024-04-26"
        )
        dialog.action_apply()
        self.assertEqual(mine.visit_start.month, 4)
        self.assertEqual((visit.team_id, visit.visit_start.month), (self.team, 6))

    def test_schools_of_a_place_go_together(self):
        self._spread(keeps_together=True).action_apply()
        for place in ("East", "West"):
            visits = self.campaign.visit_ids.filtered(
                lambda v, place=place: v.institution_id.locality == place
            )
            self.assertEqual(len(visits.team_id), 1, place)

    def test_a_screen_may_name_any_campaign(self):
        foreign = self._create_campaign(self.other_district, self.other_school)
        dialog = self._spread(campaign_id=foreign.id)
        self.assertFalse(dialog.preview)
        self.assertFalse(dialog.team_ids)
        with self.assertRaises(UserError):
            dialog.action_apply()
        self.assertFalse(foreign.visit_ids)

    def test_a_screen_may_name_any_team(self):
        strangers = self._create_council(
            self.other_district, kind="external", name="Strangers"
        )
        dialog = self._spread()
        dialog.sudo().team_ids = strangers
        self.env.invalidate_all()
        self.assertNotIn("Strangers", dialog.preview)
        self.assertEqual(dialog.placed_count, 0)

    def test_action_of_the_campaign(self):
        campaign = self.campaign.with_user(self.officer)
        self.assertEqual(campaign.action_spread()["res_model"], "cds.campaign.spread")
        (self.team | self.team_2).campaign_id = False
        self.assertTrue(campaign.action_spread(), "teams of the year will do")
        (self.team | self.team_2).unlink()
        with self.assertRaisesRegex(UserError, "Set up"):
            campaign.action_spread()
        with self.assertRaises(UserError):
            self.campaign.with_user(self.head).action_spread()

    def test_counts(self):
        self._plan()
        self.assertEqual((self.campaign.team_count, self.campaign.visit_count), (2, 1))
        self.assertEqual((self.team.visit_count, self.team_2.visit_count), (1, 0))


@tagged("post_install", "-at_install")
class TestReceive(TeamsCase):
    """Dossiers go to the team that is planned for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("submitted", campaign_id=cls.campaign.id)

    def _dialog(self, **vals):
        dialogs = self.env["cds.assessment.receive"].with_user(self.officer)
        return dialogs.create({"assessment_id": self.dossier.id, **vals})

    def test_team_and_days_are_the_planned_ones(self):
        visit = self._plan(visit_start="2024-04-22", visit_end="2024-04-23")
        self.assertEqual(visit.assessment_id, self.dossier)
        dialog = self._dialog()
        self.assertEqual(dialog.team_id, self.team)
        dialog.action_apply()
        self.assertEqual(self.dossier.team_id, self.team)
        review = self.dossier.review_ids
        self.assertEqual(review.visit_start, date(2024, 4, 22))
        self.assertEqual(review.visit_end, date(2024, 4, 23))
        visit.visit_start = "2024-04-24"
        self.assertEqual(review.visit_start, date(2024, 4, 24))

    def test_another_team_changes_the_plan(self):
        visit = self._plan(visit_start="2024-04-22")
        self._dialog(team_id=self.team_2.id, visit_start="2024-04-21").action_apply()
        self.assertEqual(visit.team_id, self.team_2)
        self.assertEqual(visit.visit_start, date(2024, 4, 21))
        self.assertEqual(self.dossier.review_ids.visit_start, date(2024, 4, 21))

    def test_without_a_plan(self):
        self._dialog(team_id=self.team.id, visit_start="2024-04-22").action_apply()
        self.assertEqual(self.dossier.review_ids.visit_start, date(2024, 4, 22))

    def test_the_dialog_tells_nothing_of_foreign_dossiers(self):
        self._plan()
        officer = self._create_user("officer", self.other_district)
        form = self.env["cds.assessment.receive"].with_user(officer)
        dialog = form.new({"assessment_id": self.dossier.id})
        self.assertFalse(dialog.team_id)

    def test_the_team_of_a_received_dossier_stays(self):
        visit = self._plan()
        self._dialog().action_apply()
        with self.assertRaisesRegex(UserError, "received by"):
            visit.team_id = self.team_2
        with self.assertRaisesRegex(UserError, "the visit stays"):
            visit.unlink()
        with self.assertRaisesRegex(UserError, "the visit stays"):
            self.campaign.institution_ids -= self.school

    def _submit(self, school):
        """Return a submitted dossier of another school, as if it had come there."""
        return self._create_assessment(
            school,
            started=False,
            framework_id=self.small.id,
            campaign_id=self.campaign.id,
            state="submitted",
        )

    def test_many_at_once(self):
        """Each to its team; those that cannot be received are told, and stay."""
        second, unplanned, conflicting = map(self._submit, self.schools[1:4])
        self._plan(visit_start="2024-04-22")
        self._plan(self.schools[1], self.team_2)
        self._plan(self.schools[3])
        self.schools[3].user_ids |= self.reviewer
        dossiers = self.dossier | second | unplanned | conflicting
        action = dossiers.with_user(self.officer).action_receive_planned()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog = dialog.with_user(self.officer)
        self.assertEqual(dialog.ready_count, 2)
        dialog.action_apply()
        self.assertEqual(dialog.received_count, 2)
        self.assertEqual(self.dossier.team_id, self.team)
        self.assertEqual(second.team_id, self.team_2)
        self.assertEqual(set((self.dossier | second).mapped("state")), {"external"})
        self.assertEqual(set((unplanned | conflicting).mapped("state")), {"submitted"})
        self.assertIn(unplanned.display_name, dialog.preview)
        self.assertIn("No team is planned", dialog.preview)
        self.assertIn("reviewer of District", dialog.preview)
        self.assertNotIn(second.display_name, dialog.preview)

    def test_who_may_not(self):
        self._plan()
        for user in (self.reviewer, self.head, self.plain):
            with self.assertRaises(AccessError):
                self.dossier.with_user(user).action_receive_planned()
        draft = self._create_assessment(
            self.schools[1], started=False, framework_id=self.small.id
        )
        with self.assertRaisesRegex(UserError, "waits to be received"):
            draft.with_user(self.officer).action_receive_planned()


@tagged("post_install", "-at_install")
class TestVisitSeen(TeamsCase):
    """A school sees its own visit, once the campaign runs, and who comes."""

    def test_its_own_once_launched(self):
        mine, other = self._plan(note="Bring the lists."), self._plan(self.schools[1])
        visits = self.env["cds.team.visit"].with_user(self.head)
        self.assertEqual(visits.search([]), mine)
        read = mine.with_user(self.head).read(["team_id", "note", "visit_start"])[0]
        self.assertEqual(read["team_id"][1], self.team.display_name)
        with self.assertRaises(AccessError):
            other.with_user(self.head).read(["team_id"])
        self.campaign.state = "draft"
        self.env.invalidate_all()
        self.assertFalse(visits.search([]))

    def test_the_team_sees_its_visits_before_it_has_dossiers(self):
        mine = self._plan()
        self._plan(self.schools[1], self.team_2)
        visits = self.env["cds.team.visit"].with_user(self.reviewer)
        self.assertEqual(visits.search([]), mine)
        self.assertFalse(mine.with_user(self.reviewer).assessment_id)
        with self.assertRaises(UserError):
            mine.with_user(self.reviewer).action_open_assessment()
        with self.assertRaises(AccessError):
            mine.with_user(self.reviewer).note = "Changed."
