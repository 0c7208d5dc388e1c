from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common.inspection import InspectionCase


@tagged("post_install", "-at_install")
class TestInspectionTours(InspectionCase, HttpCase):
    """An inspection in the browser, from the plan to the notice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspection.sudo().unlink()
        users = cls.secretary | cls.inspector | cls.inspected | cls.head
        users.lang = "vi_VN"
        cls.school.write(
            {"short_name": "TH", "locality": "Bến Đò", "head_title": "Hiệu trưởng"}
        )
        cls.env["cds.document.type"].search(
            [("subject", "=", "inspection")]
        ).is_required = True

    def _tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login, timeout=240)
        self.env.invalidate_all()

    def test_from_the_plan_to_the_notice(self):
        self._tour(
            f"cds-inspection-plans/{self.plan.id}",
            "cds_inspection_plan",
            self.secretary,
        )
        inspection = self.plan.inspection_ids
        self.assertEqual(inspection.name, "Trường học điện tử")
        self.assertEqual(inspection.framework_id, self.checklist)
        self.assertEqual(inspection.inspector_ids.user_id, self.head | self.inspector)
        inspection.inspected_ids = [Command.create({"user_id": self.inspected.id})]
        path = f"cds-inspections/{inspection.id}"
        self._tour(path, "cds_inspection_minutes", self.inspector)
        self.assertEqual(inspection.state, "minutes")
        item = self._item("1", inspection)
        self.assertIn("8/29 (27.59%)", item.text)
        self.assertEqual(inspection.strengths, "Hồ sơ đầy đủ")
        self.assertEqual(inspection.improvement_ids.name, "Kiểm tra mạng")
        self._tour(path, "cds_inspection_opinion", self.inspected)
        self.assertEqual(inspection.inspected_ids.opinion, "Nhất trí")
        for other in inspection.item_ids - item:
            other.findings = "- Đầy đủ."
        self._tour(path, "cds_inspection_report", self.inspector)
        self.assertEqual(inspection.state, "reported")
        self._tour(path, "cds_inspection_conclude", self.head)
        self.assertEqual(inspection.state, "concluded")
        notice = inspection.document_ids.filtered(
            lambda paper: paper.code == "inspection_notice"
        )
        self.assertEqual(notice.state, "issued")
        self.assertEqual(notice.name, "01/TB-TH")
        self.assertTrue(notice.pdf_sha256)
