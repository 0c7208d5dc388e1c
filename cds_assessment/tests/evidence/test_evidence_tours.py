from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestEvidenceTours(CdsCase, HttpCase):
    """Evidence in the browser: brought, judged and looked at from the row."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.contributor | cls.secretary | cls.head | cls.officer
        users.lang = "vi_VN"
        cls.assessment = cls._create_assessment()

    def _tour(self, name, user):
        path = f"/odoo/cds-assessments/{self.assessment.id}"
        self.start_tour(path, name, login=user.login)
        self.env.invalidate_all()

    def _states(self, code):
        uses = self._line(self.assessment, code).evidence_ids
        return {use.code: use.state for use in uses}

    @mute_logger("odoo.http")  # a link that is none is refused, and logged
    def test_from_the_row(self):
        uses = self.env["cds.assessment.evidence"].sudo()
        uses.create(
            {
                "assessment_id": self.assessment.id,
                "evidence_id": self._create_evidence(name="Last Year").id,
                "line_ids": [Command.set(self._line(self.assessment, "1.6.1").ids)],
                "state": "carried",
            }
        )
        self._tour("cds_evidence_contributor", self.contributor)
        states = self._states("1.3.1")
        self.assertEqual(
            states,
            {
                "H1-1.3-01": "submitted",
                "H1-1.3-02": "dropped",
                "H1-1.3-03": "submitted",
                "H1-1.5-01": "submitted",
            },
        )
        self.assertEqual(
            self._states("1.5.1"), {"H1-1.3-03": "submitted", "H1-1.5-01": "submitted"}
        )
        self.assertEqual(self._line(self.assessment, "1.5.1").self_points, 7)
        self.assertEqual(
            self.assessment.evidence_ids.evidence_id.create_uid,
            self.contributor | self.env.user,
        )
        self._tour("cds_evidence_secretary", self.secretary)
        self.assertEqual(
            self._states("1.3.1"),
            {**states, "H1-1.3-01": "rejected", "H1-1.3-03": "accepted"},
        )
        self.assertEqual(self._states("1.6.1"), {"H1-1.6-01": "submitted"})
        uses = self.assessment.evidence_ids
        rejected = uses.filtered(lambda use: use.state == "rejected")
        self.assertEqual(rejected.note, "Chưa có chữ ký")
        self.assertEqual(rejected.reviewer_id, self.secretary)

    def test_readers(self):
        line = self._line(self.assessment, "1.3.1")
        for name, confidential in (("Open", False), ("Secret", True)):
            piece = self._create_evidence(name=name, confidential=confidential)
            line.with_user(self.contributor).attach_evidence(piece.ids)
        self.assessment._set_state("submitted")
        self._tour("cds_evidence_reader", self.officer)
