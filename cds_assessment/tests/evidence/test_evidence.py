from contextlib import contextmanager

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common.files import pdf_bytes
from ..common.workflow import WorkflowCase


class EvidenceCase(WorkflowCase):
    """A dossier in self-scoring with criteria below a group, and a paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tree = cls._create_tree()
        cls.dossier = cls._create_dossier("self", framework_id=cls.tree.id)
        cls.lines = {line.code: line for line in cls.dossier.line_ids}
        cls.colleague = cls._create_user_named("cds_colleague", "contributor")
        cls.evidence = cls._create_evidence(user=cls.contributor)

    @classmethod
    def _create_user_named(cls, login, role):
        user = cls.contributor.copy({"login": login, "name": login})
        user.group_ids = cls.env.ref(f"cds_assessment.group_{role}")
        return user

    @classmethod
    def _create_tree(cls):
        """Create a set with the items 1.1, 1.2.1, 1.2.2 and 1.3."""
        framework = cls._create_framework([("1.1", 40)], publish=False, code="TREE")
        group = framework.criterion_ids.filtered(lambda c: c.node == "group")
        node = cls.env["cds.criterion"].create(
            {
                "framework_id": framework.id,
                "parent_id": group.id,
                "node": "criterion",
                "code": "1.2",
                "name": "Criterion",
                "measure": False,
                "max_points": 40,
            }
        )
        cls.env["cds.criterion"].create(
            [
                {
                    "framework_id": framework.id,
                    "parent_id": parent.id,
                    "code": code,
                    "name": f"Item {code}",
                    "max_points": 20,
                }
                for code, parent in (("1.2.1", node), ("1.2.2", node), ("1.3", group))
            ]
        )
        framework.action_publish()
        return framework

    def _attach(self, code="1.1", evidence=None, user=None):
        """Attach a paper to an item; give its use."""
        line = self.lines[code].with_user(user or self.contributor)
        evidence = evidence or self.evidence
        line.attach_evidence(evidence.ids)
        return self.dossier.evidence_ids.filtered(lambda u: u.evidence_id == evidence)

    def _accept(self, use, user=None):
        use.with_user(user or self.secretary).action_accept()

    def _reject(self, use, note="Not signed.", user=None):
        user = user or self.secretary
        use.with_user(user).action_reject()
        dialog = self.env["cds.evidence.reject"].with_user(user)
        dialog.create({"use_id": use.id, "note": note}).action_apply()


@tagged("post_install", "-at_install")
class TestEvidenceCodes(EvidenceCase):
    def _new(self, *codes):
        lines = self.env["cds.assessment.line"].union(*(self.lines[c] for c in codes))
        return self.dossier._use_evidence(self._create_evidence(), lines)

    def test_the_root_criterion_gives_the_code(self):
        self.assertEqual(self._new("1.2.2").code, "H1-1.2-01")
        self.assertEqual(self._new("1.2.1", "1.2.2").code, "H1-1.2-02")
        self.assertEqual(self._new("1.1").code, "H1-1.1-01")
        self.assertEqual(self._new("1.3", "1.1").root_criterion_id.code, "1.1")

    def test_one_paper_one_code_many_items(self):
        use = self._attach("1.2.1")
        again = self._attach("1.3")
        self.assertEqual(use, again)
        self.assertEqual(use.code, "H1-1.2-01")
        self.assertEqual(use.line_codes, "1.2.1, 1.3")
        for code in ("1.2.1", "1.3"):
            self.assertEqual(self.lines[code]._get_evidence_codes(), ["H1-1.2-01"])

    def test_a_number_is_never_given_twice(self):
        first, second = self._new("1.1"), self._new("1.1")
        first._set_state("dropped")
        second.unlink()
        self.assertEqual(self._new("1.1").code, "H1-1.1-03")
        self.assertEqual(first.code, "H1-1.1-01")

    def test_codes_stay(self):
        use = self._new("1.1")
        for vals in ({"code": "X"}, {"number": 9}, {"evidence_id": self.evidence.id}):
            with self.subTest(vals), self.assertRaises(UserError):
                use.write(vals)

    def test_one_use_for_each_paper(self):
        self._attach()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["cds.assessment.evidence"].create(
                {
                    "assessment_id": self.dossier.id,
                    "evidence_id": self.evidence.id,
                    "line_ids": [Command.link(self.lines["1.1"].id)],
                }
            )

    def test_the_order_of_an_items_codes(self):
        for _paper in range(3):
            self._new("1.2.1")
        wide = self._new("1.1", "1.2.1")
        self._new("1.2.1")._set_state("rejected")
        self._new("1.2.1")._set_state("carried")
        self.assertEqual(
            self.lines["1.2.1"]._get_evidence_codes(),
            [wide.code, "H1-1.2-01", "H1-1.2-02", "H1-1.2-03"],
        )
        self.assertEqual(
            self.lines["1.2.1"].evidence_codes,
            "H1-1.1-01; H1-1.2-01; H1-1.2-02; H1-1.2-03",
        )

    def test_of_another_institution_or_dossier(self):
        foreign = self._create_evidence(self.other_school)
        with self.assertRaisesRegex(ValidationError, "another institution"):
            self.dossier._use_evidence(foreign, self.lines["1.1"])
        other = self._create_assessment(self.other_school)
        with self.assertRaisesRegex(ValidationError, "another dossier"):
            self.dossier._use_evidence(self.evidence, self._line(other, "1.4"))


@tagged("post_install", "-at_install")
class TestTwoTransactions(TransactionCase):
    """Two users at once: the second is refused by the database, and tried again."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            school = env["cds.institution"].create({"name": "School at Once"})
            year = env.ref("cds_assessment.school_year_2023")
            framework = env.ref("cds_assessment.framework_4725")
            self.dossier_id = (
                env["cds.assessment"]
                .create(
                    {
                        "institution_id": school.id,
                        "framework_id": framework.id,
                        "school_year_id": year.id,
                    }
                )
                .id
            )
        self.addCleanup(self._clean)

    @contextmanager
    def _env(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _clean(self):
        with self._env() as env:
            dossier = env["cds.assessment"].browse(self.dossier_id)
            school = dossier.institution_id
            dossier.unlink()
            school.unlink()

    def _take(self, env):
        dossier = env["cds.assessment"].browse(self.dossier_id)
        return dossier._next_evidence_number(dossier.line_ids[0].criterion_id)

    def test_no_number_twice(self):
        with self.registry.cursor() as late:
            late.execute("SELECT count(*) FROM cds_assessment")  # its view begins here
            with self._env() as env:
                self.assertEqual(self._take(env), 1)
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._take(api.Environment(late, SUPERUSER_ID, {}))
            late.rollback()
            self.assertEqual(self._take(api.Environment(late, SUPERUSER_ID, {})), 2)


@tagged("post_install", "-at_install")
class TestEvidenceJudged(EvidenceCase):
    def _assert_refused(self, record, action, reason):
        self.assertRegex(getattr(record, f"_get_cannot_{action}_reason")(), reason)
        with self.assertRaisesRegex(UserError, reason):
            getattr(record, f"action_{action}")()

    def test_accepted_proves(self):
        use = self._attach()
        line = self.lines["1.1"]
        self.assertEqual((use.state, line.is_proved), ("submitted", False))
        self._accept(use)
        self.assertEqual((use.state, use.reviewer_id), ("accepted", self.secretary))
        self.assertTrue(use.reviewed_on)
        self.assertTrue(line.is_proved)
        search = self.env["cds.assessment.line"].search
        mine = ("assessment_id", "=", self.dossier.id)
        self.assertEqual(search([mine, ("is_proved", "=", True)]), line)
        self.assertEqual(
            search([mine, ("is_proved", "=", False)]), self.dossier.line_ids - line
        )

    def test_nothing_else_proves(self):
        use = self._attach()
        for state in ("carried", "submitted", "rejected", "dropped"):
            use._set_state(state)
            self.assertFalse(self.lines["1.1"].is_proved, state)

    def test_rejecting_needs_a_note(self):
        use = self._attach()
        for note in ("  ", False):
            with self.assertRaisesRegex(UserError, "Say why"):
                use.with_user(self.secretary)._reject(note)
        self._reject(use)
        self.assertEqual((use.state, use.note), ("rejected", "Not signed."))
        self._attach()
        self.assertEqual((use.state, use.note), ("submitted", False))

    def test_four_eyes(self):
        by_secretary = self._create_evidence(user=self.secretary)
        with_file = self._create_evidence(user=self.contributor)
        rows = self.env["cds.evidence.file"].with_user(self.secretary)
        rows._create_from_bytes(with_file, "a.pdf", pdf_bytes())
        for evidence in (by_secretary, with_file):
            use = self._attach(evidence=evidence, user=self.secretary)
            mine = use.with_user(self.secretary)
            self._assert_refused(mine, "accept", "Who entered")
            self._assert_refused(mine, "reject", "Who entered")
            with self.assertRaisesRegex(UserError, "Who entered"):
                mine._reject("Because.")
            self._accept(use, self.head)
            self.assertEqual(use.state, "accepted")

    def test_only_the_council_judges(self):
        use = self._attach()
        for user in (self.contributor, self.colleague):
            self._assert_refused(use.with_user(user), "accept", "role")
            self._assert_refused(use.with_user(user), "reject", "role")
        for user in (self.officer, self.admin):
            self.assertTrue(use.with_user(user)._get_cannot_accept_reason())

    def test_only_in_self_and_council(self):
        use = self._attach()
        self._accept(use)
        for state in ("council", "concluded", "approved", "submitted"):
            self._advance_to(state)
            mine = use.with_user(self.head)
            if state == "council":
                self.assertEqual(mine._get_cannot_reject_reason(), "")
                contributor = self.lines["1.1"].with_user(self.contributor)
                self.assertTrue(contributor.evidence_refusal)
                continue
            with self.subTest(state):
                self._assert_refused(mine, "reject", "state")
                for call in (
                    lambda m: m.attach_evidence(self.evidence.ids),
                    lambda m: m.attach_link("https://a.vn"),
                    lambda m: m.detach_evidence(use.ids),
                    lambda m: m._attach_file("a.pdf", pdf_bytes()),
                ):
                    with self.assertRaisesRegex(AccessError, "state"):
                        call(self.lines["1.1"].with_user(self.head))
        self.dossier.with_user(self.officer)._return("return", "More.")
        self.assertEqual(use.with_user(self.head)._get_cannot_reject_reason(), "")

    def _advance_to(self, state):
        steps = {
            "council": lambda: self._score_and_hand_over(self.dossier),
            "concluded": self.dossier.with_user(self.secretary).action_conclude,
            "approved": self.dossier.with_user(self.head).action_approve,
            "submitted": self.dossier.with_user(self.head).action_submit,
        }
        steps[state]()
        self.assertEqual(self.dossier.state, state)

    def test_a_change_is_to_be_accepted_again(self):
        use = self._attach()
        rows = self.env["cds.evidence.file"].with_user(self.contributor)
        mine = self.evidence.with_user(self.contributor)
        for change in (
            lambda: rows._create_from_bytes(mine, "a.pdf", pdf_bytes()),
            lambda: rows.search([("url", "=", "https://example.com/paper")]).unlink(),
            lambda: mine.write({"number": "9/QĐ"}),
            lambda: mine.write({"date": "2023-01-02"}),
            lambda: self._attach("1.3"),
        ):
            self._accept(use)
            change()
            self.assertEqual((use.state, use.reviewer_id.id), ("submitted", False))
        self._accept(use)
        mine.write({"note": "A remark.", "number": "9/QĐ"})
        self.assertEqual(use.state, "accepted")

    def test_what_a_locked_dossier_uses_stays(self):
        use = self._attach()
        self._accept(use)
        self._advance_to("council")
        self._advance_to("concluded")
        for user in (self.contributor, self.head, self.admin):
            mine = self.evidence.with_user(user)
            rows = self.env["cds.evidence.file"].with_user(user)
            for change in (
                lambda m, r: m.write({"number": "9/QĐ"}),
                lambda m, r: m.write({"date": "2023-01-02"}),
                lambda m, r: m.write({"name": "Another"}),
                lambda m, r: m.write({"file_ids": [Command.clear()]}),
                lambda m, r: m.unlink(),
                lambda m, r: r.browse(self.evidence.file_ids.ids).unlink(),
                lambda m, r: r._create_from_bytes(m, "a.pdf", pdf_bytes()),
                lambda m, r: r.create({"evidence_id": m.id, "url": "https://a.vn"}),
            ):
                with (
                    self.subTest(user.name),
                    self.assertRaisesRegex(UserError, "can no longer be changed"),
                ):
                    change(mine, rows)
        self.assertTrue(self.evidence.is_locked)
        self.evidence.with_user(self.head).action_archive()
        self.assertFalse(self.evidence.active)
        self.assertEqual(len(self.evidence.file_ids), 1)

    def test_deleting_what_an_open_dossier_uses(self):
        use = self._attach()
        self._accept(use)
        with self.assertRaisesRegex(UserError, "only the council deletes"):
            self.evidence.with_user(self.contributor).unlink()
        use._set_state("submitted")
        self.evidence.with_user(self.contributor).unlink()
        self.assertFalse(use.exists() or self.evidence.exists())

    def test_contributors_change_what_is_theirs(self):
        self._attach()
        theirs = self.evidence.with_user(self.colleague)
        theirs.write({"note": "On an item that is everybody's."})
        self.lines["1.1"].assigned_user_ids = self.contributor
        unused = self._create_evidence(user=self.contributor)
        for evidence in (theirs, unused.with_user(self.colleague)):
            rows = self.env["cds.evidence.file"].with_user(self.colleague)
            for change in (
                lambda e: e.write({"note": "Changed."}),
                lambda e: e.unlink(),
                lambda e, r=rows: r._create_from_bytes(e, "a.pdf", pdf_bytes()),
            ):
                with self.assertRaisesRegex(AccessError, "entered by someone else"):
                    change(evidence)
        self.evidence.with_user(self.secretary).write({"note": "By the council."})

    def test_contributors_attach_to_their_items(self):
        self.lines["1.1"].assigned_user_ids = self.colleague
        line = self.lines["1.1"].with_user(self.contributor)
        self.assertIn(f"was given to {self.colleague.name}", line.evidence_refusal)
        for call in (
            lambda: line.attach_evidence(self.evidence.ids),
            lambda: line.attach_link("https://a.vn"),
            lambda: line.detach_evidence([1]),
            lambda: line.search_store("a"),
            lambda: line._attach_file("a.pdf", pdf_bytes()),
        ):
            with self.assertRaisesRegex(AccessError, "was given to"):
                call()
        self._attach(user=self.colleague)
        self.assertEqual(
            self.lines["1.2.1"].with_user(self.contributor).evidence_refusal, ""
        )

    def test_uses_are_not_written_directly(self):
        use = self._attach()
        values = {
            "assessment_id": self.dossier.id,
            "evidence_id": self._create_evidence().id,
            "line_ids": [Command.set(self.lines["1.1"].ids)],
        }
        for user in (self.contributor, self.secretary, self.head, self.admin):
            mine = use.with_user(user)
            for call in (
                lambda m: m.create(values),
                lambda m: m.write({"state": "accepted"}),
                lambda m: m.unlink(),
                lambda m: m.line_ids.write({"evidence_ids": [Command.clear()]}),
                lambda m: m.assessment_id.write(
                    {"evidence_ids": [Command.update(use.id, {"state": "accepted"})]}
                ),
                lambda m: m.evidence_id.write(
                    {"use_ids": [Command.update(use.id, {"state": "accepted"})]}
                ),
                lambda m: m.assessment_id.write({"evidence_numbers": {}}),
            ):
                with self.subTest(user.name), self.assertRaises(UserError):
                    call(mine)
        self.assertEqual(use.state, "submitted")

    def test_dropping_and_bringing_back(self):
        use = self._attach()
        self.lines["1.1"].with_user(self.contributor).detach_evidence(use.ids)
        self.assertEqual(use.state, "dropped")
        self.assertEqual(self.lines["1.1"].get_evidence(), [])
        code = use.code
        self._attach("1.3")
        self.assertEqual(
            (use.state, use.code, use.line_codes), ("submitted", code, "1.3")
        )
        use.with_user(self.contributor).action_drop()
        self.assertEqual(use.state, "dropped")

    def test_taking_one_of_two_items(self):
        use = self._attach()
        self._attach("1.3")
        self._accept(use)
        self.lines["1.3"].with_user(self.contributor).detach_evidence(use.ids)
        self.assertEqual((use.state, use.line_codes), ("accepted", "1.1"))


@tagged("post_install", "-at_install")
class TestEvidenceOfTheDemo(TransactionCase):
    """The two demo schools, where demo data is loaded."""

    def setUp(self):
        super().setUp()
        self.dossier = self.env.ref(
            "cds_assessment.assessment_cao_minh_demo", raise_if_not_found=False
        )
        if not self.dossier:
            self.skipTest("without demo data")

    def test_what_has_points_is_proved(self):
        scored = self.dossier.line_ids.filtered(
            lambda line: line.self_points > 0 or (line.is_mandatory and line.self_met)
        )
        self.assertGreater(len(scored), 20)
        bare = scored.filtered(lambda line: not line.is_proved)
        self.assertEqual(bare.mapped("code"), [])

    def test_four_eyes(self):
        uses = self.dossier.evidence_ids
        self.assertGreater(len(uses), 25)
        for use in uses:
            self.assertNotIn(use.reviewer_id, use.evidence_id._get_uploaders())
        files = uses.evidence_id.file_ids.filtered(lambda row: row.kind == "file")
        self.assertGreater(len(files), 6)
        self.assertLess(max(files.mapped("size")), 30_000)
