from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.papers import PapersCase
from ..common.recognition import RecognitionCase


@tagged("post_install", "-at_install")
class TestRecognitionPapers(RecognitionCase):
    _words = PapersCase._words

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._create_reviewed(cls._create_schools(1), (60, 40))
        cls.env["cds.document.type"].search(
            [("code", "in", ("recognition_decision", "publication_notice"))]
        ).is_required = True

    def _draft_decision(self, **vals):
        draft = self._draft(decision_number=False, decision_date=False, **vals)
        draft.action_make_papers()
        paper = draft.document_ids
        paper.date = "2024-05-15"
        return draft, paper

    def test_the_decision_with_its_annex(self):
        _draft, paper = self._draft_decision(valid_until="2026-05-15")
        self.assertEqual(paper.code, "recognition_decision")
        words = self._words(paper._get_paper())
        for expected in (
            "QUYẾT ĐỊNH",
            "TRƯỞNG PHÒNG DISTRICT",
            "02 đơn vị",
            "năm học 2023 - 2024",
            "Mức độ 2: 1 đơn vị; Mức độ 3: 1 đơn vị",
            "có giá trị đến hết ngày 15 tháng 5 năm 2026",
            "School 60 2",
            "Trường Tiểu học số 0001 Tiểu học 100 3",
        ):
            with self.subTest(expected):
                self.assertIn(expected, words)
        (annex,) = paper._get_paper().annexes
        self.assertFalse(annex.is_landscape)
        self.assertEqual(len(paper._get_paper().tables[0].rows), 2)

    def test_issuing_the_recognition_issues_the_decision(self):
        draft, paper = self._draft_decision()
        draft.with_user(self.authority_head).action_issue()
        self.assertEqual(paper.state, "issued")
        self.assertEqual(paper.name, "01/QĐ-PGDĐT")
        self.assertEqual(draft.state, "issued")
        self.assertEqual(draft.decision_number, "01/QĐ-PGDĐT")
        self.assertEqual(str(draft.decision_date), "2024-05-15")
        self.assertEqual(self.dossier.recognition_number, "01/QĐ-PGDĐT")
        self.assertEqual(draft.certificate_ids.mapped("state"), ["valid", "valid"])
        self.assertEqual(draft.issued_by_id, self.authority_head)
        self.assertIn("01/QĐ-PGDĐT", self._words(paper._get_paper()))
        self.assertTrue(paper.pdf_sha256)

    def test_issuing_the_decision_recognises(self):
        draft, paper = self._draft_decision()
        with self.assertRaisesRegex(UserError, "role"):
            paper.action_issue()
        paper.with_user(self.authority_head).action_issue()
        self.assertEqual(draft.state, "issued")
        self.assertEqual(self.second.state, "recognised")

    def test_the_decision_is_not_issued_when_it_cannot_recognise(self):
        draft, paper = self._draft_decision()
        self.second.state = "external"
        for record in (draft, paper):
            with self.subTest(record._name), self._undone():
                with self.assertRaisesRegex(UserError, "số 0001"):
                    record.with_user(self.authority_head).action_issue()
        self.assertEqual(paper.state, "draft")
        self.assertFalse(paper.name)

    def test_certificates_bear_the_signer_of_the_decision(self):
        draft, paper = self._draft_decision()
        paper.write({"signer_name": "Người ký", "place": "Hải Phòng"})
        draft.with_user(self.authority_head).action_issue()
        page = draft.certificate_ids[0]._get_page()
        self.assertEqual(page.signer_name, "Người ký")
        self.assertEqual(page.place_date, "Hải Phòng, ngày 15 tháng 5 năm 2024")

    def test_an_issued_decision_is_not_cancelled(self):
        draft, paper = self._draft_decision()
        draft.with_user(self.authority_head).action_issue()
        with self.assertRaisesRegex(UserError, "withdraw"):
            paper.with_user(self.authority_head)._cancel("Because.")
        with self.assertRaisesRegex(UserError, "draft only"):
            draft.with_user(self.officer).action_make_papers()

    def test_a_cancelled_draft_takes_its_paper_along(self):
        draft, paper = self._draft_decision()
        draft.action_cancel()
        self.assertFalse(paper.exists())
        draft, paper = self._draft_decision()
        draft.unlink()
        self.assertFalse(paper.exists())

    def test_the_notice_of_the_publication(self):
        self._issue()
        publication = self._publish()
        publication.with_user(self.officer).action_make_papers()
        notice = publication.document_ids
        self.assertEqual(notice.code, "publication_notice")
        notice.date = "2024-06-01"
        words = self._words(notice._get_paper())
        for expected in (
            "THÔNG BÁO",
            "Căn cứ Quyết định số 57/QĐ-PGDĐT ngày 15/05/2024",
            "02 đơn vị",
            publication.public_url,
            "Trường Tiểu học số 0001 Tiểu học 100 3",
        ):
            with self.subTest(expected):
                self.assertIn(expected, words)
        with self.assertRaisesRegex(UserError, "role"):
            notice.with_user(self.officer).action_issue()
        notice.with_user(self.authority_head).action_issue()
        self.assertEqual(notice.name, "01/TB-PGDĐT")

    def test_the_notice_waits_for_the_publication(self):
        self._issue()
        publication = (
            self.env["cds.publication"]
            .with_user(self.officer)
            .create({"campaign_id": self.campaign.id})
        )
        publication.action_make_papers()
        with self.assertRaisesRegex(UserError, "published first"):
            publication.document_ids.with_user(self.authority_head).action_issue()
        publication.unlink()
        self.assertFalse(publication.exists())


