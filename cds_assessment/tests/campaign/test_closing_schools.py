from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..common.campaign import SUBMIT, CampaignCase


@tagged("post_install", "-at_install")
@freeze_time("2024-03-05 02:00:00")
class TestClosingSchools(CampaignCase):
    """A school that is merged or dissolved in the middle of a campaign."""

    def setUp(self):
        super().setUp()
        self.schools = self._create_schools(3)
        self.campaign = self._create_campaign(
            self.schools,
            template_id=False,
            milestone_ids=[
                fields.Command.create(SUBMIT),
                fields.Command.create(
                    {
                        "side": "authority",
                        "name": "Đánh giá ngoài",
                        "date_end": "2024-05-01",
                        "fulfilment": "state",
                        "assessment_state": "reviewed",
                    }
                ),
            ],
        )
        self._launch(self.campaign)
        self.campaign = self.campaign.sudo().with_user(self.officer)
        self.dossiers = self.env["cds.assessment"].search(
            [("campaign_id", "=", self.campaign.id)], order="id"
        )
        self.gone = self.dossiers[0]
        self.gone.state = "self"

    def _late(self):
        return self.env["cds.deliverable"].search(
            [
                ("campaign_id", "=", self.campaign.id),
                ("is_late", "=", True),
                ("side", "=", "school"),
            ]
        )

    def _close(self, **vals):
        self.gone.institution_id.write({"closed_on": "2024-03-04", **vals})

    def test_it_owes_nothing_and_is_counted_no_more(self):
        self.assertEqual(self._late().institution_id, self.schools)
        self._close(successor_id=self.schools[1].id)
        self.assertEqual(self._late().institution_id, self.schools[1:])
        self.assertEqual(self.gone.state, "cancelled")
        self.assertEqual(self.campaign.school_count, 2)
        self.assertEqual(self.campaign.assessment_count, 2)
        reminders = self.env["cds.deliverable"].sudo()._get_reminders()
        told = [owed for pairs in reminders.values() for owed, _offset in pairs]
        self.assertNotIn(self.gone.institution_id, [d.institution_id for d in told])

    def test_it_gets_no_dossier_anew(self):
        self._close()
        self.campaign.sudo()._complete()
        self._run()
        count = self.env["cds.assessment"].search_count(
            [("institution_id", "=", self.gone.institution_id.id)]
        )
        self.assertEqual(count, 1)

    def test_the_campaign_comes_to_its_end(self):
        rest = self.dossiers - self.gone
        rest.sudo().write({"state": "reviewed"})
        self.gone.state = "submitted"
        own = self.campaign.sudo().deliverable_ids.filtered(
            lambda d: d.side == "authority"
        )
        own._refresh()
        self.assertEqual(own.state, "doing")
        self._close()
        own._refresh()
        self.assertEqual(own.state, "done")
        self.assertEqual(self.gone.state, "submitted", "what is handed in stays")
        rest.sudo().write({"state": "recognised"})
        self.campaign._close()
        self.assertEqual(self.campaign.state, "closed")

    def test_a_day_by_mistake_is_taken_back(self):
        points = self.gone.line_ids.mapped("self_points")
        self._close()
        self.gone.institution_id.closed_on = False
        self.assertEqual(self.gone.state, "self")
        self.assertEqual(self.gone.line_ids.mapped("self_points"), points)
        self.assertEqual(self._late().institution_id, self.schools)

    def test_a_day_to_come_waits_for_itself(self):
        self.gone.institution_id.closed_on = "2024-03-07"
        self.assertEqual(self.gone.state, "self")
        with freeze_time("2024-03-07 02:00:00"):
            self.env["cds.institution"]._cron_close()
            self.assertEqual(self.gone.state, "cancelled")

    def test_a_job_that_missed_the_day_catches_up(self):
        self.gone.institution_id.closed_on = "2024-03-07"
        with freeze_time("2024-03-11 02:00:00"):
            self.env["cds.institution"]._cron_close()
            self.assertEqual(self.gone.state, "cancelled")

    def test_archiving_is_closing(self):
        self.gone.institution_id.active = False
        self.assertEqual(self.gone.state, "cancelled")
        self.assertEqual(self._late().institution_id, self.schools[1:])

    def test_next_year_goes_without_it(self):
        self._close()
        action = self.campaign.action_next_year()
        following = self.env["cds.campaign"].browse(action["res_id"])
        self.assertEqual(following.institution_ids, self.schools[1:])

    def test_it_is_merged_into_one_that_is_there(self):
        school = self.gone.institution_id
        with self.assertRaises(ValidationError):
            school.successor_id = self.schools[1]
        with self.assertRaises(ValidationError):
            self._close(successor_id=school.id)
        self._close(successor_id=self.schools[1].id)
        with self.assertRaises(ValidationError):
            self.schools[2].write(
                {"closed_on": "2024-03-04", "successor_id": school.id}
            )
