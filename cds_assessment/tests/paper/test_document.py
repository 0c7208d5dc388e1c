import base64
import hashlib
import io
import zipfile

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.module import load_script
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_path
from odoo.tools.pdf import PdfReader, PdfWriter

from ..common.papers import TYPE, PapersCase


def pdf_text(content):
    """Give the text of a PDF's pages."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages)


def blank_pdf():
    """Return a PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestNumbers(PapersCase):
    """Numbers follow each other in the book of an institution, a kind and a year."""

    def _book(self, symbol="BC", year=2023):
        return self.env["cds.number.book"]._get_book(self.school, symbol, year)

    def test_the_first_number(self):
        report = self._draft("report")
        self.assertEqual(report.next_number, 1)
        report.action_issue()
        self.assertEqual(report.name, "01/BC-TH")
        self.assertEqual(self._book().next_number, 2)

    def test_the_book_goes_on_where_the_office_is(self):
        self._book().with_user(self.secretary).next_number = 285
        report = self._draft("report")
        report.action_issue()
        self.assertEqual(report.name, "285/BC-TH")

    def test_a_school_keeps_its_own_register(self):
        """Whatever number is wished for is given once; the book goes on behind it."""
        report = self._draft("report", number=15, own_symbol="BC-THTA")
        report.action_issue()
        self.assertEqual(report.name, "15/BC-THTA")
        self.assertEqual(self._book().next_number, 16)
        report._cancel("Wrong")
        again = self._draft("report", number=7)
        again.action_issue()
        self.assertEqual((again.name, self._book().next_number), ("07/BC-TH", 16))
        again._cancel("Wrong")
        third = self._draft("report")
        self.assertEqual(third.next_number, 16)
        third.action_issue()
        self.assertEqual(third.name, "16/BC-TH")

    def test_a_double_is_refused(self):
        decision = self._draft("council_decision", number=5)
        decision.action_issue()
        self._advance_to_approved()
        second = self._draft("approval_decision", number=5, own_symbol="QĐ-KHAC")
        with self.assertRaisesRegex(UserError, "Number 5 .* given already.* is 6"):
            second.action_issue()
        self.assertEqual((second.state, second.name), ("draft", False))
        self.assertEqual(self._book("QĐ").next_number, 6)

    def test_numbers_out_of_reach(self):
        for number in (-1, 1_000_000, 2**31 - 1):
            with self.subTest(number), self.assertRaises(ValidationError):
                self._draft("report", number=number)
        with self.assertRaises(ValidationError):
            self._book().next_number = 2_000_000

    def test_what_a_draft_held_is_free_when_it_goes(self):
        """As after a server that was killed between the number and the paper."""
        report = self._draft("report")
        holder = f"cds.document,{report.id}"
        books = self.env["cds.number.book"]
        taken = books._take(self.school, "BC", 2023, {holder: 0})
        self.assertEqual(taken, {holder: 1})
        self.assertEqual((self._book().next_number, report.next_number), (2, 1))
        self.assertEqual(books._take(self.school, "BC", 2023, {holder: 0}), taken)
        plan = self._draft("plan")
        report.unlink()
        other = f"cds.document,{plan.id}"
        self.assertEqual(books._take(self.school, "BC", 2023, {other: 0}), {other: 1})

    def test_what_was_given_elsewhere_is_not_free(self):
        report = self._draft("report")
        holder = f"cds.document,{report.id}"
        books = self.env["cds.number.book"]
        books._take(self.school, "BC", 2023, {holder: 0})
        report.unlink()
        self._book().with_user(self.secretary).next_number = 40
        again = self._draft("report")
        again.action_issue()
        self.assertEqual(again.name, "40/BC-TH")

    def test_a_new_book_has_a_title(self):
        books = self.env["cds.number.book"].with_user(self.secretary)
        shown = books.onchange({}, [], {"display_name": {}, "institution_id": {}})
        values = shown["value"]
        self.assertNotIn("False", values["display_name"])
        self.assertNotIn("0 ", values["display_name"])
        self.assertEqual(values["institution_id"], self.school.id)

    def test_the_book_does_not_go_back(self):
        self._draft("report").action_issue()
        with self.assertRaisesRegex(ValidationError, "number 1 is given already"):
            self._book().with_user(self.secretary).next_number = 1

    def test_a_book_in_use_stays_the_book_that_it_is(self):
        self._draft("report").action_issue()
        book = self._book().with_user(self.secretary)
        for vals in ({"symbol": "QĐ"}, {"year": 2022}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "papers bear"):
                book.write(vals)
        with self.assertRaisesRegex(UserError, "papers bear"):
            book.unlink()
        unused = self._book("KH").with_user(self.secretary)
        unused.symbol = "TB"

    def test_decisions_share_a_book(self):
        decision = self._draft("council_decision")
        decision.number = 0
        decision.action_issue()
        self._advance_to_approved()
        approval = self._draft("approval_decision")
        approval.action_issue()
        self.assertEqual((decision.name, approval.name), ("01/QĐ-TH", "02/QĐ-TH"))

    def test_each_year_begins_anew(self):
        self._draft("report").action_issue()
        other = self._create_dossier(
            "concluded",
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id,
        )
        report = self._draft("report", other, date="2024-10-30")
        report.action_issue()
        self.assertEqual(report.name, "01/BC-TH")

    def test_a_cancelled_paper_keeps_its_number(self):
        report = self._draft("report")
        report.action_issue()
        report._cancel("Wrong date")
        again = self._draft("report")
        again.action_issue()
        self.assertEqual((report.name, again.name), ("01/BC-TH", "02/BC-TH"))

    def test_the_decision_takes_over_what_the_council_bears(self):
        decision = self._draft("council_decision")
        self.assertEqual((decision.number, decision.own_symbol), (282, False))
        self.assertEqual(str(decision.date), "2023-09-05")

    def test_the_decision_takes_over_the_symbol_that_the_council_bears(self):
        self.council.decision_number = "15/QĐ-THTA"
        decision = self._draft("council_decision")
        self.assertEqual((decision.number, decision.own_symbol), (15, "QĐ-THTA"))
        decision.action_issue()
        self.assertEqual(decision.name, "15/QĐ-THTA")

    def test_the_council_learns_its_decision(self):
        self.council.write({"decision_number": False, "decision_date": False})
        decision = self._draft("council_decision")
        decision.action_issue()
        self.assertEqual(self.council.decision_number, "01/QĐ-TH")
        self.assertEqual(self.council.decision_date, decision.date)

    def test_the_council_forgets_a_cancelled_decision(self):
        decision = self._draft("council_decision")
        decision.action_issue()
        decision._cancel("Wrong members.")
        self.assertFalse(self.council.decision_number or self.council.decision_date)
        again = self._draft("council_decision")
        self.assertFalse(again.number)
        again.action_issue()
        self.assertNotEqual(again.name, decision.name)

    def test_a_council_keeps_the_decision_that_was_not_cancelled(self):
        decision = self._draft("council_decision")
        decision.action_issue()
        self.council.decision_number = "300/QĐ-TH"
        decision._cancel("Made twice.")
        self.assertEqual(self.council.decision_number, "300/QĐ-TH")

    def _advance_to_approved(self):
        self.dossier.with_user(self.head).action_approve()


