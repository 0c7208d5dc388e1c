import io
import unittest
from dataclasses import replace
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...models.dossier.checks.reader import read_dossier
from ...report.paper.paper_docx import is_available
from ...report.paper.structure import Annex, Column, Paragraph, Row, Signature, Table
from ...report.papers import KINDS
from ...report.papers.kind import Data, Kind, Text, center
from ..common import paper_text
from ..common.papers import PapersCase
from .test_document import pdf_text


def _greeting(facts):
    return f"{facts.institution} chào năm học {facts.school_year}."


SETTING_UP = Kind(
    code="test_setting_up",
    title="QUYẾT ĐỊNH",
    subtitle=lambda facts: f"Thành lập đoàn năm học {facts.school_year}",
    authority=lambda facts: f"{facts.head_title} {facts.institution}",
    parts=lambda _facts: (
        center("QUYẾT ĐỊNH:"),
        Text("greeting", "Lời chào", _greeting),
        Data(lambda facts: (Paragraph(f"Kính báo {facts.authority}."),)),
    ),
)
COLUMNS = (Column("TT", 12, "center"), *(Column(f"Cột {n}") for n in range(1, 12)))
ROWS = tuple(
    Row((str(n), *(f"{n}.{m} hồ sơ" for m in range(1, 12)))) for n in range(1, 40)
)
NARROW = tuple(Row(row.cells[:4]) for row in ROWS[:2])
REMINDER = Kind(
    code="test_reminder",
    title="CÔNG VĂN",
    is_letter=True,
    subtitle=lambda _facts: "nhắc nộp hồ sơ đánh giá mức độ chuyển đổi số",
    addressees=lambda _facts: ("Trường A", "Trường B"),
    parts=lambda _facts: (Text("body", "Nội dung", _greeting),),
    signatures=lambda _facts: (
        Signature("TRƯỞNG ĐOÀN"),
        Signature("THƯ KÝ"),
        Signature("HIỆU TRƯỞNG", name="Tên Dưới Chữ Ký"),
    ),
    annexes=lambda _facts: (
        Annex("PHỤ LỤC I", "Bảng rộng", "(Kèm theo)", (Table(COLUMNS, ROWS),), True),
        Annex("PHỤ LỤC II", "Bảng hẹp", "(Kèm theo)", (Table(COLUMNS[:4], NARROW),)),
    ),
)


class AuthorityPapersCase(PapersCase):
    """Papers of an authority, about its external team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kinds = patch.dict(KINDS, {k.code: k for k in (SETTING_UP, REMINDER)})
        cls.enterClassContext(kinds)
        cls.district.write(
            {"short_name": "PGDĐT", "locality": "Bến Đò", "head_title": "Trưởng phòng"}
        )
        cls.setting_up, cls.reminder = cls.env["cds.document.type"].create(
            [
                {
                    "name": "Quyết định",
                    "code": SETTING_UP.code,
                    "subject": "team",
                    "symbol": "QĐ",
                    "recipients": "{authority} (để báo cáo)\nLưu: VT",
                },
                {
                    "name": "Nhắc nộp",
                    "code": REMINDER.code,
                    "subject": "team",
                    "symbol": "CV",
                    "recipients": "Như trên\nLưu: VT",
                    "is_repeatable": True,
                    "is_required": False,
                },
            ]
        )
        cls.province_officer = cls._create_user("officer", cls.province)
        cls.other_officer = cls._create_user("officer", cls.other_district)

    @classmethod
    def _draft_for_team(cls, kind=None, team=None, user=None, **vals):
        """Let the district's officer draft a paper about the team."""
        papers = cls.env["cds.document"].with_user(user or cls.officer)
        return papers.create(
            {
                "team_id": (team or cls.team).id,
                "type_id": (kind or cls.setting_up).id,
                "date": "2023-11-06",
                **vals,
            }
        )


