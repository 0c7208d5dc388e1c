from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .cds_account import ROLES

AT_ONCE = 100  # accounts in one transaction
AWAITED = 60  # that are made at once, while the user waits
# What is asked for, by field.
ASKED = {
    "for_head": "head",
    "for_secretary": "council",
    "for_teacher": "contributor",
    "for_authority_head": "authority_head",
    "for_officer": "officer",
    "for_member": "reviewer",
}


class CdsAccountBatch(models.Model):
    """Accounts for many institutions in one go, made by the scheduler.

    It asks the database which are missing and makes these, chunk by chunk: it can be
    stopped at any moment and goes on without making one twice.
    """

    _name = "cds.account.batch"
    _description = "Accounts in One Go"
    _inherit = ["cds.guarded"]
    _order = "id desc"

    _guarded_fields = frozenset(("user_id", "state", "reached_id"))

    institution_ids = fields.Many2many(
        "cds.institution",
        "cds_account_batch_institution_rel",
        "batch_id",
        "institution_id",
        string="Institutions",
        required=True,
        domain="[('may_keep', '=', True)]",
        default=lambda self: self._default_institution_ids(),
    )
    for_head = fields.Boolean(string="Head of the School", default=True)
    for_secretary = fields.Boolean(string="Secretary, Council", default=True)
    for_teacher = fields.Boolean(string="Teacher")
    for_authority_head = fields.Boolean(string="Head of the Authority")
    for_officer = fields.Boolean(string="Officer", default=True)
    for_member = fields.Boolean(string="Team Member")
    user_id = fields.Many2one(
        "res.users",
        string="Asked For By",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.uid,
        index=True,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Being Made"), ("done", "Made")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    reached_id = fields.Integer(
        readonly=True, copy=False, help="Up to which institution nothing is missing."
    )
    is_running = fields.Boolean(compute="_compute_progress")
    total_count = fields.Integer(string="Accounts", compute="_compute_progress")
    made_count = fields.Integer(string="There Already", compute="_compute_progress")
    progress = fields.Integer(string="Made (%)", compute="_compute_progress")

    _running = models.Index("(id) WHERE state = 'running'")

    @api.model
    def _default_institution_ids(self):
        if self.env.context.get("active_model") != "cds.institution":
            return False
        chosen = self.env["cds.institution"].browse(
            self.env.context.get("active_ids", [])
        )
        return chosen.exists()._filtered_access("write")

    @api.depends("institution_ids", "state", *ASKED)
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = self.env._(
                "Accounts for %s institutions", len(batch.institution_ids)
            )

    @api.depends("institution_ids", "state", *ASKED)
    def _compute_progress(self):
        for batch in self:
            kinds = batch.institution_ids.grouped("kind")
            total = sum(len(kinds.get(ROLES[r][2], ())) for r in batch._get_roles())
            missing = batch._origin._count_missing() if batch._origin else total
            batch.is_running = batch.state == "running"
            batch.total_count = total
            batch.made_count = total - missing
            batch.progress = 100 * (total - missing) // total if total else 100

    def _get_roles(self):
        """Return the roles that are asked for."""
        self.ensure_one()
        return [role for name, role in ASKED.items() if self[name]]

    def action_make(self):
        """Make the accounts that are missing: a few at once, many in the background.

        :raise AccessError: for a role that the user may not give there
        :raise UserError: where nothing is asked for
        """
        self.ensure_one()
        self.check_access("write")
        self._hold()
        if not self.total_count:
            raise UserError(
                self.env._("Choose institutions, and roles that they have.")
            )
        self.env["cds.account"]._check_may_give(self._get_pairs())
        # sudo: the state is what the scheduler goes by
        self.sudo().write(
            {"state": "running", "user_id": self.env.uid, "reached_id": 0}
        )
        missing = self.total_count - self.made_count
        if missing <= AWAITED:
            while self._make_chunk():
                pass
        else:
            self._wake()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _get_pairs(self):
        roles = self._get_roles()
        return [
            (institution, role)
            for institution in self.institution_ids
            for role in roles
            if ROLES[role][2] == institution.kind
        ]

    @api.model
    def _wake(self):
        # sudo: whoever may ask for accounts may wake the scheduler
        self.env.ref("cds_assessment.ir_cron_make_accounts").sudo()._trigger()

    @api.model
    def _cron_make(self):
        """Make what is missing, chunk by chunk, each in its own transaction."""
        crons = self.env["ir.cron"]
        batches = self.search([("state", "=", "running")], order="id")
        crons._commit_progress(remaining=len(batches))
        for batch in batches:
            # in the name of whoever asked: what they may not give is not made
            asked = batch.with_user(batch.user_id)
            while made := asked._make_chunk():
                if not crons._commit_progress(made, remaining=1):
                    return self._wake()
                # what a chunk has read is of no use to the next one
                self.env.invalidate_all()
            if not crons._commit_progress(1):
                return self._wake()
        return None

    def _make_chunk(self):
        """Make some of the accounts that are missing.

        :return: how many; the last time, none
        """
        self.ensure_one()
        self._hold()
        rows = self.env.execute_query(
            SQL("%s LIMIT %s", self._get_missing(self.reached_id), AT_ONCE)
        )
        pairs = [
            (self.env["cds.institution"].browse(institution_id), role)
            for institution_id, role in rows
        ]
        if pairs:
            self.env["cds.account"]._make(pairs)
            # sudo: as in action_make; so that no chunk looks through what is done
            self.sudo().reached_id = pairs[-1][0].id
        else:
            self.sudo().state = "done"  # sudo: as in action_make
        return len(pairs)

    def _count_missing(self):
        self.ensure_one()
        query = SQL("SELECT count(*) FROM (%s) AS missing", self._get_missing())
        return self.env.execute_query(query)[0][0]

    def _get_missing(self, reached_id=0):
        """Return the statement that gives institutions and roles without an account.

        :param reached_id: the institution to begin with, by its id
        """
        self.env.flush_all()
        roles = self._get_roles()
        asked = [f"{ROLES[role][2]}:{role}" for role in roles] or ["none:none"]
        return SQL(
            """
            SELECT place.id, split_part(asked.role, ':', 2) AS role
              FROM cds_account_batch_institution_rel AS chosen
              JOIN cds_institution AS place
                ON place.id = chosen.institution_id
              JOIN unnest(%(asked)s) AS asked (role)
                ON split_part(asked.role, ':', 1) = place.kind
             WHERE chosen.batch_id = %(batch)s
               AND chosen.institution_id >= %(reached)s
               AND NOT EXISTS (
                       SELECT 1
                         FROM cds_account AS account
                         JOIN res_users AS login
                           ON login.id = account.user_id
                          AND login.active
                         JOIN cds_institution_user_rel AS staff
                           ON staff.user_id = login.id
                          AND staff.institution_id = place.id
                        WHERE account.institution_id = place.id
                          AND account.role = split_part(asked.role, ':', 2))
             ORDER BY place.id, asked.role
            """,
            asked=asked,
            batch=self.id,
            reached=reached_id,
        )

    # === OPEN === #

    def action_open_accounts(self):
        """Open the accounts of the institutions, to print their slips."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "cds_assessment.cds_account_action"
            ),
            "domain": [
                ("institution_id", "in", self.institution_ids.ids),
                ("role", "in", self._get_roles()),
            ],
        }

    def action_print_slips(self):
        """Print the slips of all accounts of the batch that nobody has used yet."""
        accounts = self.env["cds.account"].search(
            [
                ("institution_id", "in", self.institution_ids.ids),
                ("role", "in", self._get_roles()),
            ]
        )
        waiting = accounts.filtered(lambda a: a.status in ("new", "invited"))
        if not waiting:
            raise UserError(self.env._("All of these accounts are in use already."))
        return waiting.action_print_slips()
