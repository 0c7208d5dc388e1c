import io
import sys
import unittest
import zipfile
from dataclasses import replace
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ...report.paper.paper_docx import is_available, paper_docx
from ...report.paper.structure import (
    Annex,
    Column,
    Letterhead,
    Paper,
    Paragraph,
    Row,
    Signature,
    Table,
    runs,
)
from ..common import paper_text
from ..common.cases import CdsCase

HEAD = Letterhead(
    above="Phòng GD&ĐT Bến Đò",
    own="Trường Tiểu học Hoa Sữa",
    place_date="Hoa Sữa, ngày 23 tháng 10 năm 2023",
    number="282/QĐ-TH",
)
SENTENCE = (
    "Hội đồng tự đánh giá tiến hành thu thập minh chứng và cho điểm từng tiêu chí theo "
    "Quyết định số 4725/QĐ-BGDĐT, minh chứng [H1-1.3-01] và [H2-2.4-12]."
)
COLUMNS = (
    Column("TT", 13, "center"),
    Column("Tiêu chí"),
    Column("Điểm", 17, "center"),
    Column("Minh chứng", 40),
)
ROWS = (
    Row(("1", "Nhóm một", "100", ""), "group"),
    Row(("1.1", "Tiêu chí một", "30", ""), "node"),
    Row(("1.1.1", "Nội dung một", "5,5", "[H1-1.1-01]\n[H1-1.1-02]")),
    Row(("1.1.2", "Nội dung hai", "–", "")),
)
DECISION = Paper(
    letterhead=HEAD,
    title="QUYẾT ĐỊNH",
    subtitle="Về việc thành lập Hội đồng tự đánh giá",
    authority="Hiệu trưởng Trường Tiểu học Hoa Sữa",
    bases=("Căn cứ Kế hoạch số 281/KH-TH", "Theo đề nghị của tổ chuyên môn"),
    blocks=(
        Paragraph("QUYẾT ĐỊNH:", kind="center"),
        Paragraph("Thành lập Hội đồng.", lead="Điều 1."),
        Paragraph("I. KẾT QUẢ", kind="heading"),
        Paragraph("1. Bảng điểm", kind="subheading"),
        Table(COLUMNS, ROWS),
        Table(COLUMNS, ROWS[2:]),
    ),
    recipients=("Như Điều 1", "Lưu: VT"),
    signatures=(
        Signature("THƯ KÝ"),
        Signature("TM. HỘI ĐỒNG\nCHỦ TỊCH", "(Ký, đóng dấu)", "Người Ký Tên"),
    ),
    annexes=(
        Annex("PHỤ LỤC", "Danh sách", "(Kèm 282/QĐ-TH)", (Table(COLUMNS, ROWS),)),
    ),
)
LETTER = Paper(
    letterhead=Letterhead("", "Trường Tiểu học Hoa Sữa", "Hoa Sữa, ngày …"),
    title="TỜ TRÌNH",
    addressees=("Phòng GD&ĐT Bến Đò", "Ủy ban nhân dân xã"),
    blocks=(Paragraph(SENTENCE * 3), Paragraph(SENTENCE, lead="Điểm mạnh:")),
    signatures=(Signature("KT. HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG"),),
)
OFFICIAL = Paper(
    letterhead=Letterhead(
        "Sở GD&ĐT Bến Đò",
        "Phòng GD&ĐT Bến Đò",
        "Bến Đò, ngày 06 tháng 11 năm 2023",
        "15/PGDĐT",
        "V/v đôn đốc nộp hồ sơ đánh giá chuyển đổi số",
    ),
    title="",
    addressees=("Trường Tiểu học Hoa Sữa",),
    blocks=(Paragraph(SENTENCE),),
    recipients=("Như trên", "Lưu: VT"),
    signatures=(
        Signature("TRƯỞNG ĐOÀN"),
        Signature("THƯ KÝ"),
        Signature("HIỆU TRƯỞNG"),
    ),
    annexes=(
        Annex(
            "PHỤ LỤC I", "Bảng rộng", "(Kèm 15/PGDĐT)", (Table(COLUMNS, ROWS),), True
        ),
        Annex(
            "PHỤ LỤC II", "Bảng rộng", "(Kèm 15/PGDĐT)", (Table(COLUMNS, ROWS),), True
        ),
        Annex("PHỤ LỤC III", "Bảng hẹp", "(Kèm)", (Table(COLUMNS, ROWS),)),
    ),
)
LONG_WORD = "https://hoa-sua.invalid/2023-10/" + "minh-chung" * 12
HOSTILE = Paper(
    letterhead=Letterhead("A & <b>", "Trường\x00\x0b \ud800Hoa", "</w:t>", "1-2-3"),
    title="BÁO CÁO <script>",
    subtitle="x" * 300,
    addressees=("Một nơi & nơi khác",),
    blocks=(
        Paragraph("=1+1 & <w:br/> \x07\x1b]]>", lead="\x1f"),
        Paragraph("مرحبا بالعالم 5-5"),
        Paragraph("  hai\n\n dòng  và\xa0dấu  "),
        Paragraph(""),
        Table(
            (Column("Một"), Column("Hai", 120)), (Row(("=1+1",)), Row((LONG_WORD, "")))
        ),
        Table((Column("Không có dòng"),), ()),
    ),
    recipients=("<Lưu>",),
)
missing_library = unittest.skipUnless(is_available(), "python-docx is not installed")
missing_office = unittest.skipUnless(
    paper_text.has_office(), "LibreOffice and poppler are not installed"
)


