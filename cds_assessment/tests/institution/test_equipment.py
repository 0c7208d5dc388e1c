from decimal import Decimal

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.dossier.checks import equipment, figures, inspection
from ...models.dossier.checks.dossier import Equipment, Figure, Inspection
from ..common.papers import PapersCase
from ..dossier.test_checks import HERE, CheckCase


@tagged("post_install", "-at_install")
class TestEquipment(PapersCase):
    """What schools declare, and what their report tells of it."""

    def _declare(self, **vals):
        return (
            self.env["cds.equipment"]
            .with_user(self.secretary)
            .create({"name": "Máy chiếu", "kind": "projector", "quantity": 12, **vals})
        )

    def test_what_is_new_works(self):
        projectors = self._declare()
        self.assertEqual(projectors.institution_id, self.school)
        self.assertEqual(projectors.working_count, 12)
        projectors.working_count = 5
        projectors.quantity = 4
        self.assertEqual(projectors.working_count, 4)
        projectors.quantity = 10
        self.assertEqual(projectors.working_count, 4)

    @mute_logger("odoo.sql_db")
    def test_numbers_that_cannot_be(self):
        for vals in ({"working_count": 13}, {"quantity": 0}, {"working_count": -1}):
            with self.subTest(vals), self._undone():
                with self.assertRaises(IntegrityError):
                    self._declare(**vals)
                    self.env.flush_all()

    def test_years_that_cannot_be(self):
        with freeze_time("2023-10-01"):
            self._declare(year=2023)
            for year in (2024, 15):
                with self.subTest(year), self.assertRaises(ValidationError):
                    self._declare(year=year)

    def test_the_report_tells_of_it(self):
        self._declare(year=2015, working_count=4, note="đa số mờ bóng hình")
        self._declare(name="Máy in", kind="other", quantity=2)
        report = self._draft("report", layout="full")
        text = self._section(report, "equipment_done").text
        self.assertIn(
            "- Máy chiếu: 12, đưa vào sử dụng từ năm 2015, 4 hoạt động tốt, đa số mờ "
            "bóng hình.",
            text,
        )
        self.assertIn("- Máy in: 2.", text)

    def test_the_report_does_not_tell_a_number_twice(self):
        profile = self.dossier.profile_id or self.env["cds.profile"].create(
            {"institution_id": self.school.id, "school_year_id": self.year.id}
        )
        profile._set_figures({"televisions": 21})
        self._declare(name="Ti vi", kind="television", quantity=21)
        report = self._draft("report", layout="full")
        text = self._section(report, "equipment_done").text
        self.assertIn("- Ti vi tại phòng học, phòng chức năng: 21 chiếc.", text)
        self.assertNotIn("- Ti vi: 21", text)


@tagged("post_install", "-at_install")
class TestEquipmentChecks(CheckCase):
    def _piece(self, **vals):
        row = {"name": "Máy chiếu", "figure": "projectors", "quantity": 12, "year": 0}
        return Equipment(**{**row, "place": HERE, **vals})

    def test_old_equipment_is_told_of(self):
        old, new, unknown = (self._piece(year=year) for year in (2015, 2016, 0))
        found = self._find(equipment.equipment_old, equipment=(old, new, unknown))
        self._assert_one(found, "remark", "Máy chiếu", "2015", "8 years")

    def test_what_is_declared_and_what_is_told(self):
        pieces = (self._piece(quantity=10), self._piece(quantity=2))
        profile = {"projectors": Figure("Số máy chiếu", Decimal(12))}
        found = self._find(figures.figures_disagree, equipment=pieces, figures=profile)
        self.assertFalse(found)
        found = self._find(
            figures.figures_disagree, equipment=pieces[:1], figures=profile
        )
        self._assert_one(
            found, "warning", "Số máy chiếu", "12 in", "10 in the declared"
        )

    def test_what_nothing_counts_disagrees_with_nothing(self):
        pieces = (self._piece(figure="", quantity=10), self._piece(figure=""))
        self.assertFalse(self._find(figures.figures_disagree, equipment=pieces))


@tagged("post_install", "-at_install")
class TestInspectionChecks(CheckCase):
    def _one(self, is_concluded=True, deadlines=()):
        return Inspection("Trường học điện tử", is_concluded, deadlines, HERE)

    def test_what_is_not_concluded(self):
        rows = (self._one(), self._one(is_concluded=False))
        found = self._find(inspection.inspections_not_concluded, inspections=rows)
        self._assert_one(found, "remark", "Trường học điện tử")

    def test_late_recommendations(self):
        sent = self._dossier().sent_on
        early, same = sent.replace(day=1), sent
        rows = (self._one(deadlines=(early, same)), self._one(deadlines=(same,)))
        found = self._find(inspection.recommendations_late, inspections=rows)
        self._assert_one(found, "remark", "1 rec", f"{early:%d/%m/%Y}")


@tagged("post_install", "-at_install")
class TestCollectedImprovements(PapersCase):
    """Weaknesses and plans of an assessment become improvements."""

    def test_each_item_once(self):
        lines = self.dossier.sudo().line_ids
        lines[0].plan = "Mua thêm máy tính"
        lines[1].weaknesses = "Mạng chậm"
        mine = self.dossier.with_user(self.secretary)
        mine.action_collect_improvements()
        mine.action_collect_improvements()
        self.assertEqual(
            set(mine.improvement_ids.mapped("name")), {"Mua thêm máy tính", "Mạng chậm"}
        )
        self.assertEqual(mine.improvement_ids.institution_id, self.school)
        self.assertEqual(
            mine.improvement_ids.school_year_id, self.dossier.school_year_id
        )

    def test_it_is_the_councils(self):
        for user in (self.contributor, self.officer, self.other_head):
            with self.subTest(user.name), self.assertRaises(UserError):
                self.dossier.with_user(user).action_collect_improvements()

    def test_what_is_open_comes_back_in_the_next_plan(self):
        """The plan of the next self-assessment names it."""
        earlier = self.env.ref("cds_assessment.school_year_2022")
        open_one, done = self.env["cds.improvement"].create(
            [
                {
                    "name": name,
                    "institution_id": self.school.id,
                    "school_year_id": earlier.id,
                }
                for name in ("Thay máy chiếu", "Nối mạng")
            ]
        )
        done.state = "done"
        words = self._words(self._draft("plan")._get_paper())
        self.assertIn("V. VIỆC CẢI TIẾN CỦA NĂM HỌC TRƯỚC", words)
        self.assertIn("- Thay máy chiếu VI. TỔ CHỨC THỰC HIỆN", words)
        self.assertNotIn("Nối mạng", words)
        open_one.state = "dropped"
        self.env.invalidate_all()
        words = self._words(self.dossier.document_ids._get_paper())
        self.assertIn("V. TỔ CHỨC THỰC HIỆN", words)
