from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common.cases import CdsCase

KEPT = (
    "answer_yes",
    "numerator",
    "denominator",
    "quantity",
    "self_points",
    "council_points",
    "self_note",
    "status",
    "status_quo",
    "strengths",
    "weaknesses",
    "plan",
)


@tagged("post_install", "-at_install")
class TestVersion2(CdsCase):
    """The second version of set 4725, and dossiers that move to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newer = cls.env.ref("cds_assessment.framework_4725_2")

    def _nodes(self, framework):
        return {node.code: node for node in framework.criterion_ids}

    def test_only_words_have_changed(self):
        before, after = self._nodes(self.framework), self._nodes(self.newer)
        self.assertEqual(self.newer.state, "published")
        self.assertEqual(self.newer.version, "2")
        self.assertEqual(self.newer.previous_id, self.framework)
        self.assertEqual(set(before), set(after))
        for code, node in after.items():
            old = before[code]
            self.assertEqual(node.previous_ids, old)
            for name in ("max_points", "measure", "is_mandatory", "node", "sequence"):
                self.assertEqual(node[name], old[name], code)
            self.assertEqual(node.parent_id.code, old.parent_id.code)
            self.assertEqual(
                node.band_ids.mapped(lambda b: (b.level_id.number, b.lower, b.upper)),
                old.band_ids.mapped(lambda b: (b.level_id.number, b.lower, b.upper)),
            )
        self.assertEqual(
            after["2.3.9"].name,
            "Nội dung khác của tiêu chí 2.3 theo phụ lục đã ký (chưa đối chiếu)",
        )
        self.assertEqual(after["2.3.9"].verification, "provisional")
        renamed = {code for code in after if after[code].name != before[code].name}
        self.assertIn("1.4", renamed)
        self.assertNotIn("1.1", renamed)
        self.assertNotIn("thư viện", " ".join(node.name for node in after.values()))

    def test_it_is_made_once(self):
        count = self.env["cds.framework"].search_count([("code", "=", "4725")])
        self.env["cds.framework"]._ship_version(
            "cds_assessment.framework_4725", "cds_assessment.framework_4725_2", {}
        )
        self.assertEqual(
            self.env["cds.framework"].search_count([("code", "=", "4725")]), count
        )

    def test_new_dossiers_and_campaigns_take_it(self):
        dossier = self.env["cds.assessment"].create(
            {"institution_id": self.school.id, "school_year_id": self.year.id}
        )
        self.assertEqual(dossier.framework_id, self.newer)
        rows = self.env["cds.campaign"]._get_proposed_frameworks()
        self.assertIn(self.newer.id, [row[2]["framework_id"] for row in rows])
        self.assertNotIn(self.framework.id, [row[2]["framework_id"] for row in rows])

    def _filled(self):
        dossier = self._create_assessment(
            council_id=self._create_council(
                "self", self.school, self.head, self.secretary
            ).id
        )
        self._prove(dossier, self.contributor)
        for number, line in enumerate(dossier.line_ids):
            if line.measure == "yes_no":
                line.answer_yes = True
            else:
                line.self_points = min(line.max_points, number % 5 + 0.5)
            line.write({"self_note": f"Ghi chú {line.code}", "weaknesses": line.code})
        return dossier

    def test_a_dossier_moves_with_every_answer(self):
        dossier = self._filled()
        group = self.framework.criterion_ids.filtered(lambda c: c.code == "1.3")
        dossier.council_id.member_ids[0].criterion_ids = group
        self.env.flush_all()
        lines = {line.code: line for line in dossier.line_ids}
        before = {
            code: [line[name] for name in KEPT]
            + [line.evidence_ids, line.assigned_user_ids]
            for code, line in lines.items()
        }
        results = {
            result.criterion_id.code: (result.self_points, result.self_level_id.number)
            for result in dossier.result_ids
        }
        ledger = len(dossier.line_ids.change_ids)
        self.assertEqual(dossier.newer_framework_id, self.newer)
        self.assertIn("2.3.9", dossier.version_changes)
        self.assertNotIn("instead of", dossier.version_changes)
        dossier.with_user(self.secretary).action_move_to_newer()
        self.assertEqual(dossier.framework_id, self.newer)
        self.assertFalse(dossier.newer_framework_id)
        self.assertEqual(dossier.line_ids.criterion_id.framework_id, self.newer)
        self.assertEqual(len(dossier.line_ids), len(lines))
        for line in dossier.line_ids:
            self.assertEqual(line, lines[line.code])
            self.assertEqual(
                [line[name] for name in KEPT]
                + [line.evidence_ids, line.assigned_user_ids],
                before[line.code],
            )
        self.assertEqual(
            {
                result.criterion_id.code: (
                    result.self_points,
                    result.self_level_id.number,
                )
                for result in dossier.result_ids
            },
            results,
        )
        self.assertEqual(dossier.result_ids.self_level_id.framework_id, self.newer)
        self.assertEqual(len(dossier.line_ids.change_ids), ledger)
        uses = self.env["cds.assessment.evidence"].search(
            [("assessment_id", "=", dossier.id)]
        )
        self.assertTrue(uses)
        self.assertEqual(uses.root_criterion_id.framework_id, self.newer)
        given = dossier.council_id.member_ids[0].criterion_ids
        self.assertIn(self.newer, given.framework_id)
        self.assertIn("2.3.9", dossier.message_ids[0].body)
        # it goes on as any other
        dossier.with_user(self.secretary).line_ids[5].self_note = "Sau khi chuyển"

    def test_who_may_and_when(self):
        dossier = self._filled()
        for user in (self.contributor, self.other_secretary, self.officer):
            with self.subTest(user.name), self.assertRaises(UserError):
                dossier.with_user(user).action_move_to_newer()
        dossier.with_user(self.secretary).action_move_to_newer()
        with self.assertRaisesRegex(UserError, "no newer version"):
            dossier.with_user(self.secretary).action_move_to_newer()

    def test_what_is_submitted_stays(self):
        dossier = self._filled()
        dossier.sudo().state = "submitted"
        self.assertFalse(dossier.newer_framework_id)
        with self.assertRaisesRegex(UserError, "no newer version"):
            dossier.with_user(self.secretary).action_move_to_newer()

    def test_one_dossier_a_year_whatever_the_version(self):
        self._create_assessment()
        with self.assertRaisesRegex(ValidationError, "already has an assessment"):
            self._create_assessment(framework_id=self.newer.id)

    def test_an_answer_without_a_place_holds_the_move_up(self):
        dossier = self._filled()
        self.newer.action_new_version()
        third = self.env["cds.framework"].search([("previous_id", "=", self.newer.id)])
        third.criterion_ids.filtered(lambda c: c.code == "2.3.9").unlink()
        third.criterion_ids.filtered(lambda c: c.code == "2.3.8").max_points = 16
        third.action_publish()
        dossier.invalidate_recordset()
        self.assertEqual(dossier.newer_framework_id, third)
        self.assertIn("Taken out", dossier.version_changes)
        with self.assertRaisesRegex(UserError, r"2\.3\.9"):
            dossier.with_user(self.secretary).action_move_to_newer()
