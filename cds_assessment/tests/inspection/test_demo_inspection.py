"""The real inspection: minutes and notice come out of the data.

Expected are facts of source-003 in the order in which they stand there: headings,
figures, dates, numbers of papers (with the demo school's symbol), signature blocks and
recipients. Percentages are our own: 8/29 is 27,59 %, not 27.5 % as printed there.
"""

import unittest

from odoo.tests import TransactionCase, tagged

from ..common import paper_text
from ..common.demo_story import play_inspection
from ..paper.test_document import pdf_text

# What minutes and notice both say, part I to IV.
TOLD = (
    "I. NỘI DUNG KIỂM TRA",
    "- Việc điều hành của Ban chỉ đạo thực hiện Trường học Điện tử",
    "- Việc ứng dụng CNTT trong công tác quản lý của nhà trường và kỹ năng CNTT của "
    "cán bộ giáo viên nhân viên",
    "- Hoạt động trang thông tin điện tử nhà trường",
    "II. KẾT QUẢ KIỂM TRA",
    "1. Việc điều hành của Ban chỉ đạo thực hiện Trường học Điện tử",
    "- Nhà trường lưu giữ đầy đủ các văn bản của cấp trên",
    "+ Thông tư 37/2020/TT-BGDĐT ngày 05/10/2020",
    "+ Văn bản số 3125/SGD&ĐT-VP ngày 22/9/2022",
    "+ Kế hoạch số 30/KH-PGD&ĐT ngày 10/10/2022",
    "+ Quyết định số 8265/QĐ-UBND ngày 9/12/2021",
    "+ Văn bản số 4725/QĐ-BGDĐT ngày 30 tháng 12 năm 2022",
    "- Nhà trường đã ban hành các quyết định, qui chế, kế hoạch",
    "223/QĐ-TH ngày 30/9/2022",
    "209/QĐ-TH ngày 13/9/2022",
    "210/QĐ-TH ngày 13/9/2022",
    "231/QĐ-TH ngày 05/10/2022",
    "211/QĐ-TH ngày 13/9/2022",
    "224/KH-TH ngày 30/9/2022",
    "217/KH-TH ngày 27/9/2022",
    "234/KH-TH ngày 05/10/2022",
    "- Thực hiện phân công cụ thể",
    "- Có biên bản bàn giao tài sản",
    "- Hàng tháng có thực hiện kiểm soát",
    "- Các điều kiện đảm bảo khác",
    "bố trí kinh phí 200 triệu phục vụ",
    "+ Lưu trữ hồ sơ bảo trì",
    "2. Việc ứng dụng CNTT trong công tác quản lý",
    "2.1. Ứng dụng công nghệ thông tin trong công tác quản lý, điều hành",
    "phần mềm kế toán MISA",
    "2.2. Ứng dụng công nghệ thông tin trong giảng dạy và học tập",
    "- 100% giáo viên thiết kế bài giảng điện tử",
    "+ Biết sử dụng bảng tương tác: 29/29 (100%)",
    "+ Có kỹ năng nâng cao: 8/29 (27,59%), cơ bản 21/29 (72,41%)",
    "- 100% các lớp có kho học liệu",
    "ít nhất 3 bài giảng điện tử",
    "- Số bài giảng điện tử đã sử dụng trong năm học là 2683 bài giảng",
    "3. Trang thông tin điện tử",
    "là 3155 tin tức/văn bản. Trong đó có 185 tin tức, 376 văn bản công văn và 2594 "
    "bài giảng điện tử. Tổng số lượt truy cập đạt 1.630.397 lượt (674.869 lượt đọc)",
    "- Trang thông tin điều hành nội bộ (Lớp 2):",
    "(6 nhóm chuyên môn)",
    "III. NHẬN XÉT",
    "1. Ưu điểm:",
    "- Hệ thống hồ sơ lưu trữ đầy đủ",
    "- Cơ sở hạ tầng được đầu tư",
    "2. Tồn tại:",
    "cấp từ năm 2015, qua 8 năm sử dụng đa số máy chiếu bị mờ bóng hình",
    "- Đường truyền mạng Internet chưa đảm bảo",
    "- Việc cập nhật tin bài trên cổng TTĐT đôi khi chưa kịp tiến độ",
    "IV. KIẾN NGHỊ",
    "- Tiếp tục duy trì kết quả đã thực hiện",
    "- Cán bộ CNTT thường xuyên kiểm tra các thiết bị",
    "- Bộ phận điều hành cần quan tâm hơn",
)
MINUTES = (
    "Cao Minh, ngày 18 tháng 5 năm 2023",
    "BIÊN BẢN KIỂM TRA",
    "Về việc: Triển khai thực hiện mô hình Trường học điện tử",
    "218/QĐ-TH ngày 27/09/2022 của Hiệu trưởng",
    "về việc kiểm tra nội bộ năm học 2022 - 2023",
    "Hôm nay, hồi 9 giờ 30 ngày 18/5/2023, Ban kiểm tra nội bộ đã tiến hành kiểm tra",
    "Thành phần gồm có:",
    "* Đại diện ban kiểm tra:",
    "- Hiệu trưởng, chức vụ: HT - Trưởng ban",
    "- Phó Hiệu trưởng, chức vụ: Phó HT - Phó Trưởng ban",
    "* Bộ phận (cá nhân) được kiểm tra:",
    "- Nhân viên CNTT, nhân viên CNTT của trường",
    "- Nhân viên văn phòng",
    "- Thư ký hội đồng, thư kí hội đồng, thành viên ban chỉ đạo",
    *TOLD,
    "V. Ý KIẾN CỦA BỘ PHẬN (CÁ NHÂN) ĐƯỢC KIỂM TRA",
    "- Nhân viên CNTT: Nhất trí.",
    "VI. Ý KIẾN CỦA TRƯỞNG BAN",
    "TRƯỞNG BAN",
    "(Ký, đóng dấu và ghi rõ họ tên)",
    "BỘ PHẬN (CÁ NHÂN)",
    "ĐƯỢC KIỂM TRA",
    "(Ký và ghi rõ họ tên)",
    "NGƯỜI KIỂM TRA",
    "(Ký và ghi rõ họ tên)",
)
NOTICE = (
    "Số: 12/TB-TH",
    "Cao Minh, ngày 20 tháng 5 năm 2023",
    "THÔNG BÁO",
    "Kết quả kiểm tra Triển khai thực hiện mô hình Trường học điện tử",
    "năm học 2022 - 2023",
    "Thực hiện Quyết định số 218/QĐ-TH ngày 27/09/2022 của Hiệu trưởng",
    "Xét báo cáo kết quả kiểm tra ngày 18/05/2023 của Ban kiểm tra nội bộ, ý kiến giải "
    "trình của các đối tượng kiểm tra",
    "Hiệu trưởng thông báo kết luận kiểm tra việc Triển khai thực hiện",
    *TOLD,
    "Trên đây là thông báo kết luận kiểm tra về việc Triển khai thực hiện mô hình "
    "Trường học điện tử năm học 2022 - 2023 tại Trường Tiểu học Cao Minh",
    "Nơi nhận:",
    "- Trưởng ban KTNB;",
    "- Các bộ phận liên quan;",
    "- Đối tượng KT;",
    "- Lưu: VT, hồ sơ KTNB.",
    "HIỆU TRƯỞNG",
)
DECISION = (
    "Số: 218/QĐ-TH",
    "Cao Minh, ngày 27 tháng 9 năm 2022",
    "QUYẾT ĐỊNH",
    "kiểm tra nội bộ",
    "năm học 2022 - 2023",
    "Điều 1. Thành lập Ban kiểm tra nội bộ",
    "02 thành viên",
    "DANH SÁCH",
    "Trưởng ban",
)
PLAN = (
    "Số: 219/KH-TH",
    "KẾ HOẠCH",
    "Kiểm tra nội bộ năm học 2022 - 2023",
    "218/QĐ-TH ngày 27/09/2022",
    "II. NỘI DUNG, THỜI GIAN, PHÂN CÔNG",
    "12/2022",
    "Triển khai thực hiện mô hình Trường học điện tử",
    "5/2023",
)
REPORT = (
    "BÁO CÁO",
    "Kính gửi: Hiệu trưởng Trường Tiểu học Cao Minh",
    *TOLD,
    "V. Ý KIẾN GIẢI TRÌNH CỦA ĐỐI TƯỢNG KIỂM TRA",
    "TRƯỞNG BAN",
)
PAPERS = {
    "inspection_decision": DECISION,
    "inspection_plan": PLAN,
    "inspection_minutes": MINUTES,
    "inspection_report": REPORT,
    "inspection_notice": NOTICE,
}


