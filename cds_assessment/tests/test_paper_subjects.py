from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.checks.reader import read_dossier
from ..report.paper import Paragraph
from ..report.papers import KINDS
from ..report.papers.kind import Data, Kind, Text, center
from .papers import PapersCase
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
REMINDER = Kind(
    code="test_reminder",
    title="THÔNG BÁO",
    subtitle=lambda _facts: "Nhắc nộp hồ sơ",
    parts=lambda _facts: (Text("body", "Nội dung", _greeting),),
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
        self.assertEqual(action["domain"], [("team_id", "=", team.id)])
        self.assertEqual(action["context"]["default_team_id"], team.id)
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
