from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common.campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestCampaignEnd(CampaignCase):
    """Closing says who has not handed in, and what becomes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls._create_institution("Neighbour", parent_id=cls.district.id)

    def _launch_for(self, schools, **vals):
        campaign = self._create_campaign(schools, **vals)
        self._launch(campaign)
        return campaign

    def _close_by_dialog(self, campaign, **vals):
        action = campaign.action_close()
        dialogs = self.env[action["res_model"]].with_user(self.officer)
        form = Form(dialogs.with_context(**action["context"]))
        for name, value in vals.items():
            form[name] = value
        dialog = form.save()
        dialog.action_apply()
        self.env.invalidate_all()
        return dialog

    def _listed(self, campaign):
        action = campaign.action_open_missing()
        return self.env[action["res_model"]].search(action["domain"])

    def test_who_never_submitted_is_named(self):
        campaign = self._launch_for(self.school | self.neighbour)
        done = campaign.assessment_ids.filtered(
            lambda d: d.institution_id == self.school
        )
        done.sudo().state = "recognised"
        dialog = self._close_by_dialog(campaign)
        self.assertEqual((dialog.count, dialog.names), (1, "Neighbour"))
        self.assertEqual((campaign.state, campaign.missing_count), ("closed", 1))
        [missing] = self._listed(campaign)
        self.assertEqual(missing.institution_id, self.neighbour)
        self.assertIn("Neighbour", campaign.message_ids[0].body)
        self.assertIn(campaign.name, missing.message_ids[0].body)
        self.assertNotIn("was closed", "".join(done.message_ids.mapped("body")))
        owed = campaign.deliverable_ids.filtered(
            lambda d: d.institution_id == self.neighbour and not d.is_done_above
        )
        self.assertEqual(set(owed.mapped("state")), {"todo"})
        self.assertTrue(all(owed.mapped("is_carried")))

    def test_what_is_owed_can_be_waived_with_a_reason(self):
        campaign = self._launch_for(self.school | self.neighbour)
        dialogs = self.env["cds.campaign.close"].with_user(self.officer)
        nothing_said = dialogs.create(
            {"campaign_id": campaign.id, "outcome": "waived", "reason": " "}
        )
        with self.assertRaises(UserError):
            nothing_said.action_apply()
        self.assertEqual(campaign.state, "launched")
        self._close_by_dialog(campaign, outcome="waived", reason="Flood")
        owed = campaign.deliverable_ids.filtered(lambda d: d.side == "school")
        self.assertEqual(set(owed.mapped("state")), {"waived"})
        self.assertEqual(set(owed.mapped("waive_reason")), {"Flood"})
        self.assertIn("Flood", campaign.assessment_ids[0].message_ids[0].body)

    def test_nobody_is_missing(self):
        campaign = self._launch_for(self.school)
        campaign.assessment_ids.sudo().state = "recognised"
        dialog = self._close_by_dialog(campaign)
        self.assertFalse(dialog.count)
        self.assertFalse(campaign.missing_count)

    def test_reports_that_never_came(self):
        campaign = self._launch_for(
            self.school | self.neighbour,
            kind="reports",
            template_id=False,
            framework_ids=[],
            milestone_ids=[
                Command.create({"name": "Report", "fulfilment": "upload"}),
                Command.create({"name": "Figures", "fulfilment": "upload"}),
            ],
        )
        sent = campaign.deliverable_ids.filtered(
            lambda d: d.institution_id == self.school
        )
        sent.sudo().marked_on = "2026-05-01"
        sent._refresh()
        dialog = self._close_by_dialog(campaign)
        self.assertEqual((dialog.count, dialog.names), (1, "Neighbour"))
        self.assertEqual(campaign.missing_count, 2)
        self.assertEqual(self._listed(campaign).institution_id, self.neighbour)

    def test_its_history_names_schools_and_is_no_schools_to_read(self):
        campaign = self._launch_for(self.school | self.neighbour)
        self._close_by_dialog(campaign)
        message = campaign.sudo().message_ids[0]
        self.assertIn("Neighbour", message.body)
        mine = message.with_user(self.head)
        self.assertTrue(campaign.with_user(self.head).has_access("read"))
        with self.assertRaises(AccessError):
            mine.read(["body"])
        self.assertFalse(mine.search([("id", "=", message.id)]))
        self.assertTrue(message.with_user(self.officer).read(["body"]))

    def test_another_authority_does_not_close_it(self):
        campaign = self._launch_for(self.school)
        dialogs = self.env["cds.campaign.close"].with_user(self.other_officer)
        dialog = dialogs.create({"campaign_id": campaign.id})
        with self.assertRaises(AccessError):
            dialog.action_apply()
        with self.assertRaises(AccessError):
            dialog.read(["names"])
        self.assertEqual(campaign.state, "launched")


@tagged("post_install", "-at_install")
class TestTeamMinimum(CampaignCase):
    """The authority says in its campaign how large a team is."""

    def test_a_team_of_three_where_the_authority_says_so(self):
        campaign = self._create_campaign()
        self.assertEqual(campaign.team_minimum, 5)
        campaign.team_minimum = 3
        team = self.env["cds.council"].create(
            {
                "name": "Team",
                "kind": "external",
                "institution_id": self.district.id,
                "campaign_id": campaign.id,
                "decision_number": "1/QĐ",
                "decision_date": "2026-01-01",
                "member_ids": [
                    Command.create({"name": "A", "role": "chair"}),
                    Command.create({"name": "B", "role": "secretary"}),
                ],
            }
        )
        self.assertIn(f"“{campaign.name}” asks for teams of 3", team.problems)
        team.member_ids = [Command.create({"name": "C", "role": "member"})]
        self.assertFalse(team.problems)
        campaign.team_minimum = 4
        self.assertTrue(team.problems)
        team.campaign_id = False
        self.assertIn("5 members", team.problems)