@tagged("post_install", "-at_install")
class TestProposalList(RecognitionCase):
    """Who is proposed for recognition, who is left out, and why."""

    _words = PapersCase._words

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        decision = cls.env.ref("cds_assessment.document_type_recognition_decision")
        decision.is_required = True
        schools = cls._create_schools(4)
        cls.low = cls._create_reviewed(schools[0], (20, 20))
        cls.high = cls._create_reviewed(schools[1], (60, 40))
        cls.visited = cls._create_reviewed(schools[2], (60, 40))
        cls.visited.state = "external"
        cls.late = cls._create_reviewed(schools[3], (60, 40))
        cls.late.state = "council"

    def _list_of(self, draft):
        action = draft.action_make_list()
        paper = self.env["cds.document"].browse(action["res_id"])
        self.assertEqual(draft.action_make_list()["res_id"], paper.id, "once")
        return paper.with_user(self.officer)

    def _rows(self, paper, number):
        table = paper._get_paper().tables[number]
        return [row.cells[1:] for row in table.rows]

    def test_who_is_proposed_and_who_is_left_out(self):
        draft = self._draft(lowest_level="any")
        paper = self._list_of(draft)
        self.assertEqual(
            [row[0] for row in self._rows(paper, 0)],
            ["School", "Trường Tiểu học số 0002"],
        )
        self.assertEqual(
            [(row[0], row[2]) for row in self._rows(paper, 1)],
            [
                ("Trường Tiểu học số 0001", "Mới đạt Mức độ 1 ở nhóm 1"),
                ("Trường Tiểu học số 0003", "Chưa kết thúc đánh giá ngoài"),
                ("Trường Tiểu học số 0004", "Chưa nộp hồ sơ"),
            ],
        )
        self.assertIn("lập danh sách 02 đơn vị", self._words(paper._get_paper()))
        self.assertIn("03 đơn vị chưa đề nghị", self._words(paper._get_paper()))

    def test_the_head_signs_the_list_and_the_decision_goes_on(self):
        draft = self._draft(decision_number=False, decision_date=False)
        paper = self._list_of(draft)
        self.assertIn("issue", draft.offered_actions, "the list is no decision")
        with self.assertRaisesRegex(UserError, "role"):
            paper.action_issue()
        paper.with_user(self.authority_head).action_issue()
        self.assertEqual((paper.state, draft.state), ("issued", "draft"))
        with self.assertRaisesRegex(UserError, "list of schools is issued"):
            draft.unlink()
        draft.action_make_papers()
        draft.with_user(self.authority_head).action_issue()
        self.assertEqual(draft.state, "issued")

    def test_a_list_may_be_cancelled_while_nothing_is_decided(self):
        draft = self._draft()
        paper = self._list_of(draft).with_user(self.authority_head)
        paper.action_issue()
        paper._cancel("Sai một đơn vị.")
        self.assertEqual(paper.state, "cancelled")
        self.assertNotEqual(draft.action_make_list()["res_id"], paper.id)

    def test_the_lowest_level_leaves_together(self):
        draft = self._draft()
        self.assertEqual(draft.certificate_count, 3)
        with self.assertRaisesRegex(UserError, "Lowest Level"):
            draft.action_leave_out()
        draft.lowest_level = "any"
        draft.action_leave_out()
        self.assertEqual(draft.certificate_ids.assessment_id, self.dossier | self.high)
        self.assertIn("số 0001", draft.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "lowest level"):
            draft.action_leave_out()
        with self.assertRaisesRegex(UserError, "1 of the lowest level"):
            draft.action_take_in()

    def test_of_all_groups_or_of_one(self):
        dossier = self._create_assessment(
            self._create_schools(1, code="HAI-NHOM"),
            started=False,
            campaign_id=self.campaign.id,
            state="reviewed",
            hand="final",
        )
        first = dossier.line_ids.filtered(lambda line: line.code.startswith("1."))
        for line in first:
            line.write({"final_points": line.max_points, "final_met": True})
        self.env["cds.result.mark"]._settle(dossier)
        levels = {
            row.criterion_id.code: row.final_level_id.number
            for row in dossier.result_ids
            if row.node == "group"
        }
        self.assertEqual(levels, {"1": 3, "2": 1})
        draft = self._draft()
        for choice, is_left in (("taken", False), ("all", False), ("any", True)):
            with self.subTest(choice):
                draft.lowest_level = choice
                self.assertEqual(draft._leaves(dossier), is_left)
