import io
import zipfile

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestDownloads(CdsCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_assessment()
        cls.other = cls._create_assessment(cls.other_school)

    def _get(self, kind, ids):
        self.authenticate("cds_council_school", "cds_council_school")
        return self.url_open(f"/cds_assessment/score_sheets.{kind}?ids={ids}")

    def test_the_button_leads_to_the_workbook(self):
        url = self.own.action_download_workbook()["url"]
        self.authenticate("cds_council_school", "cds_council_school")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn(
            "Phieu-danh-gia_School_2023-2024.xlsx",
            response.headers["Content-Disposition"],
        )
        self.assertEqual(
            load_workbook(io.BytesIO(response.content)).sheetnames[0], "School"
        )

    def test_the_zip(self):
        response = self._get("zip", self.own.id)
        self.assertEqual(response.status_code, 200)
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        self.assertEqual(
            archive.namelist(),
            [
                "Phieu-danh-gia_School_2023-2024.pdf",
                "Phieu-danh-gia_School_2023-2024.xlsx",
            ],
        )
        self.assertTrue(archive.read(archive.namelist()[0]).startswith(b"%PDF"))

    @mute_logger("odoo.http")
    def test_another_school_is_refused(self):
        for kind in ("xlsx", "zip"):
            for ids in (f"{self.other.id}", f"{self.own.id},{self.other.id}"):
                with self.subTest(kind=kind, ids=ids):
                    self.assertEqual(self._get(kind, ids).status_code, 403)

    @mute_logger("odoo.http")
    def test_hostile_ids(self):
        for ids in (
            "",
            "x",
            "-1",
            "0",
            "999999999",
            "99999999999999999999",
            "1;2",
            "²",
        ):
            with self.subTest(ids):
                self.assertLess(self._get("xlsx", ids).status_code, 500)
                self.assertGreaterEqual(self._get("xlsx", ids).status_code, 400)

    def test_without_a_log_in(self):
        response = self.url_open(
            f"/cds_assessment/score_sheets.xlsx?ids={self.own.id}",
            allow_redirects=False,
        )
        self.assertIn(response.status_code, (302, 303))

    def test_many(self):
        self.authenticate("cds_admin_province", "cds_admin_province")
        both = self.own | self.other
        response = self.url_open(both.action_download_files()["url"])
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        self.assertEqual(len(archive.namelist()), 4)
        self.assertIn("2-don-vi_2023-2024.zip", response.headers["Content-Disposition"])

    def test_one_failure_loses_nothing_else(self):
        model = self.env.registry["cds.assessment"]
        build = model._get_score_sheet_paper
        broken = self.other

        def fail(records):
            if records == broken:
                raise UserError(records.display_name)
            return build(records)

        self.patch(model, "_get_score_sheet_paper", fail)
        both = (self.own | self.other).with_context(force_report_rendering=True)
        pdfs, failures = both._render_score_sheets()
        self.assertEqual(list(pdfs), self.own.ids)
        self.assertEqual(len(failures), 1)
        self.assertIn("Other School", failures[0])
