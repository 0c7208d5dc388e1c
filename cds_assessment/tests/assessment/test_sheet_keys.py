import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..system.test_leaving import LeavingCase


@tagged("post_install", "-at_install")
class TestSheetKeys(LeavingCase):
    """A sheet is walked by the keyboard, as a workbook is."""

    def _row_of_cursor(self, tab):
        return tab.run(
            "Number(document.activeElement.closest('[data-row]')?.dataset.row)"
        )

    def _assert_cursor(self, tab, row):
        tab.wait_until(
            "Number(document.activeElement.closest('[data-row]')?.dataset.row)"
            f" === {row.id}",
            patience=10,
        )

    def _paste(self, tab, text):
        tab.run(
            f"""(() => {{
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", {json.dumps(text)});
                document.activeElement.dispatchEvent(new ClipboardEvent(
                    "paste", {{bubbles: true, cancelable: true, clipboardData}}));
            }})()"""
        )

    def _walk(self, tab, sheet):
        first, second, third = sheet.rows[:3]
        self._type(tab, sheet, first, "7")
        tab.press("Enter")
        self._assert_cursor(tab, second)
        tab.type("6")
        tab.press("ArrowDown")
        self._assert_cursor(tab, third)
        tab.press("ArrowUp")
        self._assert_cursor(tab, second)
        tab.press("Enter", "shift")
        self._assert_cursor(tab, first)
        tab.press("Tab")
        self._assert_cursor(tab, second)
        tab.press("Tab", "shift")
        self._assert_cursor(tab, first)
        self.assertTrue(self._is_there(sheet, first, 7))
        self.assertTrue(self._is_there(sheet, second, 6))
        # the last change is taken back, wherever the cursor is
        tab.press("z", "ctrl")
        self._assert_cursor(tab, second)
        self.assertTrue(self._is_there(sheet, second, 0))
        # a slip is taken back before it is sent
        self._type(tab, sheet, first, "9")
        tab.press("Escape")
        tab.press("Enter")
        self.assertTrue(self._is_there(sheet, first, 7, patience=1))
        # Enter in the last row commits
        last = sheet.rows[-1]
        self._type(tab, sheet, last, "5")
        tab.press("Enter")
        self.assertTrue(self._is_there(sheet, last, 5))

    @mute_logger("odoo.http")
    def test_points(self):
        sheet = self._score_sheet()
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._enter(tab, sheet)
            self._walk(tab, sheet)
            self.assertEqual(tab.errors, [])

    @mute_logger("odoo.http")
    def test_no_letter_is_lost_while_the_sheet_is_drawn(self):
        """Each first letter of a row, and each answer, has the sheet drawn anew."""
        sheet = self._score_sheet()
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._enter(tab, sheet)
            tab.click(self._cell(sheet, sheet.rows[0]))
            for number in range(len(sheet.rows)):
                tab.type(f"{number},5" if number < 9 else "9.5")
                tab.press("Enter")
            for number, row in enumerate(sheet.rows):
                self.assertTrue(
                    self._is_there(sheet, row, min(number, 9) + 0.5, patience=10)
                )

    @mute_logger("odoo.http")
    def test_review(self):
        sheet = self._review_sheet()
        with self.open_browser(self.reviewer.login) as new_tab:
            tab = new_tab()
            self._enter(tab, sheet)
            self._walk(tab, sheet)
            self.assertEqual(tab.errors, [])

    @mute_logger("odoo.http")
    def test_figures(self):
        """Rows between those of the test are there as well: by the sheet's order."""
        sheet = self._figure_sheet()
        sheet.rows = self.profile.value_ids
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._enter(tab, sheet)
            self._walk(tab, sheet)
            self.assertEqual(tab.errors, [])

    @mute_logger("odoo.http")
    def test_a_column_of_a_workbook(self):
        sheet = self._score_sheet()
        first, _second, third, fourth, fifth = sheet.rows[:5]
        fourth.assigned_user_ids = self.secretary
        owner = self.secretary.name
        with self.open_browser(self.contributor.login) as new_tab:
            tab = new_tab()
            self._enter(tab, sheet)
            tab.click(self._cell(sheet, first))
            self._paste(tab, "1\r\n2.5\r\n4,25\r\n3\r\n\r\n5\r\n")
            tab.wait_for(".o_cds_paste")
            misfits = tab.run(
                "[...document.querySelectorAll('.o_cds_paste .table-danger')]"
                ".map((row) => row.innerText)"
            )
            self.assertEqual(len(misfits), 2)
            self.assertIn("4,25", misfits[0])
            self.assertIn(owner, misfits[1])
            # nothing is written before it was seen
            self.assertFalse(self._is_there(sheet, first, 1, patience=1))
            tab.click(".modal button[name=fill]")
            self.assertTrue(self._is_there(sheet, sheet.rows[5], 5))
            self.assertEqual(tab.errors, [])
        self.assertEqual(
            sheet.rows[:6].mapped("self_points"),
            [1, 2.5, 0, 0, 0, 5],
        )
        self.assertEqual((third | fifth).mapped("status"), ["todo", "todo"])

    @mute_logger("odoo.http")
    def test_a_row_says_what_is_wrong_with_it(self):
        sheet = self._score_sheet()
        first, second = sheet.rows[:2]
        second.assigned_user_ids = self.secretary
        owner = self.secretary.name
        with self.open_browser(self.contributor.login) as new_tab:
            tab = new_tab()
            self._enter(tab, sheet)
            cell = f'tr[data-row="{second.id}"]'
            self.assertFalse(tab.has(f"{cell} input:not([readonly])"))
            self.assertIn(
                owner,
                tab.run(f"document.querySelector('{cell} .o_cds_owner').innerText"),
            )
            for text, said in (
                ("4,25", "0,5"),
                ("11", "10"),
                ("abc", "abc"),
                ("-1", "0"),
            ):
                self._type(tab, sheet, first, text)
                tab.press("Enter")
                seen = f"""(() => {{
                    const input = document.querySelector(
                        'tr[data-row="{first.id}"] input[aria-invalid=true]');
                    const notice = document.getElementById(
                        input?.getAttribute('aria-describedby'));
                    return notice && [input.value, input.ariaLabel, notice.innerText];
                }})()"""
                # the row is still as the text before left it, until it is drawn anew
                tab.wait_until(f"{seen}?.[2].includes({json.dumps(text)})")
                told = tab.run(seen)
                self.assertEqual(told[0], text)
                self.assertIn("10", told[1])
                self.assertIn(said, told[2])
                self.assertIn(text, told[2])
            # an action waits for it, and says for which row
            tab.click(".o_cds_header_more")
            tab.click(".o_cds_header_item button[name=action_check]")
            tab.wait_for(".o_notification")
            self.assertTrue(tab.has(self._cell(sheet, first)))
            # dropped, the row is as it was
            tab.click("tr.o_cds_notice button[name=drop]")
            tab.wait_until("!document.querySelector('[aria-invalid=true]')")
        self.assertEqual(first.self_points, 0)
