import json
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..campaign.test_sixty_schools import LEVELS, STANDING
from ..common.campaign_summary import SummaryCase
from ..common.workflow import WorkflowCase

# By state of the dossier: who has which button, nobody else any but to look.
STEPS = {
    "draft": {"secretary": "action_start", "head": "action_start"},
    "self": {
        "contributor": "action_open_assessment",
        "secretary": "action_open_assessment",
        "head": "action_open_assessment",
    },
    "council": {"secretary": "action_conclude", "head": "action_conclude"},
    "concluded": {"head": "action_approve"},
    "approved": {"head": "action_submit"},
    "submitted": {},
    "external": {},
}


def find_numbers(shown):
    """Yield whatever on the page has a count and a list behind it."""
    if isinstance(shown, dict):
        if "count" in shown and "open" in shown:
            yield shown
        for value in shown.values():
            yield from find_numbers(value)
    elif isinstance(shown, list):
        for value in shown:
            yield from find_numbers(value)


class HomeCase(WorkflowCase):
    def _home(self, user, **choice):
        home = self.env["cds.home"].with_user(user).get_home(**choice)
        json.dumps(home)  # as it goes over the line
        return home

    def _check_numbers(self, user, home):
        """Compare each number with the list that it opens, as the user reads it."""
        numbers = list(find_numbers(home))
        for number in numbers:
            opened = number["open"]
            model = self.env[number["model"]].with_user(user)
            self.assertEqual(opened["res_model"], number["model"])
            count = model.search_count(opened["domain"])
            self.assertEqual(number["count"], count, number["label"])
        return numbers


