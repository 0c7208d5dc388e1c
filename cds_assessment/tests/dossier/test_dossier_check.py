import base64
import os
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ...models.dossier import cds_assessment_check
from ...models.dossier.checks import read_dossier
from ..common.workflow import WorkflowCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJR"
    "U5ErkJggg=="
)
# Days of the papers, in the order of their steps.
DAYS = {
    "council_decision": "2023-10-09",
    "plan": "2023-10-10",
    "minutes": "2023-10-12",
    "report": "2023-10-13",
    "approval_decision": "2023-10-14",
    "submission": "2023-10-15",
}


class DossierCheckCase(WorkflowCase):
    def _get_found(self, dossier, user=None):
        """Return what is found as pairs of severity and rule."""
        found = dossier.with_user(user or self.secretary).get_check()["findings"]
        return {(finding["severity"], finding["code"]) for finding in found}

    def _add_paper(self, dossier, kind, **vals):
        return self.env["cds.document"].create(
            {
                "assessment_id": dossier.id,
                "type_id": self.env.ref(f"cds_assessment.document_type_{kind}").id,
                **vals,
            }
        )

    def _get_sentences(self, dossier, code):
        found = dossier.with_user(self.secretary).get_check()["findings"]
        return [row["sentence"] for row in found if row["code"] == code]