@tagged("post_install", "-at_install")
class TestDemoInspection(TransactionCase):
    """The demo inspection with its papers, issued by those whose turn it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref(
            "cds_assessment.inspection_cao_minh_demo", raise_if_not_found=False
        ):
            raise unittest.SkipTest("the demo data is not loaded")
        cls.inspection = play_inspection(cls.env)
        papers = cls.inspection.document_ids | cls.inspection.plan_id.document_ids
        cls.papers = {paper.code: paper for paper in papers}

    def _text(self, code):
        return " ".join(pdf_text(self.papers[code]._get_pdf()).split())

    def test_every_paper_says_what_the_real_one_says(self):
        self.assertEqual(set(self.papers), set(PAPERS))
        for code, facts in PAPERS.items():
            text, position = self._text(code), 0
            with self.subTest(code):
                for fact in facts:
                    found = text.lower().find(fact.lower(), position)
                    before = text[max(0, position - 200) : position]
                    self.assertGreaterEqual(found, 0, f"{fact} after: {before}")
                    position = found

    def test_headings_are_in_capitals(self):
        for code in ("inspection_minutes", "inspection_notice"):
            for heading in ("I. NỘI DUNG KIỂM TRA", "IV. KIẾN NGHỊ"):
                self.assertIn(heading, self._text(code))

    def test_the_three_signature_blocks_stand_side_by_side(self):
        blocks = self.papers["inspection_minutes"]._get_paper().signatures
        self.assertEqual(
            [block.title.replace("\n", " ") for block in blocks],
            ["TRƯỞNG BAN", "BỘ PHẬN (CÁ NHÂN) ĐƯỢC KIỂM TRA", "NGƯỜI KIỂM TRA"],
        )
        self.assertEqual(
            [block.name.split() and block.name.split("\n")[0] for block in blocks],
            ["Hiệu trưởng", "Nhân viên CNTT", "Phó Hiệu trưởng"],
        )

    def test_the_dates_follow_each_other(self):
        dates = [self.papers[code].date for code in PAPERS]
        self.assertEqual(dates, sorted(dates))

    def test_what_is_printed_adds_up(self):
        item = self.inspection.item_ids.filtered(lambda item: item.code == "3")
        whole, *parts = item.figure_ids.mapped("numerator")[:4]
        self.assertEqual(whole, sum(parts))

    @unittest.skipUnless(paper_text.has_office(), "LibreOffice is not installed")
    def test_each_word_file_says_what_its_pdf_says(self):
        papers = list(self.papers.values())
        texts = paper_text.docx_texts_by_office([p._get_docx() for p in papers])
        for paper, text in zip(papers, texts, strict=True):
            with self.subTest(paper.code):
                self.assertEqual(
                    paper_text.paper_difference(
                        paper._get_paper(), paper._get_pdf(), text
                    ),
                    "",
                )

    @unittest.skipUnless(paper_text.has_office(), "poppler-utils is not installed")
    def test_no_word_runs_over_the_margins(self):
        for paper in self.papers.values():
            with self.subTest(paper.code):
                words = paper_text.words_beyond(paper._get_pdf(), 30, 210 - 15)
                self.assertEqual(words, [])

    def test_no_placeholder_is_left(self):
        for paper in self.papers.values():
            with self.subTest(paper.code):
                text = paper_text.pdf_text(paper._get_pdf())
                self.assertNotIn("……", text)
                self.assertNotIn("{", text)
