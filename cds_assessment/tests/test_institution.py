from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import CdsCase


@tagged("post_install", "-at_install")
class TestInstitution(CdsCase):
    def test_the_assessor_is_the_manager_unless_set(self):
        self.assertEqual(self.school._get_assessor(), self.district)
        self.school.assessor_id = self.province
        self.assertEqual(self.school._get_assessor(), self.province)

    def test_no_cycle(self):
        with self.assertRaises(UserError):
            self.province.parent_id = self.district

    def test_schools_manage_nobody(self):
        with self.assertRaises(ValidationError):
            self.other_school.parent_id = self.school
        with self.assertRaises(ValidationError):
            self.district.kind = "school"

    def test_the_letterhead(self):
        self.district.letterhead_name = "Phòng GD&ĐT"
        self.assertEqual(self.school._get_letterhead(), ("Phòng GD&ĐT", "School"))
        self.assertEqual(self.province._get_letterhead(), ("", "Province"))

    def test_the_current_school_year(self):
        cases = {
            "2023-10-30": "2023-2024",
            "2023-08-31": "2022-2023",
            "2023-09-01": "2023-2024",
        }
        for day, name in cases.items():
            with self.subTest(day), freeze_time(day):
                self.assertEqual(self.env["cds.school.year"]._get_current().name, name)
