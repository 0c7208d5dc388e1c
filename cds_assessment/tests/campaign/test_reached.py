from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common.campaign import SUBMIT, CampaignCase


@tagged("post_install", "-at_install")
@freeze_time("2024-03-05 02:00:00")
class TestReached(CampaignCase):
    """Whom the news, the reminders and the letters of an authority reach."""

    def setUp(self):
        super().setUp()
        self.schools = self._create_schools(4)
        for number, school in enumerate(self.schools[:3]):
            user = self._create_user("head", school)
            user.email = f"head{number}@example.com" if number else False
        self.campaign = self._create_campaign(
            self.schools,
            template_id=False,
            milestone_ids=[
                fields.Command.create(SUBMIT),
            ],
        )
        self._launch(self.campaign)
        self.dossiers = self.env["cds.assessment"].search(
            [("campaign_id", "=", self.campaign.id)], order="id"
        )
        self.owed = self.env["cds.deliverable"].search(
            [("campaign_id", "=", self.campaign.id)], order="id"
        )
        self.head = self.schools[1].user_ids

    def _mails(self):
        return self.env["mail.mail"].sudo().search([], order="id desc")

    def _send(self, failing=()):
        """Let the mail server take the campaign's mails, but for those of schools."""
        for dossier in self.dossiers.sudo():
            mail = dossier.campaign_mail_id
            if dossier.institution_id in failing:
                mail.state = "exception"
            else:
                mail.unlink()  # as sending does
        self.env.invalidate_all()

    def test_reached_is_whom_a_mail_left_for(self):
        reaches = self.dossiers.mapped("campaign_reach")
        self.assertEqual(reaches, ["no_address", "waiting", "waiting", "nobody"])
        self.assertEqual(self.campaign.reached_count, 0, "nothing has left yet")
        self._send(failing=self.schools[2])
        reaches = self.dossiers.mapped("campaign_reach")
        self.assertEqual(reaches, ["no_address", "reached", "failed", "nobody"])
        self.assertEqual(self.campaign.reached_count, 1)
        self.assertEqual(self.campaign.unreached_count, 3)

    def test_the_officer_sees_whom_nothing_reached(self):
        self._send(failing=self.schools[2])
        action = self.campaign.action_open_unreached()
        shown = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(shown, self.dossiers - self.dossiers[1])
        self.assertEqual(len(shown), self.campaign.unreached_count)

    def test_each_reach_is_found_by_itself(self):
        self._send(failing=self.schools[2])
        for dossier in self.dossiers:
            with self.subTest(dossier.campaign_reach):
                found = self.dossiers.search(
                    [
                        ("campaign_reach", "=", dossier.campaign_reach),
                        ("campaign_id", "=", self.campaign.id),
                    ]
                )
                self.assertEqual(found, dossier)

    def test_the_others_are_told_again(self):
        self._send()
        with self.assertRaisesRegex(UserError, "no address"):
            self.campaign.action_tell_again()
        self.schools[0].user_ids.email = "head0@example.com"
        before = self._mails()
        self.campaign.action_tell_again()
        self._run()
        self.assertEqual(len(self._mails() - before), 1)
        self.assertEqual(self.dossiers[0].campaign_reach, "waiting")
        self.assertEqual(self.dossiers[1].campaign_reach, "reached")

    def test_the_mail_has_dates_and_a_link(self):
        body = self.dossiers[1].sudo().campaign_mail_id.body_html
        self.assertIn("01/03/2024", body)
        self.assertIn(f"/odoo/cds.assessment/{self.dossiers[1].id}", body)

    # === REMINDING NOW === #

    def test_remind_now_writes_once_a_day(self):
        before = self._mails()
        action = self.owed[1].with_user(self.officer).action_remind_now()
        mail = self._mails() - before
        self.assertEqual(mail.recipient_ids, self.head.partner_id)
        self.assertIn("1 people", action["params"]["message"])
        action = self.owed[1].with_user(self.officer).action_remind_now()
        self.assertEqual(self._mails() - before, mail)
        self.assertIn("already", action["params"]["message"])

    def test_remind_now_names_whom_no_mail_reaches(self):
        action = self.owed.with_user(self.officer).action_remind_now()
        message = action["params"]["message"]
        for school, is_named in zip(self.schools, (1, 0, 0, 1), strict=True):
            self.assertEqual(school.name in message, bool(is_named), message)

    def test_remind_now_is_the_officers(self):
        for user, error in ((self.head, "role"), (self.other_officer, "")):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, error):
                self.owed[1].with_user(user).action_remind_now()
        self.owed[1].sudo()._waive("Miễn.")
        with self.assertRaisesRegex(UserError, "state"):
            self.owed[1].with_user(self.officer).action_remind_now()

    # === LETTERS === #

    def _issue_letter(self):
        late = self.owed[:2]
        action = late.with_user(self.officer).action_make_letter()
        letter = self.env["cds.document"].browse(action["res_id"])
        with self.assertRaises(AccessError):
            letter.with_user(self.head).read(["name"])
        letter.with_user(self.authority_head).action_issue()
        return letter

    def test_a_letter_reaches_those_it_names(self):
        before = self._mails()
        letter = self._issue_letter()
        theirs = letter.with_user(self.head)
        self.assertEqual(theirs.name, letter.name)
        self.assertTrue(theirs.get_preview({})["body"])
        with self.assertRaises(AccessError):
            letter.with_user(self.schools[2].user_ids).read(["name"])
        mail = self._mails() - before
        self.assertEqual(mail.recipient_ids, self.head.partner_id)
        self.assertIn(letter.name, mail.body_html)
        self.assertIn(f"/odoo/cds.document/{letter.id}", mail.body_html)
        asked = self.owed[1].sudo()._get_activities()
        self.assertEqual(asked.user_id, self.head)
        self.assertIn(letter.name, self.owed[1].message_ids[0].body)

    def test_a_school_reads_the_letter_and_changes_nothing(self):
        theirs = self._issue_letter().with_user(self.head)
        for change in (
            lambda: theirs.write({"place": "X"}),
            lambda: theirs._cancel("Không."),
            lambda: theirs._sign(b"%PDF-", "a.pdf"),
            theirs.unlink,
        ):
            with self._undone(), self.assertRaises(UserError):
                change()

    def test_a_cancelled_letter_is_read_no_more(self):
        letter = self._issue_letter()
        letter.with_user(self.authority_head)._cancel("Gửi nhầm.")
        with self.assertRaises(AccessError):
            letter.with_user(self.head).read(["name"])

    def test_other_papers_of_the_campaign_do_not_go_to_schools(self):
        kind = self.env.ref("cds_assessment.document_type_summary_report")
        report = (
            self.env["cds.document"]
            .with_user(self.officer)
            .create({"campaign_id": self.campaign.id, "type_id": kind.id})
        )
        report.with_user(self.authority_head).action_issue()
        self.assertFalse(report.addressed_ids)
