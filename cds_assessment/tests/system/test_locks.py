from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, JsonRpcException, TransactionCase, tagged
from odoo.tools import mute_logger

from ...models.assessment import cds_result_mark
from ...models.common.cds_locked import LOCK_ORDER
from ..common import holding
from ..common.committed import CommittedCase

# What writes a state without holding it, and why it may.
EXEMPT = {
    # what is owed follows from what has happened, whoever looks: no one relies on it
    "cds_deliverable_state.py _refresh",
    # jobs, each taken by one worker as a queue is (``try_lock_for_update``)
    "cds_dossier.py _start",
    "cds_dossier.py _keep",
    "cds_dossier.py _fail",
    "cds_dossier.py _queue_lost",
}


@tagged("post_install", "-at_install")
class TestEveryStateIsHeld(TransactionCase):
    """No action writes a state that it has not held before, a new one neither."""

    def test_source(self):
        self.assertEqual(holding.find_unheld(holding.read_methods(), EXEMPT), [])

    def test_an_action_that_forgets_is_found(self):
        forgetful = holding.Method("new.py action_new", writes=True, calls={"write"})
        inner = holding.Method("new.py _set_new", writes=True)
        outer = holding.Method("new.py action_outer", writes=False, calls={"_set_new"})
        careful = holding.Method(
            "new.py action_careful", writes=True, calls={"_begin", "_set_new"}
        )
        self.assertEqual(
            holding.find_unheld([forgetful, inner, outer, careful]),
            ["new.py action_new", "new.py action_outer"],
        )

    def test_models_with_a_state(self):
        """All of them have the lock; each that is held with others has its place."""
        for name, model in self.env.registry.items():
            if model._original_module != "cds_assessment" or model._transient:
                continue
            if not model._abstract and model._auto and "state" in model._fields:
                with self.subTest(name):
                    self.assertTrue(hasattr(model, "_hold"))
        self.assertEqual(len(LOCK_ORDER), len(set(LOCK_ORDER)))
        self.assertLessEqual(set(LOCK_ORDER), set(self.env.registry))


@tagged("post_install", "-at_install")
class TestInWords(HttpCase):
    """Where others are in the way however often it is tried, a sentence says so."""

    def test_sentence(self):
        self.authenticate("admin", "admin")

        def refuse(years, *_args):
            years.env.cr.execute(
                "DO $$ BEGIN RAISE EXCEPTION 'changed' USING ERRCODE = '40001'; END $$"
            )

        years = type(self.env["cds.school.year"])
        with (
            mute_logger("odoo.http", "odoo.service.model", "odoo.sql_db"),
            patch("odoo.service.model.random.uniform", lambda *_: 0),
            patch.object(years, "search_count", refuse),
            self.assertRaises(JsonRpcException) as caught,
        ):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw",
                {
                    "model": "cds.school.year",
                    "method": "search_count",
                    "args": [[]],
                    "kwargs": {},
                },
            )
        self.assertEqual(str(caught.exception), "odoo.exceptions.UserError")


