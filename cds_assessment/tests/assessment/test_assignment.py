from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common.workflow import WorkflowCase


@tagged("post_install", "-at_install")
class TestAssignment(WorkflowCase):
    """Who fills in which items, before the scoring begins and long after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_assessment(framework_id=cls.small.id)
        cls.first, cls.second, cls.third = cls.dossier.line_ids
        cls.member = cls.council.member_ids.filtered(
            lambda member: member.user_id == cls.contributor
        )
        cls.helper = cls._create_user("contributor", cls._create_institution("H"))
        cls.helper.cds_institution_ids = cls.school

    def _notes(self, user):
        activities = self.dossier.sudo().activity_ids
        return activities.filtered(lambda activity: activity.user_id == user)

    def _messages(self, user):
        return self.env["mail.message"].search(
            [("partner_ids", "in", user.partner_id.ids), ("subject", "!=", False)]
        )

    def _give(self, *lines):
        criteria = [line.criterion_id.id for line in lines]
        self.member.criterion_ids = [Command.set(criteria)]

    def test_a_council_named_after_the_start(self):
        self._give(self.first, self.second)
        self.assertFalse(self.dossier.line_ids.assigned_user_ids)
        self.dossier.with_user(self.secretary).council_id = self.council
        self.assertEqual(self.first.assigned_user_ids, self.contributor)
        self.assertEqual(self.second.assigned_user_ids, self.contributor)
        self.assertFalse(self.third.assigned_user_ids)
        self.assertEqual(len(self._notes(self.contributor)), 1, "one a person")
        self.assertIn("1.1, 1.2", self._notes(self.contributor).note)
        self.assertEqual(len(self._messages(self.contributor)), 1)

    def test_members_and_criteria_change(self):
        self.dossier.council_id = self.council
        member = self.member.with_user(self.secretary)
        member.criterion_ids = [Command.link(self.first.criterion_id.id)]
        self.assertEqual(self.first.assigned_user_ids, self.contributor)
        member.user_id = self.helper
        self.assertEqual(self.first.assigned_user_ids, self.helper)
        member.criterion_ids = [Command.clear()]
        self.assertFalse(self.first.assigned_user_ids)
        self.council.with_user(self.secretary).member_ids = [
            Command.create(
                {
                    "user_id": self.contributor.id,
                    "criterion_ids": self.third.criterion_id.ids,
                }
            )
        ]
        self.assertEqual(self.third.assigned_user_ids, self.contributor)
        self.council.member_ids.filtered("criterion_ids").unlink()
        self.assertFalse(self.third.assigned_user_ids)

    def test_what_was_taken_back_by_hand_is_not_given_again(self):
        self._give(self.first, self.second)
        self.dossier.council_id = self.council
        self.first.with_user(self.secretary).assigned_user_ids = [Command.clear()]
        self._give(self.first, self.second, self.third)
        self.assertFalse(self.first.assigned_user_ids)
        self.assertEqual(self.third.assigned_user_ids, self.contributor)

    def test_nothing_moves_after_the_conclusion(self):
        self.dossier.council_id = self.council
        self.dossier._set_state("concluded")
        self._give(self.first)
        self.assertFalse(self.first.assigned_user_ids)

    def test_many_items_at_once(self):
        lines = self.dossier.line_ids.with_user(self.secretary)
        stamps = lines.mapped("stamp")
        lines.action_assign(self.contributor.ids)
        self.assertEqual(
            [line.assigned_user_ids for line in lines.sudo()], [self.contributor] * 3
        )
        self.assertEqual(lines.mapped("stamp"), stamps, "who types has no conflict")
        self.assertEqual(len(self._notes(self.contributor)), 1)
        self.assertEqual(len(self._messages(self.contributor)), 1)
        lines[:1].action_assign(self.helper.ids, replace=True)
        self.assertEqual(self.first.assigned_user_ids, self.helper)
        lines[:1].action_assign([], replace=True)
        self.assertFalse(self.first.assigned_user_ids)

    def test_who_may_give_and_be_given(self):
        lines = self.dossier.line_ids
        for user in (self.contributor, self.other_secretary, self.officer):
            with self.subTest(user.name), self.assertRaises(AccessError):
                lines.with_user(user).action_assign(self.contributor.ids)
        own = lines.with_user(self.secretary)
        for ids in (self.officer.ids, self.other_head.ids, [10**8]):
            with (
                self.subTest(ids),
                self.assertRaisesRegex(UserError, "staff of the school"),
                self.env.cr.savepoint(),
            ):
                own.action_assign(ids)
            with self.subTest(ids), self.assertRaisesRegex(UserError, "staff of the"):
                with self.env.cr.savepoint():
                    own[:1].write({"assigned_user_ids": [Command.set(ids)]})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            own[:1].write({"assigned_user_ids": [Command.create({"name": "Anybody"})]})
        self.assertFalse(lines.assigned_user_ids)
        self.dossier._set_state("council")
        with self.assertRaises(UserError):
            own.action_assign(self.contributor.ids)
