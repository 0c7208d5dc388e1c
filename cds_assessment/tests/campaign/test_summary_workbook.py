import io
import re
import unittest
import zipfile
from datetime import datetime
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ...report.summary.workbook import summary_workbook
from ...tools.states import STATES
from ..common import paper_text
from ..common.campaign_summary import SummaryCase, standing_hand
from ..common.cases import GROUPS

HEADING_ROWS = 3  # title, campaign, set of criteria
HANDS = {
    "": "Chưa nộp",
    "council": "Tự đánh giá",
    "external": "Đánh giá ngoài",
    "final": "Công nhận",
}
RESULTS = ("self", "external", "final")


def build(campaign, user):
    return summary_workbook(campaign.with_user(user)._get_summary())


def read(content, cached=True):
    """Open a workbook: the values that formulas had, or the formulas."""
    return load_workbook(io.BytesIO(content), data_only=cached)


def without_values(content):
    """Take the values away that formulas had: who opens the file must compute them."""
    source = zipfile.ZipFile(io.BytesIO(content))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            target.writestr(name, data)
    return output.getvalue()


def rows_of(sheet, first):
    """Give the rows with a number in their first cell, as lists."""
    return [
        list(row)
        for row in sheet.iter_rows(min_row=first, values_only=True)
        if isinstance(row[0], int)
    ]


