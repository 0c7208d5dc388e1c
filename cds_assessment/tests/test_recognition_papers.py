from odoo.exceptions import UserError
from odoo.tests import tagged

from .papers import PapersCase
from .recognition import RecognitionCase


@tagged("post_install", "-at_install")
class TestRecognitionPapers(RecognitionCase):
    _words = PapersCase._words

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._create_reviewed(cls._create_schools(1), (60, 40))
        cls.env["cds.document.type"].search(
            [("subject", "in", ("recognition", "publication"))]
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
