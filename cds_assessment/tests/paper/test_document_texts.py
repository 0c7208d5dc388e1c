from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...report.papers import KINDS
from ...report.readers.registry import READERS
from ..common.papers import PapersCase
from .test_document import pdf_text


@tagged("post_install", "-at_install")
class TestTexts(PapersCase):
    def test_what_nobody_edits_follows_the_data(self):
        report = self._draft("report")
        line = self.dossier.line_ids[0]
        line.sudo().strengths = "Mạng phủ sóng toàn trường"
        self.assertIn("Mạng phủ sóng", self._words(report._get_paper()))
        report.action_refresh()
        self.assertIn("Mạng phủ sóng", self._section(report, "strengths").text)

    def test_what_people_edit_stays(self):
        report = self._draft("report")
        self._section(report, "strengths").text = "Lời của nhà trường"
        self.dossier.line_ids[0].sudo().strengths = "Khác"
        report.action_refresh()
        words = self._words(report._get_paper())
        self.assertIn("Lời của nhà trường", words)
        self.assertNotIn("Khác", words)
        self._section(report, "strengths").action_suggest()
        self.assertIn("Khác", self._words(report._get_paper()))

    def test_another_layout_keeps_what_was_typed(self):
        report = self._draft("report", layout="full")
        self._section(report, "strengths").text = "Lời của nhà trường"
        report.layout = "short"
        words = self._words(report._get_paper())
        self.assertIn("Lời của nhà trường", words)
        self.assertIn("I. CÔNG TÁC CHỈ ĐẠO", words)
        self.assertNotIn("V. KIẾN NGHỊ", words)

    def test_an_empty_text_leaves_dots(self):
        report = self._draft("report")
        self._section(report, "proposals").text = " "
        self.assertIn("……", self._words(report._get_paper()))

    def test_points_and_levels_come_from_the_scoring(self):
        words = self._words(self._draft("report")._get_paper())
        group = self.dossier.explain()["council"][0]
        self.assertIn(
            f"đạt {group['points_text']}/{group['maximum_text']} điểm, "
            f"{group['level_name']}",
            words,
        )

    def test_papers_refer_to_each_other(self):
        minutes = self._draft("minutes", date="2023-10-28")
        minutes.action_issue()
        words = self._words(self._draft("report")._get_paper())
        self.assertIn("Biên bản số 01/BB-TH ngày 28/10/2023", words)
        self.assertIn("Quyết định số 282/QĐ-TH ngày 05/09/2023", words)

    def test_every_type_has_its_kind(self):
        types = self.env["cds.document.type"].search([])
        self.assertEqual(set(types.mapped("code")), set(KINDS))

    def test_every_kind_has_texts_and_prints(self):
        papers = self.dossier.with_user(self.secretary)._make_papers()
        self.assertEqual(papers.type_id, self.dossier._get_paper_types())
        self.assertEqual(papers.criterion_id, self.dossier._get_paper_criteria())
        pdfs, failures = papers._print()
        self.assertEqual(failures, [])
        for paper in papers:
            with self.subTest(paper.display_name):
                self.assertIn(paper._get_kind().title, pdf_text(pdfs[paper.id]))

    def test_a_second_press_doubles_nothing(self):
        first = self.dossier.with_user(self.secretary)._make_papers()
        self.assertTrue(first)
        self.assertFalse(self.dossier.with_user(self.secretary)._make_papers())

    def test_drafts_bear_a_watermark(self):
        report = self._draft("report")
        draft = pdf_text(report._print()[0][report.id])
        final = pdf_text(report._print(is_final=True)[0][report.id])
        self.assertIn("DỰ THẢO", " ".join(draft.split()))
        self.assertNotIn("DỰ THẢO", " ".join(final.split()))

    def test_one_failure_loses_nothing_else(self):
        papers = self.dossier.with_user(self.secretary)._make_papers()
        broken = papers[0]
        build = type(papers)._get_paper

        def fail(paper):
            if paper == broken:
                raise UserError(paper.code)
            return build(paper)

        self.patch(type(papers), "_get_paper", fail)
        pdfs, failures = papers._print()
        self.assertEqual(len(pdfs), len(papers) - 1)
        self.assertEqual(len(failures), 1)
        self.assertIn(broken.display_name, failures[0])

    def test_hostile_texts_are_printed_as_they_are(self):
        report = self._draft("report")
        hostile = "<script>alert(1)</script> & “=1+1”"
        self._section(report, "strengths").text = hostile
        text = " ".join(pdf_text(report._print()[0][report.id]).split())
        self.assertIn("<script>alert(1)</script> &", text)


