from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common.recognition import RecognitionCase


@tagged("post_install", "-at_install")
class TestRecognition(RecognitionCase):
    def test_one_decision_for_all_that_wait(self):
        second = self._create_reviewed(self._create_schools(1), (60, 40))
        draft = self._draft()
        self.assertEqual(draft.certificate_ids.assessment_id, self.dossier | second)
        self.assertEqual(draft.authority_id, self.district)
        self.assertEqual(draft.school_year_id, self.year)
        self._issue(draft)
        self.assertEqual(draft.state, "issued")
        for dossier in self.dossier | second:
            self.assertEqual(dossier.state, "recognised")
            self.assertEqual(dossier.recognition_number, "57/QĐ-PGDĐT")
            self.assertEqual(str(dossier.recognition_date), "2024-05-15")

    def test_the_heads_of_the_schools_are_told(self):
        self._issue()
        mail = (
            self.env["mail.mail"]
            .sudo()
            .search(
                [("model", "=", "cds.assessment"), ("res_id", "=", self.dossier.id)],
                limit=1,
            )
        )
        self.assertIn(self.head.partner_id, mail.recipient_ids)

    def test_numbers_follow_each_other_through_decisions(self):
        self._create_reviewed(self._create_schools(1))
        numbers = self._issue().sorted("number").mapped("number")
        self.assertEqual(numbers, ["01/GCN-PGDĐT", "02/GCN-PGDĐT"])
        third = self._create_reviewed(
            self._create_institution("C", parent_id=self.district.id)
        )
        draft = self._draft(decision_number="60/QĐ-PGDĐT")
        self.assertEqual(draft.certificate_ids.assessment_id, third)
        self.assertEqual(self._issue(draft).number, "03/GCN-PGDĐT")
        other_year = self._create_reviewed(
            self._create_institution("D", parent_id=self.district.id)
        )
        draft = self._draft(decision_date="2025-01-10")
        self.assertEqual(draft.certificate_ids.assessment_id, other_year)
        self.assertEqual(self._issue(draft).number, "01/GCN-PGDĐT")

    def test_the_book_does_not_go_back(self):
        self._issue()
        book = self.env["cds.number.book"].search([("symbol", "=", "GCN")])
        self.assertEqual(book.next_number, 2)
        with self.assertRaises(ValidationError):
            book.next_number = 1
        with self.assertRaises(UserError):
            book.unlink()

    def test_a_school_is_taken_out(self):
        second = self._create_reviewed(self._create_schools(1))
        draft = self._draft()
        draft.certificate_ids.filtered(
            lambda c: c.assessment_id == second
        ).action_remove()
        self.assertEqual(draft.certificate_ids.assessment_id, self.dossier)
        self._issue(draft)
        self.assertEqual(second.state, "reviewed")
        self.assertFalse(second.recognition_number)

    def test_a_dossier_is_in_one_recognition(self):
        self._draft()
        with self.assertRaisesRegex(UserError, "No further dossier"):
            self._draft()

    def test_a_cancelled_draft_lets_its_dossiers_go(self):
        draft = self._draft()
        draft.action_cancel()
        self.assertEqual(draft.state, "cancelled")
        self.assertIn("School", draft.message_ids[0].body)
        self.assertEqual(self._draft().certificate_ids.assessment_id, self.dossier)
        with self.assertRaises(UserError):
            draft.action_take_in()

    def test_a_draft_follows_the_dossier_and_what_is_issued_does_not(self):
        draft = self._draft()
        self.assertIn("60/100", draft.certificate_ids.result_summary)
        self.dossier.line_ids[0].final_points = 50
        draft.invalidate_recordset()
        draft.certificate_ids.invalidate_recordset()
        self.assertIn("70/100", draft.certificate_ids.result_summary)
        certificate = self._issue(draft)
        self.dossier.line_ids[0].final_points = 10
        self.env.invalidate_all()
        result = certificate.result_ids
        self.assertEqual((result.points, result.level_number), (70, 2))
        self.assertIn("70/100", certificate.result_summary)

    def test_what_is_issued_is_changed_by_nobody(self):
        certificate = self._issue()
        for record, vals in (
            (certificate, {"number": "9"}),
            (certificate, {"institution_name": "Another"}),
            (certificate, {"pdf": False}),
            (certificate, {"result_ids": [(5,)]}),
            (certificate.result_ids, {"points": 100}),
        ):
            for user in (
                self.officer,
                self.authority_head,
                self.env.ref("base.user_root"),
            ):
                with self.subTest(vals, user=user.login), self._undone():
                    with self.assertRaises(UserError):
                        record.with_user(user).write(vals)
        with self.assertRaises(UserError):
            certificate.sudo().unlink()
        with self.assertRaises(UserError):
            certificate.result_ids.sudo().unlink()
        with self.assertRaises(UserError):
            certificate.recognition_id.with_user(self.authority_head).unlink()
        with self.assertRaises(UserError):
            certificate.recognition_id.with_user(self.authority_head).name = "Another"

    def test_all_or_nothing(self):
        """One dossier that cannot be recognised keeps all of them back."""
        second = self._create_reviewed(self._create_schools(1))
        draft = self._draft()
        second.state = "external"
        with self.assertRaisesRegex(UserError, "số 0001"), self._undone():
            self._issue(draft)
        self.assertEqual(self.dossier.state, "reviewed")
        self.assertFalse(draft.certificate_ids.filtered("number"))
        second.state = "reviewed"
        template = self.env.ref("cds_assessment.certificate_page")
        template.arch_db = "<div>A page<div style='height: 500mm'/></div>"
        with self.assertRaisesRegex(UserError, "one page"), self._undone():
            self._issue(draft)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(self.dossier.state, "reviewed")

    def test_what_a_decision_needs(self):
        draft = self._draft(decision_number=False)
        with self.assertRaisesRegex(UserError, "from elsewhere"):
            self._issue(draft)
        draft.decision_number = "57/QĐ"
        draft.valid_until = "2024-01-01"
        with self.assertRaisesRegex(UserError, "before the decision"):
            self._issue(draft)
        draft.valid_until = False
        draft.certificate_ids.action_remove()
        with self.assertRaisesRegex(UserError, "no school"):
            self._issue(draft)

    def test_who_decides(self):
        draft = self._draft()
        with self.assertRaisesRegex(UserError, "role"):
            draft.with_user(self.officer).action_issue()
        stranger = self._create_user("authority_head", self.other_district)
        for action in ("action_issue", "action_cancel", "action_take_in"):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(draft.with_user(stranger), action)()
        with self.assertRaises(AccessError):
            draft.with_user(stranger).certificate_ids.action_remove()
        # Above the authority that decides they read, with and without a paper.
        above = draft.with_user(self._create_user("authority_head", self.province))
        self.assertTrue(above.name)
        for action in ("issue", "cancel", "take_in"):
            self.assertIn("You do not belong", above.refusals[action])
            with self.assertRaisesRegex(UserError, "You do not belong"):
                getattr(above, f"action_{action}")()
        with self.assertRaises(AccessError):
            above.name = "Not theirs to write"
        draft.with_user(self.authority_head).action_issue()
        self.assertEqual(draft.issued_by_id, self.authority_head)

    def test_a_foreign_dossier_is_not_taken_in(self):
        foreign_campaign = self._create_campaign(self.other_district)
        foreign = self._create_reviewed(self.other_school, campaign=foreign_campaign)
        draft = self._draft()
        self.assertNotIn(foreign, draft.certificate_ids.assessment_id)
        with self.assertRaises(AccessError):
            draft._take_in(foreign.with_user(self.officer))
        with self.assertRaises(AccessError):
            foreign.with_user(self.officer).action_draft_recognition()
        with self.assertRaises(UserError):
            draft.write({"certificate_ids": [(0, 0, {"assessment_id": foreign.id})]})

    def test_a_screen_that_names_a_foreign_campaign_learns_nothing(self):
        foreign = self._create_campaign(self.other_district)
        screen = self.env["cds.recognition"].with_user(self.officer)
        draft = screen.new({"campaign_id": foreign.id})
        self.assertEqual(draft.authority_id._origin, self.district)
        with self.assertRaises(UserError):
            screen.create({"campaign_id": foreign.id, "authority_id": self.district.id})

    def test_from_the_list_of_dossiers(self):
        action = self.dossier.with_user(self.officer).action_draft_recognition()
        draft = self.env["cds.recognition"].browse(action["res_id"])
        self.assertEqual(draft.certificate_ids.assessment_id, self.dossier)
        self.assertEqual(draft.campaign_id, self.campaign)
        with self.assertRaisesRegex(UserError, "already"):
            self.dossier.with_user(self.officer).action_draft_recognition()

    def test_without_a_campaign(self):
        alone = self._create_reviewed(self._create_schools(1))
        alone.campaign_id = False
        draft = (
            self.env["cds.recognition"]
            .with_user(self.officer)
            .create({"authority_id": self.district.id, "school_year_id": self.year.id})
        )
        draft.action_take_in()
        self.assertEqual(draft.certificate_ids.assessment_id, self.dossier | alone)

    def test_one_that_was_recognised_alone_gets_its_certificate(self):
        self.dossier.with_user(self.authority_head).action_recognise()
        certificate = self._issue()
        self.assertEqual(certificate.assessment_id, self.dossier)
        self.assertEqual(self.dossier.recognition_number, "57/QĐ-PGDĐT")

    def test_withdrawal(self):
        certificate = self._issue()
        with self.assertRaisesRegex(UserError, "role"):
            certificate.with_user(self.officer)._withdraw("Because.")
        with self.assertRaisesRegex(UserError, "Say why"):
            self._withdraw(certificate, reason="  ")
        self._withdraw(certificate)
        self.assertEqual(certificate.state, "withdrawn")
        self.assertEqual(certificate.withdraw_reason, "Sai số liệu.")
        self.assertEqual(certificate.withdrawn_by_id, self.authority_head)
        self.assertEqual(self.dossier.state, "recognised")
        self.assertTrue(self.dossier.certificate_withdrawn_on)
        self.assertIn("Sai số liệu.", self.dossier.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "valid certificate"):
            self._withdraw(certificate)

    def test_the_school_sees_its_own_once_issued(self):
        draft = self._draft()
        certificates = self.env["cds.certificate"].with_user(self.head)
        self.assertFalse(certificates.search([]))
        with self.assertRaises(UserError):
            self.dossier.with_user(self.head).action_open_certificate()
        self._issue(draft)
        self.assertEqual(certificates.search([]), draft.certificate_ids)
        action = self.dossier.with_user(self.head).action_open_certificate()
        self.assertEqual(action["res_id"], draft.certificate_ids.id)
        self.assertFalse(certificates.with_user(self.other_head).search([]))
        # the team reads the dossier, whose fields name certificates
        self.dossier.with_user(self.reviewer).has_access("read")
