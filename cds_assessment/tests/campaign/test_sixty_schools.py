import io
from collections import Counter, defaultdict
from decimal import Decimal

from openpyxl import load_workbook

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from ...report.readers.campaign import read_summary
from ...report.summary.workbook import summary_workbook
from ..common.campaign_summary import STANDING, SummaryCase

LEVELS = (1, 2, 3)
COLUMNS = {"self": "council", "external": "external", "final": "final"}


@freeze_time("2024-03-01")
@tagged("post_install", "-at_install")
class TestSixtySchools(SummaryCase):
    """Each place that shows a number, against a count made from the rows alone."""

    COUNT = 60

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # another year of some of the schools, never to be mixed in
        cls.earlier = cls.env["cds.school.year"].search(
            [("date_start", "<", cls.year.date_start)], limit=1
        ) or cls.env["cds.school.year"].create(
            {"name": "1990-1991", "date_start": "1990-09-01", "date_end": "1991-08-31"}
        )
        others = cls.env["cds.assessment"].create(
            [
                {
                    "institution_id": school.id,
                    "framework_id": cls.framework.id,
                    "school_year_id": cls.earlier.id,
                }
                for school in cls.schools[:20]
            ]
        )
        for number, dossier in enumerate(others):
            cls._fill(dossier, number + 3)
        cls.env.flush_all()
        cls.truth = cls._count_rows()

    @classmethod
    def _count_rows(cls):
        """Count points and levels from the lines alone, in decimals.

        :return: by group code and hand that stands: list of pairs, points and level
        """
        found = defaultdict(list)
        bands = {
            band.criterion_id: band.criterion_id.band_ids
            for band in cls.framework.criterion_ids.band_ids
        }
        for dossier in cls.dossiers:
            hand = STANDING.get(dossier.state)
            if not hand:
                found["open"].append(dossier.id)
                continue
            for group in cls.framework.criterion_ids.filtered(
                lambda c: c.node == "group"
            ):
                points = cls._add_up(dossier, group, hand)
                level = cls._level(bands[group], points)
                unmet = dossier.line_ids.filtered(
                    lambda x, g=group, h=hand: (
                        x.criterion_id.is_mandatory
                        and x.criterion_id.parent_path.startswith(g.parent_path)
                        and not x[f"{h}_met"]
                    )
                )
                found[group.code, hand].append((points, 1 if unmet else level))
        return found

    @classmethod
    def _add_up(cls, dossier, node, hand):
        children = node.child_ids
        if not children:
            line = dossier.line_ids.filtered(lambda x: x.criterion_id == node)
            return Decimal(str(line[f"{hand}_points"]))
        total = sum(cls._add_up(dossier, child, hand) for child in children)
        return min(total, Decimal(str(node.max_points)))

    @classmethod
    def _level(cls, bands, points):
        for band in bands:
            lower, upper = Decimal(str(band.lower)), Decimal(str(band.upper))
            is_above = points > lower or (band.lower_included and points == lower)
            is_below = points < upper or (band.upper_included and points == upper)
            if is_above and is_below:
                return band.level_id.number
        return None

    def _levels(self, group, hands=("council", "external", "final")):
        levels = [pair[1] for hand in hands for pair in self.truth[group, hand]]
        return [levels.count(number) for number in LEVELS]

    def _mean(self, group, hands=("council", "external", "final")):
        points = [pair[0] for hand in hands for pair in self.truth[group, hand]]
        return float(sum(points) / len(points))

    def test_the_play_has_everything(self):
        self.assertEqual(len({dossier.state for dossier in self.dossiers}), 7)
        for hand in COLUMNS.values():
            self.assertGreater(len(self.truth["1", hand]), 5)
        self.assertGreater(len(self.truth["open"]), 20)

    def test_the_summary_by_authority(self):
        for group in ("1", "2"):
            row = self.env["cds.authority.report"].search(
                [
                    ("campaign_id", "=", self.campaign.id),
                    ("authority_id", "=", self.province.id),
                    ("criterion_id.code", "=", group),
                ]
            )
            self.assertEqual(row.school_count, self.COUNT)
            self.assertEqual(
                [row.level_1_count, row.level_2_count, row.level_3_count],
                self._levels(group),
            )
            self.assertAlmostEqual(row.points, self._mean(group), places=2)
            self.assertEqual(row.open_count, len(self.truth["open"]))
            for hand, count in (
                ("final", row.recognised_count),
                ("external", row.external_count),
                ("council", row.council_count),
            ):
                self.assertEqual(count, len(self.truth[group, hand]))
            for count in (row.recognised_count, row.open_count):
                self.assertIn(f" {count}", row.basis)

    def test_graph_and_pivot_by_authority(self):
        results = self.env["cds.assessment.report"]
        domain = [("campaign_id", "=", self.campaign.id)]
        rows = results._read_group(
            [*domain, ("level_number", "!=", False)],
            ["criterion_id", "level_number"],
            ["institution_id:count_distinct"],
        )
        counts = {(group.code, level): count for group, level, count in rows}
        for group in ("1", "2"):
            self.assertEqual(
                [counts.get((group, level), 0) for level in LEVELS],
                self._levels(group),
            )
        means = dict(results._read_group(domain, ["criterion_id"], ["points:avg"]))
        for group, mean in means.items():
            self.assertAlmostEqual(mean, self._mean(group.code), places=2)
        # the groups are never averaged together
        [(total,)] = results._read_group(domain, [], ["points:avg"])
        self.assertFalse(total)

    def test_results_of_each_hand(self):
        results = self.env["cds.assessment.result"]
        domain = [
            ("assessment_id", "in", self.dossiers.ids),
            ("node", "=", "group"),
        ]
        rows = results._read_group(
            domain, ["criterion_id"], ["final_points:avg", "external_points:avg"]
        )
        for group, recognised, _external in rows:
            mean = self._mean(group.code, ("final",))
            self.assertAlmostEqual(recognised, mean, places=2)
        [totals] = results._read_group(
            domain, [], ["self_points:avg", "council_points:avg", "final_points:avg"]
        )
        self.assertEqual(totals, (False, False, False))
        untouched = results.search([*domain, ("standing", "=", "untouched")])
        self.assertTrue(untouched)
        self.assertFalse(untouched.self_level_id)

    def test_years_are_not_mixed_by_default(self):
        for xml_id in (
            "cds_assessment_report_action",
            "cds_authority_report_action",
            "cds_assessment_result_action",
        ):
            action = self.env.ref(f"cds_assessment.{xml_id}")
            self.assertIn("'search_default_latest_year': 1", action.context)
        latest = max(
            self.env["cds.assessment"].search([("state", "!=", "cancelled")]),
            key=lambda dossier: dossier.school_year_id.date_start,
        ).school_year_id
        found = self.env["cds.assessment.report"].search(
            [("school_year_id.is_latest", "=", True)]
        )
        self.assertTrue(found)
        self.assertEqual(found.school_year_id, latest)

    def test_the_report_upward(self):
        paper = self.env["cds.document"].create(
            {
                "type_id": self.env.ref(
                    "cds_assessment.document_type_summary_report"
                ).id,
                "campaign_id": self.campaign.id,
            }
        )
        rows = paper._get_paper().tables[0].rows
        words = {
            "final": "kết quả công nhận",
            "external": "kết quả đánh giá ngoài",
            "council": "kết quả tự đánh giá đã nộp",
        }
        group, seen = None, 0
        for row in rows:
            if row.cells[0].startswith("Nhóm "):
                group = row.cells[0].split()[1].rstrip(".")
            for hand, label in words.items():
                if row.cells[0] == f"Theo {label}":
                    counts = list(map(int, row.cells[1:]))
                    self.assertEqual(counts[:3], self._levels(group, (hand,)))
                    self.assertEqual(counts[-1], len(self.truth[group, hand]))
                    seen += 1
        self.assertEqual(seen, 6)

    def test_the_workbook(self):
        summary = read_summary(self.campaign.with_context(lang="vi_VN"))
        book = load_workbook(io.BytesIO(summary_workbook(summary)), data_only=True)
        totals = {
            row[1]: row
            for row in book["Tổng hợp"].iter_rows(values_only=True)
            if row[0] is None and row[1]
        }
        for place, group in enumerate(("1", "2")):
            for number, hand in enumerate(COLUMNS.values()):
                # a column holds all whose dossiers have come as far
                later = list(COLUMNS.values())[number:]
                own = [d for d in self.dossiers if STANDING.get(d.state) in later]
                at = 7 + 6 * place + 2 * number
                self.assertEqual(totals["Số đơn vị có kết quả"][at], len(own))
                node = self.framework.criterion_ids.filtered(
                    lambda c, g=group: c.code == g
                )
                points = [self._add_up(dossier, node, hand) for dossier in own]
                self.assertAlmostEqual(
                    totals["Điểm trung bình"][at], float(sum(points) / len(points))
                )
        open_count = totals["Chưa nộp, không tính vào kết quả"][2]
        self.assertEqual(open_count, len(self.truth["open"]))

    def test_the_campaign(self):
        states = Counter(dossier.state for dossier in self.dossiers)
        self.assertEqual(self.campaign.assessment_count, self.COUNT)
        action = self.campaign.action_open_assessments()
        found = self.env["cds.assessment"].search(Domain(action["domain"]))
        self.assertEqual(Counter(found.mapped("state")), states)
        self.assertEqual(self.campaign.school_count, self.COUNT)
