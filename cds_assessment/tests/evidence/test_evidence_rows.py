from odoo.tests import tagged

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestEvidenceRows(CdsCase):
    """What the rows and their panels are given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assessment = cls._create_assessment()
        cls.evidence = cls._create_evidence(
            name="Kế hoạch", number="22/KH-TH", date="2023-09-05", confidential=True
        )

    def _row(self, code, user=None):
        line = self._line(self.assessment, code)
        return line.with_user(user or self.contributor)

    def test_chips(self):
        line = self._row("1.3.1")
        self.assertFalse(line.evidence_chips)
        line.attach_evidence(self.evidence.ids)
        use = line.evidence_ids
        self.assertEqual(
            line.evidence_chips,
            [
                {
                    "id": use.id,
                    "code": "H1-1.3-01",
                    "state": "submitted",
                    "state_label": "To Be Accepted",
                    "name": "Kế hoạch",
                    "number": "22/KH-TH",
                    "date": "2023-09-05",
                    "confidential": True,
                }
            ],
        )
        use.with_user(self.secretary).action_accept()
        self.assertEqual(line.evidence_chips[0]["state"], "accepted")
        self._row("1.3.1", self.secretary).detach_evidence(use.ids)
        self.assertFalse(line.evidence_chips)

    def test_chips_of_all_rows_at_once(self):
        lines = self.assessment.with_user(self.contributor).line_ids
        lines[0].attach_evidence(self.evidence.ids)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.browse(lines.ids).read(["evidence_chips"])
            return self.env.cr.sql_log_count - before

        count()
        alone = count()
        for line in lines[1:]:
            line.attach_evidence(self._create_evidence().ids)
        self.assertLessEqual(count(), alone)

    def test_a_dropped_paper_can_be_read(self):
        line = self._row("1.3.1")
        line.attach_evidence(self.evidence.ids)
        use = line.evidence_ids
        line.detach_evidence(use.ids)
        self.env.invalidate_all()
        (row,) = use.read(["state", "refusals", "can_accept", "can_drop"])
        self.assertEqual(row["state"], "dropped")
        self.assertFalse(row["can_accept"] or row["can_drop"])

    def test_reasons(self):
        line = self._row("1.3.1")
        piece = self._create_evidence(user=self.secretary)
        line.attach_evidence(piece.ids)
        (row,) = self._row("1.3.1", self.secretary).get_evidence()
        self.assertIn("does not accept", row["reasons"]["accept"])
        self.assertEqual(row["reasons"]["drop"], "")
        self.assertTrue(row["reasons"]["keep"])

    def test_the_store_names_the_codes_that_papers_have(self):
        self._row("1.3.1").attach_evidence(self.evidence.ids)
        other = self._create_evidence(name="Kế hoạch khác")
        found = self._row("1.5.1").search_store("kế hoạch")
        self.assertEqual(
            {row["id"]: row["code"] for row in found},
            {self.evidence.id: "H1-1.3-01", other.id: ""},
        )
        self._row("1.3.1").detach_evidence(self.assessment.evidence_ids.ids)
        found = self._row("1.5.1").search_store("kế hoạch")
        self.assertEqual({row["code"] for row in found}, {""})