@tagged("post_install", "-at_install")
class TestNumbersMigration(PapersCase):
    """Numbers of 19.0.3.0.0 stood on the papers alone."""

    def _migrate(self, version):
        path = file_path("cds_assessment/migrations/19.0.4.0.0/post-numbers.py")
        load_script(path, "post_numbers").migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_the_numbers_of_papers_enter_their_books(self):
        report = self._draft("report", number=15)
        report.action_issue()
        held = self.env["cds.number"].search([("number", "=", 15)])
        self.assertEqual(held.holder, f"cds.document,{report.id}")
        book = held.book_id
        held.unlink()
        self._migrate(False)  # a new database
        self.assertFalse(book.number_ids)
        self._migrate("19.0.3.0.0")
        self.assertEqual(book.number_ids.number, 15)
        self.assertEqual(book.number_ids.holder, f"cds.document,{report.id}")
        self._migrate("19.0.3.0.0")
        self.assertEqual(len(book.number_ids), 1)


@tagged("post_install", "-at_install")
class TestIssuing(PapersCase):
    def test_what_is_issued_is_frozen(self):
        report = self._draft("report")
        report.action_issue()
        content = report._get_pdf()
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertEqual(report.pdf_sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual(report.issued_by_id, self.secretary)
        self.dossier.sudo().line_ids[0].council_points = 1
        self.assertEqual(report._print()[0][report.id], content)

    def test_an_issued_paper_is_nobodys_to_write(self):
        report = self._draft("report")
        report.action_issue()
        section = report.section_ids[0]
        for user in (self.secretary, self.head, self.contributor, self.admin):
            mine = report.with_user(user)
            with self.subTest(user.login):
                for vals in ({"date": "2024-01-01"}, {"recipients": "x"}):
                    with self.assertRaises(UserError):
                        mine.write(vals)
                with self.assertRaises(UserError):
                    section.with_user(user).text = "x"
                with self.assertRaises(UserError):
                    mine.unlink()

    def test_the_frozen_file_is_nobodys_to_write(self):
        report = self._draft("report")
        report.action_issue()
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "cds.document"),
                ("res_id", "=", report.id),
                ("res_field", "=", "pdf"),
            ]
        )
        self.assertEqual(len(attachment), 1)
        for user in (self.secretary, self.head, self.admin):
            mine = attachment.with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(UserError):
                    mine.write({"datas": base64.b64encode(b"x")})
                with self.assertRaises(UserError):
                    mine.unlink()

    def test_state_and_number_are_the_actions_own(self):
        report = self._draft("report")
        for vals in (
            {"state": "signed"},
            {"name": "1/BC-TH"},
            {"pdf": base64.b64encode(b"x")},
            {"pdf_sha256": "x"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                report.write(vals)

    def test_some_papers_come_later(self):
        dossier = self._create_dossier(
            "council", school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        minutes = self._draft("minutes", dossier)
        with self.assertRaisesRegex(UserError, "once the council has concluded"):
            minutes.action_issue()
        approval = self._draft("approval_decision")
        with self.assertRaisesRegex(UserError, "once the head has approved"):
            approval.action_issue()

    def test_who_issues(self):
        report = self._draft("report")
        for user in (self.contributor, self.other_secretary, self.officer):
            with self.subTest(user.login), self.assertRaises(UserError):
                report.with_user(user).action_issue()
        report.with_user(self.head).action_issue()
        self.assertEqual(report.state, "issued")

    def test_another_school(self):
        report = self._draft("report")
        with self.assertRaises(AccessError):
            self._draft("plan", user=self.other_secretary)
        with self.assertRaises(AccessError):
            report.with_user(self.other_secretary).read(["name"])

    def test_a_screen_that_names_another_schools_dossier(self):
        self.school.locality = "Secret Place"
        self.env["cds.number.book"]._get_book(self.school, "BC", 2023).next_number = 77
        values = {
            "assessment_id": self.dossier.id,
            "type_id": self.env.ref(f"{TYPE}report").id,
            "date": "2023-10-30",
        }
        shown = {"place": "Secret Place", "subject": "2024", "next_number": 77}
        for name, secret in shown.items():
            for user, is_told in ((self.secretary, True), (self.other_head, False)):
                self.env.invalidate_all()
                papers = self.env["cds.document"].with_user(user)
                with self.subTest(name, user=user.login):
                    try:
                        answer = str(papers.onchange(dict(values), [], {name: {}}))
                    except AccessError:
                        answer = ""
                    self.assertEqual(str(secret) in answer, is_told, answer)

    def test_one_of_a_kind(self):
        self._draft("report")
        with self.assertRaisesRegex(UserError, "has this paper already"):
            self._draft("report")

    def test_two_at_once(self):
        """What slips through between check and row is stopped by the index."""
        report = self._draft("report")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "INSERT INTO cds_document (assessment_id, subject_key, type_id, state) "
                "VALUES (%s, %s, %s, 'draft')",
                (report.assessment_id.id, report.subject_key, report.type_id.id),
            )

    def test_a_paper_stays_in_its_dossier(self):
        report = self._draft("report")
        other = self._create_dossier(
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        with self.assertRaises(UserError):
            report.assessment_id = other

    def test_the_authority_reads_issued_papers_only(self):
        report = self._draft("report")
        theirs = report.with_user(self.officer)
        self.assertFalse(theirs.has_access("read"))
        report.action_issue()
        self.env.invalidate_all()
        self.assertTrue(theirs.has_access("read"))
        self.assertTrue(theirs._print()[0][report.id].startswith(b"%PDF"))


@tagged("post_install", "-at_install")
class TestSigning(PapersCase):
    def _dialog(self, paper, content, name):
        return (
            self.env["cds.document.sign"]
            .with_user(self.secretary)
            .create(
                {
                    "document_id": paper.id,
                    "scan": base64.b64encode(content),
                    "scan_name": name,
                }
            )
        )

    def test_the_scan_stands_beside_the_issued_paper(self):
        report = self._draft("report")
        report.action_issue()
        frozen = report._get_pdf()
        scan = blank_pdf()
        self._dialog(report, scan, "bao-cao.pdf").action_apply()
        self.assertEqual(report.state, "signed")
        self.assertEqual(report.scan_sha256, hashlib.sha256(scan).hexdigest())
        self.assertEqual(report._get_pdf(), frozen)

    def test_another_scan_leaves_the_former_one_in_the_history(self):
        report = self._draft("report")
        report.action_issue()
        first, second = blank_pdf(), blank_pdf() + b"\n"
        self._dialog(report, first, "first.pdf").action_apply()
        self.assertFalse(report.message_ids.attachment_ids)
        self._dialog(report, second, "second.pdf").action_apply()
        self.assertEqual(report.scan_sha256, hashlib.sha256(second).hexdigest())
        message = report.message_ids.filtered("attachment_ids")
        former = message.attachment_ids
        self.assertEqual((former.name, former.raw), ("first.pdf", first))
        self.assertIn(hashlib.sha256(first).hexdigest(), message.body)
        for user in (self.secretary, self.head):
            with self.subTest(user.login):
                for record in (former, message):
                    self.assertFalse(record.with_user(user).has_access("write"))
                    self.assertFalse(record.with_user(user).has_access("unlink"))

    def test_a_scan_must_be_a_pdf_or_a_picture(self):
        report = self._draft("report")
        report.action_issue()
        for content, name in ((b"MZ", "a.exe"), (b"MZ", "a.pdf"), (b"x", "a.txt")):
            with self.subTest(name), self.assertRaises(UserError):
                self._dialog(report, content, name).action_apply()

    def test_a_draft_is_not_signed(self):
        report = self._draft("report")
        with self.assertRaisesRegex(UserError, "issued paper"):
            report.action_sign()

    def test_cancelling_needs_a_reason_and_keeps_everything(self):
        report = self._draft("report")
        report.action_issue()
        dialog = self.env["cds.document.cancel"].with_user(self.secretary)
        with self.assertRaises(UserError):
            dialog.create({"document_id": report.id, "reason": " "}).action_apply()
        dialog.create({"document_id": report.id, "reason": "Error"}).action_apply()
        self.assertEqual(report.state, "cancelled")
        self.assertEqual(report.cancel_reason, "Error")
        self.assertTrue(report.name and report.pdf_sha256)
        with self.assertRaises(UserError):
            report.with_user(self.head).unlink()


@tagged("post_install", "-at_install")
class TestPaperRoutes(PapersCase, HttpCase):
    """What other ways there are to a paper than the screens."""

    def _get(self, user, url):
        self.authenticate(user.login, user.login)
        return self.url_open(url, allow_redirects=False)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_a_draft_is_the_schools_own(self):
        draft = self._draft("minutes")
        self.env.flush_all()
        report = "cds_assessment.report_document"
        urls = (
            f"/report/html/{report}/{draft.id}",
            f"/report/pdf/{report}/{draft.id}",
            f"/cds_assessment/documents.docx?ids={draft.id}",
        )
        for user in (self.other_secretary, self.officer, self.reviewer, self.plain):
            for url in urls:
                with self.subTest(user.login, url=url):
                    response = self._get(user, url)
                    self.assertGreaterEqual(response.status_code, 400)
                    self.assertNotIn("BIÊN BẢN", response.text)
        self.assertIn("BIÊN BẢN", self._get(self.secretary, urls[0]).text)

    @mute_logger("odoo.http")
    def test_the_files_of_an_issued_paper(self):
        report = self._draft("report").sudo()
        report.state = "issued"
        report._freeze(blank_pdf())
        report._sign(blank_pdf(), "scan.pdf")
        self.env.flush_all()
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "cds.document"),
                ("res_id", "=", report.id),
                ("res_field", "in", ("pdf", "scan")),
            ]
        )
        urls = [f"/web/content/{file.id}" for file in files] + [
            f"/web/content/cds.document/{report.id}/{name}" for name in ("pdf", "scan")
        ]
        self.assertEqual(len(urls), 4)
        for url in urls:
            with self.subTest(url):
                self.assertEqual(self._get(self.secretary, url).content, blank_pdf())
                self.assertEqual(self._get(self.officer, url).content, blank_pdf())
                for user in (self.other_secretary, self.plain):
                    content = self._get(user, url).content
                    self.assertFalse(content.startswith(b"%PDF"), user.login)

    def test_papers_of_two_schools_with_one_name(self):
        council = self._create_council(self.other_school, [self.other_secretary])
        other = self._create_assessment(
            self.other_school, framework_id=self.small.id, council_id=council.id
        )
        papers = self._draft("minutes") | self._draft(
            "minutes", other, user=self.other_secretary
        )
        papers.sudo().state = "issued"
        self.env.flush_all()
        ids = ",".join(map(str, papers.ids))
        response = self._get(self.admin, f"/cds_assessment/documents.docx?ids={ids}")
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            self.assertEqual(len(archive.namelist()), 2)
