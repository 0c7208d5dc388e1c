import itertools
import time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.chrome import ChromeCase
from ..common.workflow import WorkflowCase

ITEMS = [(f"1.{number:02}", 10) for number in range(1, 11)]
ROWS = {"first": 0, "middle": 4, "last": -1}
WAYS = ("menu", "breadcrumb", "back", "reload", "close", "button")
PAUSES = (0, 0.4)


class Sheet:
    """One of the three sheets, as the test walks it.

    :param path: of the list from which the form is opened
    :param rows: the records, in the order of the screen
    :param field: what a cell writes
    :param button: one that leads away or opens a window
    """

    def __init__(self, path, opens, rows, field, cell, button):
        self.path = path
        self.opens = opens
        self.rows = rows
        self.field = field
        self.cell = cell
        self.button = button


class LeavingCase(WorkflowCase, ChromeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.secretary | cls.reviewer | cls.contributor
        users.lang = "vi_VN"
        cls.framework = cls._create_framework(ITEMS, code="LEAVE")
        cls.dossier = cls._create_assessment(framework_id=cls.framework.id)
        cls.lines = cls.dossier.line_ids
        cls.profile = cls.env["cds.profile"].create(
            {"institution_id": cls.school.id, "school_year_id": cls.year.id}
        )
        cls.typed = itertools.cycle(range(1, 20))

    def _score_sheet(self):
        return Sheet(
            "cds-assessments",
            ".o_data_row .o_data_cell",
            self.lines,
            "self_points",
            "points",
            "button[name=action_open_papers]",
        )

    def _figure_sheet(self):
        figures = self.profile.value_ids.filtered(
            lambda row: (
                not row.figure_id.limit_id
                and not self.env["cds.figure"].search_count(
                    [("limit_id", "=", row.figure_id.id)]
                )
            )
        )
        return Sheet(
            "cds-figures",
            ".o_data_row .o_data_cell",
            figures,
            "value",
            "value",
            "button[name=action_import]",
        )

    def _review_sheet(self):
        framework = self._create_framework(ITEMS, code="REVIEW")
        dossier = self._create_dossier("external", framework_id=framework.id)
        return Sheet(
            "cds-reviews",
            ".o_data_row .o_data_cell",
            dossier.review_ids.line_ids,
            "points",
            "points",
            "tr[data-row] .o_cds_more button",
        )

    # --- what people do ---

    def _enter(self, tab, sheet):
        """Come from the list, as a reader of the breadcrumb does."""
        if tab.run("location.pathname") != f"/odoo/{sheet.path}":
            tab.open(f"{self.base_url()}/odoo/{sheet.path}")
        cell = self._cell(sheet, sheet.rows[0])
        try:
            tab.click(sheet.opens)
            tab.wait_for(cell, patience=20)
        except AssertionError:  # the list was just drawn anew under the mouse
            tab.click(sheet.opens)
            tab.wait_for(cell)

    def _cell(self, sheet, row):
        return f'tr[data-row="{row.id}"] input[name={sheet.cell}]:not([readonly])'

    def _type(self, tab, sheet, row, text):
        """Click into a cell, look where the cursor is, type, and see it."""
        cell = self._cell(sheet, row)
        has_cursor = f"document.activeElement.matches({cell!r})"
        for _try in range(5):
            tab.click(cell)  # the sheet may move under the mouse while it is drawn
            if tab.run(has_cursor):
                break
        tab.type(text)
        self.assertEqual(tab.run("document.activeElement.value"), text)

    def _leave(self, tab, way, sheet):
        """Leave with the cursor in the cell; give the tab in which one goes on."""
        if way == "menu":
            tab.click(".o_menu_brand")
        elif way == "breadcrumb":
            tab.click(".o_breadcrumb a, .breadcrumb-item a")
        elif way == "back":
            tab.back()
        elif way == "reload":
            tab.reload()
        elif way == "close":
            tab.close()
            return self.new_tab()
        else:
            tab.click(sheet.button)
        return tab

    def _is_there(self, sheet, row, value, patience=4):
        """Wait until the server has what was typed."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.read_saved(row, sheet.field) == value:
                return True
            time.sleep(0.1)
        return False

    def _send_offered(self, tab, sheet):
        """Come back, and send what is offered."""
        self._enter(tab, sheet)
        tab.wait_until("document.querySelector('tr[data-row]')")
        if tab.has("button[name=send_offered]"):
            tab.click("button[name=send_offered]")

    def _get_told(self, tab, row):
        """Return what the row of a value that did not come through says."""
        return tab.run(
            f"""(() => {{
                const row = document.querySelector('tr[data-row="{row.id}"]');
                return [row?.className, row?.nextElementSibling?.innerText];
            }})()"""
        )

    def _next_value(self, sheet, last):
        value = next(self.typed)
        value = value if sheet.field == "value" else value / 2
        return value if value != last else self._next_value(sheet, last)


@tagged("post_install", "-at_install", "cds_leaving")
class TestLeaving(LeavingCase):
    """What was typed is there afterwards, however one leaves.

    Six ways to leave, the first, a middle and the last row, with and without a pause;
    each time one value is left by the mouse and one has the cursor still in its cell.
    """

    def _walk(self, login, sheet):
        last = dict.fromkeys(sheet.rows.ids)
        lost = []
        offered = 0
        with self.open_browser(login) as self.new_tab:
            tab = self.new_tab()
            cases = list(itertools.product(WAYS, ROWS.items(), PAUSES))
            for way, (place, index), pause in cases:
                row = sheet.rows[index]
                before = sheet.rows[index - 1 if index > 0 else 1]
                typed = {}
                self._enter(tab, sheet)
                for each in (before, row):
                    value = self._next_value(sheet, last[each.id])
                    last[each.id] = typed[each] = value
                    self._type(tab, sheet, each, f"{value:g}".replace(".", ","))
                time.sleep(pause)
                tab = self._leave(tab, way, sheet)
                for each, value in typed.items():
                    if self._is_there(sheet, each, value):
                        continue
                    offered += 1
                    self._send_offered(tab, sheet)
                    if not self._is_there(sheet, each, value):
                        told = (
                            self.read_saved(each, sheet.field),
                            self._get_told(tab, each),
                        )
                        lost.append((way, place, pause, each.id, value, told))
        self.assertEqual(lost, [], f"of {2 * len(cases)} values")
        return 2 * len(cases), offered

    # a beacon and a call may bring the same: the later one is refused, and logged
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_points(self):
        self.assertEqual(self._walk(self.secretary.login, self._score_sheet())[0], 72)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_figures(self):
        self.assertEqual(self._walk(self.secretary.login, self._figure_sheet())[0], 72)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_review(self):
        self.assertEqual(self._walk(self.reviewer.login, self._review_sheet())[0], 72)


@tagged("post_install", "-at_install", "cds_leaving")
class TestWithoutNetwork(LeavingCase):
    """The network, the session or the browser goes away while one types."""

    def _state(self, tab, row):
        return tab.run(
            f"document.querySelector('tr[data-row=\"{row.id}\"] .o_cds_save')"
            "?.className.match(/o_cds_save_(\\w+)/)?.[1]"
        )

    def _wait_for_state(self, tab, row, state):
        tab.wait_for(f'tr[data-row="{row.id}"] .o_cds_save_{state}')

    @mute_logger("odoo.http")
    def test_the_network_is_cut(self):
        sheet = self._score_sheet()
        first, second, third = sheet.rows[:3]
        with self.open_browser(self.secretary.login) as self.new_tab:
            tab = self.new_tab()
            self._enter(tab, sheet)
            tab.set_offline(True)
            self._type(tab, sheet, first, "7,5")
            tab.press("Enter")
            self._wait_for_state(tab, first, "offline")
            tab.type("6")
            tab.press("Enter")
            self._wait_for_state(tab, second, "offline")
            tab.set_offline(False)
            self._wait_for_state(tab, first, "saved")
            self._wait_for_state(tab, second, "saved")
            # the tab is lost as well, with the cursor in the third row
            tab.set_offline(True)
            self._type(tab, sheet, third, "4,5")
            tab.crash()
            self.assertFalse(self._is_there(sheet, third, 4.5, patience=1))
            tab = self.new_tab()
            self._enter(tab, sheet)
            tab.wait_for(".o_cds_offered")
            self.assertEqual(self._state(tab, third), "unsent")
            tab.click("button[name=send_offered]")
            self._wait_for_state(tab, third, "saved")
            self.assertFalse(tab.has(".o_cds_offered"))
            self.assertTrue(self._is_there(sheet, third, 4.5))
            # nothing is offered twice
            self._enter(tab, sheet)
            self.assertFalse(tab.has(".o_cds_offered"))
        self.assertEqual(self.lines[:3].mapped("self_points"), [7.5, 6, 4.5])

    @mute_logger("odoo.http")
    def test_the_session_ends(self):
        sheet = self._score_sheet()
        row = sheet.rows[0]
        user, colleague = self.secretary.login, self.contributor.login
        with self.open_browser(user) as self.new_tab:
            tab = self.new_tab()
            self._enter(tab, sheet)
            self.browser.delete_cookie("session_id", url=self.base_url())
            self._type(tab, sheet, row, "7,5")
            tab.press("Enter")
            self._wait_for_state(tab, row, "expired")
            tab.kill()
            # a colleague at the same computer is shown nothing of it
            self.log_in(colleague)
            tab = self.new_tab()
            self._enter(tab, sheet)
            self.assertFalse(tab.has(".o_cds_offered"))
            tab.kill()
            self.log_in(user)
            tab = self.new_tab()
            self._enter(tab, sheet)
            tab.click("button[name=send_offered]")
            self._wait_for_state(tab, row, "saved")
        self.assertEqual(row.self_points, 7.5)

    @mute_logger("odoo.http")
    def test_another_user_logs_in_meanwhile(self):
        """What one has typed is never sent in a colleague's name."""
        sheet = self._score_sheet()
        row = sheet.rows[0]
        user, colleague = self.secretary.login, self.contributor.login
        with self.open_browser(user) as self.new_tab:
            tab = self.new_tab()
            self._enter(tab, sheet)
            self.log_in(colleague)
            self._type(tab, sheet, row, "7,5")
            tab.press("Enter")
            self._wait_for_state(tab, row, "expired")
            self.assertFalse(self._is_there(sheet, row, 7.5, patience=1))
        self.assertEqual(row.self_points, 0)
