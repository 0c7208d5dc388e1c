from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ...models.common import activities
from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestActivities(CdsCase):
    """Who is asked, written to and following, in each state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority_head = cls._create_user("authority_head", cls.district)
        cls.council = cls._create_council("self", cls.school, cls.head, cls.secretary)
        criterion = cls.env.ref("cds_assessment.criterion_4725_1_3")
        cls.council.member_ids[2].write(
            {"user_id": cls.contributor.id, "criterion_ids": criterion.ids}
        )
        cls.team = cls._create_council(
            "external", cls.district, cls.officer, cls.reviewer
        )
        cls.env["cds.document.type"].search([]).is_required = False
        cls.dossier = cls._create_assessment(council_id=cls.council.id)
        cls._prove(cls.dossier, cls.contributor)

    def _asked(self):
        names = self.dossier.activity_ids.activity_type_id.get_external_id()
        return {
            (
                activity.user_id,
                names[activity.activity_type_id.id].rpartition("_")[2],
            )
            for activity in self.dossier.activity_ids
        }

    def _mails(self):
        return self.env["mail.mail"].search(
            [("model", "=", "cds.assessment"), ("res_id", "=", self.dossier.id)]
        )

    def _finish(self):
        for line in self.dossier.line_ids:
            line.write(
                {"answer_yes": True}
                if line.measure == "yes_no"
                else {"self_points": line.max_points}
            )

    def test_each_state_asks_those_whose_turn_it_is(self):
        self.assertEqual(self._asked(), {(self.contributor, "score")})
        lines = self.dossier.line_ids.filtered("assigned_user_ids")
        self.assertEqual(
            lines.mapped("code"), ["1.3.1", "1.3.2", "1.3.3", "1.3.4", "1.3.5"]
        )
        self._finish()
        self.dossier.with_user(self.secretary).action_to_council()
        self.assertEqual(
            self._asked(), {(self.head, "review"), (self.secretary, "review")}
        )
        # by mail as well, but for whoever brought it about
        self.assertEqual(self._mails().recipient_ids, self.head.partner_id)
        self.assertIn("chủ trì hội đồng rà soát", self._mails().body_html)
        self._mails().unlink()
        self.dossier.with_user(self.secretary).action_conclude()
        self.assertEqual(self._asked(), {(self.head, "approve")})
        self.assertEqual(self._mails().recipient_ids, self.head.partner_id)
        self.assertIn("phê duyệt kết quả", self._mails().body_html)
        self._mails().unlink()
        self.dossier.with_user(self.head).action_approve()
        self.assertEqual(self._asked(), {(self.head, "submit")})
        self.dossier.with_user(self.head).action_submit()
        self.assertEqual(
            self._asked(), {(self.officer, "receive"), (self.authority_head, "receive")}
        )
        self.assertEqual(
            self._mails().recipient_ids, (self.officer | self.authority_head).partner_id
        )
        self.dossier.with_user(self.officer)._receive(self.team)
        self.assertEqual(
            self._asked(), {(self.officer, "assess"), (self.reviewer, "assess")}
        )

    def test_the_date_is_what_the_campaign_asks_for(self):
        """Where there is none, so many days from now as the kind of activity says."""
        day = date(2024, 3, 1)
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": self.district.id,
                "school_year_id": self.year.id,
                "state": "launched",
                "milestone_ids": [Command.create({"name": "Dossier"})],
            }
        )
        self.env["cds.deliverable"].create(
            {
                "campaign_id": campaign.id,
                "milestone_id": campaign.milestone_ids.id,
                "institution_id": self.school.id,
                "assessment_id": self.dossier.id,
                "date_due": "2024-04-30",
            }
        )
        self._finish()
        with freeze_time(day):
            self.dossier.action_to_council()
            self.assertEqual(
                set(self.dossier.activity_ids.mapped("date_deadline")),
                {date(2024, 4, 30)},
            )
            self.dossier.deliverable_ids.unlink()
            self.dossier.with_user(self.secretary).action_conclude()
            self.assertEqual(
                set(self.dossier.activity_ids.mapped("date_deadline")),
                {date(2024, 3, 4)},
            )

    def test_the_school_follows_and_nobody_else(self):
        followers = self.dossier.message_partner_ids
        self.assertEqual(
            followers - self.env.user.partner_id,
            (self.head | self.secretary).partner_id,
        )

    def test_a_return_asks_with_reason_and_date(self):
        self._finish()
        self.dossier.action_to_council()
        self.dossier.with_user(self.secretary).action_conclude()
        self.dossier.with_user(self.head).action_approve()
        self.dossier.with_user(self.head).action_submit()
        self.dossier.with_user(self.officer)._return(
            "return", "Thiếu biên bản", date(2024, 4, 1)
        )
        activity = self.dossier.activity_ids[:1]
        self.assertEqual(activity.date_deadline, date(2024, 4, 1))
        self.assertIn("Thiếu biên bản", activity.note)
        self.assertIn("Thiếu biên bản", self._mails()[:1].body_html)

    def test_the_deadline_is_reminded_of_once(self):
        self.dossier._set_state("council")
        self.dossier.write({"return_deadline": "2024-04-01", "return_reason": "X"})
        for day, count in (
            ("2024-03-28", 0),
            ("2024-03-29", 1),
            ("2024-03-30", 1),
        ):
            with freeze_time(day):
                self.env["cds.assessment"]._cron_remind_deadlines()
                self.dossier.flush_recordset()
                found = self._mails().filtered(lambda m: "Sắp đến hạn" in m.subject)
                self.assertEqual(len(found), count, day)

    def test_who_leaves_is_asked_no_more_and_who_comes_is(self):
        self._finish_and_go("council")
        self.assertEqual(
            self._asked(), {(self.head, "review"), (self.secretary, "review")}
        )
        # one of the two leaves: the other is asked still
        self.secretary.active = False
        self.assertEqual(self._asked(), {(self.head, "review")})
        # nobody of the council is left: those who have the role at the school
        successor = self.env["res.users"].create(
            {
                "name": "Successor",
                "login": "cds_successor",
                "group_ids": [
                    Command.link(self.env.ref("cds_assessment.group_council").id)
                ],
                "cds_institution_ids": [Command.link(self.school.id)],
            }
        )
        self.school.user_ids -= self.head
        self.assertEqual({user for user, _kind in self._asked()}, {successor})
        self.assertEqual({kind for _user, kind in self._asked()}, {"review"})
        # back again, who was asked before is asked again
        self.school.user_ids |= self.head
        self.assertEqual(self._asked(), {(self.head, "review")})

    def test_nobody_writes_to_who_has_left(self):
        self._finish_and_go("council")
        self.secretary.active = False
        before = self._mails()
        activities.remind_deadline(self.dossier.sudo())
        written = (self._mails() - before).recipient_ids
        self.assertEqual(written, self.head.partner_id)

    def _finish_and_go(self, state):
        self._finish()
        self.dossier.with_user(self.secretary).action_to_council()
        self.assertEqual(self.dossier.state, state)
