from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.states import HANDS, STATES
from .test_transitions import WHO, WRITERS, TransitionCase


@tagged("post_install", "-at_install")
class TestHands(TransitionCase):
    """Who writes which points in which state; everybody else is refused."""

    def _can_write(self, dossier, user, hand):
        line = self._line(dossier, "1.1").with_user(user)
        with self._undone():
            try:
                line.write({f"{hand}_points": 7, f"{hand}_note": "Seen on the spot."})
            except UserError:  # an AccessError is one, too
                return False
            return True

    def test_who_writes_which_points(self):
        for state in STATES:
            with self.subTest(state), self._undone():
                dossier = self._create_dossier(state)
                writers = {
                    hand: {
                        name
                        for name in WHO
                        if name != "admin"
                        and self._can_write(dossier, getattr(self, name), hand)
                    }
                    for hand in HANDS
                }
                expected = {h: WRITERS.get((state, h), set()) for h in HANDS}
                self.assertEqual(writers, expected)

    def test_assigned_items_are_kept_to_those_who_were_given_them(self):
        self.council.member_ids[1].criterion_ids = self.small.criterion_ids.filtered(
            lambda criterion: criterion.code == "1.1"
        )
        dossier = self._create_dossier("self")
        self.assertEqual(
            self._line(dossier, "1.1").assigned_user_ids, self.council.user_ids[1]
        )
        other, free = (
            self._line(dossier, code).with_user(self.contributor)
            for code in ("1.1", "1.2")
        )
        owner = self.council.user_ids[1].name
        with self.assertRaisesRegex(AccessError, f"was given to {owner}"):
            other.self_points = 1
        with self.assertRaises(AccessError):
            other.assigned_user_ids = self.contributor
        free.self_points = 1
        self.assertEqual(free.self_points, 1)
        # the row says so before anything is typed, by the same rule
        self.assertEqual((other.owner_names, free.owner_names), (owner, ""))
        self.assertEqual(other.with_user(self.secretary).owner_names, "")

    def test_what_is_computed_is_written_by_nobody(self):
        """A stored level is no field to type a wish into."""
        dossier = self._create_dossier("self")
        best = self.small.level_ids[-1]
        for name in (*(f"{hand}_overall_level_id" for hand in HANDS), "company_id"):
            value = self.env.company.id if name == "company_id" else best.id
            with self.subTest(name), suppress(UserError):
                dossier.with_user(self.head).write({name: value})
            self.env.invalidate_all()
            self.assertFalse(dossier[name])

    def test_a_new_dossier_is_a_draft_whatever_the_context_says(self):
        context = {
            "default_state": "recognised",
            "default_hand": "final",
            "default_recognition_number": "9/QĐ",
            "default_team_id": self.team.id,
            "default_round": 9,
        }
        model = self.env["cds.assessment"].with_user(self.secretary)
        try:
            dossier = model.with_context(**context).create(
                {
                    "institution_id": self.school.id,
                    "framework_id": self.small.id,
                    "school_year_id": self.year.id,
                }
            )
        except UserError:
            return
        self.assertEqual(
            (dossier.state, dossier.hand, dossier.team_id.id, dossier.round),
            ("draft", "self", False, 1),
        )
        self.assertFalse(dossier.recognition_number)