@tagged("post_install", "-at_install")
class TestDossierCheck(DossierCheckCase):
    """The check over records: what it reads, who may run it, what it stops."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("approved")

    def test_a_dossier_that_is_well(self):
        self.assertFalse(self._get_found(self.dossier))
        self.assertEqual(self.dossier.with_user(self.head).refusals["submit"], "")

    def test_who_may_run_it(self):
        for user in (self.contributor, self.secretary, self.head):
            self.dossier.with_user(user).get_check()
            self.dossier.with_user(user).action_check()
        for user in (self.officer, self.reviewer, self.other_head, self.plain):
            for method in ("get_check", "action_check"):
                with self.assertRaises(UserError):
                    getattr(self.dossier.with_user(user), method)()

    def test_officers_check_what_is_submitted(self):
        self.dossier.state = "submitted"
        found = self.dossier.with_user(self.officer).get_check()
        self.assertEqual(found["name"], self.dossier.display_name)
        self.assertTrue(self.dossier.with_user(self.officer).action_check())
        for user in (self.reviewer, self.other_head, self.plain):
            with self.assertRaises(UserError):
                self.dossier.with_user(user).get_check()

    def test_blocking_findings_stop_the_submission(self):
        self.dossier.evidence_ids.sudo()._set_state("rejected")
        self.env.flush_all()
        mine = self.dossier.with_user(self.head)
        reason = mine._get_cannot_submit_reason()
        # three items with one fault are one finding
        self.assertIn("3 items: its evidence has been rejected", reason)
        self.assertIn("(1.1, 1.2, 1.3)", reason)
        self.assertEqual(mine.refusals["submit"], reason)
        with self.assertRaisesRegex(UserError, "3 items"):
            mine.action_submit()
        self.assertEqual(self.dossier.state, "approved")

    def test_warnings_do_not(self):
        piece = self.dossier.evidence_ids.evidence_id
        piece.sudo().school_year_id = self.env.ref("cds_assessment.school_year_2022")
        self.dossier.evidence_ids.sudo()._set_state("accepted")
        self.assertEqual(
            self._get_found(self.dossier), {("warning", "evidence_of_another_year")}
        )
        self.dossier.with_user(self.head).action_submit()
        self.assertEqual(self.dossier.state, "submitted")

    def test_required_papers_stop_it(self):
        kind = self.env.ref("cds_assessment.document_type_minutes")
        kind.is_required = True
        self.assertIn(("blocking", "papers_missing"), self._get_found(self.dossier))
        self._add_paper(self.dossier, "minutes", date="2023-10-12")
        found = self._get_found(self.dossier)
        self.assertNotIn(("blocking", "papers_missing"), found)
        self.assertIn(("blocking", "papers_not_issued"), found)

    def test_the_check_is_run_for_the_form_only_where_it_counts(self):
        other = self._create_dossier(
            "council", framework_id=self._create_framework(code="O").id
        )
        with patch.object(cds_assessment_check, "run_checks") as run:
            self.assertTrue(other.with_user(self.head).refusals)
            # a contributor cannot submit, whatever is found
            self.assertTrue(self.dossier.with_user(self.contributor).refusals)
        run.assert_not_called()

    def test_where_a_finding_leads(self):
        self.dossier.evidence_ids.sudo()._set_state("rejected")
        answer = self.dossier.with_user(self.secretary).get_check()
        self.assertEqual(answer["counts"], {"blocking": 1, "warning": 0, "remark": 0})
        first = answer["findings"][0]
        self.assertEqual(
            (first["model"], first["res_id"], first["item"]),
            ("cds.assessment", self.dossier.id, "1.1"),
        )

    def test_a_council_without_secretary(self):
        self.council.member_ids.filtered(lambda m: m.role == "secretary").unlink()
        sentences = self._get_sentences(self.dossier, "council")
        self.assertEqual(len(sentences), 2)  # nor are there five members
        self.assertIn("secretary", sentences[0])

    def test_a_file_that_is_lost_is_found_when_the_dossier_is_sent(self):
        piece = self.dossier.evidence_ids.evidence_id.sudo()
        row = (
            self.env["cds.evidence.file"]
            .sudo()
            ._create_from_bytes(piece, "anh.png", PNG)
        )
        self.dossier.evidence_ids.sudo()._set_state("accepted")
        self.assertFalse(self._get_found(self.dossier))
        row.flush_recordset()
        self.addCleanup(patch.stopall)
        lost = os.path.join(os.path.dirname(row._get_path()), "lost")
        patch.object(type(row.attachment_id), "_full_path", lambda *_args: lost).start()
        self.assertEqual(
            self._get_found(self.dossier), {("blocking", "files_unreadable")}
        )
        mine = self.dossier.with_user(self.head)
        self.assertEqual(mine._get_cannot_submit_reason(), "")
        with self.assertRaisesRegex(UserError, "anh.png"):
            mine.action_submit()

    def test_the_setting_of_unsigned_papers(self):
        self._add_paper(
            self.dossier, "minutes", date="2023-10-12"
        ).sudo().state = "issued"
        self.assertIn(("warning", "papers_unsigned"), self._get_found(self.dossier))
        self.env["ir.config_parameter"].set_param(
            "cds_assessment.unsigned_papers", "blocking"
        )
        self.assertIn(("blocking", "papers_unsigned"), self._get_found(self.dossier))


@tagged("post_install", "-at_install")
class TestFaultsOfTheSources(DossierCheckCase):
    """The real faults of two real reports, typed into the papers of a dossier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.write({"name": "Trường THPT Quốc Tuấn", "short_name": "THPTQT"})
        cls.dossier = cls._create_dossier(
            "self", school_year_id=cls.env.ref("cds_assessment.school_year_2022").id
        )

    def _type_report(self, words):
        report = self._add_paper(self.dossier, "report", date="2023-10-13")
        report.section_ids[0].text = words
        return report

    def test_625_and_623_pupils(self):
        self._type_report(
            "5 buổi tuyên truyền với 29 CBGVNV, 625 học sinh và 625 phụ huynh được "
            "tham gia.\nHiện tại có 603/623 học sinh có trang thiết bị."
        )
        [sentence] = self._get_sentences(self.dossier, "figures_disagree")
        self.assertIn("625", sentence)
        self.assertIn("623", sentence)

    def test_the_profile_says_625(self):
        profile = self.env["cds.profile"].create(
            {
                "institution_id": self.school.id,
                "school_year_id": self.dossier.school_year_id.id,
            }
        )
        profile._set_figures({"pupils": 625})
        self._type_report("Hiện tại có 603/623 học sinh có trang thiết bị.")
        [sentence] = self._get_sentences(self.dossier, "figures_disagree")
        self.assertIn("625", sentence)
        profile._set_figures({"pupils": 623})
        self.assertFalse(self._get_sentences(self.dossier, "figures_disagree"))

    def test_another_school(self):
        report = self._type_report(
            "Trường THPT Tân Trào đã tiến hành tự đánh giá mức độ chuyển đổi số; "
            "trường THPT Quốc Tuấn xin báo cáo. Năm học 2019-2020."
        )
        [sentence] = self._get_sentences(self.dossier, "text_names_another_school")
        self.assertIn("Tân Trào", sentence)
        self.assertNotIn("Quốc Tuấn", sentence)
        self.assertTrue(self._get_sentences(self.dossier, "text_of_another_year"))
        report.section_ids[0].text = "Trường THPT Quốc Tuấn xin báo cáo."
        self.assertFalse(self._get_sentences(self.dossier, "text_names_another_school"))
        self.assertFalse(self._get_sentences(self.dossier, "text_of_another_year"))

    def test_the_symbol_of_another_school(self):
        piece = self._create_evidence(
            name="Thành lập Ban chỉ đạo chuyển đổi số", number="18/QĐ-TTr"
        )
        self.dossier._use_evidence(piece, self.dossier.line_ids[0])
        [sentence] = self._get_sentences(
            self.dossier, "evidence_symbol_of_another_unit"
        )
        self.assertIn("18/QĐ-TTr", sentence)

    def test_the_plan_before_the_council(self):
        self.council.write(
            {"decision_number": "48/QĐ/THPTQT", "decision_date": "2023-10-19"}
        )
        plan = self._add_paper(self.dossier, "plan", date="2023-03-29")
        [sentence] = self._get_sentences(self.dossier, "papers_in_order")
        for word in ("29/03/2023", "48/QĐ/THPTQT", "19/10/2023"):
            self.assertIn(word, sentence)
        plan.date = "2023-10-19"
        self.assertFalse(self._get_sentences(self.dossier, "papers_in_order"))

    def test_a_gap_in_the_recipients(self):
        report = self._type_report("Nhà trường đã thực hiện.")
        report.recipients = "Sở GDĐT …… (để báo cáo)"
        [sentence] = self._get_sentences(self.dossier, "text_placeholder")
        self.assertIn("……", sentence)


