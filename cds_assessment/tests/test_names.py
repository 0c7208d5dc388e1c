import unicodedata

from odoo.tests import tagged

from .common import CdsCase

IN_ORDER = (
    "TH An Hà",
    "TH Ánh Dương",
    "TH Ân Thi",
    "TH Đông Sơn",
    "TH số 2",
    "TH số 10",
)


@tagged("post_install", "-at_install")
class TestNames(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schools = cls.env["cds.institution"].create(
            [{"name": name} for name in (*reversed(IN_ORDER), "THCS Đắk R’Măng")]
        )

    def _find(self, typed):
        found = self.env["cds.institution"].name_search(
            typed, [("id", "in", self.schools.ids)]
        )
        return [name for _id, name in found]

    def test_lists_are_in_vietnamese_order(self):
        found = self.schools.search([("id", "in", self.schools[:-1].ids)])
        self.assertEqual(tuple(found.mapped("name")), IN_ORDER)

    def test_records_of_schools_follow_that_order(self):
        years = self.env["cds.profile"].create(
            [
                {"institution_id": school.id, "school_year_id": self.year.id}
                for school in self.schools[:-1]
            ]
        )
        found = years.search([("id", "in", years.ids)], order="institution_id")
        self.assertEqual(tuple(found.institution_id.mapped("name")), IN_ORDER)

    def test_a_school_is_found_however_it_is_typed(self):
        for typed in ("Đắk R'Măng", "dak rmang", "Ðắk R’Măng", "ĐẮK R'MĂNG"):
            for form in ("NFC", "NFD"):
                with self.subTest(typed=typed, form=form):
                    found = self._find(unicodedata.normalize(form, typed))
                    self.assertEqual(found, ["THCS Đắk R’Măng"])

    def test_nothing_typed_finds_all(self):
        self.assertEqual(len(self._find("")), len(self.schools))
        self.assertEqual(self._find("…"), [])

    def test_records_are_found_by_their_school(self):
        profile = self.env["cds.profile"].create(
            {
                "institution_id": self.schools[-1].id,
                "school_year_id": self.year.id,
            }
        )
        domain = [("institution_id", "child_of", "dak rmang")]
        self.assertIn(profile, self.env["cds.profile"].search(domain))
