from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestAttendance(CdsCase):
    """Minutes say who was there only where somebody has entered it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.council = cls._create_council("self", cls.school, cls.head, cls.secretary)
        cls.dossier = cls._create_assessment(council_id=cls.council.id)
        cls.minutes = cls.env["cds.document"].create(
            {
                "assessment_id": cls.dossier.id,
                "type_id": cls.env.ref("cds_assessment.document_type_minutes").id,
            }
        )

    def _words(self):
        return " ".join(self.minutes.section_ids.mapped("text"))

    def test_nothing_is_said_that_nobody_has_entered(self):
        words = self._words()
        self.assertIn("Có mặt: … … …/05 thành viên Hội đồng", words)
        self.assertIn("Biên bản được đọc và thông qua: … … …", words)
        for invented in ("05/05", "đã được đọc", "nhất trí với kết quả"):
            self.assertNotIn(invented, words)

    def test_what_is_entered_is_printed(self):
        mine = self.minutes.with_user(self.secretary)
        mine.write({"is_attendance_entered": True, "is_read_out": True})
        words = self._words()
        self.assertIn("Có mặt: 05/05 thành viên Hội đồng.", words)
        self.assertIn("Vắng mặt: không.", words)
        self.assertIn("Biên bản đã được đọc cho các thành viên", words)
        absent = self.council.member_ids[-1]
        mine.write({"absent_ids": [Command.set(absent.ids)], "absence_note": "nghỉ ốm"})
        words = self._words()
        self.assertIn("Có mặt: 04/05 thành viên Hội đồng.", words)
        self.assertIn(f"Vắng mặt: {absent.name} (lý do: nghỉ ốm).", words)

    def test_only_members_are_absent(self):
        other = self.council.copy({"member_ids": [], "decision_number": False})
        stranger = self.env["cds.council.member"].create(
            {"council_id": other.id, "name": "Người ngoài hội đồng"}
        )
        with self.assertRaises(ValidationError):
            self.minutes.absent_ids = stranger

    def test_it_stays_once_issued(self):
        self.minutes.sudo().state = "issued"
        with self.assertRaises(UserError):
            self.minutes.with_user(self.secretary).is_attendance_entered = True

    def test_a_text_that_was_edited_stays(self):
        section = self.minutes.section_ids.filtered(lambda s: s.code == "present")
        section.with_user(self.secretary).text = "- Có mặt: đủ."
        self.minutes.is_attendance_entered = True
        self.assertEqual(section.text, "- Có mặt: đủ.")
