import hashlib
import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.dossier import DossierCase, make_pdf
from .test_dossier import LOGGER


@tagged("post_install", "-at_install")
class TestDossierJobs(DossierCase):
    """Waiting, building in the background, failing, and being lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.use = cls._attach("Giấy", [("x.pdf", make_pdf())])
        cls.second = cls._create_assessment(cls.other_school)

    def setUp(self):
        super().setUp()
        # What is committed would stay: a test's transaction holds all of it.
        self.patch(self.env.cr, "rollback", lambda: None)
        self.commits = []
        self.patch(
            self.env.registry["ir.cron"],
            "_commit_progress",
            lambda _self, processed=0, **_kw: self.commits.append(processed) or 1,
        )

    def _request(self, assessments=None, user=None):
        mine = (assessments or self.dossier).with_user(user or self.secretary)
        return self.env["cds.dossier"].with_user(mine.env.user)._request(mine)

    def test_a_small_one_comes_at_once(self):
        action = self.dossier.with_user(self.secretary).action_build_dossier()
        job = self.env["cds.dossier"].search([("assessment_id", "=", self.dossier.id)])
        self.assertEqual(action["url"], f"/cds_assessment/dossiers/{job.id}.zip")
        self.assertEqual(job.state, "done")

    def test_a_large_one_waits_for_the_scheduler(self):
        self.env["ir.config_parameter"].set_param(
            "cds_assessment.dossier_at_once_mb", "0"
        )
        cron = self.env.ref("cds_assessment.ir_cron_build_dossiers")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])
        action = self.dossier.with_user(self.secretary).action_build_dossier()
        job = self.env["cds.dossier"].browse(action["res_id"])
        self.assertEqual(job.state, "queued")
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), before + 1)
        self.env["cds.dossier"]._cron_build()
        self.assertEqual((job.state, job.progress), ("done", 100))
        self.assertIn(1, self.commits)

    def test_pressed_twice_it_is_built_once(self):
        self.assertEqual(self._request(), self._request())
        self.assertNotEqual(self._request(), self._request(user=self.head))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["cds.dossier"].create(
                {"assessment_id": self.dossier.id, "user_id": self.secretary.id}
            )

    def test_one_that_is_done_is_built_anew(self):
        first = self._build()
        self.assertNotEqual(self._build(), first)

    def test_progress_is_told(self):
        told = []
        job = self._request()
        self.patch(
            type(job),
            "_tell",
            lambda _self, percent, step: told.append((percent, step)),
        )
        with patch(f"{LOGGER}.TELL_SECONDS", -1):
            job.sudo()._build_in_background()
        self.assertEqual(
            list(dict.fromkeys(step for _percent, step in told)),
            ["copy", "bind", "finish"],
        )
        percents = [percent for percent, _step in told]
        self.assertEqual(percents, sorted(percents))
        self.assertLessEqual(percents[-1], 100)

    def test_a_lost_worker(self):
        job = self._request().sudo()
        job._start()
        self.env["cds.dossier"]._queue_lost()
        self.assertEqual(job.state, "running")
        job.heartbeat = fields.Datetime.now() - timedelta(minutes=11)
        self.env["cds.dossier"]._cron_build()
        self.assertEqual((job.state, job.attempts), ("done", 2))

    def test_one_that_kills_its_workers(self):
        job = self._request().sudo()
        for _attempt in range(3):
            job._start()
        job.heartbeat = fields.Datetime.now() - timedelta(minutes=11)
        self.env["cds.dossier"]._cron_build()
        self.assertEqual(job.state, "failed")
        self.assertIn("3", job.error)

    def _break(self, assessment):
        """Let the scores of one school fail."""
        model = self.env.registry["cds.assessment"]
        build = model._get_score_sheet

        def fail(records):
            if records == assessment:
                raise UserError(records.display_name)
            return build(records)

        self.patch(model, "_get_score_sheet", fail)

    def test_one_failure_loses_nothing_else(self):
        self._break(self.dossier)
        both = self.dossier | self.second
        action = both.with_user(self.admin).action_build_dossier()
        batch = self.env["cds.dossier.batch"].browse(action["res_id"])
        self.assertTrue(batch.is_under_way)
        self.env["cds.dossier"]._cron_build()
        self.assertEqual((batch.done_count, batch.failed_count), (1, 1))
        self.assertFalse(batch.is_under_way)
        failed = batch.dossier_ids.filtered(lambda job: job.state == "failed")
        self.assertEqual(failed.error, "School, 2023-2024")
        files, faults = batch.with_user(self.admin)._get_files()
        self.assertEqual(
            [name for name, _path in files], ["Bo-ho-so_Other-School_2023-2024.zip"]
        )
        self.assertEqual(faults, ["School, 2023-2024: School, 2023-2024"])

    def test_an_unforeseen_failure_is_told_in_a_sentence(self):
        def fail(*_args):
            raise ZeroDivisionError

        self.patch(self.env.registry["cds.assessment"], "_get_score_sheet", fail)
        with mute_logger(LOGGER):
            self._request().sudo()._build_in_background()
        job = self.env["cds.dossier"].search([("assessment_id", "=", self.dossier.id)])
        self.assertEqual(job.state, "failed")
        self.assertIn("administrator", job.error)
        self.assertNotIn("Traceback", job.error)

    def test_a_failure_leaves_no_file(self):
        def fail(records, *_args):
            raise UserError(records._name)

        folder = self.env["cds.dossier"]._get_work_folder()
        self.patch(self.env.registry["ir.actions.report"], "_print_template", fail)
        before = os.listdir(folder)
        self._build()
        self.assertEqual(os.listdir(folder), before)

    def test_a_batch_is_its_users_own(self):
        both = self.dossier | self.second
        action = both.with_user(self.admin).action_build_dossier()
        batch = self.env["cds.dossier.batch"].browse(action["res_id"])
        self.assertTrue(batch.with_user(self.admin).has_access("read"))
        self.assertFalse(batch.with_user(self.head).has_access("read"))
        with self.assertRaises(AccessError):
            both.with_user(self.head).action_build_dossier()

    def test_a_cancelled_one_has_no_dossier(self):
        self.second.state = "cancelled"
        with self.assertRaises(UserError):
            (self.dossier | self.second).with_user(self.admin).action_build_dossier()

    def test_old_ones_are_deleted(self):
        old, young = self._build(), self._build()
        old.sudo().finished_on = fields.Datetime.now() - timedelta(days=8)
        attachment = old.sudo().archive_id
        self.env["cds.dossier"]._gc_dossiers()
        self.assertFalse(old.exists())
        self.assertFalse(attachment.exists())
        self.assertTrue(young.exists())
        self.assertTrue(young._get_path())

    def test_what_killed_workers_left_is_deleted(self):
        folder = Path(self.env["cds.dossier"]._get_work_folder(), "left-behind")
        folder.mkdir()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.env["cds.dossier"]._gc_dossiers()
        self.assertTrue(folder.exists())
        os.utime(folder, (0, 0))
        self.env["cds.dossier"]._gc_dossiers()
        self.assertFalse(folder.exists())


@tagged("post_install", "-at_install")
class TestDossierDownloads(DossierCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._attach("Giấy", [("x.pdf", make_pdf())])

    def _get(self, user, url, **kwargs):
        self.authenticate(user.login, user.login)
        return self.url_open(url, **kwargs)

    def test_the_zip(self):
        job = self._build()
        response = self._get(self.secretary, job.action_download()["url"])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(hashlib.sha256(response.content).hexdigest(), job.sha256)
        self.assertIn(
            "Bo-ho-so_School_2023-2024.zip", response.headers["Content-Disposition"]
        )
        part = self._get(
            self.secretary,
            job.action_download()["url"],
            headers={"Range": "bytes=0-3"},
        )
        self.assertEqual((part.status_code, part.content), (206, b"PK\x03\x04"))

    @mute_logger("odoo.http")
    def test_another_school_is_refused(self):
        job = self._build()
        url = job.action_download()["url"]
        for user in (self.other_secretary, self.plain, self.officer):
            with self.subTest(user.login):
                self.assertEqual(self._get(user, url).status_code, 403)
        for wrong in ("0", "99999999"):
            response = self._get(
                self.secretary, f"/cds_assessment/dossiers/{wrong}.zip"
            )
            self.assertEqual(response.status_code, 404)

    @mute_logger("odoo.http")
    def test_no_way_past_the_check(self):
        """The attachment is nobody's to open: the route asks for more than it would."""
        job = self._build()
        archive = job.sudo().archive_id
        for url in (
            f"/web/content/{archive.id}",
            f"/web/content/cds.dossier/{job.id}/archive_id",
        ):
            response = self._get(self.secretary, url)
            self.assertFalse(response.content.startswith(b"PK"), url)

    @mute_logger("odoo.http")
    def test_one_that_is_not_ready(self):
        mine = self.dossier.with_user(self.secretary)
        job = self.env["cds.dossier"].with_user(self.secretary)._request(mine)
        url = f"/cds_assessment/dossiers/{job.id}.zip"
        self.assertGreaterEqual(self._get(self.secretary, url).status_code, 400)

    def test_all_that_are_ready(self):
        other = self._create_assessment(self.other_school)
        both = (self.dossier | other).with_user(self.admin)
        batch = self.env["cds.dossier.batch"].with_user(self.admin)._request(both)
        batch.dossier_ids[0].sudo()._build_at_once()
        batch.dossier_ids[1].sudo()._fail(UserError("Không đọc được."))
        response = self._get(self.admin, batch.action_download()["url"])
        self.assertEqual(response.status_code, 200)
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            names = archive.namelist()
            self.assertEqual(len(names), 2)
            self.assertIn("LOI.txt", names)
            self.assertIn(
                "Không đọc được.", archive.read("LOI.txt").decode("utf-8-sig")
            )
            inner = archive.read(names[0])
        self.assertIsNone(zipfile.ZipFile(io.BytesIO(inner)).testzip())
        with tempfile.NamedTemporaryFile(suffix=".zip") as file:
            file.write(response.content)
            file.flush()
            for command in (["unzip", "-tq", file.name], ["7z", "t", file.name]):
                if shutil.which(command[0]):
                    done = subprocess.run(command, capture_output=True)
                    self.assertEqual(done.returncode, 0, done.stdout)

    @mute_logger("odoo.http")
    def test_a_batch_of_someone_else(self):
        other = self._create_assessment(self.other_school)
        both = (self.dossier | other).with_user(self.admin)
        batch = self.env["cds.dossier.batch"].with_user(self.admin)._request(both)
        url = f"/cds_assessment/dossier_batches/{batch.id}.zip"
        self.assertEqual(self._get(self.secretary, url).status_code, 403)


@tagged("post_install", "-at_install")
class TestDossierTour(DossierCase, HttpCase):
    def test_the_page_follows_the_job(self):
        self.env["ir.config_parameter"].set_param(
            "cds_assessment.dossier_at_once_mb", "0"
        )
        model = self.env.registry["cds.dossier"]
        read, reads = model.web_read, []

        def web_read(records, specification):
            """Answer from the second time on as if the scheduler had been at work."""
            reads.append(len(reads))
            values = read(records, specification)
            if len(reads) > 1:
                for row in values:
                    row |= {"state": "done", "is_under_way": False}
            return values

        self.patch(model, "web_read", web_read)
        self.start_tour(
            f"/odoo/cds-assessments/{self.dossier.id}",
            "cds_dossier",
            login=self.secretary.login,
        )
        self.assertEqual(len(reads), 2)
