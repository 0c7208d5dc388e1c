import io
import unicodedata
import zipfile
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ...controllers.common import read_id
from ...models.common import base
from ...models.common.base import LONGEST, MOST, tidy
from ...report.dossier.archive import stream_zip
from ...tools.sheet_name import SheetNames
from ..common.cases import CdsCase
from ..common.dossier import DossierCase, make_pdf
from ..common.inspection import InspectionCase
from ..common.papers import PapersCase

UNSEEN = "\x00\x01\x1b\x7f\ud800\ufffe"


def our_models(env):
    """Return the models of ours whose records are kept, dialogs as well."""
    return [
        model
        for model in env.values()
        if model._name.startswith("cds.") and model._auto and not model._abstract
    ]


@tagged("post_install", "-at_install")
class TestEveryField(TransactionCase):
    """No field of ours can be forgotten: what they take is decided in one place."""

    def test_every_text_has_a_limit(self):
        count = 0
        for model in our_models(self.env):
            for name, field in model._fields.items():
                if not field.store or field.type not in LONGEST:
                    continue
                limit = LONGEST[field.type]
                with self.subTest(model=model._name, field=name):
                    with self.assertRaises(UserError) as refusal:
                        tidy(model, {name: "a" * (limit + 1)})
                    self.assertIn(str(limit), str(refusal.exception))
                    self.assertEqual(
                        tidy(model, {name: "a" * limit})[name], "a" * limit
                    )
                    self.assertEqual(tidy(model, {name: f"x{UNSEEN}y"})[name], "xy")
                count += 1
        self.assertGreater(count, 150)

    def test_every_number_is_within_its_column(self):
        hostile = (MOST["integer"] + 1, -(10**30), "9" * 5000, "x", 10**400)
        count = 0
        for model in our_models(self.env):
            for name, field in model._fields.items():
                if not field.store or field.type not in ("integer", "float"):
                    continue
                numbers = hostile
                if field.type == "float":
                    numbers = (float("nan"), float("inf"), 10**31, "x", 10**400)
                for number in numbers:
                    with (
                        self.subTest(model=model._name, field=name, number=str(number)),
                        self.assertRaises(UserError),
                    ):
                        tidy(model, {name: number})
                self.assertEqual(tidy(model, {name: 7}), {name: 7})
                self.assertEqual(tidy(model, {name: False}), {name: False})
                count += 1
        self.assertGreater(count, 40)

    def test_whatever_is_written_comes_by(self):
        """Below all that our models do before: nothing is written without it."""
        for model in our_models(self.env):
            for method in ("create", "write"):
                with self.subTest(model=model._name, method=method):
                    modules = [
                        cls.__module__
                        for cls in type(model).__mro__
                        if method in vars(cls) and ".cds_assessment." in cls.__module__
                    ]
                    self.assertTrue(
                        modules[-1].endswith("cds_assessment.models.common.base")
                    )

    def test_a_dialog_and_a_record(self):
        for model, vals in (
            ("cds.institution", {"name": "a" * 2001}),
            ("cds.document.cancel", {"reason": "a" * 100_001}),
        ):
            with self.assertRaisesRegex(UserError, "at most"):
                self.env[model].create(vals)

    def test_the_models_of_others_are_left_alone(self):
        partner = self.env["res.partner"].create({"name": "a", "comment": "x" * 9})
        with patch.object(base, "tidy") as asked:
            partner.comment = "y"
        asked.assert_not_called()


@tagged("post_install", "-at_install")
class TestHostileTexts(CdsCase):
    def test_control_characters_go(self):
        self.school.write({"name": f"Tr{UNSEEN}ường", "short_name": "T\x0bH"})
        self.assertEqual((self.school.name, self.school.short_name), ("Trường", "T H"))
        year = self.env["cds.institution"].create({"name": ["a", "\x00"]})
        self.assertEqual(year.name, "['a', '\\x00']")

    def test_the_sentence_is_vietnamese(self):
        school = self.school.with_context(lang="vi_VN")
        with self.assertRaisesRegex(UserError, "ký tự"):
            school.name = "a" * 2001
        with self.assertRaisesRegex(UserError, "không phải là số lưu được"):
            self._create_assessment().with_context(lang="vi_VN").sudo().round = 10**12

    def test_a_workbook_of_schools_with_control_characters(self):
        """Also those that were kept before: a sheet's name has none."""
        names = SheetNames("Thông tin")
        for text, name in (
            ("T\x01H\x1f [1]", "TH -1-"),
            ("th -1-", "th -1- (2)"),
            ("thông tin", "thông tin (2)"),
            ("\x02", "Phiếu"),
            ("'A'B'", "A-B"),
            ("x" * 40, "x" * 31),
            ("x" * 40, "x" * 27 + " (2)"),
        ):
            self.assertEqual(names.add(text, "Phiếu"), name)

    def test_a_note_of_nothing(self):
        assessment = self._create_assessment()
        line = assessment.line_ids[0]
        assessment.sudo().write({"state": "council", "hand": "council"})
        for note in ("\u200b", " \u00a0\ufeff", "\u3164"):
            with self.subTest(ascii(note)), self.assertRaises(ValidationError):
                line.with_user(self.secretary).write(
                    {"council_points": 1, "council_note": note}
                )
        for action in (
            lambda: assessment._return("send_back", "\u200b"),
            lambda: self.env["cds.deliverable"]._check_reason("\u200b"),
        ):
            with self.assertRaises(UserError):
                action()

    def test_a_file_that_did_not_arrive_whole(self):
        for sent in ("a", "é" * 4, 7):
            with self.subTest(sent), self.assertRaisesRegex(UserError, "whole"):
                self.env["cds.remarked"]._decode(sent)


