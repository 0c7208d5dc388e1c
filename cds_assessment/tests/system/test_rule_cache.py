import re

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ...models.common.reading import is_ours
from ..common.workflow import WorkflowCase

# What record rules ask of the user; all else in them the database is asked each time.
ASKED_OF_THE_USER = {"id", "ids", "cds_institution_ids"}
# It keeps these very changes: taken back, there are two rows more.
LEDGER = "cds.staff.change"


@tagged("post_install", "-at_install")
class TestRuleCache(WorkflowCase):
    """Whatever rights stand on changes: they change at once, in both directions.

    Odoo keeps the domains of rules in a cache. What a user reads with what is kept is
    compared with what they read with nothing kept.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.company_id = cls.env.company
        cls.running = cls._create_dossier("external")
        cls.env["cds.profile"].create(
            {"institution_id": cls.other_school.id, "school_year_id": cls.year.id}
        )
        cls._create_council(cls.other_school, [cls.other_head, cls.other_secretary])
        cls.company = cls.env["res.company"].create({"name": "Another"})
        cls.upper = cls._create_user("officer", cls.province)
        cls.users = (
            cls.contributor
            | cls.head
            | cls.reviewer
            | cls.officer
            | cls.authority_head
            | cls.other_secretary
            | cls.admin
            | cls._create_user("officer", cls.other_district)
            | cls.upper
        )
        cls.substitute = new_test_user(
            cls.env, "cds_substitute", groups="cds_assessment.group_reviewer"
        )
        cls.users |= cls.substitute
        # what is searched for: all but SQL views, which follow from the rest
        cls.ours = [
            name
            for name, model in cls.env.registry.items()
            if is_ours(cls.env, name) and not (model._abstract or model._transient)
        ]

    def _get_changes(self):
        """Yield each change with one that takes it back, by what is changed."""
        yield "institution.active", self._swap(self.school, "active", False)
        yield "authority.active", self._swap(self.district, "active", False)
        yield (
            "institution.parent_id",
            self._swap(self.school, "parent_id", self.other_district.id),
        )
        yield (
            "institution.assessor_id",
            self._swap(self.school, "assessor_id", self.other_district.id),
        )
        yield (
            "institution.company_id",
            self._swap(self.school, "company_id", self.company.id),
        )
        yield (
            "institution.user_ids",
            self._swap_link(self.school, "user_ids", self.contributor),
        )
        yield (
            "user.cds_institution_ids",
            self._swap_link(self.contributor, "cds_institution_ids", self.school),
        )
        yield (
            "user.company_ids",
            (
                lambda: self.contributor.write(
                    {
                        "company_id": self.company.id,
                        "company_ids": [Command.set(self.company.ids)],
                    }
                ),
                lambda: self.contributor.write(
                    {
                        "company_id": self.env.company.id,
                        "company_ids": [Command.set(self.env.company.ids)],
                    }
                ),
            ),
        )
        group = self.env.ref("cds_assessment.group_officer")
        yield "user.group_ids", self._swap_link(self.officer, "group_ids", group)
        yield "group.user_ids", self._swap_link(group, "user_ids", self.officer)
        reviewer = self.env.ref("cds_assessment.group_reviewer")
        yield "group.implied_ids", self._swap_link(group, "implied_ids", reviewer)
        member = self.team.member_ids.filtered(lambda m: m.user_id == self.reviewer)
        yield "member.user_id", self._swap(member, "user_id", self.substitute.id)
        yield "dossier.team_id", self._swap(self.running, "team_id", False)

    def _swap(self, record, name, value):
        before = record[name]
        before = before.id if hasattr(before, "ids") else before
        return (
            lambda: record.write({name: value}),
            lambda: record.write({name: before}),
        )

    def _swap_link(self, record, name, other):
        return (
            lambda: record.write({name: [Command.unlink(other.id)]}),
            lambda: record.write({name: [Command.link(other.id)]}),
        )

    def _read_all(self):
        """Return the ids that each user finds, by user and model."""
        self.env.flush_all()
        # a request begins with nothing of an earlier one
        self.env.transaction.reset()
        return {
            (user.login, model): self._find(user, model)
            for user in self.users
            for model in self.ours
        }

    def _name_differences(self, some, others):
        return [key for key, found in some.items() if others[key] != found]

    def _find(self, user, model):
        records = self.env(user=user, context={"active_test": False})[model]
        if not records.has_access("read"):
            return ()
        return tuple(records.search([], order="id").ids)

    def _read_all_afresh(self):
        self.env.registry.clear_all_caches()
        return self._read_all()

    def test_rules_ask_nothing_else_of_the_user(self):
        """Else it belongs into the key of the cache, and into the table."""
        rules = self.env["ir.rule"].search([])
        ours = rules.filtered(lambda rule: is_ours(self.env, rule.model_id.model))
        asked = {
            name
            for rule in ours
            for name in re.findall(r"\buser\.(\w+)", rule.domain_force or "")
        }
        self.assertEqual(asked, ASKED_OF_THE_USER)

    def test_each_change_counts_at_once(self):
        for label, (change, take_back) in self._get_changes():
            with self.subTest(label), self._undone():
                before = self._read_all_afresh()
                change()
                after = self._read_all()
                afresh = self._read_all_afresh()
                self.assertEqual(self._name_differences(after, afresh), [])
                self.assertTrue(self._name_differences(after, before))
                take_back()
                again = self._read_all()
                others = self._name_differences(again, before)
                self.assertEqual([key for key in others if key[1] != LEDGER], [])
            self.env.registry.clear_all_caches()

    def test_another_process_need_not_be_told(self):
        """What was kept for other institutions is not what is asked for now."""
        for user in (self.contributor, self.upper):
            self.assertTrue(self._find(user, "cds.assessment"))
        with self._undone():
            self.env.flush_all()
            # as if another process had done it, and nobody had cleared anything
            self.env.cr.execute(
                "UPDATE cds_institution SET active = false WHERE id = %s",
                [self.school.id],
            )
            self.env.invalidate_all()
            self.assertFalse(self._find(self.contributor, "cds.assessment"))
            self.env.cr.execute("DELETE FROM cds_institution_user_rel")
            self.env.invalidate_all()
            self.assertFalse(self._find(self.upper, "cds.assessment"))

    def test_an_archived_institution_has_no_staff(self):
        """Whatever the client's context says."""
        dossier = self.running.line_ids[:1]
        self.school.active = False
        mine = dossier.with_user(self.head).with_context(active_test=False)
        self.assertFalse(mine.has_access("read"))
        self.assertFalse(mine.has_access("write"))
        user = self.head.with_context(active_test=False)
        self.assertFalse(user.cds_institution_ids)


@tagged("post_install", "-at_install")
class TestNoJudge(WorkflowCase):
    """Nobody becomes staff of a school while their team assesses it."""

    def _assert_refused(self):
        """Try it on both forms."""
        for record, name, other in (
            (self.school, "user_ids", self.reviewer),
            (self.reviewer, "cds_institution_ids", self.school),
        ):
            with self.subTest(record._name), self._undone():
                with self.assertRaises(ValidationError):
                    record.write({name: [Command.link(other.id)]})

    def test_while_the_school_is_archived(self):
        self._create_dossier("external")
        self.school.active = False
        self._assert_refused()

    def test_while_the_member_is_archived(self):
        self._create_dossier("external")
        self.reviewer.active = False
        self._assert_refused()

    def test_a_team_with_archived_staff_is_not_given_the_school(self):
        self.school.user_ids += self.reviewer
        self.reviewer.active = False
        self.assertEqual(
            self.team._get_conflicts(self.school).user_id.with_context(
                active_test=False
            ),
            self.reviewer,
        )
