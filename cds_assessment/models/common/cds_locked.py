from odoo import models
from odoo.tools import SQL

# Rows are locked in this order, and by their ids within a model: so of two users none
# waits for the other while the other waits for them. What is not named comes last.
LOCK_ORDER = (
    "cds.framework",
    "cds.campaign",
    "cds.recognition",
    "cds.publication",
    "cds.inspection",
    "cds.document",
    "cds.certificate",
    "cds.assessment",
    "cds.assessment.evidence",
    "cds.review",
    "cds.assessment.line",
    "cds.review.line",
    "cds.assessment.result",
)
HOLD = SQL("FOR NO KEY UPDATE")
SHARE = SQL("FOR SHARE")


class CdsLocked(models.AbstractModel):
    """Records with a state that others rely on, read and written under one lock.

    A transaction of Odoo reads the database as it was when it began (REPEATABLE READ):
    what is read in one row and written in another may be out of date by then. So

    - what moves a record on *holds* it, with the rows that it copies or freezes:
      :meth:`_begin`, or :meth:`_hold` where there is no action to be checked;
    - what is written below a record *shares* it (:meth:`_share`) before its state is
      looked at. Those who share do not wait for each other.

    Who comes while another holds or shares waits. Where a row has changed meanwhile,
    the database refuses (``SerializationFailure``) and Odoo runs the request again: it
    sees what is there now, and what comes too late is refused by its own sentence.
    Nothing has to be read anew after a lock: a row that was locked is as it was read.
    """

    _name = "cds.locked"
    _description = "Record Under a Lock"

    def _begin(self, action):
        """Hold what an action relies on, and refuse it where the user cannot take it.

        :param action: as for ``_check_can`` (``cds.guarded``)
        :raise UserError: with the reason
        :raise AccessError: when the user may not read a record
        :raise SerializationFailure: when something has changed since it was read
        """
        self.check_access("read")
        self._hold(action)
        self._check_can(action)

    def _hold(self, action=""):
        """Hold records that are about to move on, with all that they rely on.

        The records themselves are marked as well: so who holds them next sees what was
        added below them, or begins again.

        :param action: what is about to happen
        :raise SerializationFailure: when something has changed since it was read
        """
        # sudo: what is held does not depend on what the user sees
        own = self.sudo()
        held = _by_model(own._get_relied_on(action))
        shared = _by_model(own._get_shared(action))
        for name in sorted(held | shared, key=_rank):
            if name in held:
                held[name]._lock(HOLD, is_marked=name == self._name)
            else:
                shared[name]._lock(SHARE)
        self._on_held(action)

    def _on_held(self, action):
        """Do what has to be done once records are held, before they move on."""

    def _get_relied_on(self, action):  # pylint: disable=unused-argument
        """Give the records that an action moves, copies or freezes.

        :return: recordsets in superuser mode, of the records themselves at least
        """
        return [self]

    def _get_shared(self, action):  # pylint: disable=unused-argument
        """Return the records whose state an action relies on, and leaves as it is.

        :return: recordsets in superuser mode
        """
        return []

    def _share(self):
        """Keep records in the state that was read, until the transaction ends.

        :raise SerializationFailure: when one has changed since it was read
        """
        self._lock(SHARE)

    def _lock(self, strength, is_marked=False):
        ids = sorted(self.ids)
        if not ids:
            return
        rows = SQL(
            "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id %s",
            SQL.identifier(self._table),
            ids,
            strength,
        )
        if is_marked:
            rows = SQL(
                "WITH held AS (%s) UPDATE %s AS t SET write_date = %s FROM held "
                "WHERE t.id = held.id",
                rows,
                SQL.identifier(self._table),
                self.env.cr.now(),
            )
        # A refusal is no fault: Odoo begins the request again.
        self.env.cr.execute(rows, log_exceptions=False)


def _by_model(recordsets):
    """Return one recordset by model."""
    found = {}
    for records in recordsets:
        found[records._name] = found.get(records._name, records) | records
    return found


def _rank(name):
    return (
        LOCK_ORDER.index(name) if name in LOCK_ORDER else len(LOCK_ORDER),
        name,
    )