def opened(paper, is_draft=False):
    """Write a paper and open it with the library."""
    import docx

    return docx.Document(io.BytesIO(paper_docx(paper, is_draft)))


def texts(document):
    """Return what the file says, a text for each paragraph that says something."""
    found = []
    for paragraph in document.element.body.iter("{*}p"):
        text = ""
        for part in paragraph.xpath("w:r/*"):
            tag = part.tag.rpartition("}")[2]
            said = {"t": part.text or "", "br": "\n", "noBreakHyphen": "-"}
            text += said.get(tag, "")
        found.append(text)
    return list(filter(None, found))


@tagged("post_install", "-at_install")
class TestPaperDocxLibrary(BaseCase):
    def test_without_the_library_it_says_so(self):
        with patch.dict(sys.modules, {"docx": None}):
            self.assertFalse(is_available())


@missing_library
@tagged("post_install", "-at_install")
class TestPaperDocx(BaseCase):
    def test_what_a_decision_says(self):
        table = ["TT", "Tiêu chí", "Điểm", "Minh chứng"]
        head = ["1", "Nhóm một", "100", "1.1", "Tiêu chí một", "30"]
        items = ["1.1.1", "Nội dung một", "5,5", "[H1-1.1-01]\n[H1-1.1-02]"]
        items += ["1.1.2", "Nội dung hai", "–"]
        self.assertEqual(
            texts(opened(DECISION)),
            [
                "PHÒNG GD&ĐT BẾN ĐÒ",
                "TRƯỜNG TIỂU HỌC HOA SỮA",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "Số: 282/QĐ-TH",
                "Hoa Sữa, ngày 23 tháng 10 năm 2023",
                "QUYẾT ĐỊNH",
                "Về việc thành lập Hội đồng tự đánh giá",
                "HIỆU TRƯỞNG TRƯỜNG TIỂU HỌC HOA SỮA",
                "Căn cứ Kế hoạch số 281/KH-TH;",
                "Theo đề nghị của tổ chuyên môn.",
                "QUYẾT ĐỊNH:",
                "Điều 1. Thành lập Hội đồng.",
                "I. KẾT QUẢ",
                "1. Bảng điểm",
                *(table + head + items),
                *(table + items),
                "Nơi nhận:",
                "- Như Điều 1;",
                "- Lưu: VT.",
                "THƯ KÝ",
                "(Ký, ghi rõ họ tên)",
                "TM. HỘI ĐỒNG\nCHỦ TỊCH",
                "(Ký, đóng dấu)",
                "Người Ký Tên",
                "PHỤ LỤC",
                "Danh sách",
                "(Kèm 282/QĐ-TH)",
                *(table + head + items),
            ],
        )

    def test_what_a_letter_says(self):
        found = texts(opened(LETTER))
        self.assertNotIn("Số", " ".join(found[:4]))
        start = found.index("TỜ TRÌNH") + 1
        self.assertEqual(
            found[start : start + 3],
            ["Kính gửi:", "- Phòng GD&ĐT Bến Đò", "- Ủy ban nhân dân xã"],
        )
        self.assertIn(f"Điểm mạnh: {SENTENCE}", found)
        self.assertNotIn("Nơi nhận:", found)

    def test_what_an_official_letter_says(self):
        found = texts(opened(OFFICIAL))
        start = found.index("Số: 15/PGDĐT")
        self.assertEqual(
            found[start : start + 5],
            [
                "Số: 15/PGDĐT",
                "V/v đôn đốc nộp hồ sơ đánh giá chuyển đổi số",
                "Bến Đò, ngày 06 tháng 11 năm 2023",
                "Kính gửi:",
                "Trường Tiểu học Hoa Sữa",
            ],
        )
        document = opened(OFFICIAL)
        self.assertFalse(document.element.body.xpath("//w:pStyle[@w:val = 'Title']"))
        self.assertIn("V/v đôn đốc", document.core_properties.title)

    def test_three_sign_and_the_recipients_stand_below(self):
        body = opened(OFFICIAL).element.body
        (table,) = body.xpath("w:tbl[contains(., 'TRƯỞNG ĐOÀN')]")
        self.assertEqual(len(table.xpath("w:tblGrid/w:gridCol")), 3)
        self.assertFalse(table.xpath(".//w:p[contains(., 'Nơi nhận')]"))
        self.assertTrue(body.xpath("w:p[contains(., 'Nơi nhận')]"))

    def test_wide_annexes_lie_on_their_long_side(self):
        document = opened(OFFICIAL)
        sizes = [
            (round(section.page_width.mm), round(section.page_height.mm))
            for section in document.sections
        ]
        self.assertEqual(sizes, [(210, 297), (297, 210), (210, 297)])
        for section in list(document.sections)[1:]:
            # numbered on, from their first page on
            self.assertFalse(section.different_first_page_header_footer)
            self.assertTrue(section.header.is_linked_to_previous)
        wide = [
            round(sum(map(int, table.xpath("w:tblGrid/w:gridCol/@w:w"))) / 1440 * 25.4)
            for table in document.element.body.xpath(
                "w:tbl[w:tblPr/w:tblStyle/@w:val = 'grid']"
            )
        ]
        self.assertEqual(wide, [252, 252, 165])

    def test_hostile_texts_stay_texts(self):
        found = texts(opened(HOSTILE, is_draft=True))
        for text in (
            "A & <B>",
            "TRƯỜNG HOA",
            "</w:t>",
            "Số: 1-2-3",
            "BÁO CÁO <script>",
            "=1+1 & <w:br/> ]]>",
            "مرحبا بالعالم 5-5",
            "hai dòng và\xa0dấu",
            "=1+1",
            LONG_WORD,
            "Không có dòng",
            "- <Lưu>.",
        ):
            self.assertIn(text, found)

    def test_an_address_may_be_broken(self):
        self.assertFalse(any(is_whole for _part, is_whole in runs(LONG_WORD)))
        self.assertEqual(
            runs("[H1-1.3-01], 285/BC-TH"),
            [("[H1-1.3-01],", True), (" ", False), ("285/BC-TH", True)],
        )

    def test_a_row_of_too_many_cells_is_refused(self):
        rows = (Row(("1", "2")),)
        paper = Paper(HEAD, "BÁO CÁO", blocks=(Table((Column("Một"),), rows),))
        with self.assertRaises(ValueError):
            paper_docx(paper)

    def test_codes_end_no_line_at_a_hyphen(self):
        document = opened(DECISION)
        runs = document.element.body.xpath("//w:r[w:noBreakHyphen]")
        self.assertTrue(runs)
        for run in runs:
            for part in run.xpath("w:t/text()"):
                self.assertNotIn("-", part)
        self.assertEqual(
            len(runs), len(document.element.body.xpath("//w:r[contains(., 'H1')]")) + 3
        )

    def test_the_page(self):
        section = opened(DECISION).sections[0]
        lengths = [
            round(length.mm)
            for length in (
                section.page_width,
                section.page_height,
                section.top_margin,
                section.bottom_margin,
                section.left_margin,
                section.right_margin,
            )
        ]
        self.assertEqual(lengths, [210, 297, 20, 20, 30, 15])
        self.assertTrue(section.different_first_page_header_footer)
        instructions = "w:p/w:fldSimple/@w:instr"
        self.assertEqual(section.header._element.xpath(instructions), [" PAGE "])
        self.assertFalse(section.first_page_header._element.xpath(instructions))

    def test_every_table_is_as_wide_as_the_text(self):
        for paper in (DECISION, HOSTILE):
            for table in opened(paper).element.body.xpath("w:tbl"):
                if table.xpath("w:tblPr/w:jc/@w:val") != ["left"]:
                    continue
                widths = list(map(int, table.xpath("w:tblGrid/w:gridCol/@w:w")))
                self.assertAlmostEqual(sum(widths) / 1440 * 25.4, 165, delta=0.2)
                self.assertGreater(min(widths), 100)
                for row in table.xpath("w:tr"):
                    cells = list(map(int, row.xpath("w:tc/w:tcPr/w:tcW/@w:w")))
                    self.assertEqual(cells, widths)

    def test_tables_keep_their_rows_and_repeat_their_headings(self):
        body = opened(DECISION).element.body
        self.assertEqual(
            len(body.xpath("//w:tr/w:trPr/w:cantSplit")), len(body.xpath("//w:tr"))
        )
        grid = body.xpath("w:tbl[w:tblPr/w:tblStyle/@w:val = 'grid']")[0]
        rows = grid.xpath("w:tr")
        self.assertEqual(
            [bool(row.xpath("w:trPr/w:tblHeader")) for row in rows],
            [True] + [False] * 4,
        )
        kept = [len(row.xpath("w:tc/w:p/w:pPr/w:keepNext")) for row in rows]
        self.assertEqual(kept, [0, 4, 4, 0, 0])  # the headings' style keeps them
        shaded = [row.xpath("w:tc/w:tcPr/w:shd/@w:fill") for row in rows]
        self.assertEqual(shaded, [[], ["F2F2F2"] * 4, [], [], []])

    def test_no_two_tables_run_into_one(self):
        for paper in (DECISION, LETTER, HOSTILE, OFFICIAL):
            tags = [part.tag.rpartition("}")[2] for part in opened(paper).element.body]
            self.assertNotIn(("tbl", "tbl"), list(zip(tags, tags[1:], strict=False)))
            self.assertEqual(tags[-2:], ["p", "sectPr"])

    def test_every_style_is_there(self):
        for paper in (DECISION, OFFICIAL):
            self._check_styles(opened(paper))

    def _check_styles(self, document):
        known = document.styles.element.xpath("w:style/@w:styleId")
        self.assertEqual(len(known), len(set(known)))
        used = document.element.body.xpath(
            "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"
        )
        self.assertLessEqual(set(used), set(known))
        names = document.styles.element.xpath("w:style/w:name/@w:val")
        self.assertFalse([name for name in names if "," in name])

    def test_a_draft_says_so_behind_the_text(self):
        plain, draft = opened(DECISION), opened(DECISION, is_draft=True)
        self.assertEqual(texts(plain), texts(draft))
        for document, expected in ((plain, []), (draft, ["DỰ THẢO"])):
            section = document.sections[0]
            for header in (section.header, section.first_page_header):
                found = header._element.xpath(".//*[local-name() = 'textpath']/@string")
                self.assertEqual(found, expected)

    def test_the_same_paper_gives_the_same_file(self):
        content = paper_docx(DECISION)
        with patch("time.time", return_value=2_000_000_000):
            self.assertEqual(paper_docx(DECISION), content)
        self.assertNotEqual(paper_docx(DECISION, is_draft=True), content)

    def test_nobody_is_named_in_the_file(self):
        properties = opened(DECISION).core_properties
        self.assertEqual(properties.author, "")
        self.assertEqual(properties.comments, "")
        self.assertEqual(properties.last_modified_by, "")
        self.assertIsNone(properties.created)
        self.assertEqual(
            properties.title, "QUYẾT ĐỊNH Về việc thành lập Hội đồng tự đánh giá"
        )
        self.assertEqual(len(opened(HOSTILE).core_properties.title), 255)
        with zipfile.ZipFile(io.BytesIO(paper_docx(DECISION))) as archive:
            self.assertIsNone(archive.testzip())
            self.assertFalse([n for n in archive.namelist() if "thumbnail" in n])