@tagged("post_install", "-at_install")
class TestTheWholeDossier(DossierCheckCase):
    """The way to the authority with every paper issued, as the data asks for them."""

    def _issue(self, dossier, kinds):
        documents = dossier.document_ids.filtered(lambda d: d.code in kinds)
        for document in documents.with_user(self.secretary):
            document.date = DAYS.get(document.code, DAYS["minutes"])
            document.number = 0
        documents.with_user(self.secretary).action_issue()

    def test_all_papers_are_issued(self):
        self.school.write(
            {
                "name": "Trường Tiểu học Cao Minh",
                "short_name": "TH",
                "locality": "Cao Minh",
            }
        )
        first = {"council_decision", "plan"}
        later = {"approval_decision", "submission"}
        types = self.env["cds.document.type"].search([])
        types.is_required = True
        dossier = self._create_dossier("draft")
        dossier.with_user(self.secretary)._make_papers()
        self._fill_in_the_schedule(dossier)
        self._issue(dossier, first)
        self._advance_from_draft(dossier)
        self._issue(dossier, set(types.mapped("code")) - first - later)
        dossier.with_user(self.head).action_approve()
        self.assertIn("only a draft", dossier.with_user(self.head).refusals["submit"])
        self._issue(dossier, later)
        found = self._get_found(dossier)
        self.assertFalse(self._get_sentences(dossier, "text_placeholder"))
        # nobody has said who was there when the minutes were taken
        self.assertEqual(
            found, {("warning", "papers_unsigned"), ("warning", "minutes_open")}
        )
        dossier.with_user(self.head).action_submit()
        self.assertEqual(dossier.state, "submitted")
        self._assert_files_are_read(dossier)

    def test_points_that_change_after_the_minutes(self):
        """The head returns the dossier, and the council scores otherwise."""
        dossier = self._create_dossier("concluded")
        kinds = {"minutes", "submission"}
        for kind in kinds:
            self._add_paper(dossier, kind)
        self._issue(dossier, {"minutes"})
        self.assertFalse(self._get_sentences(dossier, "papers_differ_from_data"))
        self._return(dossier, self.head, "send_back", "Too many points")
        line = dossier.line_ids.with_user(self.secretary)[0]
        line.write({"council_points": 1, "council_note": "Less"})
        dossier.with_user(self.secretary).action_conclude()
        (sentence,) = self._get_sentences(dossier, "papers_differ_from_data")
        minutes = dossier.document_ids.filtered(lambda paper: paper.code == "minutes")
        self.assertIn(minutes.display_name, sentence)
        minutes.with_user(self.secretary)._cancel("Other points")
        again = self._add_paper(dossier, "minutes", date=DAYS["minutes"])
        again.with_user(self.secretary).action_issue()
        self.assertFalse(self._get_sentences(dossier, "papers_differ_from_data"))

    def _fill_in_the_schedule(self, dossier):
        """Say when, where the proposed plan leaves that to the school."""
        plan = dossier.document_ids.filtered(lambda d: d.code == "plan")
        self.assertTrue(self._get_sentences(dossier, "text_placeholder"))
        for section in plan.with_user(self.secretary).section_ids:
            if "……" in section.text:
                section.text = section.text.replace("……", "Tháng 10/2023")

    def _advance_from_draft(self, dossier):
        self._start(dossier)
        self._score_and_hand_over(dossier)
        dossier.with_user(self.secretary).action_conclude()

    def _assert_files_are_read(self, dossier):
        papers = read_dossier(dossier).papers
        self.assertEqual({len(paper.files) for paper in papers}, {1})
        paper = dossier.document_ids[0].sudo()
        paper.pdf_sha256 = "0" * 64
        self.assertIn(("blocking", "files_unreadable"), self._get_found(dossier))


@tagged("post_install", "-at_install")
class TestDossierCheckTour(DossierCheckCase, HttpCase):
    def test_from_the_finding_to_its_place(self):
        self.secretary.lang = "vi_VN"
        dossier = self._create_dossier("self")
        self._score(dossier)
        self.start_tour(
            f"/odoo/cds-assessments/{dossier.id}",
            "cds_dossier_check",
            login=self.secretary.login,
        )

    def test_it_stands_on_a_page_of_its_own(self):
        """Opened anew by its address, it finds its dossier."""
        dossier = self._create_dossier("self")
        self.start_tour(
            f"/odoo/cds-assessments/{dossier.id}/cds-check",
            "cds_dossier_check_page",
            login=self.secretary.login,
        )
