import unittest

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ...report.readers.campaign import read_summary
from ..common import paper_text
from ..common.campaign_summary import SummaryCase, standing_hand

BASES = (
    ("final", "kết quả công nhận"),
    ("external", "kết quả đánh giá ngoài"),
    ("council", "kết quả tự đánh giá đã nộp"),
)


@freeze_time("2024-07-01")
@tagged("post_install", "-at_install")
class TestSummaryReport(SummaryCase):
    """The report on a campaign to the authority above, against the data."""

    COUNT = 14

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.province.head_title = "Giám đốc"
        cls.province.locality = "Hải Phòng"
        cls.ministry = cls._create_institution("Bộ Giáo dục", kind="authority")
        cls.province.parent_id = cls.ministry
        cls.province_head = cls._create_user("authority_head", cls.province)
        cls.milestone = cls.env["cds.milestone"].create(
            {"campaign_id": cls.campaign.id, "name": "Nộp báo cáo tự đánh giá"}
        )
        cls.late = cls.env["cds.deliverable"].create(
            [
                {
                    "milestone_id": cls.milestone.id,
                    "campaign_id": cls.campaign.id,
                    "institution_id": school.id,
                    "date_due": "2024-06-12",
                }
                for school in cls.schools[:2]
            ]
        )
        cls.env.flush_all()
        cls.paper = cls._draft(cls.province_officer)

    @classmethod
    def _draft(cls, user):
        return (
            cls.env["cds.document"]
            .with_user(user)
            .create(
                {
                    "campaign_id": cls.campaign.id,
                    "type_id": cls.env.ref(
                        "cds_assessment.document_type_summary_report"
                    ).id,
                    "date": "2024-06-28",
                }
            )
        )

    def _pdf(self, paper):
        report = self.env["ir.actions.report"].with_user(self.province_officer)
        report = report.with_context(force_report_rendering=True)
        reference = "cds_assessment.action_report_document"
        return report._render_qweb_pdf(reference, paper.ids)[0]

    def _words(self):
        texts = []
        for block in self.paper._get_paper().blocks:
            if block.kind == "table":
                texts += [" ".join(row.cells) for row in block.rows]
            else:
                texts.append(f"{block.lead} {block.text}".strip())
        return texts

    def _states(self, *states):
        return len(self.dossiers.filtered(lambda d: d.state in states))

    def test_the_outline(self):
        paper = self.paper._get_paper()
        self.assertEqual(paper.title, "BÁO CÁO")
        self.assertEqual(paper.addressees, ("Bộ Giáo dục",))
        heads = [b.lead for b in paper.blocks if b.kind in ("heading", "subheading")]
        self.assertEqual(
            heads,
            [
                "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
                "1. Triển khai các văn bản chỉ đạo",
                "2. Ban hành các văn bản, công tác hướng dẫn, bồi dưỡng tập huấn",
                "II. KẾT QUẢ THỰC HIỆN",
                "1. Kết quả thực hiện tại các cơ sở giáo dục",
                "2. Kết quả của đơn vị",
                "III. KHÓ KHĂN, VƯỚNG MẮC KHI TRIỂN KHAI",
                "IV. PHƯƠNG HƯỚNG NHIỆM VỤ TRỌNG TÂM NĂM HỌC 2024-2025",
                "V. ĐỀ XUẤT, KIẾN NGHỊ",
            ],
        )
        self.assertEqual(paper.signatures[0].title, "GIÁM ĐỐC")
        self.assertTrue(paper.annexes[0].is_landscape)

    def test_numbers_of_schools(self):
        submitted = self._states("external", "reviewed", "recognised")
        reviewed = self._states("reviewed", "recognised")
        recognised = self._states("recognised")
        line = next(text for text in self._words() if "tham gia:" in text)
        self.assertIn(f"tham gia: {self.COUNT};", line)
        self.assertIn(f"hồ sơ tự đánh giá: {submitted} (", line)
        self.assertIn(f"đánh giá ngoài: {reviewed} (", line)
        self.assertIn(f"công nhận: {recognised} (", line)

    def test_levels_by_kind_of_school(self):
        table = self.paper._get_paper().tables[0]
        rows = iter(table.rows)
        kinds = self.schools.school_level_id
        for group in self.framework._get_rules().groups:
            row = next(rows)
            self.assertTrue(row.cells[0].startswith(f"Nhóm {group.code}."))
            self.assertEqual(set(row.cells[1:]), {""})
            for hand, label in BASES:
                mine = self.dossiers.filtered(lambda d, h=hand: standing_hand(d) == h)
                self.assertTrue(mine)
                row = next(rows)
                self.assertEqual(row.cells[0], f"Theo {label}")
                self.assertEqual(list(row.cells[1:]), self._counts(mine, group))
                for kind in kinds.sorted():
                    some = mine.filtered(
                        lambda d, k=kind: d.institution_id.school_level_id == k
                    )
                    if some:
                        row = next(rows)
                        self.assertEqual(row.cells[0], f"– {kind.name}")
                        self.assertEqual(list(row.cells[1:]), self._counts(some, group))
        self.assertIsNone(next(rows, None))

    def test_whose_points_are_counted_is_said(self):
        line = next(text for text in self._words() if "tính theo" in text)
        for hand, label in BASES:
            mine = self.dossiers.filtered(lambda d, h=hand: standing_hand(d) == h)
            self.assertIn(f"{label} của {len(mine)} cơ sở", line)
        rest = self.dossiers.filtered(lambda d: not standing_hand(d))
        self.assertIn(f"{len(rest)} cơ sở chưa nộp hồ sơ, không tính", line)

    def _counts(self, dossiers, group):
        numbers = []
        for dossier in dossiers:
            hand = standing_hand(dossier)
            result = dossier.result_ids.filtered(
                lambda r: r.criterion_id.id == group.key
            )
            numbers.append(hand and result[f"{hand}_level_id"].number or None)
        counts = [*map(numbers.count, (1, 2, 3, None)), len(dossiers)]
        return list(map(str, counts))

    def test_best_and_weakest_criteria(self):
        means = {}
        for group in self.framework._get_rules().groups:
            for node in group.children:
                if node.max_points:
                    means[node.code] = self._mean(node) / float(node.max_points)
        ranked = sorted(means, key=means.get)
        words = self._words()
        best = next(text for text in words if "cao nhất" in text)
        weakest = next(text for text in words if "thấp nhất" in text)
        self.assertIn(f"cao nhất: {ranked[-1]} ", best)
        self.assertIn(f"thấp nhất: {ranked[0]} ", weakest)
        share = f"{100 * means[ranked[0]]:.1f}".replace(".", ",").removesuffix(",0")
        self.assertIn(f"({share}%)", weakest)

    def _mean(self, node):
        points = []
        for dossier in self.dossiers:
            hand = standing_hand(dossier)
            rows = dossier.line_ids if node.kind == "item" else dossier.result_ids
            row = rows.filtered(lambda r: r.criterion_id.id == node.key)
            if hand:
                points.append(row[f"{hand}_points"])
        return sum(points) / len(points)

    def test_late_ones(self):
        words = " ".join(self._words())
        self.assertIn("quá hạn chưa nộp đến thời điểm báo cáo: 2, của 2 đơn vị", words)
        for school in self.schools[:2]:
            self.assertIn(
                f"{school.name}: Nộp báo cáo tự đánh giá, hạn 12/06/2024, chậm 19 ngày",
                words,
            )

    def test_the_annex_has_every_school(self):
        (table,) = self.paper._get_paper().annexes[0].blocks
        self.assertEqual(len(table.rows), self.COUNT)
        cells = {row.cells[1]: row.cells for row in table.rows}
        for dossier in self.dossiers:
            row = cells[dossier.institution_id.name]
            if dossier.state == "recognised":
                result = dossier.result_ids.filtered(
                    lambda r: r.criterion_id.code == "1"
                )
                points = f"{result.final_points:.1f}".removesuffix(".0")
                level = result.final_level_id.number
                self.assertEqual(row[5], f"{points.replace('.', ',')} ({level})")
                self.assertIn("10/06/2024", row[-1])
            else:
                self.assertEqual(row[5], "–")

    def test_texts_can_be_edited(self):
        section = self.paper.section_ids.filtered(lambda s: s.code == "proposals")
        section.text = "Đề nghị hỗ trợ kinh phí."
        self.assertIn("Đề nghị hỗ trợ kinh phí.", self._words())

    def test_who_issues(self):
        with self.assertRaises(UserError):
            self.paper.action_issue()
        self.paper.with_user(self.province_head).action_issue()
        self.assertEqual(self.paper.state, "issued")
        for user in (self.officer, self.head, self.secretary):
            with self.subTest(user.name), self.assertRaises(UserError):
                self._draft(user)

    def test_the_button_drafts_it_once(self):
        mine = self.campaign.with_user(self.province_officer)
        self.assertEqual(mine.action_make_summary_report()["res_id"], self.paper.id)
        self.paper.unlink()
        made = mine.action_make_summary_report()["res_id"]
        self.assertEqual(mine.action_make_summary_report()["res_id"], made)
        with self.assertRaises(UserError):
            self.campaign.with_user(self.officer).action_make_summary_report()

    def test_schools_of_others_are_left_out(self):
        """Even where a campaign were to name them."""
        far = self._create_institution("Far Authority", kind="authority")
        self.schools[3].parent_id = far
        self.env.flush_all()
        summary = read_summary(self.campaign, self.province)
        names = [school.name for part in summary.parts for school in part.schools]
        self.assertEqual(len(names), self.COUNT - 1)
        self.assertNotIn(self.schools[3].name, names)

    @unittest.skipUnless(paper_text.has_office(), "poppler is not installed")
    def test_the_pdf_tells_it(self):
        text = paper_text.normalise(paper_text.pdf_text(self._pdf(self.paper)))
        self.assertIn("BÁO CÁO", text)
        self.assertIn(f"Số cơ sở giáo dục tham gia: {self.COUNT}", text)
        for school in self.schools:
            self.assertIn(school.name, text)
        self.assertIn("PHỤ LỤC", text)
