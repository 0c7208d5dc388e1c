from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import freeze_time, tagged
from odoo.tools.misc import file_path
from odoo.tools.safe_eval import safe_eval

from ...tools import scoring
from ..common.workflow import WorkflowCase

NOTE = "a note must say why"


class ReviewCase(WorkflowCase):
    """A dossier with the external team, which has a second member to be in the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("reviewer", cls.other_district)
        cls.team.member_ids[3].user_id = cls.colleague
        cls.dossier = cls._create_dossier("external")
        cls.review = cls.dossier.review_ids

    def _sheet(self, user):
        return self.review.with_user(user)

    def _item(self, code, user=None):
        lines = self.review.with_user(user or self.reviewer).line_ids
        return lines.filtered(lambda line: line.code == code)

    def _rows(self, code):
        """Read the sheet's ledger from the database."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["cds.score.change"].search(
            [("review_line_id", "=", self._item(code).id)], order="id"
        )

    def _send(self):
        """Let the team send what it found: 1.1 differs from the school's 30."""
        self._review(self.dossier)
        self._item("1.1").write({"points": 20, "note": "Locked rooms."})
        self._sheet(self.reviewer).action_share()


@tagged("post_install", "-at_install")
class TestReviewSheet(ReviewCase):
    """What the team fills in, who of it, and what is kept of it."""

    def test_who_fills_in(self):
        for user in (self.reviewer, self.colleague, self.officer):
            self._item("1.1", user).points = 3
        for user in (self.contributor, self.secretary, self.head, self.other_head):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._item("1.1", self.reviewer).with_user(user).points = 4
        with self.assertRaisesRegex(UserError, "Only the team"):
            self._item("1.1", self.admin).points = 4
        with self.assertRaisesRegex(UserError, "Only the team"):
            self._sheet(self.admin).note = "From above."
        self.assertEqual(self._item("1.1").points, 3)

    def test_the_visit_and_remarks_are_the_teams(self):
        mine = self._sheet(self.reviewer)
        mine.write(
            {"visit_start": "2024-04-02", "visit_end": "2024-04-03", "note": "Kept."}
        )
        self.assertEqual(mine.visit_end.isoformat(), "2024-04-03")
        for name, value in (
            ("state", "closed"),
            ("reply_deadline", "2030-01-01"),
            ("shared_on", "2030-01-01 00:00:00"),
            ("reply_finished_on", "2030-01-01 00:00:00"),
            ("reply_finished_by_id", self.head.id),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                mine.write({name: value})

    def test_the_second_writer_is_told(self):
        """Two of the team on one item: the later change does not cover the first."""
        first, second = self._item("1.1"), self._item("1.1", self.colleague)
        seen = first.stamp
        self.assertEqual(second.stamp, seen)
        first.write({"points": 20, "note": "Counted.", "base_stamp": seen})
        self._pass_time(first)
        with self.assertRaisesRegex(UserError, f"changed by {self.reviewer.name} at"):
            second.write({"points": 25, "base_stamp": seen})
        self.assertEqual((first.points, first.note), (20, "Counted."))
        second.write({"points": 25, "base_stamp": second.stamp})
        self.assertEqual(first.points, 25)

    def _pass_time(self, line):
        """Let the change be older than the next: one transaction has one time."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cds_review_line SET write_date = write_date + interval '1 s' "
            "WHERE id = %s",
            [line.id],
        )
        self.env.invalidate_all()

    def test_each_change_leaves_a_row(self):
        line = self._item("1.1")
        line.points = 20
        line.write({"points": 25, "note": "Counted again."})
        line.note = "Only a note."
        line.points = 25
        self._item("1.1", self.colleague).points = 0
        self.assertEqual(
            [
                (row.user_id, row.hand, row.old_points, row.new_points, row.reason)
                for row in self._rows("1.1")
            ],
            [
                (self.reviewer, "external", 0, 20, False),
                (self.reviewer, "external", 20, 25, "Counted again."),
                (self.colleague, "external", 25, 0, "Only a note."),
            ],
        )
        self._item("1.3").is_met = True
        row = self._rows("1.3")
        self.assertEqual((row.old_met, row.new_met), (False, True))
        self.assertEqual(row.line_id, row.review_line_id.line_id)
        self.assertEqual(row.assessment_id, self.dossier)
        self.assertFalse(self.dossier.change_ids.review_line_id)

    def test_rows_are_fixed(self):
        self._item("1.1").points = 20
        row = self._rows("1.1")
        for user in (self.env.user, self.reviewer, self.admin):
            with self.assertRaises(UserError):
                row.with_user(user).new_points = 1
            with self.assertRaises(UserError):
                row.with_user(user).unlink()

    def test_points_are_checked(self):
        for points in (-1, 61, 0.333):
            with self.subTest(points=points), self.assertRaises(ValidationError):
                self._item("1.1").points = points

    def test_the_board_shows_both_hands(self):
        """The engine's totals and levels: the team's, and beside them the school's."""
        self._item("1.1").points = 60
        self._item("1.2").points = 30
        self._item("1.3").is_met = True
        board = self._sheet(self.reviewer).score_board
        group = board["groups"][0]
        self.assertEqual((group["points"], group["level"]), ("90", 3))
        beside = group["beside"]
        self.assertEqual((beside["points"], beside["level"]), ("50", 2))
        self.assertEqual(board["todo"], 0)
        scores = self._sheet(self.reviewer)._get_scores()
        for hand, shown in (("external", group), ("council", beside)):
            node = scores[hand].nodes[group["key"]]
            self.assertEqual(node.points, scoring.to_decimal(shown["points"]))
            self.assertEqual(node.level.number, shown["level"])
        self._item("1.3").is_met = False
        self.assertEqual(
            self._sheet(self.reviewer).score_board["groups"][0]["level"], 1
        )

    def test_progress(self):
        mine = self._sheet(self.reviewer)
        self.assertEqual((mine.progress, mine.todo_count), (0, 3))
        self._item("1.1").points = 0  # nothing for it, but looked at
        self.assertEqual((mine.progress, mine.todo_count), (33, 2))
        self.assertEqual(mine.different_count, 1)
        self._item("1.1").write({"points": 0, "status": "todo"})
        self.assertEqual((mine.todo_count, mine.different_count), (3, 0))

    def test_what_was_given_to_a_member(self):
        """The decision gives criteria to members; anyone of the team scores."""
        group = self.small.criterion_ids.filtered(lambda node: node.code == "1")
        own = self.small.criterion_ids.filtered(lambda node: node.code == "1.2")
        seats = {member.user_id: member for member in self.team.member_ids}
        seats[self.colleague].criterion_ids = own
        seats[self.officer].criterion_ids = group
        for user, codes in (
            (self.colleague, ["1.2"]),
            (self.officer, ["1.1", "1.2", "1.3"]),
            (self.reviewer, []),
        ):
            mine = self._sheet(user).line_ids.filtered("is_mine")
            self.assertEqual(mine.mapped("code"), codes)
        self._item("1.1", self.colleague).points = 30

    def test_what_the_school_answered(self):
        items = [
            {"code": "1.1", "max_points": 60, "measure": "ratio"},
            {"code": "1.2", "max_points": 40, "measure": "count", "unit": "bài"},
        ]
        framework = self._create_framework(items, code="ANSWERS")
        dossier = self._create_dossier(
            "self", institution=self.school, framework_id=framework.id
        )
        dossier.line_ids[0].write({"numerator": 27, "denominator": 28})
        dossier.line_ids[1].quantity = 46.5
        sheet = self.env["cds.review"]._create_for(dossier, self.team)
        self.assertEqual(
            sheet.line_ids.mapped("school_answer"), ["27 of 28 (96.43%)", "46.5 bài"]
        )

    def test_visits_of_the_members(self):
        action = self.env.ref("cds_assessment.cds_review_action_mine")
        for user, seen in ((self.colleague, True), (self.admin, False)):
            with self.subTest(user.name):
                domain = safe_eval(action.domain, {"uid": user.id})
                found = self.env["cds.review"].with_user(user).search(domain)
                self.assertEqual(self.review in found.with_env(self.env), seen)


@tagged("post_install", "-at_install")
class TestReply(ReviewCase):
    """From the team's result over the school's reply to the close."""

    def _assert_refused(self, user, action, pattern):
        """Check that button, error and state say the same."""
        mine = self._sheet(user)
        state = mine.sudo().state
        reason = getattr(mine, f"_get_cannot_{action}_reason")()
        self.assertRegex(reason, pattern)
        mine.invalidate_recordset(["refusals"])
        self.assertEqual(mine.refusals[action], reason)
        with self.assertRaisesRegex(UserError, pattern):
            getattr(mine, f"action_{action}")()
        self.assertEqual(mine.sudo().state, state)

    def test_what_is_not_done_is_not_sent(self):
        self._assert_refused(self.reviewer, "share", "3 items are not done")
        self._review(self.dossier)
        self._item("1.1").points = 20
        self._assert_refused(self.reviewer, "share", f"1.1.*{NOTE}")
        self._item("1.1").note = " \n"
        self._assert_refused(self.reviewer, "share", NOTE)
        self._item("1.1").note = "Locked rooms."
        self._sheet(self.reviewer).action_share()
        self.assertEqual(
            (self.review.state, self.dossier.state), ("shared", "external")
        )
        self.assertFalse(any(self.dossier.line_ids.mapped("external_points")))

    def test_only_the_team_sends(self):
        self._review(self.dossier)
        self._assert_refused(self.admin, "share", "Only the team")
        for user in (self.secretary, self.head, self.other_head, self.contributor):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._sheet(user).action_share()
        self.assertEqual(self.review.state, "open")

    def test_the_days_for_the_reply_are_a_setting(self):
        parameters = self.env["ir.config_parameter"]
        for days, deadline in ((None, "2024-04-06"), (10, "2024-04-11")):
            with self._undone(), freeze_time("2024-04-01 03:00:00"):
                if days:
                    parameters.set_param("cds_assessment.reply_days", days)
                self._send()
                self.assertEqual(self.review.reply_deadline.isoformat(), deadline)

    def test_each_side_is_offered_its_own_actions(self):
        self.assertEqual(self._sheet(self.reviewer).offered_actions, ["share"])
        self.assertFalse(self._sheet(self.admin).offered_actions)
        self._send()
        for user, actions in (
            (self.reviewer, ["close"]),
            (self.secretary, ["finish_reply"]),
            (self.admin, []),
        ):
            self.assertEqual(self._sheet(user).offered_actions or [], actions)

    def test_the_school_replies(self):
        with freeze_time("2024-04-01 03:00:00"):
            self._send()
        with freeze_time("2024-04-06 03:00:00"):  # the last day counts
            for user in (self.secretary, self.head):
                self._sheet(user).school_reply = "We thank the team."
                self._item("1.1", user).school_reply = "They were open on Friday."
                self.assertTrue(self._sheet(user).can_reply)
                self.assertFalse(self._sheet(user).can_score)
        self.assertEqual(self.review.school_reply, "We thank the team.")
        self.assertEqual(self._item("1.1").school_reply, "They were open on Friday.")

    def test_who_does_not_reply(self):
        self._send()
        for user in (self.reviewer, self.officer, self.admin):
            with self.subTest(user.name), self.assertRaises(UserError):
                self._sheet(user).school_reply = "The school agrees."
            with self.subTest(user.name), self.assertRaises(UserError):
                self._item("1.1", user).school_reply = "The school agrees."
        for user in (self.contributor, self.other_head, self.other_secretary):
            line = self._item("1.1").with_user(user)
            with self.subTest(user.name), self.assertRaises(AccessError):
                line.school_reply = "We agree."
        self.assertFalse(self._item("1.1").school_reply)

    def test_the_school_writes_nothing_else(self):
        self._send()
        line = self._item("1.1", self.head)
        for vals in (
            {"points": 60},
            {"note": ""},
            {"is_met": True},
            {"status": "todo"},
            {"points": 60, "school_reply": "So be it."},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                line.write(vals)
        for vals in ({"note": "x"}, {"visit_start": "2024-01-01"}, {"state": "closed"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self._sheet(self.head).write(vals)
        with self.assertRaises(UserError):
            self._sheet(self.head).line_ids = [Command.update(line.id, {"points": 60})]
        with self.assertRaises(AccessError):
            self._sheet(self.head).line_ids = [Command.delete(line.id)]
        self.assertEqual((line.points, line.note), (20, "Locked rooms."))

    def test_after_the_deadline_nobody_replies(self):
        with freeze_time("2024-04-01 03:00:00"):
            self._send()
        with freeze_time("2024-04-07 03:00:00"):
            self._assert_refused(self.head, "finish_reply", "until 06/04/2024")
            with self.assertRaisesRegex(UserError, "until 06/04/2024"):
                self._sheet(self.head).school_reply = "Too late."
            self._sheet(self.reviewer).action_close()
        self.assertEqual(self.dossier.state, "reviewed")

    def test_the_team_waits_for_the_school(self):
        with freeze_time("2024-04-01 03:00:00"):
            self._review(self.dossier)
            self._assert_refused_close("first sends")
            self._item("1.1").write({"points": 20, "note": "Locked rooms."})
            self._sheet(self.reviewer).action_share()
        with freeze_time("2024-04-06 03:00:00"):
            self._assert_refused_close("may reply until 06/04/2024")
            self._sheet(self.secretary).action_finish_reply()
            self.assertEqual(self.review.reply_finished_by_id, self.secretary)
            with self.assertRaisesRegex(UserError, "has finished"):
                self._sheet(self.head).school_reply = "One more thing."
            self._assert_refused(self.head, "finish_reply", "has finished")
            self._sheet(self.reviewer).action_close()
        self.assertEqual(
            (self.review.state, self.dossier.state), ("closed", "reviewed")
        )

    def _assert_refused_close(self, pattern):
        mine = self.dossier.with_user(self.reviewer)
        mine.invalidate_recordset(["refusals"])
        self.assertRegex(mine.refusals["close_external"], pattern)
        with self.assertRaisesRegex(UserError, pattern):
            self._sheet(self.reviewer).action_close()
        with self.assertRaisesRegex(UserError, pattern):
            mine.action_close_external()

    def test_a_correction_after_the_reply(self):
        """It says why, stands in the ledger, and is what closes."""
        self._send()
        self._sheet(self.head).action_finish_reply()
        line = self._item("1.2")
        with (
            self.assertRaisesRegex(ValidationError, f"1.2.*{NOTE}"),
            self.env.cr.savepoint(),
        ):
            line.points = 15
        self.env.invalidate_all()
        line.write({"points": 15, "note": "As the school replied."})
        self.assertEqual(
            [(r.old_points, r.new_points, r.reason) for r in self._rows("1.2")],
            [(0, 20, False), (20, 15, "As the school replied.")],
        )
        self._sheet(self.reviewer).action_close()
        self.assertEqual(self.dossier.line_ids.mapped("external_points"), [20, 15, 0])
        self.assertEqual(
            self.dossier.line_ids.mapped("external_note"),
            ["Locked rooms.", "As the school replied.", False],
        )
        self.assertEqual(self.dossier.line_ids.mapped("final_points"), [20, 15, 0])

    def test_the_ledger_is_the_teams_until_the_close(self):
        self._send()
        rows = self._rows("1.1")
        ledger = self.env["cds.score.change"]
        staff = (self.contributor, self.secretary, self.head, self.admin)
        for user in (*staff, self.other_head):
            with self.subTest(user.name):
                domain = [("id", "in", rows.ids)]
                self.assertFalse(ledger.with_user(user).search(domain))
                self.assertFalse(
                    ledger.with_user(user)._read_group(domain, ["hand"], ["__count"])
                )
                with self.assertRaises(AccessError):
                    rows.with_user(user).read(["new_points"])
                self.env.invalidate_all()
        self.assertEqual(rows.with_user(self.colleague).mapped("new_points"), [30, 20])
        self._sheet(self.head).action_finish_reply()
        self._sheet(self.reviewer).action_close()
        self.env.invalidate_all()
        self.assertEqual(rows.with_user(self.head).mapped("new_points"), [30, 20])

    def test_who_is_asked_and_written_to(self):
        self.assertEqual(self._asked("assess"), self.team.user_ids)
        with freeze_time("2024-04-01 03:00:00"):
            self._send()
        self.assertEqual(self._asked("assess"), self.env["res.users"])
        self.assertEqual(self._asked("reply"), self.head | self.secretary)
        self.assertEqual(self._asked("close"), self.team.user_ids)
        due = {
            a.user_id: a.date_deadline.isoformat() for a in self.dossier.activity_ids
        }
        self.assertEqual(due[self.head], "2024-04-06")
        self.assertEqual(due[self.reviewer], "2024-04-07")
        mail = self._mails("Đề nghị phản hồi")
        self.assertEqual(mail.recipient_ids, (self.head | self.secretary).partner_id)
        self.assertIn("06/04/2024", mail.body_html)
        self.assertNotIn("20", mail.body_html.replace("2023", "").replace("2024", ""))
        with freeze_time("2024-04-03 03:00:00"):
            self._sheet(self.secretary).action_finish_reply()
        self.assertFalse(self._asked("reply"))
        self.assertEqual(self._asked("close"), self.team.user_ids)
        dates = self.dossier.activity_ids.mapped("date_deadline")
        self.assertEqual({day.isoformat() for day in dates}, {"2024-04-03"})
        self.assertEqual(
            self._mails("Trường đã phản hồi").recipient_ids,
            self.team.user_ids.partner_id,
        )
        self._sheet(self.reviewer).action_close()
        self.assertFalse(self._asked("close"))

    def _asked(self, kind):
        kind = self.env.ref(f"cds_assessment.mail_activity_type_{kind}")
        activities = self.dossier.activity_ids
        return activities.filtered(lambda a: a.activity_type_id == kind).user_id

    def _mails(self, subject):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "cds.assessment"),
                ("res_id", "=", self.dossier.id),
                ("subject", "ilike", subject),
            ]
        )

    def test_opening_the_review_from_the_dossier(self):
        for user, seen in (
            (self.reviewer, True),
            (self.head, False),
            (self.contributor, False),
        ):
            mine = self.dossier.with_user(user)
            self.assertEqual(mine.has_review, seen, user.name)
        with self.assertRaisesRegex(UserError, "no external review"):
            self.dossier.with_user(self.head).action_open_review()
        self._send()
        self.env.invalidate_all()
        action = self.dossier.with_user(self.head).action_open_review()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("cds.review", self.review.id)
        )

    def test_one_entry_in_the_ledger_for_a_whole_hand(self):
        """Closing copies each item to two hands by two writes into the ledger."""
        self._send()
        self._sheet(self.head).action_finish_reply()
        ledger = type(self.env["cds.score.change"])
        with patch.object(
            ledger, "create", autospec=True, side_effect=ledger.create
        ) as create:
            self._sheet(self.reviewer).action_close()
        self.assertEqual(create.call_count, 2)
        rows = self.env["cds.score.change"].search(
            [
                ("assessment_id", "=", self.dossier.id),
                ("review_line_id", "=", False),
                ("hand", "in", ("external", "final")),
            ]
        )
        self.assertEqual(len(rows), 6)


