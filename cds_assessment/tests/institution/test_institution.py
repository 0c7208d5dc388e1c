from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common.cases import CdsCase


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

    def _changes(self, institution, user):
        """Return what the ledger says of a user's place, the oldest first."""
        ledger = self.env["cds.staff.change"].search(
            [("institution_id", "=", institution.id), ("user_id", "=", user.id)]
        )
        return [(row.kind, row.changed_by_id) for row in ledger.sorted("id")]

    def test_who_becomes_staff_is_kept_from_either_side(self):
        admin, user = self.admin, self.contributor
        place = self.district.with_user(admin)
        place.user_ids = [Command.link(admin.id)]  # they make themselves staff
        self.assertEqual(self._changes(place, admin), [("joined", admin)])
        place.user_ids = [Command.unlink(admin.id)]
        self.assertEqual(self._changes(place, admin)[1:], [("left", admin)])
        me = self.env.user  # who gives users their rights
        user.cds_institution_ids = [Command.set(self.other_school.ids)]
        self.assertEqual(self._changes(self.school, user)[1:], [("left", me)])
        self.assertEqual(self._changes(self.other_school, user), [("joined", me)])

    def test_who_is_created_as_staff_is_kept(self):
        joined = [("joined", self.env.user)]
        self.assertEqual(self._changes(self.school, self.head), joined)
        made = self.env["cds.institution"].create(
            {"name": "New", "user_ids": [Command.link(self.head.id)]}
        )
        self.assertEqual(self._changes(made, self.head), joined)

    def test_what_changes_no_place_is_not_kept(self):
        before = self._changes(self.school, self.head)
        self.head.name = "Another Name"
        self.school.active = False
        self.school.active = True
        self.school.user_ids = [Command.link(self.head.id)]
        self.assertEqual(self._changes(self.school, self.head), before)

    def test_the_current_school_year(self):
        cases = {
            "2023-10-30": "2023-2024",
            "2023-08-31": "2022-2023",
            "2023-09-01": "2023-2024",
        }
        for day, name in cases.items():
            with self.subTest(day), freeze_time(day):
                self.assertEqual(self.env["cds.school.year"]._get_current().name, name)


@tagged("post_install", "-at_install")
class TestStaff(CdsCase):
    def test_staff_read_vietnamese(self):
        """Whoever enters them; who is told a language, or is staff of nothing, not."""
        users = self.env["res.users"].with_context(lang="en_US")
        staff = {"cds_institution_ids": [Command.set(self.school.ids)]}
        told = {"lang": "en_US"}
        for vals, lang in ((staff, "vi_VN"), (staff | told, "en_US"), (told, "en_US")):
            login = f"cds_{lang}_{len(vals)}"
            user = users.create({"name": login, "login": login, **vals})
            self.assertEqual(user.lang, lang)

    def test_each_side_is_one_choice(self):
        groups = {
            side: self.env.ref(f"cds_assessment.res_groups_privilege_{side}").group_ids
            for side in ("school", "authority")
        }
        self.assertEqual(len(groups["school"]), 3)
        self.assertEqual(len(groups["authority"]), 3)