@tagged("post_install", "-at_install")
class TestSavingTogether(CommittedCase):
    """Many people score one dossier, each an item of their own."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self.dossier = self.env(cr=cr)["cds.assessment"].create(
                {
                    "institution_id": self.school.id,
                    "framework_id": self.small.id,
                    "school_year_id": self.year.id,
                }
            )
            self.dossier.action_start()
            self.first, self.second = self.dossier.line_ids
        # there is one live dossier: it makes room for that of the next test
        self.addCleanup(self._cancel)

    def _cancel(self):
        with self.registry.cursor() as cr:
            self.dossier.with_env(self.env(cr=cr)).state = "cancelled"

    def _save(self, env, line, points):
        line.with_env(env).self_points = points
        env.flush_all()

    def _totals(self):
        results = self._read(self.dossier, "result_ids")[0][0]
        return self._read(results, "self_points")

    def _marks(self):
        with self._transaction() as env:
            return env["cds.result.mark"].search_count(
                [("assessment_id", "=", self.dossier.id)]
            )

    def test_another_item_is_saved_at_once(self):
        with self.registry.cursor() as cr:
            env = self.env(cr=cr, user=self.secretary)
            self._save(env, self.first, 30)
            with self.registry.cursor() as other:
                # who waited for longer than this would be refused
                other.execute("SET LOCAL lock_timeout = '500ms'")
                beside = self.env(cr=other, user=self.contributor)
                self._save(beside, self.second, 12)
                cr.commit()  # pylint: disable=invalid-commit
        self.assertEqual(self._read(self.first, "self_points"), [(30,)])
        self.assertEqual(self._read(self.second, "self_points"), [(12,)])
        self.assertEqual((self._totals(), self._marks()), ([(42,)], 0))

    def test_a_server_that_dies_after_the_commit(self):
        with (
            patch.object(cds_result_mark, "catch_up", lambda *_: None),
            self.registry.cursor() as cr,
            self.registry.cursor() as other,
        ):
            self._save(self.env(cr=cr, user=self.secretary), self.first, 30)
            self._save(self.env(cr=other, user=self.contributor), self.second, 12)
        self.assertEqual((self._totals(), self._marks()), ([(30,)], 1))
        with self._transaction() as env:
            env["cds.result.mark"]._cron_catch_up()
        self.assertEqual((self._totals(), self._marks()), ([(42,)], 0))

    def test_an_action_finds_the_mark(self):
        with (
            patch.object(cds_result_mark, "catch_up", lambda *_: None),
            self.registry.cursor() as cr,
            self.registry.cursor() as other,
        ):
            self._save(self.env(cr=cr, user=self.secretary), self.first, 30)
            self._save(self.env(cr=other, user=self.contributor), self.second, 12)
        self._request(
            self.secretary, lambda env: self.dossier.with_env(env).action_to_council()
        )
        self.assertEqual((self._totals(), self._marks()), ([(42,)], 0))

    def test_what_came_since_is_not_written_over(self):
        """Also where the sums that somebody else stored are what they were."""
        with self._transaction(self.contributor) as late:
            second = self.second.with_env(late)
            self.assertEqual(second.self_points, 0)  # it has begun to read
            self._request(self.secretary, lambda env: self._save(env, self.first, 30))
            second.self_points = 12
            late.cr.commit()  # pylint: disable=invalid-commit
        self.assertEqual((self._totals(), self._marks()), ([(42,)], 0))

    def test_the_last_points_before_the_council(self):
        """Who saves is waited for, and the council begins with what was saved."""
        with self.registry.cursor() as cr:
            self._save(self.env(cr=cr, user=self.contributor), self.first, 30)
            self._save(self.env(cr=cr, user=self.contributor), self.second, 12)
            handing_over = self._meanwhile(
                self.secretary,
                lambda env: self.dossier.with_env(env).action_to_council(),
            )
            self.assertFalse(handing_over.done())
        self._answer(handing_over)
        self.assertEqual(
            self._read(self.first | self.second, "council_points"), [(30,), (12,)]
        )

    def test_points_that_come_too_late(self):
        self._request(self.secretary, lambda env: self._save(env, self.first, 30))
        self._request(self.secretary, lambda env: self._save(env, self.second, 12))
        with self.registry.cursor() as cr:
            env = self.env(cr=cr, user=self.secretary)
            self.dossier.with_env(env).action_to_council()
            env.flush_all()
            saving = self._meanwhile(
                self.contributor, lambda late: self._save(late, self.first, 40)
            )
            self.assertFalse(saving.done())
        with self.assertRaisesRegex(UserError, "cannot be changed now"):
            self._answer(saving)
        self.assertEqual(
            self._read(self.first, "self_points", "council_points"), [(30, 30)]
        )


@tagged("post_install", "-at_install")
class TestFreezing(CommittedCase):
    """What is frozen is what was saved last; what comes later is refused."""

    @classmethod
    def _make(cls):
        vals = {"framework_id": cls.small.id, "team_id": cls.team.id}
        external = {**vals, "state": "external", "hand": "council"}
        reviewed = {**vals, "state": "reviewed", "hand": "final"}
        cls.dossier = cls._create_assessment(started=False, **external)
        cls.review = cls.env["cds.review"]._create_for(cls.dossier, cls.team)
        cls.review.line_ids.write({"points": 10, "note": "Seen."})
        cls.review.write({"state": "shared", "reply_finished_on": "2024-05-01"})
        cls.other = cls._create_assessment(cls.other_school, started=False, **reviewed)
        cls.other_school.assessor_id = cls.district
        cls.other.line_ids.write({"external_points": 20, "final_points": 20})
        cls.decision = cls.env["cds.recognition"].create(
            {
                "authority_id": cls.district.id,
                "school_year_id": cls.year.id,
                "decision_number": "9/QĐ",
                "decision_date": "2024-05-01",
            }
        )
        cls.decision._take_in(cls.other)

    def _close(self, env):
        self.dossier.with_env(env).action_close_external()

    def test_closing_a_review_while_members_save(self):
        line = self.review.line_ids[0]
        with self.registry.cursor() as cr:
            line.with_env(self.env(cr=cr, user=self.officer)).points = 35
            self.env(cr=cr).flush_all()
            closing = self._meanwhile(self.reviewer, self._close)
            self.assertFalse(closing.done())
        self._answer(closing)
        self.assertEqual(
            self._read(line.line_id, "external_points", "final_points"), [(35, 35)]
        )
        with self.assertRaisesRegex(UserError, "closed review"):
            self._request(
                self.officer, lambda env: line.with_env(env).write({"points": 5})
            )

    def test_recognising_while_another_head_changes_points(self):
        """What the certificate says is what the dossier says."""
        line = self.other.line_ids[0]
        with self.registry.cursor() as cr:
            head = self.env(cr=cr, user=self.authority_head)
            line.with_env(head).write({"final_points": 50, "final_note": "Counted."})
            head.flush_all()
            issuing = self._meanwhile(self.authority_head, self._issue)
            self.assertFalse(issuing.done())
        self._answer(issuing)
        self._assert_recognised(70)
        late = self._change(line, 5)
        with self.assertRaisesRegex(UserError, "cannot be changed now"):
            self._request(self.authority_head, late)

    def _change(self, line, points):
        vals = {"final_points": points, "final_note": "Later."}
        return lambda env: line.with_env(env).write(vals)

    def _issue(self, env):
        certificate = type(env["cds.certificate"])
        pages = patch.object(
            certificate, "_print_pages", lambda records: dict.fromkeys(records, b"%PDF")
        )
        reports = type(env["ir.actions.report"])
        with pages, patch.object(reports, "_check_printed", lambda *_args: None):
            self.decision.with_env(env).action_issue()
            env.flush_all()

    def _assert_recognised(self, points):
        certificate = self._read(self.decision, "certificate_ids")[0][0]
        frozen = self._read(certificate, "result_ids")[0][0]
        self.assertEqual(self._read(frozen, "points"), [(points,)])
        stored = self._read(self.other, "result_ids")[0][0]
        self.assertEqual(self._read(stored, "final_points"), [(points,)])