@freeze_time("2024-07-01")
@tagged("post_install", "-at_install")
class TestSummaryWorkbook(SummaryCase):
    """The workbook of 30 schools, cell by cell, against the database."""

    COUNT = 30

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_evidence()
        cls._add_milestones()
        cls._mark_entered()
        cls.env.flush_all()
        cls.content = build(cls.campaign, cls.province_officer)
        cls.workbook = read(cls.content)
        cls.sorted = sorted(
            cls.dossiers,
            key=lambda d: (d.institution_id.parent_id.name, d.institution_id.name),
        )
        rules = cls.framework._get_rules()
        cls.groups = rules.groups
        cls.items = [node for group in rules.groups for node in group.items()]
        labels = cls.env["cds.assessment"].with_context(lang="vi_VN")
        cls.labels = dict(labels._fields["state"]._description_selection(labels.env))

    @classmethod
    def _add_evidence(cls):
        for number, dossier in enumerate(cls.dossiers[:9]):
            paper = cls._create_evidence(dossier.institution_id)
            other = cls._create_evidence(dossier.institution_id, name="Other")
            lines = dossier.line_ids[number : number + 3]
            dossier._use_evidence(paper, lines)
            dossier._use_evidence(other, lines[:1])
            states = ("submitted", "accepted", "rejected", "carried", "dropped")
            for place, use in enumerate(dossier.evidence_ids):
                use.state = states[(number + place) % 5]

    @classmethod
    def _add_milestones(cls):
        cls.milestone = cls.env["cds.milestone"].create(
            {
                "campaign_id": cls.campaign.id,
                "name": "Nộp báo cáo",
                "product": "=Báo cáo tự đánh giá",
                "date_end": "2024-06-12",
            }
        )
        states = ("todo", "doing", "done", "waived")
        cls.env["cds.deliverable"].create(
            [
                {
                    "milestone_id": cls.milestone.id,
                    "campaign_id": cls.campaign.id,
                    "institution_id": school.id,
                    "date_due": ("2024-06-12", "2024-07-01")[number % 2],
                    "state": states[number // 2 % 4],
                }
                for number, school in enumerate(cls.schools)
            ]
        )

    @classmethod
    def _mark_entered(cls):
        entered = cls.dossiers.filtered(lambda d: d.state in ("approved", "recognised"))
        for dossier in entered[:5]:
            # the authority itself enters what it has recognised
            is_recognised = dossier.state == "recognised"
            staff = dossier.institution_id.parent_id.user_ids
            officers = staff.filtered(lambda u: u.has_group(f"{GROUPS}officer"))
            user = officers[0] if is_recognised else cls.env.user
            dossier.with_user(user).sudo(not is_recognised).action_mark_sector_entered()

    def _number(self, value):
        return None if value is None else float(value)

    def _results(self, dossier, group):
        """Yield points and level of each result that the dossier has, read alone."""
        hand = standing_hand(dossier)
        result = dossier.result_ids.filtered(lambda r: r.criterion_id.id == group.key)
        order = ["self", "council", "external", "final"]
        shown = {
            "self": hand and "council" or None,
            "external": "external" if hand in order[2:] else None,
            "final": "final" if hand == "final" else None,
        }
        for column in RESULTS:
            if shown[column] is None:
                yield None, None
            else:
                level = result[f"{shown[column]}_level_id"]
                yield result[f"{shown[column]}_points"], level.number or None

    # === EACH SHEET === #

    def test_the_sheets(self):
        self.assertEqual(
            self.workbook.sheetnames,
            [
                "Tổng hợp",
                "Chi tiết",
                "Phân bố",
                "Minh chứng",
                "CSDL ngành",
                "Chậm nộp",
                "Thông tin",
            ],
        )
        states = {dossier.state for dossier in self.dossiers}
        self.assertEqual(len(states), 7)

    def test_overview(self):
        rows = rows_of(self.workbook["Tổng hợp"], HEADING_ROWS + 4)
        self.assertEqual(len(rows), self.COUNT)
        ownership = {"public": "Công lập", "private": "Ngoài công lập"}
        for number, (row, dossier) in enumerate(zip(rows, self.sorted, strict=True), 1):
            school = dossier.institution_id
            expected = [
                number,
                school.name,
                school.code,
                school.school_level_id.name,
                ownership[school.ownership],
                school.parent_id.name,
                self.labels[dossier.state],
            ]
            for group in self.groups:
                for points, level in self._results(dossier, group):
                    expected += [points, level]
            date = dossier.recognition_date
            expected += [
                dossier.recognition_number or None,
                date and datetime(date.year, date.month, date.day) or None,
                None,
            ]
            with self.subTest(school.name):
                self.assertEqual(row, expected)

    def test_overview_totals(self):
        sheet = self.workbook["Tổng hợp"]
        totals = self._totals(sheet)
        self.assertEqual(totals["Tổng số đơn vị"][2], self.COUNT)
        for place, group in enumerate(self.groups):
            for number, column in enumerate(RESULTS):
                found = [list(self._results(d, group))[number] for d in self.dossiers]
                points = [p for p, _level in found if p is not None]
                at = 7 + 6 * place + 2 * number
                with self.subTest(group.code, column=column):
                    self.assertEqual(totals["Số đơn vị có kết quả"][at], len(points))
                    self.assertAlmostEqual(
                        totals["Điểm trung bình"][at], sum(points) / len(points)
                    )
                    for level in (1, 2, 3):
                        self.assertEqual(
                            totals[f"Số đơn vị đạt Mức độ {level}"][at + 1],
                            sum(number == level for _points, number in found),
                        )
        left_out = [dossier for dossier in self.dossiers if not standing_hand(dossier)]
        self.assertTrue(left_out)
        self.assertEqual(totals["Chưa nộp, không tính vào kết quả"][2], len(left_out))
        for state, label in self.labels.items():
            if state != "cancelled":
                count = len(self.dossiers.filtered(lambda d, s=state: d.state == s))
                self.assertEqual(totals[f"Trạng thái: {label}"][2], count, state)
        self.assertEqual(len(STATES) - 1, sum("Trạng thái" in key for key in totals))

    def _totals(self, sheet):
        return {
            row[1]: row
            for row in sheet.iter_rows(values_only=True)
            if row[0] is None and row[1]
        }

    def _score(self, dossier, item):
        """Return what stands for an item: points, or a condition in words."""
        hand = standing_hand(dossier)
        line = dossier.line_ids.filtered(lambda x: x.criterion_id.id == item.key)
        if not hand:
            return None
        if item.is_mandatory and not item.max_points:
            return "Đạt" if line[f"{hand}_met"] else "Chưa đạt"
        return line[f"{hand}_points"]

    def test_detail(self):
        rows = rows_of(self.workbook["Chi tiết"], HEADING_ROWS + 5)
        self.assertEqual(len(rows), self.COUNT)
        for number, (row, dossier) in enumerate(zip(rows, self.sorted, strict=True), 1):
            hand = standing_hand(dossier)
            expected = [
                number,
                dossier.institution_id.name,
                dossier.institution_id.school_level_id.name,
                HANDS[hand],
            ]
            for group in self.groups:
                expected += [self._score(dossier, item) for item in group.items()]
                result = dossier.result_ids.filtered(
                    lambda r, g=group: r.criterion_id.id == g.key
                )
                expected.append(result[f"{hand}_points"] if hand else None)
            with self.subTest(dossier.institution_id.name):
                self.assertEqual(row, expected)

    def test_levels(self):
        sheet = self.workbook["Phân bố"]
        blocks = {}
        for row in sheet.iter_rows(min_row=4, values_only=True):
            if row[0] and row[0].startswith("Nhóm"):
                rows = blocks.setdefault(row[0], {})
            elif row[0] and row[0] != "Cấp học":
                rows[row[0]] = row[1:6]
        self.assertEqual(len(blocks), 6)
        labels = ("Tự đánh giá", "Đánh giá ngoài", "Công nhận")
        for group in self.groups:
            for place, label in enumerate(labels):
                rows = blocks[f"Nhóm {group.code}. {group.name} – {label}"]
                kinds = self.schools.school_level_id
                expected = {
                    kind.name: self._count_levels(
                        self.dossiers.filtered(
                            lambda d, k=kind: d.institution_id.school_level_id == k
                        ),
                        group,
                        place,
                    )
                    for kind in kinds
                }
                expected["Cộng"] = self._count_levels(self.dossiers, group, place)
                self.assertEqual(rows, expected, label)
        self.assertEqual(len(sheet._charts), 6)

    def _count_levels(self, dossiers, group, place):
        found = [list(self._results(d, group))[place][1] for d in dossiers]
        return tuple(map(found.count, (1, 2, 3, None))) + (len(found),)

    def test_evidence(self):
        sheet = self.workbook["Minh chứng"]
        rows = rows_of(sheet, HEADING_ROWS + 4)
        sums = [0] * (4 + len(self.items))
        for number, (row, dossier) in enumerate(zip(rows, self.sorted, strict=True), 1):
            uses = dossier.evidence_ids
            counts = [
                len(uses.filtered(lambda u, s=states: u.state in s))
                for states in (("carried", "submitted"), ("accepted",), ("rejected",))
            ]
            cells = [sum(counts), *counts]
            kept = uses.filtered(lambda u: u.state not in ("rejected", "dropped"))
            for item in self.items:
                found = kept.line_ids.filtered(
                    lambda x, i=item: x.criterion_id.id == i.key
                )
                cells.append(sum(found in use.line_ids for use in kept) if found else 0)
            sums = [a + b for a, b in zip(sums, cells, strict=True)]
            with self.subTest(dossier.institution_id.name):
                self.assertEqual(row, [number, dossier.institution_id.name, *cells])
        self.assertGreater(sums[0], 10)
        self.assertEqual(list(self._totals(sheet)["Cộng"][2:]), sums)

    def test_sector(self):
        sheet = self.workbook["CSDL ngành"]
        rows = rows_of(sheet, HEADING_ROWS + 3)
        headings = [cell.value for cell in sheet[HEADING_ROWS + 2]]
        order = []
        for group in self.groups:
            order += ["Tổng điểm", "Mức độ", *(node.code for node in group.children)]
        self.assertEqual(headings[4 : 4 + len(order)], order)
        for number, (row, dossier) in enumerate(zip(rows, self.sorted, strict=True), 1):
            with self.subTest(dossier.institution_id.name):
                self.assertEqual(row, self._sector_row(number, dossier))
        totals = self._totals_at(sheet, 2)
        entered = self.dossiers.filtered("sector_entered_on")
        self.assertEqual(len(entered), 5)
        column = 4 + len(order)
        self.assertEqual(totals["Chưa nhập"][column], self.COUNT - 5)
        recognised = entered.filtered(lambda d: d.state == "recognised")
        self.assertTrue(recognised)
        self.assertEqual(totals["Đã nhập"][column], len(recognised))

    def _totals_at(self, sheet, column):
        return {
            row[column]: row
            for row in sheet.iter_rows(values_only=True)
            if row[0] is None and row[column]
        }

    def _sector_row(self, number, dossier):
        hand = standing_hand(dossier)
        school = dossier.institution_id
        row = [number, school.code, school.name, HANDS[hand]]
        for group in self.groups:
            for node in (group, *group.children):
                result = dossier.result_ids.filtered(
                    lambda r, n=node: r.criterion_id.id == n.key
                )
                if node.kind == "item":
                    row.append(self._score(dossier, node))
                else:
                    row.append(result[f"{hand}_points"] if hand else None)
                if node is group:
                    level = result[f"{hand}_level_id"] if hand else result[:0]
                    row.append(level and level.number or None)
        if not dossier.sector_entered_on:
            return [*row, "Chưa nhập", None, None]
        label = "Đã nhập" if hand == "final" else "Đã nhập điểm tự đánh giá"
        name = dossier.sector_entered_by_id.name
        return [*row, label, datetime(2024, 7, 1), name]

    def test_late(self):
        rows = rows_of(self.workbook["Chậm nộp"], 4)
        late = self.campaign.deliverable_ids.filtered(
            lambda d: (
                d.date_due == Date.to_date("2024-06-12")
                and d.state in ("todo", "doing")
            )
        )
        self.assertTrue(late)
        self.assertEqual(
            sorted(row[1] for row in rows),
            sorted(late.institution_id.mapped("name")),
        )
        for row in rows:
            self.assertEqual(row[3], "=Báo cáo tự đánh giá")
            self.assertEqual(row[4:6], [datetime(2024, 6, 12), 19])

    def test_what_the_file_is(self):
        about = dict(self.workbook["Thông tin"].iter_rows(max_col=2, values_only=True))
        self.assertEqual(about["Đợt đánh giá"], self.campaign.name)
        self.assertEqual(about["Số hồ sơ trong tệp"], str(self.COUNT))
        self.assertEqual(about["Người lập"], self.province_officer.name)
        self.assertIn("2024", about["Lập lúc"])

    # === THE FILE AS SUCH === #

    def test_texts_stay_texts(self):
        formulas = read(self.content, cached=False)
        cell = formulas["Tổng hợp"].cell(HEADING_ROWS + 4, 2)
        self.assertTrue(cell.value.startswith("=School"))
        self.assertEqual(cell.data_type, "s")
        self.assertEqual(formulas["Tổng hợp"].cell(HEADING_ROWS + 4, 3).data_type, "s")
        self.assertEqual(formulas["Chậm nộp"].cell(4, 4).data_type, "s")

    def test_totals_are_formulas(self):
        sheet = read(self.content, cached=False)["Tổng hợp"]
        totals = self._totals(sheet)
        self.assertTrue(str(totals["Tổng số đơn vị"][2]).startswith("=COUNTA("))
        self.assertTrue(str(totals["Điểm trung bình"][7]).startswith("=IF(COUNT("))
        self.assertTrue(str(totals["Số đơn vị đạt Mức độ 2"][8]).startswith("=COUNTIF"))

    def test_ready_to_print(self):
        for sheet in read(self.content, cached=False):
            with self.subTest(sheet.title):
                self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
                self.assertEqual(sheet.page_setup.fitToHeight, 0)
                self.assertEqual(str(sheet.page_setup.paperSize), "9")
                self.assertIn("&P", sheet.oddFooter.center.text + "&P")
                if sheet.title not in ("Thông tin", "Phân bố"):
                    self.assertEqual(sheet.page_setup.orientation, "landscape")
                    self.assertTrue(sheet.print_title_rows)
                    self.assertTrue(sheet.freeze_panes)

    def test_headings_of_groups_stand_over_their_columns(self):
        merged = {
            sheet.title: {str(area) for area in sheet.merged_cells.ranges}
            for sheet in read(self.content, cached=False)
        }
        self.assertLessEqual({"H4:M4", "N4:S4", "H5:I5"}, merged["Tổng hợp"])
        self.assertEqual(len(merged["Chi tiết"]), 2)
        self.assertEqual(len(merged["Minh chứng"]), 2)
        self.assertEqual(len(merged["CSDL ngành"]), 2)

    def test_few_statements(self):
        """As many for 30 schools as for one of them."""
        self.province_officer.lang = "vi_VN"
        counts = []
        for user in (self.province_officer, self.commune_officer):
            self.campaign.with_user(user)._get_summary()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.campaign.with_user(user)._get_summary()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[0], counts[1] + 2)
        self.assertLess(counts[0], 60)

    @unittest.skipUnless(paper_text.has_office(), "LibreOffice is not installed")
    def test_another_program_computes_the_same(self):
        bare = without_values(self.content)
        self.assertIsNone(read(bare)["Tổng hợp"].cell(HEADING_ROWS + 34, 3).value)
        computed = read(paper_text.workbook_by_office(bare))
        formulas = read(self.content, cached=False)
        compared = 0
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    at = f"{get_column_letter(cell.column)}{cell.row}"
                    ours = self.workbook[sheet.title][at].value
                    theirs = computed[sheet.title][at].value
                    with self.subTest(sheet.title, cell=at):
                        self._assert_same(ours, theirs)
                    compared += 1
        self.assertGreater(compared, 250)

    def _assert_same(self, ours, theirs):
        if isinstance(ours, int | float):
            self.assertAlmostEqual(theirs, ours, places=9)
        else:
            self.assertEqual(theirs or None, ours or None)

    def test_points_by_formula_are_capped(self):
        """Where the items of a criterion have more than its maximum."""
        node = self.groups[0].children[2]
        self.assertEqual(node.kind, "criterion")
        self.assertEqual(node.max_points, sum(n.max_points for n in node.children))
        formula = read(self.content, cached=False)["Chi tiết"]
        texts = [
            str(cell.value) for row in formula.iter_rows() for cell in row if cell.value
        ]
        maximum = f"{float(node.max_points):g}"
        self.assertTrue(any(f"MIN({maximum},SUM(" in text for text in texts))
        self.assertEqual(Decimal(maximum), node.max_points)


