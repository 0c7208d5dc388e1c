import logging

from psycopg2.errors import IntegrityError
from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.bulk_insert import columns_and_values, default_columns, log_columns
from ..common import activities
from .cds_told import NOT_REACHED

_logger = logging.getLogger(__name__)

# Schools whose rows are made in one transaction, and schools that are told in one.
ROWS_AT_ONCE = 200
TOLD_AT_ONCE = 50
MOST_ATTEMPTS = 5
TIME_ZONE = "Asia/Ho_Chi_Minh"

# How a school leads to what tells it of a campaign.
TOLD_OF_SCHOOL = {
    "cds.assessment": "assessment_ids",
    "cds.deliverable": "deliverable_ids",
}

# All versions of the set by which a school is assessed (e): one dossier a year, of
# whichever version.
FAMILY = SQL(
    """SELECT version.id FROM cds_framework version
    JOIN cds_framework own ON own.code = version.code AND own.kind = version.kind
    WHERE own.id = e.framework_id"""
)

# Whether a milestone (m) is owed by schools of the level of an institution (i).
OWED = SQL(
    """NOT EXISTS (
        SELECT FROM cds_milestone_school_level_rel r WHERE r.milestone_id = m.id
        HAVING bool_and(r.level_id IS DISTINCT FROM i.school_level_id))"""
)