@tagged("post_install", "-at_install")
class TestReviewMigration(ReviewCase):
    """Reviews of 19.0.2.0.0 are what they were; the school's rules change."""

    def _migrate(self, version):
        path = file_path("cds_assessment/migrations/19.0.3.0.0/post-review.py")
        load_script(path, "post_review").migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_the_rules_of_the_school(self):
        self._send()
        for name, path in (
            ("cds_review_rule_staff", ""),
            ("cds_review_line_rule_staff", "review_id."),
        ):
            rule = self.env.ref(f"cds_assessment.{name}")
            now = rule.read(["domain_force", "perm_write"])
            rule.write(
                {
                    "domain_force": f"['&', ('{path}state', '=', 'closed'), "
                    f"('{path}institution_id', 'in', user.cds_institution_ids.ids)]",
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
            )
            self.assertFalse(self._sheet(self.head).has_access("read") and not path)
            self._migrate(False)  # a new database
            self.assertTrue(rule.perm_write)
            self._migrate("19.0.2.0.0")
            self.assertEqual(rule.read(["domain_force", "perm_write"]), now)
        self.assertTrue(self._sheet(self.head).has_access("read"))
        self.assertTrue(self._item("1.1").with_user(self.head).has_access("read"))

    def test_a_review_that_was_closed_before(self):
        """It had neither a date of sending nor a deadline."""
        self.review.write({"state": "closed", "school_reply": "An early reply."})
        for user in (self.head, self.reviewer):
            mine = self._sheet(user)
            self.assertFalse(mine.offered_actions or mine.refusals)
            self.assertEqual(mine.school_reply, "An early reply.")
        self.assertFalse(self.review.reply_deadline)
