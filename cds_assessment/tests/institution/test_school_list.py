import base64
import io

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.cases import CdsCase

HEADINGS = ("TT", "Mã trường", "Tên trường", "Cấp học", "Loại hình", "Ghi chú")


class SchoolListCase(CdsCase):
    @classmethod
    def _workbook(cls, *rows, headings=HEADINGS):
        """Return a printed list: a letterhead, headings, rows below communes."""
        book = Workbook()
        for row in (("UBND TỈNH THỬ",), (), headings, *rows):
            book.active.append(row)
        output = io.BytesIO()
        book.save(output)
        return base64.b64encode(output.getvalue())

    @classmethod
    def _create_list(cls, *rows, user=None, **vals):
        schools = cls.env["cds.school.list"].with_user(user or cls.officer)
        created = schools.create(
            {"data": cls._workbook(*rows), "file_name": "DS.xlsx", **vals}
        )
        created.action_read()
        return created

    def _read(self, *rows, **vals):
        return self._create_list(*rows, **vals)

    def _statuses(self, schools):
        return {row.name: row.status for row in schools.row_ids}


@tagged("post_install", "-at_install")
class TestSchoolList(SchoolListCase):
    ROWS = (
        ("1", "XÃ CAO MINH"),
        (1, "01024980", "Trường TH&THCS Cao Minh", "TH&THCS", "CL", None),
        (2, 1008773, "Trường MN  Hoa Sen ", "MN", "NCL", None),
        (3, "'01024981", "Trường THPT Cao Minh", "THPT", "Công lập", None),
        (None, None, "Cộng", 3),
        ("2", "PHƯỜNG AN ĐÀI"),
        (1, "01024982", "Trường Tiểu học Cũ", "TH", "CL", "Giải thể từ 01/7/2025"),
    )

    def test_a_printed_list_becomes_schools(self):
        schools = self._read(*self.ROWS)
        self.assertEqual(
            self._statuses(schools),
            {
                "Trường TH&THCS Cao Minh": "new",
                "Trường MN Hoa Sen": "new",
                "Trường THPT Cao Minh": "new",
                "Trường Tiểu học Cũ": "doubtful",
            },
        )
        self.env.invalidate_all()  # as a browser reads it again
        self.assertEqual(schools.row_ids[0].code, "01024982")
        schools.action_apply()
        made = schools.row_ids.institution_id.sorted("code")
        self.assertEqual(made.mapped("code"), ["01008773", "01024980", "01024981"])
        self.assertEqual(made.mapped("school_level_id.code"), ["MN", "TH&THCS", "THPT"])
        self.assertEqual(made.mapped("ownership"), ["private", "public", "public"])
        commune = made[0].parent_id
        self.assertEqual(commune.name, "Ủy ban nhân dân xã Cao Minh")
        self.assertEqual(commune.parent_id, self.district)
        # the law leaves upper secondary schools to the authority above the commune
        self.assertEqual(made.parent_id, commune | self.district)
        self.assertEqual(made[2].parent_id, self.district)
        self.assertEqual(set(made.mapped("commune")), {"Xã Cao Minh"})
        self.assertEqual(set(made.mapped("locality")), {"Cao Minh"})

    def test_a_list_that_is_read_twice_changes_nothing(self):
        self._read(*self.ROWS).action_apply()
        again = self._read(*self.ROWS)
        self.assertEqual(
            {row.status for row in again.row_ids if row.code != "01024982"}, {"same"}
        )
        self.assertFalse(again.taken_count)

    def test_what_changes_is_shown_and_undone(self):
        self.school.write({"code": "01024980", "name": "Trường Tiểu học Cao Minh"})
        schools = self._read(*self.ROWS)
        row = schools.row_ids.filtered(lambda r: r.institution_id == self.school)
        self.assertEqual(row.status, "changed")
        self.assertIn("Trường TH&THCS Cao Minh", row.difference)
        self.assertIn("Ủy ban nhân dân xã Cao Minh", row.difference)
        schools.action_apply()
        self.assertEqual(self.school.name, "Trường TH&THCS Cao Minh")
        made = (schools.row_ids - row).institution_id
        self.school.ownership = "private"  # somebody's own change since
        schools.action_undo()
        self.assertEqual(self.school.name, "Trường Tiểu học Cao Minh")
        self.assertEqual(self.school.parent_id, self.district)
        self.assertFalse(self.school.school_level_id)
        self.assertEqual(self.school.ownership, "private")
        self.assertFalse(made.exists())
        self.assertFalse(
            self.env["cds.institution"].search([("name", "ilike", "nhân dân xã")])
        )

    def test_what_is_in_use_is_not_undone(self):
        schools = self._read(*self.ROWS)
        schools.action_apply()
        used = schools.row_ids.institution_id[0]
        self.env["cds.profile"].create(
            {"institution_id": used.id, "school_year_id": self.year.id}
        )
        with self.assertRaises(UserError) as caught:
            schools.action_undo()
        self.assertIn(used.name, str(caught.exception))
        self.assertTrue(used.exists())

    def test_a_row_without_a_level_is_asked_for(self):
        schools = self._read((1, "01", "Trường Ánh Dương", None, None, None))
        row = schools.row_ids
        self.assertEqual((row.status, row.is_taken), ("doubtful", False))
        row.is_taken = True
        with self.assertRaises(UserError):
            schools.action_apply()
        row.school_level_id = self.env.ref("cds_assessment.school_level_primary")
        self.assertEqual((row.status, row.is_taken), ("new", True))
        schools.action_apply()
        self.assertEqual(row.institution_id.name, "Trường Ánh Dương")

    def test_the_level_of_all_that_name_none(self):
        schools = self._read((1, "01", "Trường Ánh Dương", None, None, None))
        schools.default_level_id = self.env.ref("cds_assessment.school_level_preschool")
        self.assertEqual(schools.row_ids.status, "new")

    def test_a_code_that_is_another_authoritys(self):
        self.other_school.code = "01024980"
        schools = self._read(*self.ROWS)
        row = schools.row_ids.filtered(lambda r: r.code == "01024980")
        self.assertEqual((row.status, row.is_taken), ("doubtful", False))
        self.assertFalse(row.institution_id)
        self.assertNotIn(self.other_school.name, row.doubt)

    def test_what_changed_meanwhile_is_shown_first(self):
        schools = self._read(*self.ROWS)
        self.school.code = "01024980"
        answer = schools.action_apply()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertEqual(schools.state, "read")
        schools.action_apply()
        self.assertEqual(schools.state, "done")

    def test_codes_of_offices(self):
        headings = ("Mã trường", "Cấp học", "Mã huyện", "Tên trường")
        rows = (
            (1, 10, 7, "Phòng GD&ĐT huyện Bảy"),
            (2, 1, 7, "Trường Tiểu học Bảy"),
            (3, 3, 8, "Trường TH&THCS Tám"),
        )
        schools = self._read(data=self._workbook(*rows, headings=headings))
        self.assertEqual(schools.open_place_count, 1)
        schools.action_apply()
        parents = {r.name: r.institution_id.parent_id.name for r in schools.row_ids}
        self.assertEqual(
            parents,
            {
                "Phòng GD&ĐT huyện Bảy": "District",
                "Trường Tiểu học Bảy": "Phòng GD&ĐT huyện Bảy",
                "Trường TH&THCS Tám": "District",
            },
        )

    def test_a_new_file_forgets_the_one_before(self):
        schools = self._read(*self.ROWS)
        schools.data = self._workbook((1, "9", "Trường Tiểu học Khác", "TH"))
        self.assertEqual(schools.state, "draft")
        self.assertFalse(schools.row_ids | schools.row_ids)
        schools.action_read()
        self.assertEqual(schools.row_ids.name, "Trường Tiểu học Khác")

    def test_columns_are_put_right(self):
        schools = self._read(*self.ROWS)
        schools.column_ids.filtered(lambda c: c.meaning == "ownership").meaning = False
        schools.action_read()
        self.assertEqual(set(schools.row_ids.mapped("ownership")), {False})

    def test_files_that_are_no_lists(self):
        for data in (
            b"",
            base64.b64encode(b"no workbook"),
            self._workbook(headings=()),
        ):
            with self.subTest(data[:20]), self.assertRaises(UserError):
                self._read(data=data or base64.b64encode(b"-"))

    def test_what_is_written_stays_as_it_was_read(self):
        schools = self._read(*self.ROWS)
        schools.action_apply()
        for refused in (
            schools.action_read,
            schools.action_apply,
            schools.unlink,
            lambda: schools.row_ids[0].write({"name": "Other"}),
            lambda: schools.write({"data": self._workbook()}),
        ):
            with self.assertRaises(UserError):
                refused()