@tagged("post_install", "-at_install")
class TestSeveralSets(SummaryCase):
    """A campaign with a set of criteria for each level of schools."""

    COUNT = 4

    def test_sheets_for_each_set(self):
        small = self._create_framework(code="S/[1]", name="Small set")
        self.env["cds.assessment"].create(
            {
                "institution_id": self.school.id,
                "framework_id": small.id,
                "school_year_id": self.year.id,
                "campaign_id": self.campaign.id,
            }
        )
        workbook = read(build(self.campaign, self.province_officer))
        self.assertEqual(len(workbook.sheetnames), 12)
        names = [n for n in workbook.sheetnames if n.startswith("Tổng hợp")]
        self.assertEqual(len(names), 2)
        second = next(name for name in names if "S-" in name)
        self.assertEqual(workbook[second]["B7"].value, self.school.name)

    def test_an_empty_campaign(self):
        campaign = self._create_campaign(self.commune)
        workbook = read(build(campaign, self.commune_officer))
        self.assertEqual(workbook.sheetnames, ["Chậm nộp", "Thông tin"])


@tagged("post_install", "-at_install")
class TestWhoGetsTheWorkbook(SummaryCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http"))

    def _get(self, user, campaign):
        self.authenticate(user.login, user.login)
        campaign_id = campaign if isinstance(campaign, int) else campaign.id
        url = f"/cds_assessment/campaign/{campaign_id}/summary.xlsx"
        return self.url_open(url)

    def _schools_of(self, response):
        self.assertEqual(response.status_code, 200)
        sheet = read(response.content)["Tổng hợp"]
        return {row[1] for row in rows_of(sheet, HEADING_ROWS + 4)}

    def test_each_authority_has_its_own_schools(self):
        for user, managers in (
            (
                self.province_officer,
                self.province | self.district | self.commune | self.other_district,
            ),
            (self.officer, self.district | self.commune),
            (self.commune_officer, self.commune),
            (self.other_officer, self.other_district),
        ):
            expected = self.schools.filtered(lambda s, m=managers: s.parent_id in m)
            with self.subTest(user.name):
                self.assertEqual(
                    self._schools_of(self._get(user, self.campaign)),
                    set(expected.mapped("name")),
                )

    def test_a_campaign_of_another_authority(self):
        campaign = self._create_campaign(self.other_district)
        self.assertEqual(self._get(self.officer, campaign).status_code, 403)
        self.assertEqual(self._get(self.officer, 999_999_999).status_code, 404)

    def test_schools_get_none(self):
        self.school.parent_id = self.district
        self.campaign.institution_ids += self.school
        for user in (self.head, self.secretary, self.contributor, self.plain):
            with self.subTest(user.name):
                response = self._get(user, self.campaign)
                self.assertGreaterEqual(response.status_code, 400)
                self.assertLess(response.status_code, 500)

    def test_the_button_leads_there(self):
        mine = self.campaign.with_user(self.officer)
        self.authenticate(self.officer.login, self.officer.login)
        response = self.url_open(mine.action_download_summary()["url"])
        self.assertEqual(response.status_code, 200)
        self.assertIn(
            "Tong-hop_Province_2023-2024.xlsx",
            response.headers["Content-Disposition"],
        )
        self.campaign.institution_ids += self.school
        with self.assertRaises(UserError):
            self.campaign.with_user(self.head).action_download_summary()

    def test_names_of_the_number_of_schools_below(self):
        """Schools that others manage are not even counted."""
        self.officer.cds_institution_ids = [Command.set(self.commune.ids)]
        response = self._get(self.officer, self.campaign)
        about = dict(
            read(response.content)["Thông tin"].iter_rows(max_col=2, values_only=True)
        )
        count = len(self.schools.filtered(lambda s: s.parent_id == self.commune))
        self.assertEqual(about["Số đơn vị trong đợt"], str(count))
