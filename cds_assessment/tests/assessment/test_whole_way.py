from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ...tools.states import HANDS
from .test_transitions import TransitionCase


@tagged("post_install", "-at_install")
class TestTheWholeWay(TransitionCase):
    """A dossier from preparation to publication, by the users of each role."""

    def setUp(self):
        super().setUp()
        secretary = self.env["cds.council"].with_user(self.secretary)
        first = self.small.criterion_ids.filtered(lambda c: c.code == "1.1")
        members = [
            {"user_id": self.head.id, "role": "chair"},
            {"user_id": self.secretary.id, "role": "secretary"},
            {"user_id": self.contributor.id, "criterion_ids": first.ids},
            {"name": "Teacher"},
            {"name": "Accountant"},
        ]
        council = secretary.create(
            {
                "name": "Council",
                "institution_id": self.school.id,
                "school_year_id": self.year.id,
                "decision_number": "282/QĐ-TH",
                "decision_date": "2023-09-05",
                "member_ids": [Command.create(member) for member in members],
            }
        )
        self.dossier = (
            self.env["cds.assessment"]
            .with_user(self.secretary)
            .create(
                {
                    "institution_id": self.school.id,
                    "framework_id": self.small.id,
                    "school_year_id": self.year.id,
                    "council_id": council.id,
                }
            )
        )

    def _as(self, user, code=None):
        dossier = self.dossier.with_user(user)
        return self._line(dossier, code) if code else dossier

    def _points(self, hand):
        return [line[f"{hand}_points"] for line in self.dossier.sudo().line_ids]

    def _level(self, hand):
        group = self._result(self.dossier.sudo())
        return group[f"{hand}_points"], group[f"{hand}_level_id"].number

    def _self_score(self):
        self._as(self.secretary).action_start()
        first = self._as(self.contributor, "1.1")
        self.assertEqual(first.assigned_user_ids, self.contributor)
        first.self_points = 40
        self._as(self.secretary, "1.2").self_points = 8
        self._as(self.secretary, "1.3").answer_yes = True
        self._prove(self.dossier, self.contributor)
        self.assertEqual(self._level("self"), (48, 1))
        self.assertEqual(self._level("council"), (0, False))

    def _council(self):
        self._as(self.secretary).action_to_council()
        self.assertEqual(self._points("council"), [40, 8, 0])
        self.assertTrue(self._as(self.secretary, "1.3").council_met)
        self._as(self.secretary, "1.2").write(
            {"council_points": 25, "council_note": "Counted again."}
        )
        self._as(self.secretary).action_conclude()

    def _sent_back_and_returned(self):
        self._return(self.dossier, self.head, "send_back", "Sign the minutes.")
        self.assertEqual(self.dossier.round, 2)
        self._conclude_and_submit()
        deadline = fields.Date.to_date("2024-06-01")
        self._return(
            self.dossier, self.officer, "return", "Add the evidence.", deadline
        )
        self.assertEqual(
            (
                self.dossier.state,
                self.dossier.round,
                self.dossier.return_reason,
                self.dossier.return_deadline,
            ),
            ("council", 3, "Add the evidence.", deadline),
        )
        self.assertEqual(self._points("self"), [40, 8, 0])
        self.assertEqual(self._points("council"), [40, 25, 0])
        self._as(self.secretary, "1.1").write(
            {"council_points": 45, "council_note": "With evidence 1."}
        )
        self._conclude_and_submit()

    def _conclude_and_submit(self):
        self._as(self.secretary).action_conclude()
        self._as(self.head).action_approve()
        self._as(self.head).action_submit()

    def _external(self):
        members = [
            {"user_id": self.reviewer.id, "role": "chair"},
            {"name": "Second", "role": "secretary"},
            *({"name": name} for name in ("Third", "Fourth", "Fifth")),
        ]
        team = (
            self.env["cds.council"]
            .with_user(self.officer)
            .create(
                {
                    "name": "Team",
                    "kind": "external",
                    "institution_id": self.district.id,
                    "school_year_id": self.year.id,
                    "decision_number": "15/QĐ-PGDĐT",
                    "decision_date": "2024-04-01",
                    "member_ids": [Command.create(member) for member in members],
                }
            )
        )
        self._receive(self.dossier, team)
        review = self._as(self.reviewer).review_ids
        self.assertEqual(set(review.line_ids.mapped("status")), {"todo"})
        self.assertEqual(review.line_ids.mapped("points"), [0, 0, 0])
        self.assertEqual(review.line_ids.mapped("council_points"), [45, 25, 0])
        first, second, third = review.line_ids
        first.write({"points": 60, "note": "Better than said."})
        second.write({"points": 20, "note": "One room less."})
        third.is_met = True
        self.assertEqual(self._points("external"), [0, 0, 0])
        self.assertEqual(self._level("external"), (0, False))
        hidden = self.env["cds.review"].with_user(self.head)
        self.assertFalse(hidden.search([("assessment_id", "=", self.dossier.id)]))
        self._share(self.dossier)
        review.action_close()

    def _recognise(self):
        self.assertEqual(self._points("final"), [60, 20, 0])
        self._as(self.authority_head, "1.2").write(
            {"final_points": 15, "final_note": "By the minutes."}
        )
        self._as(self.authority_head).action_recognise()
        self._as(self.authority_head).action_publish()

    def test_the_whole_way(self):
        self._self_score()
        self._council()
        self._sent_back_and_returned()
        self._external()
        self._recognise()
        self.assertEqual(self.dossier.state, "published")
        self.assertEqual(
            [self._level(hand) for hand in HANDS],
            [(48, 1), (70, 2), (80, 3), (75, 2)],
        )
        self.assertEqual(self._as(self.head).review_ids.state, "closed")
        self._check_ledger()

    def _check_ledger(self):
        rows = self.env["cds.score.change"].search(
            [
                ("assessment_id", "=", self.dossier.id),
                ("review_line_id", "=", False),
            ],
            order="id",
        )
        began = "Taken over at the beginning"
        real = self.dossier.real_change_ids
        self.assertEqual(real, rows.filtered(lambda row: row.reason != began)[::-1])
        self.assertFalse(any(real.mapped("is_taken_over")))
        self.assertTrue(all((rows - real).mapped("is_taken_over")))
        secretary, reviewer = self.secretary, self.reviewer
        self.assertEqual(
            [
                (r.user_id, r.line_id.code, r.hand, r.old_points, r.new_points)
                + (r.new_met, r.reason, r.round)
                for r in rows
            ],
            [
                (self.contributor, "1.1", "self", 0, 40, True, False, 1),
                (secretary, "1.2", "self", 0, 8, True, False, 1),
                (secretary, "1.3", "self", 0, 0, True, False, 1),
                (secretary, "1.1", "council", 0, 40, True, began, 1),
                (secretary, "1.2", "council", 0, 8, True, began, 1),
                (secretary, "1.3", "council", 0, 0, True, began, 1),
                (secretary, "1.2", "council", 8, 25, True, "Counted again.", 1),
                (secretary, "1.1", "council", 40, 45, True, "With evidence 1.", 3),
                (reviewer, "1.1", "external", 0, 60, True, "Better than said.", 3),
                (reviewer, "1.2", "external", 0, 20, True, "One room less.", 3),
                (reviewer, "1.3", "external", 0, 0, True, False, 3),
                (reviewer, "1.1", "final", 0, 60, True, began, 3),
                (reviewer, "1.2", "final", 0, 20, True, began, 3),
                (reviewer, "1.3", "final", 0, 0, True, began, 3),
                (self.authority_head, "1.2", "final", 20, 15, True)
                + ("By the minutes.", 3),
            ],
        )

    def test_a_school_without_an_authority(self):
        """The head records what the paper says, and the dossier says so."""
        self.school.parent_id = False
        self._self_score()
        self._council()
        self._as(self.head).action_approve()
        first, second, third = self.dossier.line_ids
        self._record(
            self._as(self.head),
            scan_name="decision.pdf",
            line_ids=[
                Command.create({"line_id": first.id, "points": 50}),
                Command.create({"line_id": second.id, "points": 30}),
                Command.create({"line_id": third.id, "is_met": True}),
            ],
        )
        dossier = self.dossier.sudo()
        self.assertEqual((dossier.state, dossier.hand), ("recognised", "final"))
        self.assertEqual(
            [self._level(hand) for hand in HANDS],
            [(48, 1), (65, 2), (80, 3), (80, 3)],
        )
        self.assertTrue(dossier.is_recorded_by_hand)
        self.assertEqual(
            (dossier.recognition_number, dossier.recognition_date.isoformat()),
            ("9/QĐ", "2024-05-01"),
        )
        scan = dossier.message_ids.attachment_ids
        self.assertEqual((scan.name, scan.raw), ("decision.pdf", b"%PDF-1.4\n"))
        self.assertEqual((scan.res_model, scan.res_id), (dossier._name, dossier.id))
        rows = dossier.change_ids.filtered(lambda row: row.hand == "external")
        self.assertEqual(rows.user_id, self.head)
        self.assertEqual(set(rows.mapped("reason")), {"Recorded from decision 9/QĐ"})