@tagged("post_install", "-at_install")
class TestWhoKeepsInstitutions(SchoolListCase):
    def test_an_officer_keeps_what_is_below(self):
        mine = self.env["cds.institution"].with_user(self.officer)
        made = mine.create({"name": "New", "parent_id": self.district.id})
        made.write({"closed_on": "2023-09-01"})
        self.assertTrue(made.may_keep)
        self.assertEqual(
            mine.search([("may_keep", "=", True)]),
            self.school.with_user(mine.env.user) | made,
        )
        self.assertIn(self.district, mine.search([("is_mine", "=", True)]))
        made.unlink()

    def test_not_the_own_authority_nor_what_is_elsewhere(self):
        for place in (self.district, self.province, self.other_school):
            with self.subTest(place.name), self.assertRaises(AccessError):
                place.with_user(self.officer).write({"name": "Mine"})

    def test_nothing_is_moved_or_made_elsewhere(self):
        with self.assertRaises(AccessError):
            self.school.with_user(self.officer).parent_id = self.other_district
        with self.assertRaises(AccessError):
            self.env["cds.institution"].with_user(self.officer).create(
                {"name": "New", "parent_id": self.other_district.id}
            )
        with self.assertRaises(AccessError):
            self.env["cds.institution"].with_user(self.officer).create({"name": "New"})

    def test_staff_is_for_administrators(self):
        for vals in (
            {"user_ids": [(4, self.officer.id)]},
            {"company_id": self.env.company.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                self.school.with_user(self.officer).write(vals)
        self.assertNotIn(self.officer, self.school.user_ids)

    def test_a_list_of_another_authority(self):
        with self.assertRaises(UserError):
            self._create_list(user=self.officer, authority_id=self.other_district.id)
        foreign = self._create_list(
            (1, "9", "Trường Tiểu học Khác", "TH"),
            user=self.admin,
            authority_id=self.other_district.id,
        )
        with self.assertRaises(AccessError):
            foreign.with_user(self.officer).action_apply()
        self.assertFalse(foreign.with_user(self.officer).has_access("read"))
