"""The two real reports: their sections, figures, sums and levels come out of the data.

Expected are facts of source-000 and source-002 in the order in which they stand there:
headings, numbers of papers, dates, figures, points and levels. Sentences are our own.
"""

import unittest

from odoo.tests import TransactionCase, tagged

from ..common import paper_text
from ..common.demo_story import CAO_MINH, QUOC_TUAN, play
from ..paper.test_document import pdf_text

# Source-000, TH Cao Minh: 285/BC-TH of 30/10/2023.
FULL = (
    "Số: 285/BC-TH",
    "Cao Minh, ngày 30 tháng 10 năm 2023",
    "BÁO CÁO",
    "năm học 2022 - 2023",
    "4725/QĐ-BGDĐT ngày 30/12/2022",
    "131/QĐ-TTg ngày 25/01/2022",
    "167/KH-GDĐT ngày 13/3/2023",
    "386/TB-SGDĐT ngày 22/9/2023",
    "I. NỘI DUNG THỰC HIỆN",
    "1. Công tác phổ biến, tuyên truyền",
    "2. Việc đầu tư cơ sở vật chất, trang thiết bị",
    "3. Công tác bồi dưỡng đội ngũ",
    "4. Việc triển khai phần mềm mới",
    "II. NỘI DUNG ĐÃ THỰC HIỆN",
    "1. Công tác tuyên truyền",
    "5 buổi",
    "29 cán bộ",
    "625 học sinh",
    "2. Về cơ sở vật chất, trang thiết bị",
    "20 máy tính",
    "2 học sinh một máy",
    "6 máy tính",
    "21 ti vi",
    "10 bộ phát tại 32 phòng",
    "526 gia đình",
    "85 học sinh",
    "30 máy tính bảng",
    "21 máy được tài trợ",
    "517 điện thoại",
    "3. Công tác bồi dưỡng đội ngũ ứng dụng CNTT",
    "4. Ứng dụng CNTT trong công tác quản lý",
    "a) Trong quản lý",
    "b) Chuyển đổi số trong quản trị trường học",
    "c) Trong công tác tuyển sinh, phổ cập",
    "d) Trong việc thu, chi",
    "25%",
    "đ) Trong dạy",
    "603/625 học sinh",
    "5. Danh mục các phần mềm đã và đang sử dụng trong nhà trường",
    "STT",
    "eNetViet",
    "15",
    "III. QUY TRÌNH TỰ KIỂM TRA, ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ",
    "282/QĐ-TH ngày 23/10/2023",
    "IV. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI",
    "1. Đánh giá chung",
    "a) Ưu điểm",
    "b) Hạn chế",
    "2. Kết quả",
    "“Chuyển đổi số trong dạy, học”: đạt 50/100 điểm, Mức độ 2",
    "“Chuyển đổi số trong quản trị cơ sở giáo dục”: đạt 74/100 điểm, Mức độ 2",
    "V. KIẾN NGHỊ, ĐỀ XUẤT",
    "HIỆU TRƯỞNG",
)
# Source-002, a THPT of Hải Phòng. It lists the school's papers before its own council.
SHORT = (
    "BÁO CÁO",
    "năm học 2022 - 2023",
    "Kính gửi: Sở Giáo dục và Đào tạo Hải Phòng",
    "2518/KH-SGDĐT ngày 15/9/2023",
    "368/TB-SGDĐT ngày 22/9/2023",
    "128/KH-SGDĐT ngày 12/10/2023",
    "I. CÔNG TÁC CHỈ ĐẠO VÀ TRIỂN KHAI THỰC HIỆN",
    "Công tác chỉ đạo của lãnh đạo nhà trường",
    "48/QĐ-THPTQT ngày 19/10/2023",
    "Quy trình tự kiểm tra, đánh giá; lưu hồ sơ, minh chứng",
    "II. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI",
    "“Chuyển đổi số trong dạy, học”: đạt 71/100 điểm, Mức độ 2",
    "“Chuyển đổi số trong quản trị cơ sở giáo dục”: đạt 75/100 điểm, Mức độ 2",
    "III. ĐÁNH GIÁ CHUNG",
    "1. Những kết quả đã đạt được; ưu, nhược điểm; bài học kinh nghiệm",
    "2. Khó khăn, tồn tại",
    "y tế, thư viện",
    "3. Kiến nghị, đề xuất",
    "Trường THPT Quốc Tuấn./.",
)
# The papers that source-002 lists, in whatever order: number and date.
SHORT_PAPERS = (
    "18/QĐ-TTr ngày 20/08/2022",
    "10/KH-TTr ngày 21/03/2023",
    "14/KH-TTr ngày 29/03/2023",
    "22/KH-TTr ngày 23/09/2022",
    "02/QC-TTr ngày 22/09/2022",
)