@missing_library
@missing_office
@tagged("post_install", "-at_install")
class TestPaperDocxPrinted(CdsCase):
    """Each Word file opens in LibreOffice and says what its PDF says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.write({"name": "Trường Tiểu học Hoa Sữa", "locality": "Hoa Sữa"})
        cls.assessment = cls._create_assessment(date="2023-10-05")
        cls.assessment._answer_by_code(
            {
                "1.1": {"answer_yes": True},
                "1.3.1": {"self_points": 5.5},
                "1.3.2": {"self_points": 6},
            }
        )

    def _pdf(self, *papers):
        return paper_text.paper_pdf(self.env, papers, self.assessment)

    def test_the_word_file_says_what_the_pdf_says(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        sheet, _kind = report._render_qweb_pdf(
            "cds_assessment.action_report_score_sheet", self.assessment.ids
        )
        papers = [self.assessment._get_score_sheet_paper(), DECISION, LETTER]
        pdfs = [sheet, self._pdf(DECISION), self._pdf(LETTER)]
        files = [paper_docx(paper, paper == LETTER) for paper in papers]
        found = paper_text.docx_texts_by_office(files)
        for paper, pdf, text in zip(papers, pdfs, found, strict=True):
            with self.subTest(paper.title):
                self.assertEqual(paper_text.paper_difference(paper, pdf, text), "")
        self.assertIn("5,5", found[0])

    def test_the_comparison_can_fail(self):
        pdf = self._pdf(DECISION)
        text = paper_text.pdf_text(pdf)
        self.assertEqual(paper_text.paper_difference(DECISION, pdf, text), "")
        for old, new in (
            ("Nội dung hai", "Nội dung ba"),
            ("1.1.2 ", ""),
            ("Điều 1. Thành", "Điều 1.Thành"),
            ("Nơi nhận:", ""),
            ("THƯ KÝ", "THƯ KÝ THƯ KÝ"),
        ):
            with self.subTest(new):
                self.assertIn(old, text)
                changed = text.replace(old, new)
                self.assertTrue(
                    paper_text.paper_difference(DECISION, pdf, changed), new
                )

    def test_hostile_texts_open(self):
        text = paper_text.docx_texts_by_office([paper_docx(HOSTILE, is_draft=True)])[0]
        glued = "".join(text.split())
        for part in ("=1+1&<w:br/>]]>", LONG_WORD, "<script>", "-<Lưu>."):
            self.assertIn(part, glued)

    def test_headings_and_signatures_stay_with_their_own(self):
        papers = [self._tall_paper(lines) for lines in range(8, 32, 2)]
        prints = paper_text.docx_pdfs_by_office(list(map(paper_docx, papers)))
        for content in (self._pdf(*papers), *prints):
            self._check_pages(paper_text.pdf_pages(content))

    def test_a_long_note_in_a_narrow_cell_is_readable_to_its_end(self):
        """900 letters in 40 mm are taller than a page: the row breaks, nothing goes."""
        note = " ".join(f"lý do {number:03d}" for number in range(1, 91))
        self.assertGreater(len(note), 890)
        for before in (0, 30):
            rows = [Row(("0", "Trước", "1", "ngắn"))] * before
            rows += [Row(("1", "Tiêu chí", "5", note)), Row(("2", "Sau", "5", "hết"))]
            paper = replace(DECISION, blocks=(Table(COLUMNS, tuple(rows)),), annexes=())
            (office,) = paper_text.docx_texts_by_office([paper_docx(paper)])
            for name, text in (("Word", office), ("PDF", self._text(paper))):
                with self.subTest(name, before=before):
                    words = " ".join(text.split())
                    for number in range(1, 91):
                        self.assertIn(f"{number:03d}", words)
                    self.assertIn("hết", words)
        *_, tall, last = opened(paper).element.body.xpath(".//w:tr[w:tc[4]]")
        self.assertFalse(tall.xpath("./w:trPr/w:cantSplit"))
        self.assertTrue(last.xpath("./w:trPr/w:cantSplit"))

    def _text(self, paper):
        return paper_text.pdf_text(self._pdf(paper))

    def _tall_paper(self, lines):
        """Return a paper whose table and signatures begin lower with each line."""
        part = (*ROWS[:2], *(Row((f"1.1.{n}", SENTENCE, "5", "")) for n in range(9)))
        return Paper(
            HEAD,
            "BÁO CÁO",
            blocks=(
                *(Paragraph("Một dòng.") for _ in range(lines)),
                Paragraph("II. PHẦN HAI", kind="heading"),
                Paragraph("1. Bảng điểm", kind="subheading"),
                Table(COLUMNS, part * 3),
                Paragraph("III. PHẦN BA", kind="heading"),
                Paragraph("Kết luận."),
            ),
            signatures=(
                Signature("THƯ KÝ"),
                Signature("TM. HỘI ĐỒNG\nCHỦ TỊCH", name="Người Ký Tên"),
            ),
        )

    def _check_pages(self, pages):
        for page in pages:
            page = paper_text.normalise(page)
            # the heading, the table's headings and its first rows
            if "PHẦN HAI" in page:
                self.assertRegex(page, r"Bảng điểm TT Tiêu chí .* 1\.1\.0 ")
            if "PHẦN BA" in page:
                self.assertIn("PHẦN BA Kết luận.", page)
            self.assertNotRegex(page, r"(Nhóm một 100|Tiêu chí một 30)$")
            self.assertEqual("TM. HỘI ĐỒNG" in page, "Người Ký Tên" in page)
            # no row is cut into two
            self.assertEqual(
                page.count("Hội đồng tự"), page.count("[H2-2.4-12]."), page
            )