class CdsCampaign(models.Model):
    """Launching: the rows of all schools, made in the database by the scheduler.

    It asks the database what is missing and makes that, so it can be stopped at any
    moment and begun again, as often as one likes. Each chunk is a transaction:

    1. dossiers with their items and results, as ``cds.assessment.create()`` makes them
       (but for the note "created" and a follower), or the link of a dossier that the
       school has begun by itself; and what each school owes to each milestone;
    2. once all rows are there, activities and mail to the schools, once each.
    """

    _inherit = "cds.campaign"

    launched_on = fields.Datetime(readonly=True, copy=False)
    launched_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    is_launching = fields.Boolean(
        readonly=True, copy=False, help="Something is still to be made or to be told."
    )
    heartbeat = fields.Datetime(readonly=True, copy=False)
    ready_count = fields.Integer(
        string="Schools with a Dossier",
        compute="_compute_launch_progress",
        groups="cds_assessment.group_officer",
    )
    told_count = fields.Integer(
        string="Schools Informed",
        compute="_compute_launch_progress",
        groups="cds_assessment.group_officer",
    )
    launch_progress = fields.Integer(
        string="Launched (%)",
        compute="_compute_launch_progress",
        groups="cds_assessment.group_officer",
    )

    reached_count = fields.Integer(
        string="Schools Reached",
        compute="_compute_reached_count",
        help="A mail about the campaign has left the server for somebody there.",
    )
    unreached_count = fields.Integer(
        string="Schools Not Reached", compute="_compute_reached_count"
    )

    _launching = models.Index("(id) WHERE is_launching")

    # === COMPUTE METHODS === #

    @api.depends("is_launching", "heartbeat", "state", "institution_ids")
    def _compute_launch_progress(self):
        for campaign in self:
            campaign.ready_count, campaign.told_count = 0, 0
            campaign.launch_progress = 0
            if campaign.state == "draft" or not campaign._origin:
                continue
            # sudo: numbers of the campaign's own schools
            total, missing, untold = campaign._origin.sudo()._count_launch()
            campaign.ready_count = total - missing
            campaign.told_count = campaign.ready_count - untold
            done = campaign.ready_count + campaign.told_count
            campaign.launch_progress = 50 * done // total if total else 100

    def _count_launch(self):
        """Count in the database: schools, those with something missing, those untold.

        Nobody is untold while rows are missing and nothing is to be told yet.
        """
        self.ensure_one()
        [(total,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM (%s) AS expected", self._get_expected())
        )
        missing = self._get_incomplete_count()
        [(untold,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM (%s) AS untold", self._get_untold())
        )
        return total, missing, min(untold, total - missing)

    # === BUSINESS METHODS === #

    def _complete(self):
        """Have the scheduler make what is missing in launched campaigns."""
        launched = self.filtered(lambda campaign: campaign.state == "launched")
        if launched:
            # sudo: whoever may change the campaign may wake the scheduler
            launched.sudo().is_launching = True
            self._wake()

    @api.model
    def _wake(self):
        # sudo: as above
        self.env.ref("cds_assessment.ir_cron_launch_campaigns").sudo()._trigger()

    @api.model
    def _cron_launch(self):
        """Make what is missing, chunk by chunk, each in its own transaction."""
        crons = self.env["ir.cron"]
        campaigns = self.search([("is_launching", "=", True)], order="id")
        crons._commit_progress(remaining=len(campaigns))
        for campaign in campaigns:
            while chunk := campaign._launch_chunk():
                if not crons._commit_progress(chunk, remaining=1):
                    # It goes on at once, not when the scheduler next looks around.
                    return self._wake()
                # What a chunk has read is of no use to the next one.
                self.env.invalidate_all()
            if not crons._commit_progress(1):
                return self._wake()
        return None

    def _launch_now(self):
        """Make what is missing at once and in one transaction, for a few schools."""
        for campaign in self:
            launcher = campaign._as_launcher()
            while launcher._do_chunk():
                # what is missing is asked of the database
                launcher.env.flush_all()

    def _launch_chunk(self):
        """Do the next piece of work and give its size; 0 when nothing is left.

        A school that enters its dossier by itself at the same moment is in the way but
        once: the chunk is rolled back and tried again.
        """
        self.ensure_one()
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                launcher = self._as_launcher()
                size = launcher._do_chunk()
                # in the launcher's name as well
                launcher.env.flush_all()
                return size
            except (IntegrityError, TransactionRollbackError):
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                if attempt == MOST_ATTEMPTS:
                    raise
                _logger.info("Launching %s: a chunk is tried again.", self)
        return 0

    def _as_launcher(self):
        """Return the campaign in superuser mode, in the name of who launched it."""
        # sudo: dossiers are the schools' own to make; the action was checked
        user = self.sudo().launched_by_id or self.env.user
        return (
            self.with_user(user)
            .sudo()
            .with_context(lang="vi_VN", tz=user.tz or TIME_ZONE, active_test=False)
        )

    def _do_chunk(self):
        """Make rows of some schools; when all are there, tell some schools.

        :return: how many schools; 0 when nothing is left, and the launch is over
        """
        if self.state != "launched":
            self.is_launching = False
            return 0
        # Its row is written first: what takes schools out meanwhile is refused by the
        # database, and tried again by Odoo with what is there then.
        self.heartbeat = fields.Datetime.now()
        self.flush_recordset(["heartbeat"])
        self._insert_authority_deliverables()
        ids = self._pick(self._get_incomplete(), ROWS_AT_ONCE)
        if ids:
            self._make_rows(ids)
            return len(ids)
        ids = self._pick(self._get_untold(), TOLD_AT_ONCE)
        if ids:
            self._tell(self.env[self._get_told_model()].browse(ids))
            return len(ids)
        self.is_launching = False
        return 0

    def _pick(self, query, count):
        rows = self.env.execute_query(SQL("%s ORDER BY 1 LIMIT %s", query, count))
        return [key for (key,) in rows]

    def _make_rows(self, school_ids):
        """Make all that is missing of some schools.

        :param school_ids: ids of ``cds.institution``
        """
        self.flush_model()
        self._link_assessments(school_ids)
        self._insert_assessments(school_ids)._insert_lines_and_results()
        self._insert_deliverables(school_ids)

    def _get_incomplete(self):
        """Return the ids of schools of which something is missing, as a query."""
        return SQL(
            """
            SELECT e.institution_id FROM (%(expected)s) AS e
            WHERE (e.framework_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM cds_assessment a
                WHERE a.institution_id = e.institution_id
                  AND a.framework_id IN (%(family)s)
                  AND a.school_year_id = %(year)s
                  AND a.state != 'cancelled' AND a.campaign_id IS NOT NULL))
            OR EXISTS (
                SELECT FROM cds_milestone m
                JOIN cds_institution i ON i.id = e.institution_id
                WHERE m.campaign_id = %(campaign)s AND m.side = 'school'
                  AND %(owed)s
                  AND NOT EXISTS (
                    SELECT FROM cds_deliverable d
                    WHERE d.milestone_id = m.id
                      AND d.institution_id = e.institution_id))
            """,
            owed=OWED,
            family=FAMILY,
            expected=self._get_expected(),
            year=self.school_year_id.id,
            campaign=self.id,
        )

    def _get_incomplete_count(self):
        self.ensure_one()
        [(count,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM (%s) AS incomplete", self._get_incomplete())
        )
        return count

    def _get_untold(self):
        """Return the ids of what tells schools that have not been told, as a query.

        Their dossiers; in a campaign of reports the first of what each school owes.
        """
        if self.kind == "reports":
            return SQL(
                """
                SELECT min(d.id) FROM cds_deliverable d
                JOIN cds_milestone m ON m.id = d.milestone_id AND m.side = 'school'
                JOIN cds_institution i ON i.id = d.institution_id
                WHERE d.campaign_id = %s
                  AND i.active AND (i.closed_on IS NULL OR i.closed_on > %s)
                GROUP BY d.institution_id
                HAVING bool_or(d.is_campaign_told) IS NOT TRUE
                """,
                self.id,
                fields.Date.context_today(self),
            )
        return SQL(
            """
            SELECT a.id FROM cds_assessment a
            WHERE a.campaign_id = %s AND a.state != 'cancelled'
              AND a.is_campaign_told IS NOT TRUE
            """,
            self.id,
        )

    def _link_assessments(self, school_ids):
        """Take in the dossiers that schools have begun by themselves."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE cds_assessment a
                SET campaign_id = %(campaign)s, write_uid = %(uid)s,
                    write_date = %(now)s
                FROM (%(expected)s) AS e
                WHERE e.institution_id = ANY(%(ids)s)
                  AND a.institution_id = e.institution_id
                  AND a.framework_id IN (%(family)s)
                  AND a.school_year_id = %(year)s
                  AND a.state != 'cancelled' AND a.campaign_id IS NULL
                """,
                campaign=self.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
                family=FAMILY,
                expected=self._get_expected(),
                ids=school_ids,
                year=self.school_year_id.id,
            )
        )
        self.env["cds.assessment"].invalidate_model(["campaign_id"])

    def _insert_assessments(self, school_ids):
        """Insert a dossier for each school that has none.

        :return: the new ``cds.assessment``
        """
        assessments = self.env["cds.assessment"]
        values = {
            "institution_id": SQL("i.id"),
            "company_id": SQL("i.company_id"),
            "framework_id": SQL("e.framework_id"),
            "profile_id": SQL("p.id"),
            "school_year_id": self.school_year_id.id,
            "campaign_id": self.id,
            "report_layout": self.report_layout or None,
        }
        values |= default_columns(assessments, values)
        columns, expressions = columns_and_values(values | log_columns(self.env))
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO cds_assessment (%(columns)s)
                SELECT %(expressions)s
                FROM (%(expected)s) AS e
                JOIN cds_institution i ON i.id = e.institution_id
                LEFT JOIN cds_profile p ON p.institution_id = i.id
                    AND p.school_year_id = %(year)s
                WHERE i.id = ANY(%(ids)s) AND e.framework_id IS NOT NULL
                  AND NOT EXISTS (
                    SELECT FROM cds_assessment a
                    WHERE a.institution_id = i.id
                      AND a.framework_id IN (%(family)s)
                      AND a.school_year_id = %(year)s AND a.state != 'cancelled')
                ORDER BY i.id
                RETURNING id
                """,
                columns=columns,
                expressions=expressions,
                family=FAMILY,
                expected=self._get_expected(),
                year=self.school_year_id.id,
                ids=school_ids,
            )
        )
        return assessments.browse(key for (key,) in rows)

    def _insert_deliverables(self, school_ids):
        """Insert what schools owe to each milestone that is theirs."""
        self._insert_deliverables_of(
            SQL("i.id = ANY(%s) AND m.side = 'school' AND %s", school_ids, OWED)
        )

    def _insert_authority_deliverables(self):
        """Insert what the authority itself owes."""
        self._insert_deliverables_of(
            SQL("i.id = %s AND m.side = 'authority'", self.authority_id.id)
        )

    def _insert_deliverables_of(self, condition):
        """Insert what is missing, with what has come of it already."""
        self.env["cds.milestone"].flush_model()
        deliverables = self.env["cds.deliverable"]
        values = {
            "milestone_id": SQL("m.id"),
            "campaign_id": self.id,
            "institution_id": SQL("i.id"),
            "assessment_id": SQL("a.id"),
            "company_id": SQL("i.company_id"),
            "date_due": SQL("m.date_end"),
        }
        values |= default_columns(deliverables, values)
        columns, expressions = columns_and_values(values | log_columns(self.env))
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO cds_deliverable (%(columns)s)
                SELECT %(expressions)s
                FROM cds_institution i
                JOIN cds_milestone m ON m.campaign_id = %(campaign)s
                LEFT JOIN cds_assessment a ON a.institution_id = i.id
                    AND a.campaign_id = m.campaign_id AND a.state != 'cancelled'
                WHERE %(condition)s AND NOT EXISTS (
                    SELECT FROM cds_deliverable d
                    WHERE d.milestone_id = m.id AND d.institution_id = i.id)
                ORDER BY i.id, m.sequence, m.id
                RETURNING id
                """,
                columns=columns,
                expressions=expressions,
                campaign=self.id,
                condition=condition,
            )
        )
        deliverables.invalidate_model()
        deliverables.browse(key for (key,) in rows)._refresh()

    def _tell(self, tellers):
        """Tell schools once that the campaign has begun; who has begun gets mail only.

        :param tellers: ``cds.assessment`` or ``cds.deliverable`` in superuser mode
        """
        is_reports = self.kind == "reports"
        notify = activities.notify_reports if is_reports else activities.notify_campaign
        for teller in tellers:
            notice, mail = notify(teller)
            teller.write({"campaign_notice": notice, "campaign_mail_id": mail.id})
        tellers.is_campaign_told = True

    @api.depends("is_launching", "heartbeat", "state", "institution_ids")
    @api.depends_context("uid")
    def _compute_reached_count(self):
        """Count as far as the user sees what tells the schools."""
        for campaign in self:
            count = self.env[campaign._get_told_model()].search_count
            campaign.reached_count = count(campaign._get_reach_of(("reached",)))
            campaign.unreached_count = count(campaign._get_reach_of(NOT_REACHED))

    def _get_told_model(self):
        """Return what tells schools of it: their dossiers, or what they owe."""
        return "cds.deliverable" if self.kind == "reports" else "cds.assessment"

    def _get_reach_of(self, reaches):
        return [
            ("campaign_id", "=", self._origin.id),
            ("state", "!=", "cancelled"),
            ("campaign_reach", "in", reaches),
        ]

    def action_open_unreached(self):
        """Show the schools that the news has not reached, and why."""
        self.ensure_one()
        self.check_access("read")
        model = self._get_told_model()
        listed = model.replace(".", "_") + "_view_list_reach"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Schools Not Reached"),
            "res_model": model,
            "views": [
                (self.env.ref(f"cds_assessment.{listed}").id, "list"),
                (False, "form"),
            ],
            "domain": self._get_reach_of(NOT_REACHED),
        }

    def action_tell_again(self):
        """Tell the schools again that were not reached, in the background.

        :raise UserError: when the user cannot, or there is nobody to write to
        """
        self._begin("tell_again")
        for campaign in self:
            # sudo: who is told is closed to everyone but the actions
            unreached = campaign._get_reach_of(NOT_REACHED)
            tellers = self.env[campaign._get_told_model()].search(unreached).sudo()
            tellers.write({"is_campaign_told": False, "campaign_mail_id": False})
            campaign._complete()

    def _get_cannot_tell_again_reason(self):
        reason = self._get_cannot_reason("tell_again")
        if reason:
            return reason
        unreached = self._get_reach_of(NOT_REACHED)
        tellers = self.env[self._get_told_model()]
        if not tellers.search_count(unreached, limit=1):
            return self.env._("Every school was reached.")
        # Asked whenever the form is shown, of thousands of schools: one query.
        # sudo: whether somebody there has an address, not which
        users = self.env["res.users"].sudo()
        there = f"cds_institution_ids.{TOLD_OF_SCHOOL[tellers._name]}"
        if not users.search_count(
            [(there, "any", unreached), ("email", "!=", False)], limit=1
        ):
            return self.env._(
                "There is still no address: enter users of these schools with their "
                "e-mail first."
            )
        return ""
