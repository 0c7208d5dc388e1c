from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from ...tools.states import HANDS
from ..common.workflow import WorkflowCase


class LedgerCase(WorkflowCase):
    def _rows(self, line, hand=None):
        """Read the ledger from the database, as pairs of old and new points."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["cds.score.change"].search(
            [("line_id", "=", line.id), ("review_line_id", "=", False)], order="id"
        )
        return rows.filtered(lambda row: hand in (None, row.hand))

    def _pairs(self, line, hand):
        return [(row.old_points, row.new_points) for row in self._rows(line, hand)]


@tagged("post_install", "-at_install")
class TestLedger(LedgerCase):
    """Every change of points leaves one row, whoever makes it."""

    def test_each_hand_leaves_one_row_for_a_change(self):
        """By the superuser, who is bound by no state."""
        line = self._line(self._create_dossier("self"), "1.1")
        for hand in HANDS:
            with self.subTest(hand):
                for points in (10, 12.5, 0):
                    line.write({f"{hand}_points": points})
                self.assertEqual(
                    self._pairs(line, hand), [(0, 10), (10, 12.5), (12.5, 0)]
                )
        rows = self._rows(line)
        self.assertEqual(len(rows), 12)
        self.assertEqual(rows.user_id, self.env.user)

    def test_a_condition_leaves_a_row(self):
        line = self._line(self._create_dossier("self"), "1.3")
        for hand in ("council", "external", "final"):
            line.write({f"{hand}_met": True})
            line.write({f"{hand}_met": False})
            rows = self._rows(line, hand)
            self.assertEqual(rows.mapped("old_met"), [False, True])
            self.assertEqual(rows.mapped("new_met"), [True, False])

    def test_what_stays_leaves_no_row(self):
        line = self._line(self._create_dossier("self"), "1.1")
        line.self_points = 5
        line.self_points = 5
        line.write({"self_points": 5.0, "status_quo": "As before."})
        line.write({"self_note": "Nothing new."})
        self.assertEqual(self._pairs(line, "self"), [(0, 5)])

    def test_an_answer_that_gives_points_leaves_a_row(self):
        """Points that follow from an answer are points that changed."""
        items = [
            ("1.1", 80),
            {"code": "1.2", "max_points": 10, "measure": "yes_no"},
            {
                "code": "1.3",
                "max_points": 10,
                "measure": "ratio",
                "conversion_ids": [
                    (0, 0, {"upper": 50, "upper_included": False, "points": 0}),
                    (0, 0, {"lower": 50, "upper": 100, "points": 10}),
                ],
            },
        ]
        framework = self._create_framework(items, code="ANSWERS")
        dossier = self._create_dossier("self", framework_id=framework.id)
        yes_no, ratio = (
            self._line(dossier, code).with_user(self.contributor)
            for code in ("1.2", "1.3")
        )
        yes_no.answer_yes = True
        ratio.write({"numerator": 20, "denominator": 30})
        ratio.numerator = 25  # the same points
        ratio.numerator = 1
        self.assertEqual(self._pairs(yes_no, "self"), [(0, 10)])
        self.assertEqual(self._pairs(ratio, "self"), [(0, 10), (10, 0)])
        self.assertEqual(self._rows(ratio).user_id, self.contributor)

    def test_many_lines_at_once(self):
        dossier = self._create_dossier("self")
        scored = dossier.line_ids.filtered("max_points")
        scored.with_user(self.secretary).write({"self_points": 3})
        for line in scored:
            self.assertEqual(self._pairs(line, "self"), [(0, 3)])

    def test_through_the_dossier(self):
        """The form saves its items with the dossier."""
        dossier = self._create_dossier("self")
        line = self._line(dossier, "1.1")
        dossier.with_user(self.contributor).write(
            {"line_ids": [(1, line.id, {"self_points": 4, "self_note": "Counted."})]}
        )
        row = self._rows(line)
        self.assertEqual((row.old_points, row.new_points), (0, 4))
        self.assertEqual((row.reason, row.user_id), ("Counted.", self.contributor))

    def test_the_external_hand_at_the_close(self):
        dossier = self._create_dossier("external")
        line = self._line(dossier, "1.1")
        review = dossier.review_ids.with_user(self.reviewer)
        self._review(dossier)
        review.line_ids[0].write({"points": 9, "note": "Locked rooms."})
        self.assertFalse(self._rows(line, "external"))
        self._share(dossier)
        review.action_close()
        row = self._rows(line, "external")
        self.assertEqual((row.old_points, row.new_points), (0, 9))
        self.assertEqual((row.reason, row.user_id), ("Locked rooms.", self.reviewer))

    def test_a_row_names_its_round(self):
        dossier = self._create_dossier("council")
        line = self._line(dossier, "1.1").with_user(self.secretary)
        line.write({"council_points": 31, "council_note": "First."})
        dossier.with_user(self.secretary).action_conclude()
        self._return(dossier, self.head, "send_back", "Again.")
        line.write({"council_points": 32, "council_note": "Second."})
        rows = self._rows(line, "council")[1:]
        self.assertEqual(rows.mapped("round"), [1, 2])
        self.assertEqual(rows.mapped("reason"), ["First.", "Second."])

    def test_a_row_lasts_as_long_as_its_dossier(self):
        """Points that were given keep their dossier from being deleted."""
        dossier = self._create_dossier("self")
        self._line(dossier, "1.1").self_points = 5
        dossier._set_state("draft")
        before = self._rows(self._line(dossier, "1.1"))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            dossier.unlink()
        self.assertEqual(self._rows(self._line(dossier, "1.1")), before)


@tagged("post_install", "-at_install")
class TestNobodyChangesTheLedger(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("council")
        cls.row = cls.dossier.change_ids[0]

    def _everybody(self):
        yield self.env.user  # the superuser, in superuser mode
        yield from (self.contributor, self.secretary, self.head, self.reviewer)
        yield from (self.officer, self.authority_head, self.admin, self.other_head)

    def _env(self, user):
        return self.env if user == self.env.user else self.env(user=user, su=False)

    def _content(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.dossier.change_ids.read()

    def test_no_row_is_changed(self):
        before = self._content()
        values = {
            "old_points": 1,
            "new_points": 60,
            "old_met": True,
            "new_met": True,
            "reason": "Forged.",
            "round": 7,
            "hand": "final",
            "user_id": self.contributor.id,
            "date": "2020-01-01",
            "line_id": self.dossier.line_ids[1].id,
            "assessment_id": self.dossier.id,
        }
        for user in self._everybody():
            row = self.row.with_env(self._env(user))
            for name, value in values.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(UserError):
                        row.write({name: value})
        self.assertEqual(self._content(), before)

    def test_no_row_is_deleted(self):
        before = self._content()
        for user in self._everybody():
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.row.with_env(self._env(user)).unlink()
        self.assertEqual(self._content(), before)

    def test_no_row_through_its_dossier_or_item(self):
        """Commands on the lists of a form are writes, too."""
        before = self._content()
        for record in (self.dossier, self.row.line_id):
            for command in (
                (2, self.row.id),
                (3, self.row.id),
                (5,),
                (6, 0, []),
                (1, self.row.id, {"new_points": 60}),
                (0, 0, {"hand": "self", "new_points": 60}),
            ):
                with self.subTest(record._name, command=command):
                    with self.assertRaises(UserError):
                        record.with_user(self.head).write({"change_ids": [command]})
        self.assertEqual(self._content(), before)

    def _values(self):
        return {
            "line_id": self.row.line_id.id,
            "assessment_id": self.dossier.id,
            "hand": "self",
            "old_points": 0,
            "new_points": 60,
            "user_id": self.secretary.id,
        }

    def test_no_row_is_made_up(self):
        before = self._content()
        for user in self._everybody():
            if user == self.env.user:
                continue
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.env["cds.score.change"].with_user(user).create(self._values())
        self.assertEqual(self._content(), before)
        made = self.env["cds.score.change"].create(self._values())
        self.assertTrue(made.exists())

    def test_a_client_does_not_choose_what_a_row_says(self):
        """Whatever a client sends as context: date, user and reason are the truth."""
        line = self._line(self.dossier, "1.1").with_user(self.secretary)
        line.with_context(
            default_date="2001-01-01 00:00:00",
            default_user_id=self.head.id,
            default_round=9,
            default_hand="final",
            default_is_taken_over=True,
            cds_change_reason="Taken over at the beginning",
        ).write({"council_points": 33, "council_note": "Counted again."})
        row = self._rows(line, "council")[-1]
        self.assertEqual((row.old_points, row.new_points), (30, 33))
        with self.subTest("date"):
            age = fields.Datetime.now() - row.date
            self.assertLess(abs(age), timedelta(hours=1))
        with self.subTest("reason"):
            self.assertEqual(row.reason, "Counted again.")
        self.assertEqual((row.user_id, row.round), (self.secretary, 1))
        self.assertFalse(row.is_taken_over)

    def test_what_was_taken_over_before_is_marked(self):
        """The migration tells by the reason, in the languages there were."""
        rows = self.dossier.change_ids
        taken = rows.filtered("is_taken_over")
        self.assertEqual(set(taken.mapped("hand")), {"council"})
        self.env.cr.execute("UPDATE cds_score_change SET is_taken_over = NULL")
        self.env.cr.execute(
            "UPDATE cds_score_change SET reason = %s WHERE id = %s",
            ["Lấy theo lượt chấm trước", taken[0].id],
        )
        path = file_path("cds_assessment/migrations/19.0.4.0.0/post-taken-over.py")
        for version, marked in ((False, rows.browse()), ("19.0.3.0.0", taken)):
            load_script(path, "post_taken_over").migrate(self.env.cr, version)
            self.env.invalidate_all()
            self.assertEqual(rows.filtered("is_taken_over"), marked)

    def test_rows_are_seen_with_the_dossier(self):
        seeing = (self.contributor, self.head, self.officer, self.authority_head)
        for user in (*seeing, self.admin):
            with self.subTest(user=user.login):
                self.assertIn(self.row, self._search(user))
        for user in (self.other_head, self.other_secretary, self.reviewer):
            with self.subTest(user=user.login):
                self.assertNotIn(self.row, self._search(user))
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    self.row.with_user(user).read(["new_points"])
        with self.assertRaises(AccessError):
            self._search(self.plain)

    def _search(self, user):
        return (
            self.env["cds.score.change"].with_user(user).search([]).with_env(self.env)
        )


@tagged("post_install", "-at_install")
class TestNotes(LedgerCase):
    """Who changes what the hand before gave says why."""

    def _check(self, line, hand, points):
        """Change points of a hand without, with an empty, and with a note."""
        before = line[f"{hand}_points"]
        for note in (None, "", "  ", "\n"):
            vals = {f"{hand}_points": points}
            if note is not None:
                vals[f"{hand}_note"] = note
            with self.subTest(hand, note=note):
                with self.assertRaisesRegex(ValidationError, "a note must say why"):
                    with self.env.cr.savepoint():
                        line.write(vals)
                self.assertEqual(line[f"{hand}_points"], before)
        line.write({f"{hand}_points": points, f"{hand}_note": "For this reason."})
        self.assertEqual(line[f"{hand}_points"], points)
        self.assertEqual(self._rows(line, hand)[-1].reason, "For this reason.")

    def test_council_against_self(self):
        dossier = self._create_dossier("council")
        line = self._line(dossier, "1.1").with_user(self.secretary)
        self._check(line, "council", 20)

    def test_final_against_external(self):
        dossier = self._create_dossier("reviewed")
        line = self._line(dossier, "1.1").with_user(self.authority_head)
        self._check(line, "final", 20)

    def test_a_condition_against_self(self):
        dossier = self._create_dossier("council")
        line = self._line(dossier, "1.3").with_user(self.secretary)
        with self.assertRaisesRegex(ValidationError, "a note must say why"):
            line.council_met = False
        line.write({"council_met": False, "council_note": "No plan was found."})
        self.assertFalse(line.council_met)

    def test_back_to_what_it_was_needs_no_note(self):
        dossier = self._create_dossier("council")
        line = self._line(dossier, "1.1").with_user(self.secretary)
        line.write({"council_points": 20, "council_note": "Wrong."})
        line.write({"council_points": 30, "council_note": False})
        self.assertEqual(line.council_points, 30)

    def test_the_note_stays_with_the_difference(self):
        """A note that was asked for is not taken away in a second step."""
        for state, hand, user in (
            ("council", "council", self.secretary),
            ("reviewed", "final", self.authority_head),
        ):
            with self.subTest(hand), self._undone():
                dossier = self._create_dossier(state)
                line = self._line(dossier, "1.1").with_user(user)
                line.write({f"{hand}_points": 20, f"{hand}_note": "Reason."})
                with (
                    self.assertRaisesRegex(UserError, "a note must say why"),
                    self.env.cr.savepoint(),
                ):
                    line.write({f"{hand}_note": ""})
                self.env.invalidate_all()
                self.assertTrue((line[f"{hand}_note"] or "").strip())
