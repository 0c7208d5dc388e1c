import logging
import os
import shutil
import tempfile
import time
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...report.dossier.archive import hash_file
from ...report.dossier.build import build_dossier
from ...report.dossier.texts import problem_text
from ...report.readers.dossier import MEGABYTE, collect_plan, read_content

_logger = logging.getLogger(__name__)

DEFAULT_DAYS = 7
DEFAULT_VOLUME_MB = 100
# What is built while the user waits.
DEFAULT_AT_ONCE_MB = 20
# A job that has not been heard of for so long has lost its worker.
LOST_MINUTES = 10
MOST_ATTEMPTS = 3
TELL_SECONDS = 2
# Where dossiers are written before they are kept: the file store's own disk.
WORK_FOLDER = "cds_dossier"
# The numbers of ir.attachment end here.
MOST_INTEGER = 2**31 - 1
TIME_ZONE = "Asia/Ho_Chi_Minh"
ROLES = (
    "admin",
    "authority_head",
    "officer",
    "reviewer",
    "head",
    "council",
    "contributor",
)


class CdsDossier(models.Model):
    """A dossier (bộ hồ sơ) as one ZIP, and the job that builds it.

    | state   | what happens                                                       |
    |---------|--------------------------------------------------------------------|
    | queued  | waits for the scheduler                                            |
    | running | is being built; without a sign of life it is queued again          |
    | done    | can be downloaded, maybe with warnings about what it lacks         |
    | failed  | could not be built, with the reason                                |

    It is built with the rights of the user who asked: an authority gets no drafts and
    nobody gets confidential content. The download asks for the rights to all that is in
    it once more.
    """

    _name = "cds.dossier"
    _description = "Dossier"
    _inherit = ["cds.guarded"]
    _order = "id desc"

    _guarded_fields = frozenset(
        (
            "assessment_id",
            "institution_id",
            "school_year_id",
            "company_id",
            "user_id",
            "state",
            "progress",
            "progress_text",
            "error",
            "warnings",
            "archive_id",
            "name",
            "size",
            "sha256",
            "content_ids",
            "started_on",
            "finished_on",
            "heartbeat",
            "attempts",
            "batch_ids",
        )
    )

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade", index=True
    )
    institution_id = fields.Many2one(
        related="assessment_id.institution_id", store=True, index=True
    )
    school_year_id = fields.Many2one(
        related="assessment_id.school_year_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Requested By",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.user,
    )
    batch_ids = fields.Many2many(
        "cds.dossier.batch",
        "cds_dossier_batch_rel",
        "dossier_id",
        "batch_id",
        readonly=True,
    )
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Being Built"),
            ("done", "Ready"),
            ("failed", "Failed"),
        ],
        default="queued",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    progress = fields.Integer(readonly=True, copy=False, aggregator="avg")
    progress_text = fields.Char(string="Step", readonly=True, copy=False)
    error = fields.Text(string="Reason", readonly=True, copy=False)
    warnings = fields.Text(
        readonly=True, copy=False, help="What the dossier lacks; it says so itself."
    )
    # Nobody's to open but by the download, which checks what is in it.
    archive_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    name = fields.Char(string="File Name", readonly=True, copy=False)
    size = fields.Float("Size (Bytes)", digits=(16, 0), readonly=True, copy=False)
    size_text = fields.Char(string="Size", compute="_compute_size_text")
    sha256 = fields.Char("SHA-256", readonly=True, copy=False)
    content_ids = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    started_on = fields.Datetime(readonly=True, copy=False)
    finished_on = fields.Datetime(readonly=True, copy=False)
    heartbeat = fields.Datetime(readonly=True, copy=False)
    attempts = fields.Integer(readonly=True, copy=False, aggregator=None)
    is_under_way = fields.Boolean(compute="_compute_is_under_way")

    _one_under_way = models.UniqueIndex(
        "(assessment_id, user_id) WHERE state IN ('queued', 'running')",
        "This dossier is being built already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("assessment_id")
    def _compute_display_name(self):
        for dossier in self:
            dossier.display_name = dossier.assessment_id.display_name

    @api.depends("state")
    def _compute_is_under_way(self):
        for dossier in self:
            dossier.is_under_way = dossier.state in ("queued", "running")

    @api.depends("size")
    @api.depends_context("lang")
    def _compute_size_text(self):
        for dossier in self:
            megabytes = self.env["ir.qweb.field.float"].value_to_html(
                dossier.size / MEGABYTE, {"precision": 1}
            )
            dossier.size_text = f"{megabytes} MB" if dossier.size else ""

    # === ACTIONS === #

    def action_download(self):
        """Download the ZIP.

        :raise UserError: while there is none, or when something in it is not the
            user's to see any more
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/dossiers/{self.id}.zip",
            "target": "download",
        }

    def action_open_assessment(self):
        """Open the assessment whose dossier it is."""
        self.ensure_one()
        self.check_access("read")
        return self.assessment_id.get_formview_action()

    # === BUSINESS METHODS === #

    @api.model
    def _request(self, assessments):
        """Ask for dossiers; what is under way for the user is not begun twice.

        :param assessments: ``cds.assessment`` that the user may read
        :return: a ``cds.dossier`` for each, in the same order
        """
        assessments.check_access("read")
        under_way = self.search(
            [
                ("assessment_id", "in", assessments.ids),
                ("user_id", "=", self.env.uid),
                ("state", "in", ("queued", "running")),
            ]
        )
        known = {dossier.assessment_id: dossier for dossier in under_way}
        missing = assessments.filtered(lambda assessment: assessment not in known)
        # sudo: dossiers are made by code only; rights to read were checked above
        made = self.sudo().create(
            [
                {
                    "assessment_id": assessment.id,
                    "user_id": self.env.uid,
                    "name": f"{assessment._get_dossier_name()}.zip",
                    "progress_text": self.env._("Waiting"),
                }
                for assessment in missing
            ]
        )
        known |= {dossier.assessment_id: dossier for dossier in made}
        return self.concat(*(known[assessment] for assessment in assessments)).sudo(
            self.env.su
        )

    def _queue(self):
        """Wake the scheduler."""
        # sudo: whoever asks for a dossier may wake it
        self.env.ref("cds_assessment.ir_cron_build_dossiers").sudo()._trigger()

    def _is_small(self):
        """Return whether the user may wait for it."""
        self.ensure_one()
        _papers, _uses, files = read_content(self.assessment_id)
        return sum(files.mapped("size")) < MEGABYTE * self._get_number(
            "dossier_at_once_mb", DEFAULT_AT_ONCE_MB
        )

    @api.model
    def _get_number(self, name, default):
        # sudo: a setting that everybody's dossiers go by
        parameters = self.env["ir.config_parameter"].sudo()
        try:
            return int(parameters.get_param(f"cds_assessment.{name}", default))
        except ValueError:
            return default

    def _build_at_once(self):
        """Build while the user waits; a failure is written down, not raised."""
        self.ensure_one()
        self._start()
        try:
            with self.env.cr.savepoint():
                self._build(lambda _percent, _step: None)
        except Exception as error:  # pylint: disable=broad-except
            self._fail(error)

    @api.model
    def _cron_build(self):
        """Build what waits, one after the other; one that fails keeps nothing up."""
        self._queue_lost()
        waiting = [("state", "=", "queued")]
        crons = self.env["ir.cron"]
        crons._commit_progress(remaining=self.search_count(waiting))
        while True:
            dossier = self.search(waiting, order="id").try_lock_for_update(limit=1)
            if not dossier:
                return
            dossier._build_in_background()
            if not crons._commit_progress(1, remaining=self.search_count(waiting)):
                return

    def _build_in_background(self):
        """Build, telling how far it is; each word of it is committed."""
        self.ensure_one()
        crons, told = self.env["ir.cron"], [0.0]

        def tell(percent, step):
            if time.monotonic() - told[0] > TELL_SECONDS:
                told[0] = time.monotonic()
                self._tell(percent, step)
                crons._commit_progress()

        self._start()
        crons._commit_progress()
        try:
            self._build(tell)
            # What the database refuses it refuses here.
            self.env.flush_all()
        except Exception as error:  # pylint: disable=broad-except
            self.env.cr.rollback()
            self._fail(error)

    def _start(self):
        # sudo: jobs are written by code only
        job = self.sudo()
        now = fields.Datetime.now()
        job.write(
            {
                "state": "running",
                "started_on": now,
                "heartbeat": now,
                "attempts": job.attempts + 1,
                "progress": 0,
                "progress_text": self._get_step("copy"),
            }
        )

    def _tell(self, percent, step):
        self.sudo().write(  # sudo: as above
            {
                "progress": percent,
                "progress_text": self._get_step(step),
                "heartbeat": fields.Datetime.now(),
            }
        )

    def _get_step(self, step):
        env = self.with_context(lang=self.sudo().user_id.lang).env  # sudo: as above
        return {
            "copy": env._("Collecting papers and evidence"),
            "bind": env._("Binding the volumes"),
            "finish": env._("Finishing"),
        }[step]

    def _fail(self, error):
        if isinstance(error, UserError):
            reason = str(error)
        else:
            _logger.exception("The dossier %s could not be built.", self.id)
            reason = self.env._(
                "The server could not build it (%(error)s). Try again, or ask your "
                "administrator.",
                error=type(error).__name__,
            )
        self.sudo().write(  # sudo: as above
            {
                "state": "failed",
                "error": reason,
                "progress_text": False,
                "finished_on": fields.Datetime.now(),
            }
        )

    @api.model
    def _queue_lost(self):
        """Queue jobs again that lost their worker; one that always kills it fails."""
        before = fields.Datetime.now() - timedelta(minutes=LOST_MINUTES)
        lost = self.sudo().search(  # sudo: whoever asked for it
            [("state", "=", "running"), ("heartbeat", "<", before)]
        )
        hopeless = lost.filtered(lambda job: job.attempts >= MOST_ATTEMPTS)
        (lost - hopeless).write({"state": "queued", "progress": 0})
        for job in hopeless:
            job._fail(
                UserError(
                    self.env._(
                        "The server stopped %(count)s times while building it: ask "
                        "your administrator.",
                        count=job.attempts,
                    )
                )
            )

    def _as_requester(self):
        """Give the job with the rights of the user who asked, in Vietnamese.

        :raise AccessError: when the user is gone
        """
        user = self.sudo().user_id  # sudo: as above
        # the system's own user, which scripts are, is never active
        if not user.active and user.id != SUPERUSER_ID:
            raise AccessError(self.env._("Who asked for it is no user any more."))
        return self.with_user(user).with_context(
            lang="vi_VN",
            tz=user.tz or TIME_ZONE,
            allowed_company_ids=user.company_ids.ids,
        )

    def _build(self, tell):
        """Build the ZIP and keep it.

        :param tell: called with percents and a step
        :raise UserError: when the user may not read what the dossier is made of
        """
        mine = self._as_requester()
        assessment = mine.assessment_id
        assessment.check_access("read")
        content = read_content(assessment)
        plan = collect_plan(
            assessment,
            mine._get_role(),
            MEGABYTE * self._get_number("volume_mb", DEFAULT_VOLUME_MB),
        )
        printer = mine.env["ir.actions.report"]._print_template
        with tempfile.TemporaryDirectory(dir=self._get_work_folder()) as folder:
            built = build_dossier(plan, folder, printer, tell)
            self._keep(built, content)

    def _get_role(self):
        """Name who asks by the highest role: a dossier bears no names of users."""
        role = next(
            (
                role
                for role in ROLES
                if self.env.user.has_group(f"cds_assessment.group_{role}")
            ),
            ROLES[-1],
        )
        return self.env.ref(f"cds_assessment.group_{role}").sudo().name  # sudo: a name

    @api.model
    def _get_work_folder(self):
        folder = os.path.join(self.env["ir.attachment"]._filestore(), WORK_FOLDER)
        os.makedirs(folder, exist_ok=True)
        return folder

    def _keep(self, built, content):
        """Keep a ZIP that lies on the disk, and finish the job."""
        sha1, sha256, size = hash_file(built.path)
        self.sudo().write(  # sudo: as above
            {
                "state": "done",
                "progress": 100,
                "progress_text": False,
                "error": False,
                "warnings": "\n".join(map(problem_text, built.problems)) or False,
                "archive_id": self._keep_file(built.path, sha1, size).id,
                "size": size,
                "sha256": sha256,
                "content_ids": {records._name: records.ids for records in content},
                "finished_on": fields.Datetime.now(),
            }
        )

    def _keep_file(self, path, sha1, size):
        """Move a file into the file store, without ever reading it into memory.

        ``ir.attachment`` takes bytes, and drops ``store_fname`` and ``checksum`` from
        what is written: so the columns are written below it, to what it would have
        written itself. As there, the row comes before the file, so that the collection
        of garbage, which waits for the row, does not take the file; and the file is
        marked for it, so that it goes with a transaction that is rolled back.
        """
        self.ensure_one()
        attachments = self.env["ir.attachment"].sudo()  # sudo: nobody's to write
        attachment = attachments.create(
            {
                "name": self.sudo().name,
                "mimetype": "application/zip",
                "res_model": self._name,
                "res_id": self.id,
                "res_field": "archive_id",
            }
        )
        name = f"{sha1[:2]}/{sha1}"
        self.env.cr.execute(
            SQL(
                "UPDATE ir_attachment SET store_fname = %s, checksum = %s, "
                "file_size = %s WHERE id = %s",
                name,
                sha1,
                min(size, MOST_INTEGER),
                attachment.id,
            )
        )
        attachment.invalidate_recordset()
        attachments._mark_for_gc(name)
        target = attachments._full_path(name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(path, target)
        return attachment

    def _check_may_download(self):
        """Ask for the rights to all that is in the ZIP once more.

        :raise UserError: when there is no ZIP, or something in it has become
            confidential, was cancelled or deleted since
        """
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("This dossier is not ready."))
        self.assessment_id.check_access("read")
        if not self._is_still_open():
            raise UserError(
                self.env._(
                    "Something in this dossier has been withdrawn since it was built: "
                    "build it anew."
                )
            )

    def _is_still_open(self):
        for model, ids in (self.sudo().content_ids or {}).items():  # sudo: numbers
            records = self.env[model].browse(ids)
            readable = records.exists()._filtered_access("read")
            if len(readable) != len(ids):
                return False
            if model == "cds.evidence.file" and any(
                readable.evidence_id.mapped("confidential")
            ):
                return False
            if model == "cds.document" and "cancelled" in readable.mapped("state"):
                return False
        return True

    def _get_path(self):
        """Return where the ZIP lies on the disk; who calls has checked the rights.

        :raise UserError: when it is gone
        """
        self.ensure_one()
        archive = self.sudo().archive_id  # sudo: see above
        path = archive._full_path(archive.store_fname) if archive.store_fname else ""
        if not os.path.isfile(path):
            raise UserError(
                self.env._("The file of this dossier is gone: build it anew.")
            )
        return path

    @api.autovacuum
    def _gc_dossiers(self):
        """Delete dossiers after some days, and what killed workers left behind."""
        days = self._get_number("dossier_days", DEFAULT_DAYS)
        before = fields.Datetime.now() - timedelta(days=days)
        old = self.search(
            [("state", "in", ("done", "failed")), ("finished_on", "<", before)]
        )
        batches = old.batch_ids
        old.unlink()
        batches.filtered(lambda batch: not batch.dossier_ids).unlink()
        for entry in os.scandir(self._get_work_folder()):
            if entry.is_dir() and time.time() - entry.stat().st_mtime > 24 * 3600:
                shutil.rmtree(entry.path, ignore_errors=True)