@tagged("post_install", "-at_install")
class TestSchoolHome(HomeCase):
    def test_one_next_step_for_each(self):
        dossier = self._create_dossier("draft")
        dossier.line_ids[0].assigned_user_ids = [Command.set(self.contributor.ids)]
        users = {
            "contributor": self.contributor,
            "secretary": self.secretary,
            "head": self.head,
        }
        for state, buttons in STEPS.items():
            if state != "draft":
                self._advance_one(dossier, state)
            for role, user in users.items():
                self.env.invalidate_all()
                step = self._home(user)["school"]["next"]
                with self.subTest(state=state, role=role):
                    self.assertTrue(step["text"])
                    self.assertEqual(step["button"].get("method"), buttons.get(role))

    def _advance_one(self, dossier, state):
        steps = {
            "self": self._start,
            "council": self._score_and_hand_over,
            "concluded": lambda d: d.with_user(self.secretary).action_conclude(),
            "approved": lambda d: d.with_user(self.head).action_approve(),
            "submitted": lambda d: d.with_user(self.head).action_submit(),
            "external": self._receive,
        }
        steps[state](dossier)
        if state == "self":
            dossier.line_ids[0].assigned_user_ids = [Command.set(self.contributor.ids)]

    def test_the_next_step_is_what_it_says(self):
        dossier = self._create_dossier("self")
        button = self._home(self.secretary)["school"]["next"]["button"]
        line = self.env[button["model"]].with_user(self.secretary).browse(button["ids"])
        self.assertEqual(line, dossier.line_ids.sorted("sequence")[0])
        action = getattr(line, button["method"])()
        self.assertEqual(action["params"]["item"], line.code)

    def test_what_holds_a_step_up_is_said(self):
        dossier = self._create_dossier("council", council_id=False)
        step = self._home(self.secretary)["school"]["next"]
        self.assertEqual(step["button"]["res_id"], dossier.id)
        self.assertIn("council", step["note"])
        # the role itself is nothing that one can put right
        self.assertFalse(self._home(self.contributor)["school"]["next"]["note"])

    def test_steps_follow_the_dossier(self):
        dossier = self._create_dossier("self")
        steps = {s["key"]: s for s in self._home(self.head)["school"]["steps"]}
        self.assertEqual(steps["score"]["state"], "now")
        self.assertEqual(steps["score"]["text"], "0 of 3 items")
        self.assertEqual(steps["submit"]["state"], "todo")
        self._score_and_hand_over(dossier)
        self.env.invalidate_all()
        steps = {s["key"]: s for s in self._home(self.head)["school"]["steps"]}
        self.assertEqual(steps["score"]["state"], "done")
        self.assertEqual(steps["review"]["state"], "now")

    def test_the_head_sees_what_the_council_changed(self):
        dossier = self._create_dossier("council")
        line = dossier.line_ids[0]
        line.with_user(self.secretary).write(
            {"council_points": line.self_points - 5, "council_note": "Not proved."}
        )
        dossier.with_user(self.secretary).action_conclude()
        self.assertIsNone(self._home(self.secretary)["school"]["approval"])
        approval = self._home(self.head)["school"]["approval"]
        [change] = approval["changes"]
        self.assertEqual(change["code"], line.code)
        self.assertEqual(change["before"] - change["after"], 5)
        self.assertEqual(change["note"], "Not proved.")
        self.assertIn(self.secretary.name, approval["by"])

    def test_numbers_of_a_school(self):
        dossier = self._create_dossier("self")
        dossier.line_ids.assigned_user_ids = [Command.set(self.contributor.ids)]
        home = self._home(self.contributor)
        self.assertEqual(home["school"]["items"]["count"], len(dossier.line_ids))
        self.assertEqual(len(self._check_numbers(self.contributor, home)), 4)

    def test_last_year_is_a_mark(self):
        earlier = self.env["cds.school.year"].create(
            {"name": "1990-1991", "date_start": "1990-09-01", "date_end": "1991-08-31"}
        )
        self._create_dossier("council", school_year_id=earlier.id)
        self._create_dossier("self")
        [group] = self._home(self.head)["school"]["groups"]
        self.assertEqual(group["last"], 50)
        self.assertEqual(group["position"], 0)

    def test_a_quarter_names_nobody(self):
        """It is told among eight schools or more, and never of those not submitted."""
        schools = self.env["cds.institution"].create(
            [{"name": f"S{n}", "parent_id": self.district.id} for n in range(8)]
        )
        others = self.env["cds.assessment"].create(
            [
                {
                    "institution_id": school.id,
                    "framework_id": self.small.id,
                    "school_year_id": self.year.id,
                }
                for school in schools
            ]
        )
        for number, dossier in enumerate(others):
            dossier.action_start()
            dossier.line_ids[0].self_points = 5 * number
            dossier.line_ids[0]._begin_hand("council")
            dossier.hand = "council"
        self._create_dossier("council")  # half of 100 points
        self.assertFalse(self._home(self.head)["school"]["groups"][0]["quarter"])
        others._set_state("submitted")
        sentence = self._home(self.head)["school"]["groups"][0]["quarter"]
        self.assertIn("quarter 1 of 4", sentence)
        self.assertIn("8 schools", sentence)
        others[:1]._set_state("self")
        self.assertFalse(self._home(self.head)["school"]["groups"][0]["quarter"])

    def test_a_new_year_is_begun_by_one_press(self):
        home = self._home(self.secretary)["school"]
        self.assertIsNone(home["dossier"])
        begin = home["begin"]
        action = getattr(
            self.env[begin["model"]].with_user(self.secretary), begin["method"]
        )()
        dossier = self.env["cds.assessment"].browse(action["res_id"])
        self.assertEqual(dossier.institution_id, self.school)
        self.assertEqual(dossier.state, "self")
        self.assertIsNone(self._home(self.secretary)["school"]["begin"])
        self.assertIsNone(self._home(self.contributor)["school"]["begin"])

    def test_last_years_council_is_proposed(self):
        """Set up anew, without its decision and without who has left."""
        self.council.school_year_id = self.env["cds.school.year"].create(
            {"name": "1990-1991", "date_start": "1990-09-01", "date_end": "1991-08-31"}
        )
        criterion = self.small.criterion_ids.filtered(lambda c: c.code == "1.1")
        self.council.member_ids[1].criterion_ids = criterion
        self.contributor.active = False
        action = (
            self.env["cds.assessment"].with_user(self.secretary).action_start_year()
        )
        council = self.env["cds.assessment"].browse(action["res_id"]).council_id
        self.assertNotEqual(council, self.council)
        self.assertFalse(council.decision_number or council.decision_date)
        self.assertEqual(len(council.member_ids), 4)
        self.assertEqual(council.member_ids[1].role, "secretary")
        self.assertEqual(council.member_ids[1].criterion_ids, criterion)
        self.assertEqual(len(self.council.member_ids), 5)

    def test_papers_that_come_in(self):
        paper = self._create_letter(self.district, self.school)
        letters = self._home(self.contributor)["school"]["letters"]
        self.assertEqual([row["id"] for row in letters["rows"]], paper.ids)
        letters = self._home(self.other_secretary)["school"]["letters"]
        self.assertEqual(letters["count"], 0)

    def test_the_issuer_sees_who_opened_a_paper(self):
        other = self._create_institution("Another School", parent_id=self.district.id)
        paper = self._create_letter(self.district, self.school | other)
        self.assertEqual(paper.unread_names, "School\nAnother School")
        [row] = self._home(self.contributor)["school"]["letters"]["rows"]
        self.assertTrue(row["is_new"])
        opened = self.env[row["open"]["model"]].with_user(self.contributor)
        for _time in range(2):
            getattr(opened.browse(row["open"]["ids"]), row["open"]["method"])()
        self.env.invalidate_all()
        [reading] = paper.with_user(self.officer).reading_ids
        self.assertEqual(reading.institution_id, self.school)
        self.assertEqual(reading.reader, self.contributor.name)
        self.assertEqual(paper.with_user(self.officer).unread_names, "Another School")
        [row] = self._home(self.contributor)["school"]["letters"]["rows"]
        self.assertFalse(row["is_new"])
        # those who issued it are not among those whom it reaches
        paper.with_user(self.officer).action_print()
        self.assertEqual(len(paper.reading_ids), 1)

    def _create_letter(self, authority, school):
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": authority.id,
                "school_year_id": self.year.id,
                "institution_ids": [Command.set(school.ids)],
            }
        )
        kind = self.env.ref("cds_assessment.document_type_campaign_plan")
        paper = self.env["cds.document"].create(
            {"campaign_id": campaign.id, "type_id": kind.id}
        )
        paper.action_issue()
        return paper


