import io
from datetime import datetime

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ...report.workbooks.late_list_xlsx import late_list_workbook
from ..common.deliverables import OwedCase
from ..common.files import pdf_bytes
from ..paper.test_document import pdf_text

NOW = "2024-06-03 01:00:00"


class LateCase(OwedCase):
    """A year like that of source-004: statistics of its beginning that are missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district.write(
            {
                "name": "Phòng Giáo dục và Đào tạo Bến Đò",
                "short_name": "PGDĐT",
                "locality": "Bến Đò",
                "head_title": "Trưởng phòng",
            }
        )
        cls.school.name = "Trường Tiểu học Cây Đa"
        cls.second = cls._create_institution(
            "Trường THCS Bến Nước", parent_id=cls.district.id
        )
        cls.campaign.write(
            {
                "name": "Kế hoạch đánh giá mức độ chuyển đổi số",
                "institution_ids": [Command.link(cls.second.id)],
            }
        )
        cls.statistics = cls._owe(
            "upload",
            name="Thống kê đầu năm",
            product="Báo cáo thống kê kỳ đầu năm học",
            date_due="2023-12-31",
        )
        cls.second_statistics = cls._owe_milestone(
            cls.statistics.milestone_id, cls.second
        )
        cls.report = cls._owe(
            "mark", name="Báo cáo tổng kết CNTT, CĐS", date_due="2024-06-10"
        )
        cls.dossier_owed = cls._owe(
            "mark", institution=cls.second, name="=1+1", date_due="2024-06-01"
        )
        cls.second_statistics.note = "Đã nhắc qua điện thoại"


@tagged("post_install", "-at_install")
class TestLateList(LateCase, HttpCase):
    """The late list as a workbook."""

    def _sheet(self, content):
        return load_workbook(io.BytesIO(content))["Chậm nộp"]

    @freeze_time(NOW)
    def test_the_workbook(self):
        late = self.campaign.with_user(self.officer)._get_late()
        content = late_list_workbook(late._get_late_list(), "03/06/2024 08:00")
        sheet = self._sheet(content)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(rows[0][0], "DANH SÁCH ĐƠN VỊ CHẬM NỘP")
        self.assertEqual(rows[1][0], "Phòng Giáo dục và Đào tạo Bến Đò")
        self.assertIn("tính đến ngày 03/06/2024", rows[2][0])
        self.assertEqual(
            rows[3],
            [
                "TT",
                "Đơn vị",
                "Nội dung còn thiếu",
                "Hạn nộp",
                "Số ngày trễ",
                "Ghi chú",
            ],
        )
        product = "Báo cáo thống kê kỳ đầu năm học"
        due = datetime(2023, 12, 31)
        self.assertEqual(
            rows[4:7],
            [
                [1, self.second.name, product, due, 155, "Đã nhắc qua điện thoại"],
                [2, self.second.name, "=1+1", datetime(2024, 6, 1), 2, ""],
                [3, self.school.name, product, due, 155, ""],
            ],
        )
        self.assertEqual(sheet["C6"].data_type, "s")  # a text, never a formula
        self.assertEqual(rows[7][1:3], ["Tổng số nội dung còn thiếu", "=COUNTA(B5:B7)"])
        self.assertEqual(sheet.freeze_panes, "C5")
        self.assertEqual(sheet.print_title_rows, "$4:$4")
        self.assertEqual(sheet.page_setup.orientation, "landscape")

    def test_nobody_is_late(self):
        nothing = self.env["cds.deliverable"]
        content = late_list_workbook(nothing._get_late_list(), "")
        self.assertEqual(self._sheet(content)["C5"].value, "=0")

    def test_the_routes(self):
        self.authenticate(self.officer.login, self.officer.login)
        url = self.campaign.with_user(self.officer).action_download_late_list()["url"]
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Danh-sach-cham-nop", response.headers["Content-Disposition"])
        self.assertGreaterEqual(self._sheet(response.content).max_row, 8)
        url = (self.report | self.statistics).action_download_late_list()["url"]
        self.assertEqual(self.url_open(url).status_code, 200)

    @mute_logger("odoo.http")
    def test_the_routes_of_strangers(self):
        stranger = self._create_user("officer", self.other_district)
        self.authenticate(stranger.login, stranger.login)
        for url in (
            f"/cds_assessment/campaigns/{self.campaign.id}/late_list.xlsx",
            f"/cds_assessment/late_list.xlsx?ids={self.statistics.id}",
        ):
            self.assertEqual(self.url_open(url).status_code, 403)

    @freeze_time(NOW)
    def test_a_school_gets_its_own_rows_alone(self):
        late = self.campaign.with_user(self.head)._get_late()
        self.assertEqual(late, self.statistics)


@tagged("post_install", "-at_install")
class TestReminderLetter(LateCase):
    """The letter that reminds the late, with its list as an annex."""

    def _make_letter(self, deliverables=None):
        source = self.campaign if deliverables is None else deliverables
        action = source.with_user(self.officer).action_make_letter()
        return self.env["cds.document"].browse(action["res_id"])

    @freeze_time(NOW)
    def test_the_letter(self):
        letter = self._make_letter()
        with self.assertRaisesRegex(UserError, "role"):
            letter.with_user(self.officer).action_issue()
        letter.with_user(self.authority_head).action_issue()
        self.assertEqual(letter.name, "01/PGDĐT")
        text = " ".join(pdf_text(letter._get_pdf()).split())
        for fact in (
            "Số: 01/PGDĐT",
            "Bến Đò, ngày 03 tháng 6 năm 2024",
            "V/v đôn đốc nộp báo cáo, hồ sơ còn thiếu năm học",
            "Kính gửi:",
            "Trường Tiểu học Cây Đa",
            "đến nay vẫn còn 2 đơn vị chưa hoàn thành 3 nội dung (Phụ lục I kèm theo)",
            "hoàn thành dứt điểm các nội dung còn thiếu trước ngày 10/06/2024",
            "Việc chậm trễ trong việc hoàn thành",
            "Nơi nhận:",
            "TRƯỞNG PHÒNG",
            "PHỤ LỤC I",
            "DANH SÁCH ĐƠN VỊ CHẬM NỘP",
            "(Kèm theo Công văn số 01/PGDĐT ngày 03/06/2024 của Phòng Giáo dục",
            "Báo cáo thống kê kỳ đầu năm học",
            "31/12/2023",
            "155",
            "Đã nhắc qua điện thoại",
        ):
            self.assertIn(fact, text)

    @freeze_time(NOW)
    def test_the_annex_is_frozen(self):
        letter = self._make_letter()
        letter.with_user(self.authority_head).action_issue()
        rows = letter._get_paper().tables[-1].rows
        # one row a school, with all that it owes
        self.assertEqual(
            [row.cells[1] for row in rows],
            ["Trường THCS Bến Nước", "Trường Tiểu học Cây Đa"],
        )
        self.assertEqual(
            rows[0].cells[2].splitlines(),
            [
                "- Báo cáo thống kê kỳ đầu năm học (hạn 31/12/2023)",
                "- =1+1 (hạn 01/06/2024)",
            ],
        )
        self.assertEqual(rows[1].cells[2], "Báo cáo thống kê kỳ đầu năm học")
        self.statistics.with_user(self.secretary)._upload("a.pdf", pdf_bytes())
        self.assertEqual(letter._get_paper().tables[-1].rows, rows)
        # A second letter lists what is late still, beside the first.
        again = self._make_letter()
        (row,) = again._get_paper().tables[-1].rows
        self.assertEqual(row.cells[1], "Trường THCS Bến Nước")

    @freeze_time(NOW)
    def test_a_letter_about_some(self):
        letter = self._make_letter(self.second_statistics | self.report)
        self.assertEqual(letter.late_ids, self.second_statistics)
        paper = letter._get_paper()
        self.assertEqual(paper.addressees, ("Trường THCS Bến Nước",))
        # What comes before the letter is issued is left out.
        self.second_statistics.waive_reason = "So."
        self.second_statistics._refresh()
        self.assertFalse(letter._get_paper().tables[-1].rows)
        with self.assertRaisesRegex(UserError, "late"):
            self._make_letter(self.report)

    @freeze_time(NOW)
    def test_strangers_and_hostile_ids(self):
        stranger = self._create_user("officer", self.other_district)
        with self.assertRaises(AccessError):
            self.campaign.with_user(stranger).action_make_letter()
        other = self._create_campaign(self.other_district, self.other_school)
        foreign = self._owe(
            institution=self.other_school, campaign=other, date_due="2024-01-01"
        )
        letter = self._make_letter()
        with self.assertRaises(UserError):
            letter.with_user(self.officer).late_ids = [Command.link(foreign.id)]
        with self.assertRaises(UserError):
            self.campaign.with_user(self.head).action_make_letter()

    # === OWED SINCE EARLIER === #

    @freeze_time(NOW)
    def test_what_is_still_owed_of_a_closed_campaign(self):
        self.campaign.state = "closed"
        year = self.env.ref("cds_assessment.school_year_2024")
        following = self._create_campaign(
            self.district, self.school | self.second, school_year_id=year.id
        )
        as_officer = following.with_user(self.officer)
        owed = self.statistics | self.second_statistics | self.report
        self.assertEqual(as_officer.carried_count, 4)
        action = as_officer.action_open_carried()
        self.assertEqual(
            self.env["cds.deliverable"].search(action["domain"]),
            owed | self.dossier_owed,
        )
        late = as_officer._get_late()
        self.assertEqual(late, owed - self.report | self.dossier_owed)
        row = self.statistics._get_late_rows()[0]
        self.assertEqual(row.remark, "Nợ từ Kế hoạch đánh giá mức độ chuyển đổi số")
        # The school still sees it among its deadlines, and delivers it.
        mine = self.env["cds.deliverable"].with_user(self.head)
        carried = mine.search([("is_carried", "=", True)])
        self.assertEqual(carried, self.statistics | self.report)
        self.statistics.with_user(self.secretary)._upload("a.pdf", pdf_bytes())
        self._change(self.report, self.officer, "waive", reason="So.")
        self.assertFalse(mine.search([("is_carried", "=", True)]))
        following.invalidate_recordset(["carried_count"])
        self.assertEqual(as_officer.carried_count, 2)
        letter = self.env["cds.document"].browse(
            as_officer.action_make_letter()["res_id"]
        )
        self.assertEqual(letter.campaign_id, following)
        self.assertIn("Nợ từ", letter._get_paper().tables[-1].rows[0].cells[5])
