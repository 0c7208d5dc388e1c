import unicodedata

from odoo.tests import tagged

from ..common.cases import CdsCase

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

    def test_two_schools_of_one_name_are_told_apart(self):
        communes = self.env["cds.institution"].create(
            [
                {"name": name, "kind": "authority", "parent_id": self.district.id}
                for name in ("Xã Tân An", "Xã Tân Lập")
            ]
        )
        name = "Trường Tiểu học Lê Lợi Thử Tên"
        schools = self.env["cds.institution"].create(
            [{"name": name, "parent_id": commune.id} for commune in communes]
        )
        self.assertEqual(
            schools.mapped("display_name"),
            [f"{name} (Xã Tân An)", f"{name} (Xã Tân Lập)"],
        )
        # of one commune: by their places, else by their codes
        schools.write({"parent_id": communes[0].id})
        schools[0].locality = "Thôn Đông"
        schools[1].locality = "Thôn Đoài"
        schools.invalidate_recordset(["display_name"])
        self.assertEqual(
            schools.mapped("display_name"),
            [f"{name} (Thôn Đông)", f"{name} (Thôn Đoài)"],
        )
        schools.locality = False
        schools[0].code, schools[1].code = "31990001", "31990002"
        schools.invalidate_recordset(["display_name"])
        self.assertEqual(
            schools.mapped("display_name"),
            [f"{name} (31990001)", f"{name} (31990002)"],
        )
        # alone it bears its name only
        schools[1].name = "Trường Tiểu học Lê Lợi Thử Tên 2"
        schools.invalidate_recordset(["display_name"])
        self.assertEqual(schools[0].display_name, name)
