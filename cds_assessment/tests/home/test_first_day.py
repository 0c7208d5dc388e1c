import base64
import io
import json
import time

from openpyxl import Workbook

from odoo.tests import tagged

from .test_home_screens import ScreenCase

COMMUNES, EACH = 6, 50
MOST_CLICKS = 30  # docs/clicks.md
SECONDS = 600
FILE = "input[type=file]"


def office_list():
    """Return a list as offices print them: a letterhead, schools below communes."""
    book = Workbook()
    sheet = book.active
    for row in (
        ("UBND HUYỆN THỬ",),
        ("DANH SÁCH CƠ SỞ GIÁO DỤC NĂM HỌC 2025 - 2026",),
        (),
        ("TT", "Mã trường", "Tên trường", "Cấp học", "Loại hình", "Quy mô", None),
        (None, None, None, None, None, "Số lớp", "Số HS"),
    ):
        sheet.append(row)
    for commune in range(COMMUNES):
        sheet.append((str(commune + 1), f"XÃ SỐ {commune + 1}"))
        for number in range(EACH):
            # half of them have lost their first zero
            code = f"0{commune + 1}{number:06d}"
            shown = code if number % 2 else int(code)
            name = f"Trường Tiểu học số {number + 1} xã Số {commune + 1}"
            sheet.append((number + 1, shown, name, "TH", "CL", 12, "1.034"))
        sheet.append((None, None, "Cộng", None, None, EACH))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@tagged("post_install", "-at_install", "cds_home")
class TestFirstDay(ScreenCase):
    """An office begins: from its own list in Excel to a campaign that is launched."""

    def setUp(self):
        super().setUp()
        crons = self.env.registry["ir.cron"]
        self.patch(crons, "_commit_progress", lambda *_a, **_k: 60)

    def _upload(self, tab, content):
        """Choose a file: a click on the button, one in the window of files."""
        tab.wait_for(FILE)
        data = base64.b64encode(content).decode()
        tab.run(
            f"""(() => {{
                const bytes = Uint8Array.from(atob("{data}"), (c) => c.charCodeAt(0));
                const file = new File([bytes], "DS truong.xlsx");
                const data = new DataTransfer();
                data.items.add(file);
                const input = document.querySelector({json.dumps(FILE)});
                input.files = data.files;
                input.dispatchEvent(new Event("change", {{ bubbles: true }}));
            }})()"""
        )
        tab.wait_until(
            "[...document.querySelectorAll('.o_field_binary input')]"
            ".some((input) => input.value.includes('DS truong'))"
        )
        self.clicks += 2

    def _read_schools(self, tab):
        self._click(tab, "button[name=first_step]")
        self._upload(tab, office_list())
        self._click(tab, "button[name=action_read]")
        tab.wait_for("[name=row_ids] .o_data_row")
        self._click(tab, "button[name=action_apply]")
        self._click(tab, ".modal-footer .btn-primary")
        tab.wait_for(".o_list_view .o_list_record_selector")

    def _give_accounts(self, tab):
        self._click(tab, ".breadcrumb-item:last-of-type a, .o_back_button a")
        self._click(tab, "button[name=action_give_accounts]")
        self._click(tab, "button[name=action_make]")
        tab.wait_for("[name=progress]")

    def _launch_campaign(self, tab):
        self._click(tab, '[data-menu-xmlid="cds_assessment.cds_home_menu"]')
        self._click(tab, "button[name=first_step]")
        self._click(tab, ".o_form_button_save")
        self._click(tab, "button[name=action_add_schools]")
        self._click(tab, ".modal button[name=action_apply]")
        self._click(tab, "button[name=action_launch]:not(:disabled)")
        self._click(tab, ".modal-footer .btn-primary")
        tab.wait_for("[name=launch_progress]")

    def test_from_excel_to_a_launched_campaign(self):
        # whoever begins has no school yet
        self.school.parent_id = self.other_district
        begun = time.monotonic()
        with self.open_browser(self.officer.login) as new_tab:
            tab = new_tab()
            self._land(tab)
            self._read_schools(tab)
            self._give_accounts(tab)
            self._launch_campaign(tab)
            self._check(tab)
        self.env.invalidate_all()
        self.env["cds.account.batch"]._cron_make()
        self.env["cds.campaign"]._cron_launch()
        self.env.invalidate_all()
        seconds = time.monotonic() - begun
        schools = self.env["cds.school.list"].search([]).row_ids.institution_id
        self.assertEqual(len(schools), COMMUNES * EACH)
        self.assertEqual({len(code) for code in schools.mapped("code")}, {8})
        self.assertEqual(len(schools.parent_id), COMMUNES)
        accounts = self.env["cds.account"].search(
            [("institution_id", "in", schools.ids)]
        )
        self.assertEqual(len(accounts), 2 * len(schools))
        dossiers = self.env["cds.assessment"].search(
            [("institution_id", "in", schools.ids)]
        )
        self.assertEqual(dossiers.institution_id, schools)
        self.assertLessEqual(self.clicks, MOST_CLICKS)
        self.assertLess(seconds, SECONDS)
