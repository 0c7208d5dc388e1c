from contextlib import suppress
from datetime import date
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common.deliverables import OwedCase

MODULE = "odoo.addons.cds_assessment.models.campaign.cds_deliverable_reminder"


@tagged("post_install", "-at_install")
class TestReminder(OwedCase):
    """Who is reminded of what on which day, and what a new date tells to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.head | cls.secretary | cls.contributor | cls.officer
        users.tz = "Asia/Ho_Chi_Minh"
        cls.env["mail.mail"].search([]).unlink()

    def setUp(self):
        super().setUp()
        # A test commits nothing; how a run goes on after a commit is a test of its own.
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60)

    def _run(self, moment):
        """Let a day's reminders go out; give the new mails."""
        before = self.env["mail.mail"].search([])
        with freeze_time(moment):
            self.env["cds.deliverable"]._cron_remind()
        return self.env["mail.mail"].search([]) - before

    def _told(self, mails):
        return {
            partner: mail.body_html for mail in mails for partner in mail.recipient_ids
        }

    def _offsets(self, user, deliverable=None):
        domain = [("user_id", "=", user.id)]
        if deliverable:
            domain.append(("deliverable_id", "=", deliverable.id))
        return self.env["cds.reminder"].search(domain, order="id").mapped("offset")

    # === WHO AND WHEN === #

    def test_days_before_and_after(self):
        owed = self._owe("mark", date_due="2024-06-10")
        for day in range(1, 31):
            self._run(f"2024-06-{day:02d} 00:00:00")
        self.assertEqual(self._offsets(self.head), [-7, -1, 1, 7])
        sent = self.env["cds.reminder"].search(
            [("user_id", "=", self.head.id)], order="id"
        )
        self.assertEqual(
            sent.mapped("sent_on"),
            [date(2024, 6, day) for day in (3, 9, 11, 17)],
        )
        self.assertEqual(self._offsets(self.secretary), [-7, -1, 1, 7])
        self.assertEqual(self._offsets(self.contributor), [])
        self.assertEqual(self._offsets(self.officer), [])
        self.assertEqual(owed.activity_ids.user_id, self.head | self.secretary)
        self.assertEqual(len(owed.activity_ids), 2)

    def test_an_authority_reminds_its_officers(self):
        self._owe("mark", self.district, date_due="2024-06-10")
        told = self._told(self._run("2024-06-03 00:00:00"))
        officers = self.officer | self.authority_head
        self.assertEqual(set(told), set(officers.partner_id))

    def test_the_secretary_is_that_of_the_dossiers_council(self):
        self.secretary.copy({"login": "another_member"})
        dossier = self._create_dossier("draft", campaign_id=self.campaign.id)
        owed = self._owe("mark", date_due="2024-06-10")
        self.assertEqual(owed.assessment_id, dossier)
        told = self._told(self._run("2024-06-03 00:00:00"))
        self.assertEqual(set(told), {self.head.partner_id, self.secretary.partner_id})

    def test_one_mail_lists_all_that_a_person_owes(self):
        self._owe("mark", name="Thống kê đầu năm", date_due="2024-06-06")
        self._owe("upload", name="Báo cáo CNTT", date_due="2024-06-10")
        self._owe("mark", name="Xa lắm", date_due="2024-12-10")
        mails = self._run("2024-06-07 00:00:00")
        told = self._told(mails)
        self.assertEqual(len(mails), 2)
        body = told[self.head.partner_id]
        self.assertIn("Thống kê đầu năm", body)
        self.assertIn("1 day late", body)
        self.assertIn("Báo cáo CNTT", body)
        self.assertIn("3 days left", body)
        self.assertNotIn("Xa lắm", body)
        self.assertIn("/odoo/cds-deadlines", body)

    def test_in_the_language_of_who_is_told(self):
        self.head.lang = "vi_VN"
        self._owe("mark", date_due="2024-06-10")
        told = self._told(self._run("2024-06-03 00:00:00"))
        self.assertIn("còn 7 ngày", told[self.head.partner_id])
        self.assertIn("7 days left", told[self.secretary.partner_id])

    def test_done_and_waived_are_left_in_peace(self):
        owed = self._owe("mark", date_due="2024-06-10")
        self._run("2024-06-03 00:00:00")
        self.assertTrue(owed.activity_ids)
        with freeze_time("2024-06-04"):
            self._change(owed, self.secretary, "mark", date_done="2024-06-04")
        self.assertFalse(owed.activity_ids)
        self.assertFalse(self._run("2024-06-09 00:00:00"))
        waived = self._owe("mark", date_due="2024-06-10")
        self._change(waived, self.officer, "waive", reason="So.")
        self.assertFalse(self._run("2024-06-09 00:00:00"))

    def test_missed_days_are_not_made_up_for(self):
        """A server that was down sends the last one that has come due, and no more."""
        owed = self._owe("mark", date_due="2024-06-10")
        self.assertEqual(len(self._run("2024-06-20 00:00:00")), 2)
        self.assertEqual(self._offsets(self.head, owed), [7])
        self.assertFalse(self._run("2024-06-21 00:00:00"))

    def test_the_day_is_that_of_who_is_told(self):
        self.head.tz = "Asia/Ho_Chi_Minh"
        self.secretary.tz = "America/New_York"
        self._owe("mark", date_due="2024-06-10")
        # 1:00 on the 3rd in Vietnam, 14:00 on the 2nd in New York
        told = self._told(self._run("2024-06-02 18:00:00"))
        self.assertEqual(set(told), {self.head.partner_id})
        # 23:00 on the 2nd, then 0:30 on the 3rd in New York
        self.assertFalse(self._run("2024-06-03 03:00:00"))
        told = self._told(self._run("2024-06-03 04:30:00"))
        self.assertEqual(set(told), {self.secretary.partner_id})
        self.assertEqual(
            self.env["cds.reminder"].search([]).mapped("sent_on"),
            [date(2024, 6, 3)] * 2,
        )

    def test_a_campaign_that_is_closed_or_a_draft(self):
        owed = self._owe("mark", date_due="2024-06-10")
        self.campaign.state = "draft"
        self.assertFalse(self._run("2024-06-03 00:00:00"))
        self.campaign.state = "closed"
        self.assertTrue(self._run("2024-06-03 00:00:00"))
        self.assertTrue(owed.is_carried)

    # === NEVER TWICE === #

    def test_killed_and_started_again(self):
        """What was not committed is gone, and written again; the rest is not."""
        other = self._create_institution("Second", parent_id=self.district.id)
        head = self._create_user("head", other)
        self._owe("mark", date_due="2024-06-10")
        self._owe("mark", other, date_due="2024-06-10")
        model = type(self.env["cds.deliverable"])
        remind, told, commits = model._remind, [], [self.env.cr.savepoint()]

        def dies_at_the_third(self, user, reminders):
            remind(self, user, reminders)
            told.append(user.partner_id)
            if len(told) == 3:
                raise KeyboardInterrupt

        def commit(crons, *_args, **_kwargs):
            commits.append(crons.env.cr.savepoint())
            return 1

        with (
            patch.object(model, "_remind", dies_at_the_third),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", commit),
            patch(f"{MODULE}.AT_ONCE", 2),
            suppress(KeyboardInterrupt),
        ):
            self._run("2024-06-03 00:00:00")
        self.assertEqual(len(told), 3)
        commits[-1].rollback()
        self.env.invalidate_all()
        first = self.env["mail.mail"].search([])
        self.assertEqual(set(self._told(first)), set(told[:2]))
        second = self._run("2024-06-03 00:00:00")
        self.assertEqual(set(self._told(second)), {told[2]})
        self.assertEqual(
            (first | second).recipient_ids,
            (self.head | self.secretary | head).partner_id,
        )
        self.assertFalse(self._run("2024-06-03 05:00:00"))

    def test_stopped_between_two_people(self):
        """A run that has no time left goes on where it stopped."""
        self._owe("mark", date_due="2024-06-10")
        with patch(f"{MODULE}.AT_ONCE", 1):
            crons = type(self.env["ir.cron"])
            with patch.object(crons, "_commit_progress", lambda *_a, **_k: 0):
                first = self._run("2024-06-03 00:00:00")
            self.assertEqual(len(first), 1)
            second = self._run("2024-06-03 00:00:00")
        self.assertEqual(len(second), 1)
        self.assertEqual(
            (first | second).recipient_ids, (self.head | self.secretary).partner_id
        )

    def test_the_database_refuses_a_second_one(self):
        owed = self._owe("mark", date_due="2024-06-10")
        self._run("2024-06-03 00:00:00")
        sent = self.env["cds.reminder"].search([], limit=1)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            with self.env.cr.savepoint():
                sent.copy()
        self.assertEqual(len(owed.activity_ids), 2)

    # === ELSEWHERE, AND SETTINGS === #

    def test_another_way_than_mail(self):
        self._owe("mark", name="Báo cáo", date_due="2024-06-10")
        sent = []
        model = type(self.env["cds.deliverable"])

        def send(_self, user, deliverables, text):
            sent.append((user, deliverables, text))

        with patch.object(model, "_send_reminder_elsewhere", send):
            self._run("2024-06-03 00:00:00")
            self._run("2024-06-03 00:00:00")
        self.assertEqual({user for user, _d, _t in sent}, {self.head, self.secretary})
        self.assertEqual(len(sent), 2)
        self.assertIn("School: Báo cáo: Not started, 7 days left", sent[0][2])

    def test_the_settings(self):
        settings = self.env["res.config.settings"].with_user(self.admin).sudo()
        settings.create(
            {"cds_reminder_before": "14, 3", "cds_reminder_after": "0"}
        ).execute()
        self.assertEqual(self.env["cds.deliverable"]._get_reminder_days(), [-14, -3, 0])
        for text in ("seven", "7 1", "-3", "1,,2", "999"):
            with self.assertRaises(ValidationError):
                settings.create({"cds_reminder_before": text})
        settings.create(
            {"cds_reminder_before": False, "cds_reminder_after": False}
        ).execute()

    # === NEW DATES === #

    def test_a_milestones_new_date(self):
        owed = self._owe("mark", date_due="2024-06-10")
        milestone = owed.milestone_id
        own_date = self._owe_milestone(
            milestone, self._create_institution("Second", parent_id=self.district.id)
        )
        self._change(
            own_date, self.officer, "extend", date_due="2024-06-30", reason="Flood."
        )
        self._run("2024-06-03 00:00:00")
        before = self.env["mail.mail"].search([])
        as_officer = milestone.with_user(self.officer)
        as_officer.date_end = "2024-06-15"
        self.assertEqual(owed.date_due, date(2024, 6, 15))
        self.assertEqual(own_date.date_due, date(2024, 6, 30))
        self.assertEqual(
            owed.activity_ids.mapped("date_deadline"), [date(2024, 6, 15)] * 2
        )
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(mails.recipient_ids, (self.head | self.secretary).partner_id)
        self.assertIn("06/15/2024", mails[0].body_html)
        self.assertIn("was changed", self.campaign.message_ids[0].body)
        count = len(self.campaign.message_ids)
        as_officer.write({"date_end": "2024-06-15", "name": "The same date"})
        self.assertEqual(self.env["mail.mail"].search([]) - before, mails)
        self.assertEqual(len(self.campaign.message_ids), count)
        # The new date has reminders of its own.
        self._run("2024-06-08 00:00:00")
        self.assertEqual(self._offsets(self.head, owed), [-7, -7])

    def test_who_has_delivered_is_not_told(self):
        owed = self._owe("mark", date_due="2024-06-10")
        with freeze_time("2024-06-01"):
            self._change(owed, self.officer, "mark", date_done="2024-06-01")
        before = self.env["mail.mail"].search([])
        owed.milestone_id.with_user(self.officer).date_end = "2024-06-15"
        self.assertEqual(owed.date_due, date(2024, 6, 15))
        self.assertFalse(self.env["mail.mail"].search([]) - before)

    def test_a_draft_campaign_tells_nobody(self):
        self.campaign.state = "draft"
        owed = self._owe("mark", date_due="2024-06-10")
        before = self.env["mail.mail"].search([])
        owed.milestone_id.with_user(self.officer).date_end = "2024-06-15"
        self.assertFalse(self.env["mail.mail"].search([]) - before)

    def test_a_date_of_its_own(self):
        owed = self._owe("mark", date_due="2024-06-10")
        with self.assertRaisesRegex(UserError, "role"):
            owed.with_user(self.head).action_extend()
        with self.assertRaisesRegex(UserError, "later"):
            self._change(
                owed, self.officer, "extend", date_due="2024-06-09", reason="So."
            )
        with self.assertRaisesRegex(UserError, "why"):
            self._change(owed, self.officer, "extend", date_due="2024-06-19")
        self.head.lang = "vi_VN"
        before = self.env["mail.mail"].search([])
        self._change(
            owed, self.officer, "extend", date_due="2024-06-19", reason="Bão lụt."
        )
        self.assertEqual(owed.date_due, date(2024, 6, 19))
        told = self._told(self.env["mail.mail"].search([]) - before)
        self.assertEqual(set(told), {self.head.partner_id, self.secretary.partner_id})
        self.assertIn("19/06/2024", told[self.head.partner_id])
        self.assertIn("06/19/2024", told[self.secretary.partner_id])
        self.assertIn("Bão lụt.", owed.message_ids[0].body)
