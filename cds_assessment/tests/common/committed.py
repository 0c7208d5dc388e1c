import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

from psycopg2 import Error

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import TransactionCase
from odoo.tools import SQL, mute_logger

from .workflow import WorkflowCase

PATIENCE = 60  # seconds until a request that hangs is a failure


def let_threads_in(test_class):
    """Let threads of a test have environments, as Odoo's own tests of HTTP do.

    Who runs the tests may hold the lock of the registries meanwhile.
    """
    test_class.startClassPatcher(patch.object(Registry, "_lock", DummyRLock()))


class Committing(TransactionCase):
    """Makes the records of the classes above it in a transaction of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        let_threads_in(cls)
        # named as nothing else, should they ever be left behind
        cls.mark = uuid.uuid4().hex[:8]
        cls.newest = cls._get_newest()
        cls.addClassCleanup(cls._clean_up)
        cls.making = cls.registry.cursor()
        cls.addClassCleanup(cls.making.close)
        cls.env = api.Environment(cls.making, SUPERUSER_ID, {})

    @classmethod
    def _get_newest(cls):
        """Return the highest id of each table."""
        with cls.registry.cursor() as cr:
            cr.execute(
                "SELECT c.table_name FROM information_schema.columns c "
                "JOIN information_schema.tables t USING (table_schema, table_name) "
                "WHERE c.table_schema = 'public' AND c.column_name = 'id' "
                "AND c.data_type = 'integer' AND t.table_type = 'BASE TABLE'"
            )
            newest = {}
            for (table,) in cr.fetchall():
                cr.execute(SQL("SELECT max(id) FROM %s", SQL.identifier(table)))
                newest[table] = cr.fetchone()[0] or 0
            return newest

    @classmethod
    def _clean_up(cls):
        """Delete what was made: what others point to comes once those are gone."""
        grown = {
            table: cls.newest.get(table, 0)
            for table, number in cls._get_newest().items()
            if number > cls.newest.get(table, 0)
        }
        with cls.registry.cursor() as cr:
            for _round in range(len(grown)):
                for table, number in list(grown.items()):
                    try:
                        with cr.savepoint(flush=False):
                            delete = SQL(
                                "DELETE FROM %s WHERE id > %s",
                                SQL.identifier(table),
                                number,
                            )
                            cr.execute(delete, log_exceptions=False)
                        del grown[table]
                    except Error:
                        continue
        assert not grown, f"left behind: {grown}"


class CommittedCase(WorkflowCase, Committing):
    """A school, its authority and dossiers that other transactions see as well."""

    @classmethod
    def setUpClass(cls):
        # the people and places of every test; what follows there is not needed here
        super(WorkflowCase, cls).setUpClass()
        cls.small = cls._create_framework(code=f"T{cls.mark}")
        cls.authority_head = cls._create_user("authority_head", cls.district)
        cls.team = cls._create_council(
            cls.district,
            [cls.reviewer, cls.officer, cls.authority_head],
            kind="external",
        )
        cls._make()
        cls.env.flush_all()
        cls.making.commit()
        cls.registry.clear_all_caches()

    @classmethod
    def _make(cls):
        """Make what a class needs besides."""

    @classmethod
    def _create_institution(cls, name, **vals):
        return super()._create_institution(f"{name} {cls.mark}", **vals)

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.service.model", "odoo.sql_db"))
        # Odoo waits up to some seconds before it tries again
        self.enterContext(patch("odoo.service.model.random.uniform", lambda *_: 0.05))
        self.pool = self.enterContext(ThreadPoolExecutor(4))

    @contextmanager
    def _transaction(self, user=None):
        """Give an environment in a transaction of its own, which is rolled back."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, user.id if user else SUPERUSER_ID, {})
            cr.rollback()

    def _request(self, user, run):
        """Run something as a request: committed, and tried again as Odoo does."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, user.id, {})
            return retrying(lambda: run(env), env)

    def _meanwhile(self, user, run):
        """Run a request beside this one, and return once it waits for a lock.

        :return: the future of its answer
        """
        future = self.pool.submit(self._request, user, run)
        end = time.monotonic() + PATIENCE
        with self.registry.cursor() as cr:
            while not future.done() and time.monotonic() < end:
                cr.execute("SELECT pg_stat_clear_snapshot()")
                cr.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cr.fetchone()[0]:
                    break
                time.sleep(0.01)
        return future

    def _answer(self, future):
        return future.result(timeout=PATIENCE)

    def _read(self, record, *names):
        """Return what is in the database by now."""
        with self._transaction() as env:
            fresh = record.with_env(env)
            return [tuple(row[name] for name in names) for row in fresh]
