import base64
import io

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.pdf import PdfReader

from ...report.paper import wkhtml
from ..common.papers import PapersCase
from ..common.recognition import RecognitionCase


class DialogCase:
    def _open(self, papers):
        action = papers.action_open_issue()
        self.assertEqual(action["res_model"], "cds.document.issue")
        return (
            self.env[action["res_model"]]
            .with_user(papers.env.user)
            .browse(action["res_id"])
        )

    def _preview(self, dialog):
        return PdfReader(io.BytesIO(base64.b64decode(dialog.preview)))


@tagged("post_install", "-at_install")
class TestIssueDialog(DialogCase, PapersCase):
    """Papers are shown as they will be before anything is frozen."""

    def test_one_paper_is_shown_as_it_will_be(self):
        report = self._draft("report", signer_name="Ông A")
        book = self.env["cds.number.book"]._get_book(self.school, "BC", 2023)
        book.with_user(self.secretary).next_number = 12
        dialog = self._open(report)
        line = dialog.line_ids
        self.assertEqual(
            (line.number, line.symbol, str(line.date), line.place, line.signer_name),
            (12, "BC-TH", "2023-10-30", "Cao Minh", "Ông A"),
        )
        pages = self._preview(dialog)
        self.assertTrue(wkhtml.says(pages, "Số: 12/BC-TH"))
        self.assertTrue(wkhtml.says(pages, "DỰ THẢO"))
        self.env.invalidate_all()
        self.assertEqual((report.state, report.name), ("draft", False))
        self.assertEqual(book.next_number, 12)
        self.assertFalse(dialog.warnings)
        dialog.action_apply()
        self.assertEqual((report.state, report.name), ("issued", "12/BC-TH"))

    def test_what_is_typed_is_issued(self):
        report = self._draft("report")
        dialog = self._open(report)
        with Form(dialog) as form:
            self.assertIn("No signer", form.warnings)
            with form.line_ids.edit(0) as line:
                line.number = 15
                line.symbol = "BC-THTA"
                line.date = "2023-11-02"
                line.place = "Tân An"
                line.signer_title = "Phó Hiệu trưởng"
                line.signer_name = "Bà B"
            self.assertNotIn("No signer", form.warnings)
            self.assertIn("number 15 leaves a gap", form.warnings)
        dialog.action_preview()
        pages = self._preview(dialog)
        for words in ("15/BC-THTA", "Tân An, ngày 02 tháng 11", "Bà B"):
            self.assertTrue(wkhtml.says(pages, words), words)
        dialog.action_apply()
        self.assertEqual(report.name, "15/BC-THTA")
        self.assertEqual(
            (report.place, report.signer_title, report.signer_name),
            ("Tân An", "Phó Hiệu trưởng", "Bà B"),
        )
        self.assertTrue(wkhtml.says(wkhtml.read_whole(report._get_pdf()), "15/BC-THTA"))

    def test_many_papers(self):
        codes = ("plan", "minutes", "report", "evidence_list")
        papers = self.env["cds.document"].with_user(self.secretary)
        # hers: an hour before midnight another's has begun already
        today = fields.Date.context_today(papers)
        for code in codes:
            papers += self._draft(code, date=today)
        papers[2].action_issue()
        dialog = self._open(papers)
        self.assertEqual(dialog.line_count, 3)
        self.assertIn(papers[2].display_name, dialog.left_out)
        self.assertIn("All 3 papers are dated today", dialog.warnings)
        self.assertEqual(len(self._preview(dialog).pages), 3)
        dialog.action_apply()
        self.assertEqual(set(papers.mapped("state")), {"issued"})

    def test_numbers_that_are_shown_follow_each_other(self):
        decision = self._draft("council_decision")
        decision.number = 0
        self.dossier.with_user(self.head).action_approve()
        approval = self._draft("approval_decision")
        dialog = self._open(decision + approval)
        self.assertEqual(dialog.line_ids.mapped("number"), [1, 2])
        dialog.line_ids[0].number = 8
        dialog.action_preview()
        self.assertEqual(dialog.line_ids.mapped("number"), [8, 9])
        dialog.action_apply()
        self.assertEqual((decision.name, approval.name), ("08/QĐ-TH", "09/QĐ-TH"))

    def test_a_number_that_is_given_is_said_and_refused(self):
        report = self._draft("report")
        report.action_issue()
        report._cancel("Wrong")
        again = self._draft("report")
        dialog = self._open(again)
        dialog.line_ids.number = 1
        dialog.action_preview()
        self.assertIn("number 1 is given already", dialog.preview_problem)
        self.assertFalse(dialog.preview)
        with self.assertRaisesRegex(UserError, "given already"):
            dialog.action_apply()
        dialog.line_ids.number = 0
        dialog.action_preview()
        self.assertEqual(dialog.line_ids.number, 2)
        self.assertFalse(dialog.preview_problem)

    def test_a_number_taken_meanwhile_is_told(self):
        decision = self._draft("council_decision")
        decision.number = 0
        self.dossier.with_user(self.head).action_approve()
        approval = self._draft("approval_decision")
        dialog = self._open(decision)
        approval.action_issue()
        said = dialog.action_apply()["params"]
        self.assertEqual(decision.name, "02/QĐ-TH")
        self.assertIn("02/QĐ-TH", said["message"])
        self.assertIn("not those that were shown", said["message"])
        self.assertTrue(said["sticky"])

    def test_a_symbol_other_than_on_the_other_papers(self):
        self._draft("council_decision", own_symbol="QĐ-THTA").action_issue()
        dialog = self._open(self._draft("report"))
        self.assertIn("the symbol BC-TH is other than", dialog.warnings)
        dialog.line_ids.symbol = "BC-THTA"
        self.assertNotIn("symbol", dialog.warnings)

    def test_nothing_to_issue_is_said_before_anything_is_confirmed(self):
        report = self._draft("report")
        report.action_issue()
        with self.assertRaisesRegex(UserError, "Only a draft is issued"):
            report.action_open_issue()
        dossier = self._create_dossier(
            "council", school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        minutes = self._draft("minutes", dossier)
        with self.assertRaisesRegex(UserError, "once the council has concluded"):
            minutes.action_open_issue()
        self.assertIn("once the council has concluded", minutes.refusals["open_issue"])

    def test_who_cannot_edit_does_not_submit(self):
        report = self._draft("report").with_user(self.contributor)
        for action in ("submit", "take_back"):
            with self.subTest(action), self.assertRaises(UserError):
                getattr(report, f"action_{action}")()
        with self.assertRaises(UserError):
            report.action_open_issue()
        self.assertFalse(report.is_submitted)

    def test_the_dialog_of_others_and_papers_of_others(self):
        report = self._draft("report")
        dialog = self._open(report)
        with self.assertRaises(AccessError):
            dialog.with_user(self.other_secretary).action_apply()
        theirs = self.env["cds.document.issue"].with_user(self.other_secretary)
        for run in ("action_preview", "action_apply"):
            with self.subTest(run), self.assertRaises(AccessError):
                foreign = theirs.create(
                    {
                        "line_ids": [
                            (0, 0, {"document_id": report.id, "date": "2023-10-30"})
                        ]
                    }
                )
                getattr(foreign, run)()
        self.assertEqual(report.state, "draft")


@tagged("post_install", "-at_install")
class TestSubmitted(DialogCase, RecognitionCase):
    """Who may not issue a paper asks those who may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cds.document.type"].search(
            [("code", "=", "recognition_decision")]
        ).is_required = True
        cls.decision = cls._draft(decision_number=False)
        cls.decision.action_make_papers()
        cls.paper = cls.decision.document_ids
        cls.paper.write({"date": "2024-05-15", "signer_name": "Ông C"})

    def test_from_officer_to_head(self):
        self.assertIn("submit", self.paper.offered_actions)
        self.assertNotIn("open_issue", self.paper.offered_actions)
        self.assertFalse(self.paper.refusals["submit"])
        dialog = self._open(self.paper)
        self.assertTrue(dialog.is_submission)
        self.assertTrue(dialog.preview)
        dialog.action_apply()
        paper = self.paper.with_user(self.authority_head)
        self.assertEqual((paper.state, paper.is_submitted), ("draft", True))
        self.assertEqual(paper.submitted_by_id, self.officer)
        activity = self.paper.sudo().activity_ids
        self.assertIn(self.authority_head, activity.user_id)
        self.assertNotIn(self.officer, activity.user_id)
        self.assertIn(self.authority_head.name, self.paper.message_ids[0].body)
        action = self.env.ref("cds_assessment.cds_document_action_submitted")
        domain = [("is_submitted", "=", True), ("state", "=", "draft")]
        self.assertEqual(action.domain, str(domain))
        waiting = self.env["cds.document"].with_user(self.authority_head).search(domain)
        self.assertIn(paper, waiting)
        self.assertIn("open_issue", paper.offered_actions)
        head_dialog = self._open(paper)
        self.assertFalse(head_dialog.is_submission)
        head_dialog.action_apply()
        self.assertEqual((paper.state, paper.is_submitted), ("issued", False))
        self.assertFalse(paper.sudo().activity_ids)
        self.assertEqual(self.decision.state, "issued")

    def test_it_is_taken_back(self):
        self.paper.action_submit()
        with self.assertRaisesRegex(UserError, "submitted for signature already"):
            self.paper.action_submit()
        self.paper.with_user(self.authority_head).action_take_back()
        self.assertFalse(self.paper.is_submitted)
        self.assertFalse(self.paper.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "not submitted"):
            self.paper.action_take_back()

    def test_submitting_is_no_field_to_write(self):
        for vals in ({"is_submitted": True}, {"submitted_by_id": self.officer.id}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.paper.write(vals)

    def test_the_decision_opens_its_paper(self):
        action = self.decision.action_make_papers()
        self.assertEqual(action["res_id"], self.paper.id)
        self.assertEqual(action["views"], [(False, "form")])
        decision = self.decision.with_user(self.authority_head)
        self.assertIn("open_issue", decision.offered_actions)
        self.assertNotIn("issue", decision.offered_actions)
        dialog = decision.action_open_issue()
        self.assertEqual(dialog["res_model"], "cds.document.issue")

    def test_an_address_that_nobody_can_open(self):
        parameters = self.env["ir.config_parameter"].sudo()
        name = "cds_assessment.public_address"
        parameters.set_param(name, "http://localhost:8070")
        with self.assertRaisesRegex(UserError, "http://localhost:8070"):
            self._open(self.paper.with_user(self.authority_head))
        parameters.set_param(name, "https://cds.example.vn")
        dialog = self._open(self.paper.with_user(self.authority_head))
        self.assertNotIn("QR", dialog.warnings)