@tagged("post_install", "-at_install")
class TestPaperSubjects(AuthorityPapersCase):
    """Papers can be about other records than dossiers."""

    def test_the_authority_issues_its_own(self):
        paper = self._draft_for_team()
        self.assertEqual(paper.institution_id, self.district)
        self.assertEqual(paper.school_year_id, self.year)
        self.assertEqual(paper.subject_kind, "team")
        self.assertEqual(paper.place, "Bến Đò")
        self.assertEqual(paper.signer_title, "Trưởng phòng")
        self.assertEqual(paper.recipients, "Province (để báo cáo)\nLưu: VT")
        paper.action_issue()
        self.assertEqual(paper.name, "01/QĐ-PGDĐT")
        text = " ".join(pdf_text(paper._get_pdf()).split())
        for words in (
            "PROVINCE DISTRICT",
            "Số: 01/QĐ-PGDĐT",
            "Bến Đò, ngày 06 tháng 11 năm 2023",
            "TRƯỞNG PHÒNG DISTRICT",
            "District chào năm học 2023",
            "Kính báo Province.",
        ):
            self.assertIn(words, text)

    def test_books_are_the_institutions_own(self):
        self._draft("report").action_issue()
        paper = self._draft_for_team()
        self.assertEqual(paper.next_number, 1)
        paper.action_issue()
        other = self._draft_for_team(
            team=self._create_council(self.district, kind="external")
        )
        self.assertEqual(other.next_number, 2)

    def test_who_drafts(self):
        self.assertEqual(self.team.with_user(self.officer).document_count, 0)
        for user in (self.secretary, self.head, self.reviewer, self.other_officer):
            with self.subTest(user.login), self.assertRaises(UserError):
                self._draft_for_team(user=user)
        # may read the team from above, but not speak for it
        with self.assertRaisesRegex(UserError, "do not belong"):
            self._draft_for_team(user=self.province_officer)

    def test_who_edits(self):
        paper = self._draft_for_team()
        with self._refusing("edit"):
            for action in (
                lambda: paper.write({"place": "Elsewhere"}),
                lambda: paper.section_ids.write({"text": "Changed"}),
                paper.unlink,
            ):
                with self.assertRaisesRegex(UserError, "Not just now"):
                    action()
        paper.section_ids.text = "Đã sửa"
        self.assertTrue(paper.section_ids.is_edited)

    def test_the_record_says_what_is_possible(self):
        paper = self._draft_for_team()
        for action in ("issue", "sign", "cancel"):
            with self._refusing(action):
                if action == "issue":
                    with self.assertRaisesRegex(UserError, "Not just now"):
                        paper.action_issue()
                else:
                    paper.sudo().state = "issued"
                    with self.assertRaisesRegex(UserError, "Not just now"):
                        getattr(paper, f"action_{action}")()
        with self._refusing("create"):
            with self.assertRaisesRegex(UserError, "Not just now"):
                self._draft_for_team(self.reminder)
            with self.assertRaisesRegex(UserError, "Not just now"):
                self.team.with_user(self.officer).action_make_papers()

    def _refusing(self, refused):
        def reason(_team, action, _document):
            return "Not just now." if action == refused else ""

        team = self.env.registry["cds.council"]
        return patch.object(team, "_get_cannot_paper_reason", reason)

    def test_the_record_follows_its_papers(self):
        seen = []

        def note(subject, document):
            self.assertTrue(subject.env.su)
            seen.append((subject, document.name, document.state, document.pdf_sha256))

        team = self.env.registry["cds.council"]
        with (
            patch.object(team, "_on_paper_issued", note),
            patch.object(team, "_on_paper_cancelled", note),
        ):
            paper = self._draft_for_team()
            paper.action_issue()
            paper._cancel("Wrong date")
        self.assertTrue(paper.pdf_sha256)
        self.assertEqual(
            seen,
            [
                (self.team, paper.name, state, paper.pdf_sha256)
                for state in ("issued", "cancelled")
            ],
        )

    def test_one_of_a_kind_unless_it_may_be_repeated(self):
        self._draft_for_team()
        with self.assertRaisesRegex(UserError, "has this paper already"):
            self._draft_for_team()
        first, second = (self._draft_for_team(self.reminder) for _ in range(2))
        self.assertNotEqual(first, second)
        self.env.flush_all()

    def test_about_exactly_one_thing(self):
        vals = {"team_id": self.team.id, "assessment_id": self.dossier.id}
        for given in (
            vals,
            {"team_id": False},
            {"team_id": False, "assessment_id": self.dossier.id},
        ):
            with self.subTest(given), self.assertRaises(ValidationError):
                self.env["cds.document"].create(
                    {"team_id": self.team.id, "type_id": self.setting_up.id, **given}
                )
        report = self.env.ref("cds_assessment.document_type_report")
        with self.assertRaisesRegex(ValidationError, "no paper about this"):
            self._draft_for_team(report)

    def test_a_paper_stays_about_what_it_is_about(self):
        paper = self._draft_for_team()
        other = self._create_council(self.district, kind="external")
        for vals in ({"team_id": other.id}, {"assessment_id": self.dossier.id}):
            with self.subTest(vals), self.assertRaises(UserError):
                paper.write(vals)

    def test_not_about_a_schools_council(self):
        with self.assertRaisesRegex(UserError, "those of its dossiers"):
            self.env["cds.document"].create(
                {"team_id": self.council.id, "type_id": self.setting_up.id}
            )

    def test_the_buttons(self):
        team = self.team.with_user(self.officer)
        action = team.action_make_papers()
        # one paper is opened itself, not a list of one
        self.assertEqual(action["res_id"], team.document_ids.id)
        self.assertEqual(team.action_open_papers()["res_model"], "cds.document")
        self.assertEqual(team.document_ids.type_id, self.setting_up)
        self.assertEqual(team.document_count, 1)
        self.assertFalse(team._make_papers())
        team._write_papers({SETTING_UP.code: {"texts": {"greeting": "Xin chào."}}})
        self.assertEqual(team.document_ids.section_ids.text, "Xin chào.")
        self.assertEqual(team.action_print_papers()["type"], "ir.actions.report")
        with self.assertRaisesRegex(UserError, "no papers yet"):
            self._create_council(self.district, kind="external").action_print_papers()

    def test_types_of_others_are_not_asked_of_dossiers(self):
        self.setting_up.is_required = True
        self.assertNotIn(self.setting_up, self.dossier._get_paper_types())
        kinds = [required.kind for required in read_dossier(self.dossier).required]
        self.assertIn("report", kinds)
        self.assertNotIn(SETTING_UP.code, kinds)

    def test_a_screen_that_names_another_authoritys_team(self):
        values = {
            "team_id": self.team.id,
            "type_id": self.setting_up.id,
            "date": "2023-11-06",
        }
        shown = {
            "place": "Bến Đò",
            "subject": "2023",
            "institution_id": str(self.district.id),
        }
        for name, secret in shown.items():
            for user, is_told in ((self.officer, True), (self.other_officer, False)):
                self.env.invalidate_all()
                papers = self.env["cds.document"].with_user(user)
                with self.subTest(name, user=user.login):
                    try:
                        answer = papers.onchange(dict(values), [], {name: {}})["value"]
                    except AccessError:
                        answer = {}
                    said = str(answer.get(name) or "")
                    self.assertEqual(secret in said, is_told, answer)

    def _pages(self, content):
        return PdfReader(io.BytesIO(content)).pages

    def test_a_letter_with_wide_annexes(self):
        letter = self._draft_for_team(self.reminder)
        letter.action_issue()
        self.assertEqual(letter.name, "01/PGDĐT")
        pages = self._pages(letter._get_pdf())
        shapes = ["wide" if p.mediabox.width > p.mediabox.height else "" for p in pages]
        wide = shapes.count("wide")
        self.assertGreater(wide, 1)
        self.assertEqual(shapes, ["", *["wide"] * wide, ""])
        said = [" ".join(page.extract_text().split()) for page in pages]
        self.assertIn("Số: 01/PGDĐT V/v nhắc nộp hồ sơ", said[0])
        self.assertIn("Kính gửi: - Trường A - Trường B", said[0])
        self.assertNotIn("CÔNG VĂN", said[0])
        # three signatures in a row, the recipients below them
        order = ["TRƯỞNG ĐOÀN", "THƯ KÝ", "HIỆU TRƯỞNG", "Tên Dưới Chữ Ký", "Nơi nhận"]
        places = [said[0].index(words) for words in order]
        self.assertEqual(places, sorted(places))
        self.assertIn("PHỤ LỤC I Bảng rộng", said[1])
        self.assertIn("PHỤ LỤC II", said[-1])
        if _wkhtml().is_patched_qt:  # without it there are no headers
            numbers = [self._get_words_above(page) for page in pages]
            self.assertEqual(numbers, ["", *map(str, range(2, len(pages) + 1))])

    def _get_words_above(self, page):
        """Return what stands above the text of a page: its number."""
        found = []

        def visit(text, matrix, text_matrix, *_font):
            height = matrix[3] * text_matrix[5] + matrix[5]
            if float(page.mediabox.height) - height < 20 / 25.4 * 72:
                found.append(text)

        page.extract_text(visitor_text=visit)
        return "".join(found).strip()

    def test_a_draft_of_wide_pages_bears_the_mark_across(self):
        letter = self._draft_for_team(self.reminder)
        plain, marked = (
            letter._print(is_final=is_final)[0][letter.id] for is_final in (True, False)
        )
        starts = {}
        for before, after in zip(*map(self._pages, (plain, marked)), strict=True):
            self.assertEqual(before.mediabox, after.mediabox)
            self.assertNotIn("THẢO", before.extract_text())
            starts[float(after.mediabox.width)] = self._get_mark_start(after)
        # in the middle of each page: further right by half of what a page is wider
        (narrow, near), (wide, far) = sorted(starts.items())
        self.assertAlmostEqual(far - near, (wide - narrow) / 2, delta=12)

    def _get_mark_start(self, page):
        """Return where the mark begins, from the left, in points."""
        found = []

        def visit(text, matrix, text_matrix, *_font):
            if text.strip().startswith("D") and abs(matrix[1]) > 0.1:
                left, below = text_matrix[4:6]
                found.append(matrix[0] * left + matrix[2] * below + matrix[4])

        page.extract_text(visitor_text=visit)
        self.assertEqual(len(found), 1)
        return found[0]

    @unittest.skipUnless(paper_text.has_office() and is_available(), "no LibreOffice")
    def test_the_letters_word_file_says_what_its_pdf_says(self):
        letter = self._draft_for_team(self.reminder)
        letter.action_issue()
        text, *_none = paper_text.docx_texts_by_office([letter._get_docx()])
        difference = paper_text.paper_difference(
            letter._get_paper(), letter._get_pdf(), text
        )
        self.assertEqual(difference, "")
        (pdf,) = paper_text.docx_pdfs_by_office([letter._get_docx()])
        shapes = [p.mediabox.width > p.mediabox.height for p in self._pages(pdf)]
        self.assertEqual(shapes, sorted(shapes[:-1]) + [False])
        self.assertIn(True, shapes)

    def test_a_kind_with_a_report_of_its_own(self):
        report = self.env.ref("cds_assessment.action_report_document").copy(
            {
                "report_name": "cds_assessment.test_page",
                "paperformat_id": self.env.ref(
                    "cds_assessment.paperformat_paper_landscape"
                ).id,
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "cds_assessment",
                "name": "action_report_test",
                "model": report._name,
                "res_id": report.id,
            }
        )
        self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "key": "cds_assessment.test_page",
                "arch": """<t t-name="cds_assessment.test_page">
                    <html><body><main><div class="article" t-foreach="docs" t-as="doc">
                        GIẤY CHỨNG NHẬN <t t-out="doc._get_paper().subtitle" />
                    </div></main></body></html></t>""",
            }
        )
        page = replace(SETTING_UP, report="cds_assessment.action_report_test")
        other = self._draft_for_team(self.reminder)
        with patch.dict(KINDS, {page.code: page}):
            certificate = self._draft_for_team()
            pdfs, failures = (certificate | other)._print()
            self.assertEqual(failures, [])
            (shown,) = self._pages(pdfs[certificate.id])
            self.assertGreater(shown.mediabox.width, shown.mediabox.height)
            self.assertIn("GIẤY CHỨNG NHẬN Thành lập đoàn", shown.extract_text())
            self.assertGreater(len(self._pages(pdfs[other.id])), 2)
            # a draft has its mark whichever way it is printed
            content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
                "cds_assessment.action_report_test", certificate.ids
            )
            self.assertIn("THẢO", pdf_text(content))

    def test_rights(self):
        """Who sees and writes an authority's papers, by state."""
        draft = self._draft_for_team(self.reminder)
        issued = self._draft_for_team()
        issued.action_issue()
        table = {
            self.contributor: ("", ""),
            self.secretary: ("", ""),
            self.head: ("", ""),
            self.reviewer: ("", ""),
            self.officer: ("read write unlink", "read"),
            self.authority_head: ("read write unlink", "read"),
            self.province_officer: ("", "read"),
            self.other_officer: ("", ""),
        }
        self.env.invalidate_all()
        for user, rights in table.items():
            for paper, expected in zip((draft, issued), rights, strict=True):
                for record in (paper, paper.section_ids):
                    granted = [
                        operation
                        for operation in ("read", "write", "unlink")
                        if record.with_user(user).has_access(operation)
                    ]
                    if record != paper and expected:
                        expected = expected.replace(" unlink", "")
                    with self.subTest(user.login, record=record):
                        self.assertEqual(" ".join(granted), expected)

    def test_the_book_is_the_officers(self):
        self._draft_for_team().action_issue()
        book = self.env["cds.number.book"]._get_book(self.district, "QĐ", 2023)
        book.with_user(self.officer).next_number = 57
        for user in (self.reviewer, self.other_officer, self.province_officer):
            self.assertFalse(book.with_user(user).has_access("read"), user.login)
        own = self.env["cds.number.book"]._get_book(self.school, "QĐ", 2023)
        self.assertFalse(own.with_user(self.officer).has_access("read"))