@tagged("post_install", "-at_install")
class TestWhereOneLooks(HomeCase):
    def test_another_institution_is_never_shown(self):
        for stranger in (self.other_school, self.district, self.province):
            home = self._home(self.secretary, institution_id=stranger.id)
            self.assertEqual(home["place"]["id"], self.school.id)
            self.assertEqual(len(home["places"]), 1)

    def test_a_campaign_of_others_is_never_shown(self):
        foreign = self.env["cds.campaign"].create(
            {
                "name": "Foreign",
                "authority_id": self.other_district.id,
                "school_year_id": self.year.id,
            }
        )
        home = self._home(self.officer, campaign_id=foreign.id)["authority"]
        self.assertIsNone(home["campaign"])

    def test_nothing_is_read_as_superuser(self):
        """A user's own record is; buttons and numbers must not follow from that."""
        self._create_dossier("approved")
        self.assertNotIn(
            "method", self._home(self.secretary)["school"]["next"]["button"]
        )
        self.assertIsNone(self._home(self.reviewer)["authority"])

    def test_who_works_in_two_places_chooses(self):
        self.head.cds_institution_ids += self.other_school
        home = self._home(self.head, institution_id=self.other_school.id)
        self.assertEqual(home["place"]["id"], self.other_school.id)
        self.assertEqual(len(home["places"]), 2)

    def test_who_is_staff_of_nothing(self):
        self.admin.cds_institution_ids = False
        self.assertIsNone(self._home(self.admin)["place"])
        self.plain.cds_institution_ids = False
        home = self._home(self.plain)
        self.assertIsNone(home["first"])

    def test_how_far_schools_and_team_are_apart(self):
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": self.district.id,
                "school_year_id": self.year.id,
                "institution_ids": [Command.set(self.school.ids)],
                "state": "launched",
            }
        )
        self.team.campaign_id = campaign
        self.env["cds.team.visit"].create(
            {
                "campaign_id": campaign.id,
                "institution_id": self.school.id,
                "team_id": self.team.id,
            }
        )
        dossier = self._create_dossier("external")
        dossier.campaign_id = campaign

        def read_gap():
            [team] = self._home(self.officer, campaign_id=campaign.id)["authority"][
                "teams"
            ]
            return team["gap"]

        self.assertIsNone(read_gap(), "the team is still at work")
        for line in dossier.review_ids.with_user(self.reviewer).line_ids:
            points = max(line.council_points - 1.5, 0)
            line.write({"points": points, "is_met": line.council_met, "note": "Why"})
        self._share(dossier)
        dossier.with_user(self.reviewer).action_close_external()
        self.assertEqual(read_gap(), 3.0)

    def test_visits_of_a_team(self):
        self.assertIsNone(self._home(self.reviewer)["visits"])
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": self.district.id,
                "school_year_id": self.year.id,
                "state": "launched",
                "institution_ids": [Command.set(self.school.ids)],
            }
        )
        dossier = self._create_dossier("submitted", campaign_id=campaign.id)
        visit = self.env["cds.team.visit"].create(
            {
                "campaign_id": campaign.id,
                "team_id": self.team.id,
                "institution_id": self.school.id,
                "visit_start": "2024-05-06",
            }
        )
        with freeze_time("2024-05-06"):
            visits = self._home(self.reviewer)["visits"]
            self._check_numbers(self.reviewer, visits)
        [row] = visits["rows"]
        self.assertEqual((row["id"], row["is_today"]), (visit.id, True))
        self.assertEqual(row["open"]["res_model"], "cds.team.visit")
        self._receive(dossier)
        self.env.invalidate_all()
        [row] = self._home(self.reviewer)["visits"]["rows"]
        self.assertEqual(row["open"]["res_model"], "cds.review")
        self.assertEqual(row["todo"], 3)