@tagged("post_install", "-at_install")
class TestDemoDossiers(TransactionCase):
    """The demo dossiers with all their papers, issued on the way to the approval."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref(
            "cds_assessment.assessment_cao_minh_demo", raise_if_not_found=False
        ):
            raise unittest.SkipTest("the demo data is not loaded")
        cls.dossiers = {story: play(cls.env, story) for story in (CAO_MINH, QUOC_TUAN)}

    def _report(self, story):
        report = self.dossiers[story].document_ids.filtered(
            lambda paper: paper.code == "report"
        )
        return " ".join(pdf_text(report._get_pdf()).split())

    def _assert_in_order(self, text, facts):
        position = 0
        for fact in facts:
            found = text.find(fact, position)
            self.assertGreaterEqual(found, 0, f"{fact} after: {text[:position][-200:]}")
            position = found

    def test_the_full_layout(self):
        self._assert_in_order(self._report(CAO_MINH), FULL)

    def test_the_short_layout(self):
        text = self._report(QUOC_TUAN)
        self._assert_in_order(text, SHORT)
        for paper in SHORT_PAPERS:
            with self.subTest(paper):
                self.assertIn(paper, text)

    def test_the_approval_follows(self):
        approval = self.dossiers[QUOC_TUAN].document_ids.filtered(
            lambda paper: paper.code == "approval_decision"
        )
        self.assertEqual(approval.name, "50/QĐ-THPTQT")
        self.assertEqual(str(approval.date), "2023-10-20")

    def test_the_outline_of_the_authority(self):
        """Source-004, second annex: five headings, and what stands under them."""
        report = self.dossiers[CAO_MINH].document_ids.filtered(
            lambda paper: paper.code == "report"
        )
        report._cancel("Another layout")
        report = report.copy({"layout": "outline"})
        text = " ".join(pdf_text(report._print()[0][report.id]).split())
        self._assert_in_order(
            text,
            (
                "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
                "1. Triển khai các văn bản chỉ đạo",
                "2. Ban hành các văn bản, công tác hướng dẫn, bồi dưỡng tập huấn",
                "II. KẾT QUẢ THỰC HIỆN",
                "1. Kết quả thực hiện tại cơ sở giáo dục",
                "2. Kết quả của đơn vị",
                "50/100",
                "74/100",
                "III. KHÓ KHĂN, VƯỚNG MẮC KHI TRIỂN KHAI",
                "IV. PHƯƠNG HƯỚNG NHIỆM VỤ TRỌNG TÂM",
                "V. ĐỀ XUẤT, KIẾN NGHỊ",
            ),
        )

    def test_every_paper_is_issued(self):
        for dossier in self.dossiers.values():
            kinds = dossier._get_paper_types()
            self.assertEqual(dossier.document_ids.type_id, kinds)
            self.assertEqual(set(dossier.document_ids.mapped("state")), {"issued"})
            self.assertEqual(dossier.state, "approved")

    def test_every_paper_agrees_with_its_dossier(self):
        for dossier in self.dossiers.values():
            for paper in dossier.document_ids:
                with self.subTest(paper.display_name):
                    self.assertFalse(paper._is_told_otherwise())

    @unittest.skipUnless(paper_text.has_office(), "LibreOffice is not installed")
    def test_each_word_file_says_what_its_pdf_says(self):
        for dossier in self.dossiers.values():
            papers = dossier.document_ids
            texts = paper_text.docx_texts_by_office([p._get_docx() for p in papers])
            for paper, text in zip(papers, texts, strict=True):
                with self.subTest(paper.display_name):
                    self.assertEqual(
                        paper_text.paper_difference(
                            paper._get_paper(), paper._get_pdf(), text
                        ),
                        "",
                    )

    @unittest.skipUnless(paper_text.has_office(), "poppler-utils is not installed")
    def test_no_word_runs_over_the_margins(self):
        """Decree 30/2020/NĐ-CP: 30 mm on the left, 15 mm on the right, of A4."""
        for dossier in self.dossiers.values():
            for paper in dossier.document_ids:
                with self.subTest(paper.display_name):
                    words = paper_text.words_beyond(paper._get_pdf(), 30, 210 - 15)
                    self.assertEqual(words, [])

    def test_no_placeholder_is_left(self):
        for dossier in self.dossiers.values():
            for paper in dossier.document_ids:
                with self.subTest(paper.display_name):
                    self.assertNotIn("……", paper_text.pdf_text(paper._get_pdf()))