@tagged("post_install", "-at_install")
class TestLegalBases(PapersCase):
    def test_those_in_force_for_the_school(self):
        self.school.school_level_id = self.env.ref(
            "cds_assessment.school_level_primary"
        )
        decision = self._draft("council_decision", date="2023-10-23")
        numbers = decision.basis_ids.mapped("number")
        self.assertIn("28/2020/TT-BGDĐT", numbers)
        self.assertNotIn("32/2020/TT-BGDĐT", numbers)
        self.assertNotIn("15/2026/TT-BGDĐT", numbers)

    def test_those_of_a_later_year(self):
        self.council.decision_date = "2026-10-01"
        decision = self._draft("council_decision", date="2026-10-01")
        self.assertIn("15/2026/TT-BGDĐT", decision.basis_ids.mapped("number"))
        self.assertNotIn("28/2020/TT-BGDĐT", decision.basis_ids.mapped("number"))

    def test_the_set_of_criteria_comes_first_and_the_last_ends_with_a_point(self):
        self.small.sudo()._set_state("draft")
        self.small.legal_basis = "Căn cứ Bộ chỉ số"
        self.small.sudo()._set_state("published")
        report = self._draft("report", own_bases="Thực hiện Kế hoạch số 1\nThực hiện B")
        lines = report._get_paper().basis_lines
        self.assertEqual(lines[0], "Căn cứ Bộ chỉ số;")
        self.assertEqual(lines[-2:], ("Thực hiện Kế hoạch số 1;", "Thực hiện B."))

    def test_a_school_keeps_its_own(self):
        bases = self.env["cds.legal.basis"].with_user(self.secretary)
        mine = bases.create({"name": "Căn cứ riêng", "institution_id": self.school.id})
        mine.name = "Căn cứ khác"
        with self.assertRaises(AccessError):
            bases.create({"name": "x", "institution_id": self.other_school.id})
        with self.assertRaises(AccessError):
            bases.create({"name": "for all"})
        with self.assertRaises(AccessError):
            mine.with_user(self.other_secretary).read(["name"])

    def test_another_schools_are_not_quoted(self):
        """Else a school would print what another one wrote for itself."""
        theirs = self.env["cds.legal.basis"].create(
            {"name": "Của trường khác", "institution_id": self.other_school.id}
        )
        report = self._draft("report")
        with self.assertRaises(UserError):
            report.write({"basis_ids": [Command.link(theirs.id)]})
        with self.assertRaises(UserError):
            self._draft("plan", basis_ids=[Command.link(theirs.id)])


@tagged("post_install", "-at_install")
class TestReaders(PapersCase):
    def test_each_kind_of_paper_has_a_reader(self):
        self.assertEqual(set(READERS), set(KINDS))


@tagged("post_install", "-at_install")
class TestReportSections(PapersCase):
    """Where the report tells of an item is data of the set of criteria."""

    OTHER = "e) Nội dung khác"

    def _tell(self, layout, *sections):
        items = [
            {
                "code": f"X{number}",
                "name": f"Nội dung số {number}",
                "max_points": 50,
                "report_section": section,
            }
            for number, section in enumerate(sections, start=1)
        ]
        framework = self._create_framework(items, code=f"S-{layout}")
        dossier = self._create_dossier("concluded", framework_id=framework.id)
        return self._words(self._draft("report", dossier, layout=layout)._get_paper())

    def test_an_item_is_told_in_its_section(self):
        words = self._tell("full", "equipment", "training")
        before, _heading, rest = words.partition("2. Về cơ sở vật chất")
        equipment, _heading, rest = rest.partition("3. Công tác bồi dưỡng")
        training, _heading, rest = rest.partition("4. Ứng dụng CNTT")
        self.assertIn("Nội dung số 1: ", equipment)
        self.assertIn("Nội dung số 2: ", training)
        for others in (before, rest):
            self.assertNotIn("Nội dung số 1: ", others)
        self.assertNotIn(self.OTHER, words)

    def test_a_set_without_sections_is_told_all_the_same(self):
        for layout in ("full", "outline"):
            with self.subTest(layout):
                words = self._tell(layout, False, False)
                _before, _heading, told = words.partition(self.OTHER)
                self.assertIn("Nội dung số 1: ", told)
                self.assertIn("Nội dung số 2: ", told)

    def test_what_is_below_takes_the_section_over(self):
        for number in ("", "_2"):
            framework = self.env.ref(f"cds_assessment.framework_4725{number}")
            items = framework.criterion_ids.filtered(lambda c: c.node == "item")
            for item in items:
                self.assertTrue(item._get_report_section(), item.code)
        self.assertEqual(
            items.filtered(lambda c: c.code == "1.7.2")._get_report_section(),
            "equipment",
        )


@tagged("post_install", "-at_install")
class TestFigures(PapersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.env["cds.profile"]._fill_figure(
            cls.school, cls.year, "admin_computers", 6, "test"
        )

    def test_a_figure_is_printed(self):
        words = self._words(self._draft("report", layout="full")._get_paper())
        self.assertIn("Máy tính phục vụ quản lý: 6 máy", words)

    def test_a_changed_figure_marks_the_issued_paper(self):
        report = self._draft("report", layout="full")
        report.action_issue()
        self.env["cds.profile"]._fill_figure(
            self.school, self.year, "televisions", 20, "test"
        )
        self.assertFalse(report.is_outdated)
        self.env["cds.profile"]._fill_figure(
            self.school, self.year, "admin_computers", 7, "test"
        )
        self.assertTrue(report.is_outdated)
        self.assertIn("6 → 7", report.outdated_note)

    def test_a_figure_that_is_not_known_is_not_made_up(self):
        words = self._words(self._draft("report", layout="full")._get_paper())
        self.assertNotIn("gia đình học sinh", words.lower())