@freeze_time("2024-03-01")
@tagged("post_install", "-at_install")
class TestAuthorityHome(SummaryCase, HomeCase):
    """Every number of an authority, against the rows: years, states, hands mixed."""

    COUNT = 24

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        milestone = cls.env["cds.milestone"].create(
            {
                "campaign_id": cls.campaign.id,
                "name": "Dossier",
                "product": "Dossier",
                "date_end": "2024-02-01",
            }
        )
        cls.env["cds.deliverable"].create(
            [
                {
                    "milestone_id": milestone.id,
                    "campaign_id": cls.campaign.id,
                    "institution_id": dossier.institution_id.id,
                    "assessment_id": dossier.id,
                    "date_due": "2024-02-01",
                    "state": "todo" if number % 3 == 0 else "done",
                }
                for number, dossier in enumerate(cls.dossiers)
            ]
        )
        earlier = cls.env["cds.school.year"].create(
            {"name": "1990-1991", "date_start": "1990-09-01", "date_end": "1991-08-31"}
        )
        before = cls.env["cds.assessment"].create(
            [
                {
                    "institution_id": school.id,
                    "framework_id": cls.framework.id,
                    "school_year_id": earlier.id,
                }
                for school in cls.schools[:8]
            ]
        )
        for number, dossier in enumerate(before):
            cls._fill(dossier, number + 3)
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.shown = self._home(self.province_officer)["authority"]

    def test_each_number_is_its_list(self):
        numbers = self._check_numbers(self.province_officer, self.shown)
        self.assertGreater(len(numbers), 30)
        self.assertGreater(sum(number["count"] > 0 for number in numbers), 15)

    def test_the_funnel_holds_each_school_once(self):
        total = sum(row["count"] for row in self.shown["funnel"])
        self.assertEqual(total, self.COUNT)
        self.assertEqual(self.shown["schools"]["count"], self.COUNT)

    def test_who_is_late(self):
        late = self.shown["late"]
        self.assertEqual(late["schools"], 8)
        self.assertEqual(late["owed"]["count"], 8)
        self.assertEqual({row["days"] for row in late["rows"]}, {29})
        self.assertEqual(sum(row["late"]["count"] for row in self.shown["funnel"]), 8)

    def test_levels_are_those_of_the_rows(self):
        for hand in self.shown["levels"]:
            dossiers = self.dossiers.filtered(
                lambda d, h=hand["hand"]: STANDING.get(d.state) == h
            )
            self.assertTrue(dossiers)
            for row in hand["rows"]:
                results = dossiers.result_ids.filtered(
                    lambda r, row=row: r.criterion_id.id == row["id"]
                )
                numbers = results.mapped(f"{hand['hand']}_level_id.number")
                every = [
                    result[f"{hand['hand']}_level_id"].number for result in results
                ]
                self.assertTrue(set(numbers) <= set(LEVELS))
                self.assertEqual(
                    {each["number"]: each["count"] for each in row["levels"]},
                    {
                        each["number"]: every.count(each["number"])
                        for each in row["levels"]
                    },
                )
                mean = sum(results.mapped(f"{hand['hand']}_points")) / len(results)
                self.assertAlmostEqual(row["points"], mean, places=6)

    def test_criteria_by_school_level(self):
        criteria = self.shown["criteria"]
        self.assertEqual(len(criteria["levels"]), 3)
        for row in criteria["rows"]:
            for level, cell in zip(criteria["levels"], row["cells"], strict=True):
                results = self.dossiers.result_ids.filtered(
                    lambda r, row=row, level=level: (
                        r.criterion_id.id == row["id"]
                        and r.institution_id.school_level_id.id == level["id"]
                        and r.assessment_id.state in STANDING
                    )
                )
                shares = [
                    100
                    * r[f"{STANDING[r.assessment_id.state]}_points"]
                    / r.criterion_id.max_points
                    for r in results
                ]
                self.assertEqual(cell["count"], len(results))
                self.assertAlmostEqual(
                    cell["percent"], sum(shares) / len(shares), places=6
                )

    def test_a_commune_sees_its_own_schools(self):
        home = self._home(self.commune_officer)["authority"]
        self.assertIsNone(home["campaign"])
        home = self._home(self.officer)["authority"]
        self.assertFalse(home["campaigns"])

    def test_queries_do_not_grow_with_the_schools(self):
        few = self._count_queries()
        for dossier in self.dossiers[:12]:
            dossier.campaign_id = False
        self.env.flush_all()
        self.assertLessEqual(few - self._count_queries(), 12)

    def _count_queries(self):
        self.env.invalidate_all()
        count = self.env.cr.sql_log_count
        self._home(self.province_officer)
        return self.env.cr.sql_log_count - count

    def test_reminding_those_who_are_chosen(self):
        remind = self.shown["late"]["remind"]
        campaign = self.env[remind["model"]].browse(remind["ids"])
        chosen = self.shown["late"]["rows"][0]["id"]
        told = []
        owed = type(self.env["cds.deliverable"])
        with patch.object(
            owed, "action_remind_now", lambda late: told.append(late.institution_id)
        ):
            campaign.with_user(self.province_officer).action_remind_late([chosen])
            campaign.with_user(self.province_officer).action_remind_late()
        self.assertEqual(told[0].ids, [chosen])
        self.assertGreater(len(told[1]), 1)
        with self.assertRaises(UserError):
            campaign.with_user(self.province_officer).action_remind_late([-1])

    def test_reminding_all_who_are_late(self):
        remind = self.shown["late"]["remind"]
        campaign = self.env[remind["model"]].browse(remind["ids"])
        told = getattr(campaign.with_user(self.province_officer), remind["method"])()
        self.assertEqual(told["tag"], "display_notification")
        home = self._home(self.commune_officer)["authority"]
        self.assertNotIn("late", home)
