import json
import time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.chrome import ChromeCase
from ..common.papers import TYPE, PapersCase

AIM = "- Mục đích của trường: đánh giá đúng mức độ năm học 2023-2024."


@tagged("post_install", "-at_install")
class TestPaperTexts(PapersCase):
    """Texts as they are typed: the preview beside them, and wordings of one's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls._draft("plan")
        cls.aim = cls._section(cls.paper, "aim")

    def _next_year(self, code="plan"):
        year = self.env.ref("cds_assessment.school_year_2024")
        dossier = self._create_assessment(
            self.school, school_year_id=year.id, framework_id=self.small.id
        )
        return self._draft(code, dossier)

    # === PREVIEW === #

    def test_the_preview_shows_what_is_typed_and_keeps_nothing(self):
        before = self.aim.text
        shown = self.paper.get_preview({"aim": "Chữ vừa gõ <b>"})
        self.assertIn("Chữ vừa gõ &lt;b&gt;", shown["body"])
        self.assertNotIn("style", shown)
        self.assertEqual(self.aim.text, before)
        self.assertFalse(self.aim.is_edited)
        self.assertIn("CDS Serif", self.paper.get_preview({}, True)["style"])

    def test_the_preview_shows_the_head_that_is_typed(self):
        self.paper.own_bases = "Căn cứ Công văn cũ"
        head = {
            "date": "2023-12-01",
            "place": "Làng Mới",
            "signer_title": "Quyền Hiệu trưởng",
            "signer_name": "Người Ký <i>",
            "recipients": "Bên nhận thứ nhất\n\nBên nhận thứ hai",
            "own_bases": "Căn cứ Công văn mới",
        }
        body = self.paper.get_preview({}, False, head)["body"]
        for words in (
            "Làng Mới, ngày 01 tháng 12 năm 2023",
            "QUYỀN HIỆU TRƯỞNG",
            "Người Ký &lt;i&gt;",
            "Bên nhận thứ nhất",
            "Bên nhận thứ hai",
            "Căn cứ Công văn mới",
        ):
            self.assertIn(words, body)
        self.assertNotIn("Công văn cũ", body)
        self.assertEqual(self.paper.own_bases, "Căn cứ Công văn cũ")

    def test_what_is_no_head_is_left_out(self):
        usual = self.paper.get_preview({})["body"]
        for head in (
            [1],
            "place",
            {"place": 5, "date": "no day", "number": "9/KH", "figures": "x"},
        ):
            self.assertEqual(self.paper.get_preview({}, False, head)["body"], usual)

    def test_the_preview_of_an_issued_paper_is_the_frozen_one(self):
        self.paper.action_issue()
        body = self.paper.get_preview({"aim": "Chữ vừa gõ"})["body"]
        self.assertNotIn("Chữ vừa gõ", body)
        self.assertIn(self.paper.name, body)

    def test_nobody_previews_anothers_paper(self):
        with self.assertRaises(AccessError):
            self.paper.with_user(self.officer).get_preview({})

    def test_tables_with_bars_and_line_breaks(self):
        text = "| TT | Việc |\n| 1 | Họp\\nbàn \\| duyệt |"
        table = self.paper._lay_out({"steps": text}).tables[-1]
        self.assertEqual(table.rows[0].cells, ("1", "Họp\nbàn | duyệt"))
        self.assertIn("bàn | duyệt", self.paper.get_preview({"steps": text})["body"])

    # === OWN WORDING === #

    def test_an_own_wording_is_proposed_with_the_new_years_data(self):
        self.aim.text = AIM
        self.aim.action_keep_wording()
        self.assertEqual((self.aim.text, self.aim.is_edited), (AIM, False))
        self.assertTrue(self.aim.is_own_wording)
        aim = self._section(self._next_year(), "aim")
        self.assertEqual(aim.text, AIM.replace("2023-2024", "2024-2025"))
        self.assertEqual((aim.is_edited, aim.is_own_wording), (False, True))

    def test_numbers_that_nobody_knows_are_named(self):
        self.aim.text = f"{AIM}\n- Có 312 thiết bị và 4725/QĐ-BGDĐT."
        self.aim.action_keep_wording()
        self.assertEqual(self.aim.own_numbers, "312, 4725")

    def test_the_paper_is_printed_in_these_words(self):
        self.aim.text = AIM
        self.aim.action_keep_wording()
        paper = self._next_year()
        self.assertIn("năm học 2024-2025", self._words(paper._get_paper()))

    def test_other_schools_keep_ours(self):
        self.aim.text = AIM
        self.aim.action_keep_wording()
        dossier = self._create_assessment(self.other_school, started=False)
        theirs = self._draft("plan", dossier, self.env.user)
        self.assertNotIn("Mục đích của trường", theirs.section_ids[0].text)

    def test_it_is_dropped_again(self):
        ours = self.aim.text
        self.aim.text = AIM
        self.aim.action_keep_wording()
        self.aim.action_drop_wording()
        self.assertEqual((self.aim.text, self.aim.is_own_wording), (ours, False))

    def test_nobody_words_what_is_not_theirs_to_edit(self):
        with self.assertRaises(AccessError):
            self.aim.with_user(self.contributor).action_keep_wording()
        self.paper.action_issue()
        for action in ("action_keep_wording", "action_drop_wording"):
            with self.subTest(action), self.assertRaises(UserError):
                getattr(self.aim.with_user(self.secretary), action)()

    def test_of_each_criterion_its_own(self):
        kind = self.env.ref(f"{TYPE}criterion_sheet")
        first, second = self.dossier._get_paper_criteria()[:2]
        one = self._draft("criterion_sheet", criterion_id=first.id)
        section = one.section_ids[0]
        section.text = "Cách viết riêng của tiêu chí này."
        section.action_keep_wording()
        two = self._draft("criterion_sheet", criterion_id=second.id)
        self.assertEqual(two.type_id, kind)
        self.assertNotIn("Cách viết riêng", two.section_ids[0].text or "")


@tagged("post_install", "-at_install")
class TestPaperTextsScreen(PapersCase, ChromeCase):
    """Texts and tables as people type them: in bursts, leaving in the middle."""

    def setUp(self):
        super().setUp()
        self.secretary.lang = "vi_VN"
        self.paper = self._draft("plan")
        self.steps = self._section(self.paper, "steps")

    def _cell(self, row, column):
        return f'[data-code="steps"] [data-cell="{row}-{column}"]'

    def _is_kept(self, section, words, patience=10):
        """Wait until words stand in the database."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if words in (self.read_saved(section, "text") or ""):
                return True
            time.sleep(0.2)
        return False

    def _open(self, tab):
        action = "action-cds_assessment.cds_document_action"
        tab.open(f"{self.base_url()}/odoo/{action}/{self.paper.id}")
        tab.wait_for(self._cell(1, 2))

    @mute_logger("odoo.http")
    def test_a_table_is_typed_as_one(self):
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._open(tab)
            tab.click(self._cell(1, 2))
            tab.run("document.activeElement.select()")
            tab.type("Tháng 9")
            tab.press("Enter")
            tab.run("document.activeElement.select()")
            tab.type("Tháng 10")
            tab.click(self._cell(7, 3))
            tab.press("Enter")
            tab.wait_for(self._cell(8, 3))
            tab.wait_until("document.activeElement.dataset.cell === '8-3'", patience=5)
            tab.type("Báo cáo | phụ lục")
            tab.reload()
            self.assertTrue(self._is_kept(self.steps, "| Tháng 9 | Quyết định |"))
            text = self.read_saved(self.steps, "text")
            self.assertIn("| Tháng 10 |", text)
            self.assertIn("| 8 |  |  | Báo cáo \\| phụ lục |", text)
            self.assertEqual(tab.errors, [])

    @mute_logger("odoo.http")
    def test_a_workbooks_cells_are_pasted_as_cells(self):
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._open(tab)
            tab.click(self._cell(6, 2))
            copied = "Tháng 3\tA\nTháng 4\tB\nTháng 5\tC\n"
            tab.run(
                f"""(() => {{
                    const clipboardData = new DataTransfer();
                    clipboardData.setData("text/plain", {json.dumps(copied)});
                    document.activeElement.dispatchEvent(new ClipboardEvent("paste",
                        {{bubbles: true, cancelable: true, clipboardData}}));
                }})()"""
            )
            tab.wait_for(self._cell(8, 3))
            tab.click('[data-code="aim"] textarea')
            tab.click(".o_form_button_save")
            for words in ("| Tháng 3 | A |", "| Tháng 4 | B |", "| Tháng 5 | C |"):
                self.assertTrue(self._is_kept(self.steps, words), words)
            self.assertEqual(tab.errors, [])

    @mute_logger("odoo.http")
    def test_bursts_lose_no_letter_and_are_previewed(self):
        words = "Trường đã được đầu tư đường truyền ổn định từ năm 2024."
        scope = self._section(self.paper, "scope")
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._open(tab)
            tab.click('[data-code="scope"] textarea')
            tab.run("document.activeElement.select()")
            for letter in words:
                tab.type(letter)
            tab.wait_until(
                "document.querySelector('.o_cds_paper_preview iframe')"
                f".contentDocument.body.textContent.includes({json.dumps(words)})",
                patience=10,
            )
            tab.click(".o_menu_brand")
            self.assertTrue(self._is_kept(scope, words))
            self.assertEqual(self.read_saved(scope, "text"), words)
            self.assertEqual(tab.errors, [])

    @mute_logger("odoo.http")
    def test_the_head_is_previewed_before_it_is_saved(self):
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._open(tab)
            tab.click('[name="signer_name"] input')
            tab.run("document.activeElement.select()")
            tab.type("Người Ký Thay")
            tab.click('[data-code="scope"] textarea')
            tab.wait_until(
                "document.querySelector('.o_cds_paper_preview iframe')"
                '.contentDocument.body.textContent.includes("Người Ký Thay")',
                patience=10,
            )
            self.assertNotEqual(
                self.read_saved(self.paper, "signer_name"), "Người Ký Thay"
            )
            self.assertEqual(tab.errors, [])
