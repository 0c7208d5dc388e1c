import logging

from psycopg2 import Error
from psycopg2.errors import (
    DeadlockDetected,
    LockNotAvailable,
    SerializationFailure,
)
from psycopg2.pool import PoolError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# What another transaction that has the results brings about.
OTHERS = (LockNotAvailable, SerializationFailure, DeadlockDetected)
# So often one goes on for those who come meanwhile; the scheduler does the rest.
MOST_ROUNDS = 5
# The first half of the key under which one works for all who wait (the second is the
# dossier), any number that nobody else uses.
WORKING = 4725_001
# The results of a dossier are held by its groups, whose rows are few. They are marked
# as well: who began to read before does not write over what came since.
HOLD_RESULTS = """
    WITH held AS (
        SELECT id FROM cds_assessment_result
        WHERE assessment_id = ANY(%s) AND node = 'group'
        ORDER BY id FOR NO KEY UPDATE {wait}
    )
    UPDATE cds_assessment_result AS t SET write_date = %s
    FROM held WHERE t.id = held.id
"""


class CdsResultMark(models.Model):
    """A dossier whose stored results are to be brought up to date.

    Many people score one dossier at once, each an item of their own, and all of them
    would write the same few rows of results. Who comes while another writes those
    leaves a mark instead, which is a row of its own and waits for nobody. Right after
    the commit the results are made anew in a transaction that does wait; where that
    fails or the server dies, the scheduler finds the mark, and so does every action
    that relies on the results.
    """

    _name = "cds.result.mark"
    _description = "Results to Be Brought Up to Date"
    _log_access = False

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, ondelete="cascade", index=True
    )

    @api.model
    def _try_to_hold(self, assessments):
        """Hold the results of dossiers, if that needs no waiting; else leave marks.

        :return: whether they are held
        """
        cr = self.env.cr
        hold = HOLD_RESULTS.format(wait="NOWAIT")
        try:
            # In one message, since each item that is saved goes this way.
            cr.execute(
                f"SAVEPOINT cds_results; {hold}; RELEASE SAVEPOINT cds_results",
                (assessments.ids, cr.now()),
                log_exceptions=False,
            )
        except OTHERS:
            cr.execute("ROLLBACK TO SAVEPOINT cds_results")
            cr.execute("RELEASE SAVEPOINT cds_results")
            self._leave_marks(assessments)
            return False
        return True

    @api.model
    def _leave_marks(self, assessments):
        # Not by create(): it comes from the middle of a computation.
        self.env.cr.execute(
            "INSERT INTO cds_result_mark (assessment_id) SELECT unnest(%s)",
            (assessments.ids,),
        )
        after = self.env.cr.postcommit
        waiting = after.data.setdefault(self._name, set())
        if not waiting:
            registry = self.env.registry
            after.add(lambda: catch_up(registry, waiting))
        waiting.update(assessments.ids)

    @api.model
    def _settle(self, assessments):
        """Bring the results of dossiers up to date that are held."""
        # sudo: marks are nobody's to read
        marks = self.sudo().search([("assessment_id", "in", assessments.ids)])
        marks.assessment_id.result_ids._make_anew()
        marks.unlink()

    @api.model
    def _cron_catch_up(self):
        """Bring up to date what nobody else did."""
        rows = self._read_group([], ["assessment_id"])
        catch_up(self.env.registry, [assessment.id for (assessment,) in rows])


def catch_up(registry, ids):
    """Bring results up to date, each dossier in transactions of its own.

    One works for all who wait: whoever finds somebody at it leaves, and that one looks
    for new marks after each commit. What fails stays marked.

    :param ids: of ``cds.assessment``
    """
    for assessment_id in sorted(ids):
        try:
            for _round in range(MOST_ROUNDS):
                with registry.cursor() as cr:
                    if not _work(cr, assessment_id):
                        break
        except (Error, PoolError) as error:
            _logger.info("Results of dossier %s wait: %s", assessment_id, error)


def _work(cr, assessment_id):
    """Make the results of a dossier anew; say whether there was something to do."""
    # Each statement reads what is there by then: so nothing is refused after waiting.
    cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    cr.execute("SET LOCAL lock_timeout = '10s'")
    cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (WORKING, assessment_id))
    if not cr.fetchone()[0]:
        return False
    find = SQL("SELECT id FROM cds_result_mark WHERE assessment_id = %s", assessment_id)
    cr.execute(find)
    if not cr.fetchall():
        return False
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        HOLD_RESULTS.format(wait=""), ([assessment_id], cr.now()), log_exceptions=False
    )
    # Only what was marked by now is in what is read from now on.
    cr.execute(find)
    done = [number for (number,) in cr.fetchall()]
    env["cds.assessment"].browse(assessment_id).result_ids._make_anew()
    env.flush_all()
    cr.execute("DELETE FROM cds_result_mark WHERE id = ANY(%s)", (done,))
    return True
