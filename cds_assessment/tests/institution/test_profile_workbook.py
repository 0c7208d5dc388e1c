import base64
import io
import zipfile
from datetime import datetime

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ...report.workbooks.profile_xlsx import LARGEST_FILE, profile_workbook
from ..common.files import ole_bytes
from .test_profile import ProfileCase


@tagged("post_install", "-at_install")
class TestWorkbook(ProfileCase):
    """A workbook that goes out, is filled in and comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile._set_figures({"pupils": 625, "teachers": 28, "staff_it": 0})

    def _build(self, profile=None):
        sheet = (profile or self.profile).with_context(lang="vi_VN")._get_sheet()
        return profile_workbook(sheet, "20/10/2023 08:00")

    def _fill(self, cells, profile=None):
        """Fill in cells by code, or by the name of the cell; give the file's bytes."""
        workbook = load_workbook(io.BytesIO(self._build(profile)))
        sheet = workbook["Số liệu"]
        rows = {row[0].value: row[4] for row in sheet.iter_rows()}
        for code, value in cells.items():
            (sheet[code] if code[:1].isupper() else rows[code]).value = value
        output = io.BytesIO()
        workbook.save(output)
        return output.getvalue()

    def _number(self, code):
        """Give the row of the sheet where a figure stands."""
        sheet = load_workbook(io.BytesIO(self._build()))["Số liệu"]
        return next(r[0].row for r in sheet.iter_rows() if r[0].value == code)

    def _open(self, content, user=None):
        dialogs = self.env["cds.profile.import"].with_user(user or self.secretary)
        return dialogs.create(
            {
                "profile_id": self.profile.id,
                "data": base64.b64encode(content),
                "file_name": "so-lieu.xlsx",
            }
        )

    def _assert_refused(self, content, sentence):
        dialog = self._open(content)
        self.assertIn(sentence, dialog.problems)
        self.assertFalse(dialog.difference)
        before = self.profile._get_figures()
        with self.assertRaisesRegex(UserError, "."):
            dialog.action_apply()
        self.assertEqual(self.profile._get_figures(), before)

    def test_what_goes_out(self):
        workbook = load_workbook(io.BytesIO(self._build()))
        self.assertEqual(workbook.sheetnames, ["Số liệu", "Thông tin"])
        sheet = workbook["Số liệu"]
        rows = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
        self.assertEqual(rows["pupils"][4].value, 625)
        self.assertEqual(rows["staff_it"][4].value, 0)
        self.assertIsNone(rows["classes"][4].value)
        self.assertIn("Nhân sự", rows)  # the heading of a section
        self.assertTrue(sheet.protection.sheet)
        self.assertFalse(rows["pupils"][4].protection.locked)
        self.assertTrue(rows["pupils"][1].protection.locked)
        self.assertEqual(sheet.freeze_panes, "C5")

    def test_the_way_there_and_back(self):
        content = self._fill({"pupils": 623, "classes": 18, "televisions": 0})
        dialog = self._open(content)
        self.assertFalse(dialog.problems)
        self.assertEqual(dialog.change_count, 3)
        text = dialog.difference
        for part in ("Số học sinh", "625", "623"):
            self.assertIn(part, text)
        self.assertNotIn("Số giáo viên<", text)
        self.assertEqual(self._row("pupils").value, 625, "shown first, not written")
        dialog.action_apply()
        figures = self.profile._get_figures()
        self.assertEqual(
            (figures["pupils"], figures["classes"], figures["televisions"]),
            (623, 18, 0),
        )
        self.assertEqual(figures["teachers"], 28)
        self.assertEqual(self._row("classes").source, "imported")
        self.assertEqual(self._row("classes").source_note, "so-lieu.xlsx")
        self.assertEqual(self._row("teachers").source, "typed")

    def test_an_empty_cell_keeps_the_figure(self):
        dialog = self._open(self._fill({"pupils": None, "teachers": " "}))
        self.assertEqual((dialog.problems, dialog.change_count), ("", 0))
        dialog.action_apply()
        self.assertEqual(self.profile._get_figures()["pupils"], 625)

    def test_wrong_cells(self):
        row = self._number("pupils")
        for cells, sentence in (
            ({"pupils": "nhiều"}, f"Row {row}: Số học sinh: “nhiều” is not a number"),
            ({"pupils": "625 em"}, "“625 em” is not a number"),
            (
                {"pupils": datetime(1900, 1, 26)},
                f"the cell E{row} is formatted as a date or time (yyyy-mm-dd",
            ),
            ({"pupils": True}, "is not a number"),
            ({"pupils": -3}, f"Row {row}: Số học sinh: -3 is below 0"),
            ({"pupils": 2.5}, "2.5 is not a whole number"),
            ({"pupils": 10**9}, "is above the maximum, 10000000"),
            ({"pupils": 1.23456}, "1.23456 is not a whole number"),
            ({"pupils": "=600+25"}, "formulas are not calculated"),
            ({f"A{row}": "unicorns"}, f"Row {row}: there is no figure “unicorns”"),
            ({f"A{row}": "classes", f"E{row}": 3}, "“classes” stands there twice"),
            ({f"A{row}": None}, f"Row {row}: there is no figure “”"),
            (
                {"teachers_with_account": 29},
                f"Row {self._number('teachers_with_account')}: Số giáo viên có tài",
            ),
        ):
            with self.subTest(cells):
                self._assert_refused(self._fill(cells), sentence)

    def test_numbers_as_people_and_programs_write_them(self):
        share = self.env["cds.figure"].create(
            {"code": "share", "name": "Share", "is_whole": False}
        )
        self.assertTrue(share)
        texts = {"classes": "26 ", "pupils": "1 034", "teachers": "42"}
        for cells, expected in (
            (texts, {"classes": 26, "pupils": 1034, "teachers": 42}),
            ({"pupils": "1.034"}, {"pupils": 1034}),
            ({"pupils": "1,034"}, {"pupils": 1034}),
            ({"share": "98,5"}, {"share": 98.5}),
            ({"share": "98.5"}, {"share": 98.5}),
            ({"share": 98.50000000000001}, {"share": 98.5}),
        ):
            with self.subTest(cells):
                dialog = self._open(self._fill(cells))
                self.assertFalse(dialog.problems)
                dialog.action_apply()
                figures = self.profile._get_figures()
                self.assertEqual({code: figures[code] for code in expected}, expected)
        self._assert_refused(self._fill({"share": "1.034"}), "can be read two ways")

    def test_a_column_that_was_inserted(self):
        """Last year's figures are not this year's."""
        workbook = load_workbook(io.BytesIO(self._fill({"pupils": 623})))
        workbook["Số liệu"].insert_cols(4)
        output = io.BytesIO()
        workbook.save(output)
        dialog = self._open(output.getvalue())
        self.assertEqual((dialog.problems, dialog.change_count), ("", 1))
        dialog.action_apply()
        self.assertEqual(self.profile._get_figures()["pupils"], 623)
        workbook["Số liệu"]["E4"].value = "Năm nay"
        output = io.BytesIO()
        workbook.save(output)
        self._assert_refused(output.getvalue(), "cannot be told from each other")

    def test_all_or_nothing(self):
        content = self._fill({"classes": 18, "pupils": -1, "televisions": "x"})
        self._assert_refused(content, "is below 0")
        self.assertEqual(len(self._open(content).problems.splitlines()), 2)

    def test_a_limit_is_seen_wherever_it_is_broken(self):
        self.profile._set_figures({"teachers_with_account": 28})
        self._assert_refused(self._fill({"teachers": 20}), "cannot exceed Số giáo viên")

    def test_the_workbook_of_another(self):
        year = self.env.ref("cds_assessment.school_year_2024")
        for profile in (
            self._create_profile(self.other_school),
            self._create_profile(year=year),
        ):
            with self.subTest(profile.display_name):
                self._assert_refused(
                    self._fill({"pupils": 1}, profile),
                    f"is of {profile.institution_id.name}, "
                    f"{profile.school_year_id.name}, not of School, 2023-2024",
                )

    def test_other_files(self):
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            archive.writestr("xl/workbook.xml", "<!DOCTYPE x []><x/>")
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 30 * 1024 * 1024)
        plain = io.BytesIO()
        workbook = load_workbook(io.BytesIO(self._build()))
        del workbook["Thông tin"]
        workbook.save(plain)
        for content, sentence in (
            (b"nothing", "no workbook"),
            (ole_bytes("EncryptedPackage"), "protected with a password"),
            (b"PK\x03\x04 broken", "no workbook"),
            (output.getvalue(), "no workbook"),
            (bomb.getvalue(), "too large"),
            (b"0" * (LARGEST_FILE + 1), "too large"),
            (plain.getvalue(), "not the workbook of the year's figures"),
        ):
            with self.subTest(sentence):
                self._assert_refused(content, sentence)

    def test_a_broken_stream(self):
        """Each part of the file in turn is no deflated stream any more."""
        content = self._build()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            places = [
                entry.header_offset + 30 + len(entry.filename)
                for entry in archive.infolist()
            ]
        self.assertGreater(len(places), 5)
        for place in places:
            broken = content[:place] + b"\xff" * 20 + content[place + 20 :]
            with self.subTest(place):
                self._assert_refused(broken, "no workbook")

    def test_a_kept_dialog_is_opened_again(self):
        """The web client asks for the sizes of files only."""
        dialog = self._open(self._fill({"pupils": 1}))
        self.env.invalidate_all()
        values = dialog.with_context(bin_size=True).web_read(
            {"data": {}, "problems": {}, "change_count": {}}
        )[0]
        self.assertFalse(values["problems"])
        self.assertEqual(values["change_count"], 1)

    def test_the_dialog_shows_at_once(self):
        action = self.profile.with_user(self.secretary).action_import()
        dialogs = self.env["cds.profile.import"].with_user(self.secretary)
        with Form(dialogs.with_context(**action["context"])) as form:
            form.data = base64.b64encode(self._fill({"pupils": 1})).decode()
            self.assertEqual(form.change_count, 1)
            self.assertIn("625", form.difference)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_by_whom(self):
        for user in (self.contributor, self.officer):
            with self.assertRaises(AccessError):
                self._open(self._fill({"pupils": 1}), user)
        with self.assertRaises(AccessError):
            self.profile.with_user(self.contributor).action_import()
        # a stranger names our profile: nothing is shown, nothing is written
        dialog = self._open(self._fill({"pupils": 1}), self.other_head)
        self.assertFalse(dialog.difference)
        with self.assertRaises(AccessError):
            dialog.action_apply()
        self.assertEqual(self._row("pupils").value, 625)


@tagged("post_install", "-at_install")
class TestDownload(ProfileCase, HttpCase):
    def _get(self, user, profile_id):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/cds_assessment/profile/{profile_id}.xlsx")

    def test_the_button_leads_to_the_workbook(self):
        mine = self.profile.with_user(self.contributor)
        url = mine.action_download_workbook()["url"]
        self.authenticate(self.contributor.login, self.contributor.login)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn(
            "So-lieu-nam-hoc_School_2023-2024.xlsx",
            response.headers["Content-Disposition"],
        )
        workbook = load_workbook(io.BytesIO(response.content))
        self.assertEqual(workbook["Thông tin"]["B2"].value, "School")

    @mute_logger("odoo.http")
    def test_others_are_refused(self):
        self.assertEqual(self._get(self.other_head, self.profile.id).status_code, 403)
        self.assertEqual(self._get(self.plain, self.profile.id).status_code, 403)
        self.assertEqual(self._get(self.head, 999_999_999).status_code, 404)
