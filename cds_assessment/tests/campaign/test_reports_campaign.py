from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common.campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestReportsCampaign(CampaignCase):
    """What an authority asks for beside the assessment of the same schools and year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.preschool = cls.env.ref("cds_assessment.school_level_preschool")
        [cls.kindergarten] = cls._create_schools(1, school_level_id=cls.preschool.id)

    def _create_reports(self, schools, *milestones):
        return self._create_campaign(
            schools,
            kind="reports",
            template_id=False,
            framework_ids=[],
            milestone_ids=[
                Command.create({"fulfilment": "upload", **vals}) for vals in milestones
            ],
        )

    def _owed(self, campaign):
        return {
            school.name: set(owed.mapped("milestone_id.name"))
            for school, owed in campaign.deliverable_ids.grouped(
                "institution_id"
            ).items()
        }

    def test_beside_the_assessment_of_the_same_year(self):
        self._launch(self._create_campaign())
        both = self.school | self.kindergarten
        campaign = self._create_reports(both, {"name": "Year-end report"})
        self.assertFalse(campaign.framework_ids)
        self.assertEqual(campaign.problems, "")
        self._launch(campaign)
        self.assertFalse(campaign.assessment_ids)
        self.assertEqual(
            self._owed(campaign),
            {school.name: {"Year-end report"} for school in both},
        )

    def test_milestones_of_some_levels(self):
        both = self.school | self.kindergarten
        self.school.school_level_id = self.primary
        campaign = self._create_reports(
            both,
            {"name": "All"},
            {
                "name": "Preschool",
                "school_level_ids": [Command.set(self.preschool.ids)],
            },
        )
        self._launch(campaign)
        self.assertEqual(
            self._owed(campaign),
            {
                self.school.name: {"All"},
                self.kindergarten.name: {"All", "Preschool"},
            },
        )
        with self.assertRaises(UserError):
            campaign.milestone_ids[1].school_level_ids = False

    def test_what_waits_for_a_dossier_is_refused(self):
        campaign = self._create_reports(
            self.school,
            {
                "name": "Submitted",
                "fulfilment": "state",
                "assessment_state": "submitted",
            },
        )
        self.assertIn("Submitted", campaign.problems)
        with self.assertRaises(UserError):
            campaign.action_launch()

    def test_without_milestones_there_is_nothing_to_launch(self):
        campaign = self._create_reports(self.school)
        with self.assertRaises(UserError):
            campaign.action_launch()

    def test_a_template_leaves_dossiers_out(self):
        campaign = self._create_campaign(kind="reports", framework_ids=[])
        states = self.template.line_ids.filtered(lambda x: x.fulfilment == "state")
        self.assertTrue(states)
        self.assertEqual(
            len(campaign.milestone_ids), len(self.template.line_ids - states)
        )
        self.assertFalse(campaign.problems)

    def test_its_name(self):
        campaign = self.env["cds.campaign"].create(
            {"authority_id": self.district.id, "kind": "reports"}
        )
        self.assertIn("Báo cáo năm học", campaign.proposed_name)


@tagged("post_install", "-at_install")
class TestPreparing(CampaignCase):
    def test_schools_that_do_not_fit_are_left_out_at_once(self):
        preschool = self.env.ref("cds_assessment.school_level_preschool")
        self.school.school_level_id = self.primary
        others = self._create_schools(3, school_level_id=preschool.id)
        campaign = self._create_campaign(
            self.school | others,
            framework_ids=[Command.create({"framework_id": self.framework.id})],
        )
        self.assertEqual(campaign.unfit_count, 3)
        campaign.action_drop_unfit()
        self.assertEqual(campaign.institution_ids, self.school)
        self.assertEqual((campaign.unfit_count, campaign.problems), (0, ""))
        with self.assertRaises(UserError):
            campaign.action_drop_unfit()

    def test_nobody_is_left_out_for_want_of_a_set(self):
        campaign = self._create_campaign(self._create_schools(2))
        campaign.framework_ids.unlink()
        self.assertIn("no set of criteria yet", campaign.problems)
        self.assertEqual(campaign.unfit_count, 0)
        with self.assertRaises(UserError):
            campaign.action_drop_unfit()
        self.assertEqual(len(campaign.institution_ids), 2)

    def test_schools_are_a_list_of_their_own(self):
        """A form with thousands of schools would be read whole each time."""
        schools = self._create_schools(3)
        campaign = self._create_campaign(schools)
        action = campaign.action_open_schools()
        mine = self.env["cds.institution"].with_user(self.officer)
        found = mine.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(found, schools.with_user(self.officer))
        found[0].action_leave_campaign()
        self.assertEqual(campaign.institution_ids, found[1:])
        with self.assertRaises(UserError):
            found[1].with_context(campaign_id=None).action_leave_campaign()
        with self.assertRaises(UserError):
            found[1].write({"campaign_ids": [Command.clear()]})
        with self.assertRaises(UserError):
            campaign.with_user(self.head).action_open_schools()
        arch = campaign.get_view(view_type="form")["models"]["cds.campaign"]
        self.assertFalse({"institution_ids", "assessment_ids"} & set(arch))

    def test_a_template_shows_its_milestones_at_once(self):
        with Form(self.env["cds.campaign"].with_user(self.officer)) as form:
            form.template_id = self.template
            count = len(self.template.line_ids)
            self.assertEqual(len(form.milestone_ids), count)
        campaign = form.save()
        self.assertEqual(len(campaign.milestone_ids), count)

    def test_two_templates_stand_in_the_order_of_their_dates(self):
        other = self.env["cds.milestone.template"].create(
            {
                "name": "Other",
                "line_ids": [
                    Command.create(
                        {"name": f"Month {month}", "end_month": month, "sequence": 1}
                    )
                    for month in (5, 2, 6)
                ],
            }
        )
        campaign = self._create_campaign()
        campaign.template_id = other
        campaign.action_apply_template()
        self.env.invalidate_all()
        for side in ("school", "authority"):
            dates = [
                m.date_end
                for m in campaign.milestone_ids
                if m.side == side and m.date_end
            ]
            self.assertEqual(dates, sorted(dates))


@tagged("post_install", "-at_install")
class TestToldOfReports(CampaignCase):
    """Schools are told of a campaign of reports as they are of an assessment."""

    def _launch_reports(self):
        self.secretary.email = "thuky@example.com"
        campaign = self._create_campaign(
            self.school | self.other_school_of_district,
            kind="reports",
            template_id=False,
            framework_ids=[],
            milestone_ids=[
                Command.create(
                    {
                        "name": name,
                        "fulfilment": "upload",
                        "date_end": "2026-12-31",
                    }
                )
                for name in ("Báo cáo CNTT", "Số liệu")
            ],
        )
        self._launch(campaign)
        return campaign

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_school_of_district = cls._create_institution(
            "Empty School", parent_id=cls.district.id
        )

    def test_each_school_once_with_all_that_it_owes(self):
        campaign = self._launch_reports()
        told = campaign.sudo().deliverable_ids.filtered("is_campaign_told")
        self.assertEqual(
            sorted(told.mapped("institution_id.name")),
            sorted(("Empty School", self.school.name)),
        )
        [mail] = told.campaign_mail_id
        self.assertIn(self.secretary.partner_id, mail.recipient_ids)
        self.assertLessEqual(mail.recipient_ids, self.school.user_ids.partner_id)
        for words in ("Báo cáo CNTT", "Số liệu", "31/12/2026", campaign.name):
            self.assertIn(words, mail.body_html)
        self.assertEqual((campaign.reached_count, campaign.unreached_count), (0, 1))
        self.assertEqual(campaign.launch_progress, 100)
        self.assertFalse(campaign.is_launching)

    def test_those_not_reached_are_listed_and_told_again(self):
        campaign = self._launch_reports()
        action = campaign.action_open_unreached()
        [missing] = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(missing.campaign_reach, "nobody")
        self.assertTrue(campaign.refusals["tell_again"], "nobody is there yet")
        user = self._create_user("head", missing.institution_id)
        user.email = "new@example.com"
        self.env.invalidate_all()
        campaign.action_tell_again()
        self._run()
        self.assertEqual(missing.campaign_reach, "waiting")
        self.assertFalse(campaign.unreached_count)
