import threading
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ...models.paper import cds_number_book
from ..common.committed import let_threads_in

PAPERS = 20
YEAR = 2023
WAIT = 60


@tagged("post_install", "-at_install")
class TestNumbersTogether(TransactionCase):
    """Transactions that take numbers from one book at the same moment.

    All of it is committed, beside the transaction of the test, and removed again. What
    bears the numbers is of no account here: countries do.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        let_threads_in(cls)

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(
                cds_number_book.CdsNumberBook, "_has_transactions", lambda _self: True
            )
        )
        with self._env() as env:
            school = env["cds.institution"].create({"name": "Trường Cùng Lúc"})
            self.school_id = school.id
            countries = env["res.country"].search([], limit=PAPERS + 1)
            self.holders = [f"res.country,{id_}" for id_ in countries.ids]
        self.addCleanup(self._clean)

    @contextmanager
    def _env(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _clean(self):
        with self._env() as env:
            school = env["cds.institution"].browse(self.school_id)
            books = env["cds.number.book"].search([("institution_id", "=", school.id)])
            books.number_ids.unlink()
            books.unlink()
            school.unlink()

    def _take(self, env, *holders, number=0):
        school = env["cds.institution"].browse(self.school_id)
        wanted = dict.fromkeys(holders, number)
        taken = env["cds.number.book"]._take(school, "QĐ", YEAR, wanted)
        return [taken[holder] for holder in holders]

    def _see(self, env):
        return env["cds.institution"].browse(self.school_id).name

    def _next(self):
        with self._env() as env:
            school = env["cds.institution"].browse(self.school_id)
            return env["cds.number.book"]._get_book(school, "QĐ", YEAR).next_number

    def test_many_at_once_in_a_book_that_is_not_there_yet(self):
        taken, failures, together = [], [], threading.Barrier(PAPERS)

        def issue(holder):
            try:
                with self._env() as env:
                    self.assertTrue(self._see(env))  # its view begins here
                    together.wait(WAIT)
                    taken.extend(self._take(env, holder))
            except Exception as error:  # pylint: disable=broad-except
                failures.append(error)

        threads = [
            threading.Thread(target=issue, args=(holder,))
            for holder in self.holders[:PAPERS]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(failures)
        self.assertEqual(sorted(taken), list(range(1, PAPERS + 1)))
        self.assertEqual(self._next(), PAPERS + 1)

    def test_nobody_waits_while_a_paper_is_printed(self):
        with self._env() as printing:
            self.assertEqual(self._take(printing, self.holders[0]), [1])
            with self._env() as env:
                self.assertEqual(self._take(env, self.holders[1]), [2])

    def test_what_is_rolled_back_gives_its_number_back(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertEqual(self._take(env, *self.holders[:3]), [1, 2, 3])
            cr.rollback()
        self.assertEqual(self._next(), 1)
        with self._env() as env:
            self.assertEqual(self._take(env, self.holders[5]), [1])

    def test_what_was_wished_for_and_rolled_back_leaves_no_gap(self):
        with self._env() as env:
            self.assertEqual(self._take(env, self.holders[0]), [1])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertEqual(self._take(env, self.holders[1], number=15), [15])
            with self._env() as other:
                self.assertEqual(self._take(other, self.holders[2], number=4), [4])
            cr.rollback()
        self.assertEqual(self._next(), 5)

    def test_the_next_paper_takes_a_number_that_was_given_back(self):
        with self.registry.cursor() as cr:
            self._take(api.Environment(cr, SUPERUSER_ID, {}), self.holders[0])
            with self._env() as env:
                self.assertEqual(self._take(env, self.holders[1]), [2])
            cr.rollback()
        with self._env() as env:
            self.assertEqual(self._take(env, *self.holders[2:4]), [1, 3])

    def test_a_server_that_is_killed_leaves_the_number_to_its_paper(self):
        with self.registry.cursor() as cr:
            self._take(api.Environment(cr, SUPERUSER_ID, {}), self.holders[0])
            cr.postrollback.clear()
        with self._env() as env:
            self.assertEqual(self._take(env, self.holders[1]), [2])
            self.assertEqual(self._take(env, self.holders[0]), [1])
            # it may still wish for another one; the first is free then
            self.assertEqual(self._take(env, self.holders[0], number=9), [9])
            self.assertEqual(self._take(env, *self.holders[2:4]), [1, 10])

    def test_what_one_transaction_alone_sees_takes_its_number_there(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            country = env["res.country"].create({"name": "Vùng Mới", "code": "Q9"})
            holder = f"res.country,{country.id}"
            self.assertEqual(self._take(env, holder), [1])
            self.assertEqual(self._take(env, holder), [1])
            # the book is this transaction's by now: nobody is waited for
            self.assertEqual(self._take(env, self.holders[0]), [2])
            cr.rollback()
        with self._env() as env:
            self.assertEqual(self._take(env, self.holders[0]), [1])

    def test_a_book_that_this_transaction_has_changed(self):
        self.assertEqual(self._next(), 1)
        with patch.object(cds_number_book, "WAIT_SECONDS", 1), self._env() as env:
            book = env["cds.number.book"].search(
                [("institution_id", "=", self.school_id)]
            )
            book.next_number = 40
            env.flush_all()
            self.assertEqual(self._take(env, self.holders[0]), [40])

    def test_a_book_that_somebody_holds_for_long(self):
        self.assertEqual(self._next(), 1)
        with self._env() as other:
            other["cds.number.book"].search(
                [("institution_id", "=", self.school_id)]
            ).next_number = 40
            other.flush_all()
            with (
                patch.object(cds_number_book, "WAIT_SECONDS", 1),
                self._env() as env,
                self.assertRaisesRegex(UserError, "Try again in a moment"),
            ):
                self._take(env, self.holders[0])