@tagged("post_install", "-at_install")
class TestHostileNumbers(PapersCase):
    def test_a_decision_number_of_eleven_digits(self):
        council = self.dossier.council_id
        council.decision_number = "12345678901/QĐ-TH"
        with self.assertRaises(UserError) as refusal:
            self._draft("council_decision")
        self.assertIn("12345678901/QĐ-TH", str(refusal.exception))
        council.decision_number = "0" * 30 + "282/QĐ-TH"
        self.assertEqual(self._draft("council_decision").number, 282)


@tagged("post_install", "-at_install")
class TestHostileFindings(InspectionCase):
    def test_a_place_of_five_thousand_digits(self):
        self._lead(self.inspection, "minutes")
        item = self.inspection.item_ids.filtered(lambda i: not i.is_heading)[0]
        item.figure_ids = [Command.create({"label": "Giáo viên", "numerator": 8})]
        place = f"{{{'9' * 5000}}}"
        item.findings = f"- {{1}} và {place}"
        self.assertEqual(item.text, f"- 8 và {place}")


@tagged("post_install", "-at_install")
class TestZips(DossierCase, HttpCase):
    """No ZIP of ours has two entries that a file system takes for one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls._create_institution(
            f"{cls.school.name.upper()}", parent_id=cls.district.id
        )
        cls.twin_dossier = cls._create_assessment(cls.twin)
        cls.secretary.cds_institution_ids |= cls.twin
        cls.both = cls.dossier | cls.twin_dossier

    def _names(self, content):
        """Open a ZIP; give its names, after making sure that none is there twice."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
        folded = {unicodedata.normalize("NFC", name).casefold() for name in names}
        self.assertEqual(len(folded), len(names), names)
        return names

    def _get(self, url):
        self.authenticate("cds_council_school", "cds_council_school")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return response.content

    def test_score_sheets(self):
        ids = ",".join(map(str, self.both.ids))
        names = self._names(self._get(f"/cds_assessment/score_sheets.zip?ids={ids}"))
        self.assertEqual(len(names), 4)
        stems = [name.rpartition(".")[0] for name in names]
        self.assertEqual(stems[0], stems[1], "what belongs together has one name")
        self.assertEqual(stems[2], stems[3])
        workbook = load_workbook(
            io.BytesIO(self._get(f"/cds_assessment/score_sheets.xlsx?ids={ids}"))
        )
        self.assertEqual(len(workbook.sheetnames), 3)

    def test_papers(self):
        first = self._issue("report")
        second = first.copy({"assessment_id": self.twin_dossier.id})
        ids = f"{first.id},{second.id}"
        names = self._names(self._get(f"/cds_assessment/documents.docx?ids={ids}"))
        self.assertEqual(len(names), 2)

    def test_dossiers(self):
        for name in ("Kế hoạch", "KẾ HOẠCH", "Kế hoạch"):
            self._attach(name, [("a.pdf", make_pdf()), ("A.pdf", make_pdf(2))])
        self._issue("report")
        with open(self._build()._get_path(), "rb") as file:
            self.assertGreater(len(self._names(file.read())), 9)

    def test_dossiers_of_several_schools(self):
        batch = self.env["cds.dossier.batch"].with_user(self.secretary)
        batch = batch._request(self.both.with_user(self.secretary))
        for dossier in batch.dossier_ids.sudo():
            dossier._build_at_once()
        self.assertEqual(set(batch.dossier_ids.mapped("state")), {"done"})
        names = self._names(
            self._get(f"/cds_assessment/dossier_batches/{batch.id}.zip")
        )
        self.assertEqual(len(names), 2)

    def test_a_name_that_is_taken_is_refused_where_it_is_written(self):
        """Whoever makes the next ZIP hears of it."""
        with self.assertRaises(ValueError):
            b"".join(stream_zip([], [("a.txt", b"1"), ("A.TXT", b"2")]))


@tagged("post_install", "-at_install")
class TestHostileIds(HttpCase, CdsCase):
    @mute_logger("odoo.http")
    def test_ids_of_five_thousand_digits(self):
        self.authenticate("cds_council_school", "cds_council_school")
        for digits in ("9" * 5000, "9" * 11, "²", "", None):
            with self.subTest(digits and digits[:11]):
                self.assertEqual(read_id(digits), 0)
                url = f"/cds_assessment/score_sheets.xlsx?ids={digits}"
                self.assertIn(self.url_open(url).status_code, range(400, 500))
        self.assertEqual(read_id("999999999"), 999999999)
