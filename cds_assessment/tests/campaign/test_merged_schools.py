import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common.campaign import CampaignCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestMergedSchools(CampaignCase):
    """A school merged into another one: its history, figures and evidence go along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_year = cls.env["cds.school.year"].search(
            [("date_start", ">", cls.year.date_start)], order="date_start", limit=1
        )
        cls.old_dossier = cls._create_dossier("self")
        cls._score(cls.old_dossier)
        cls.paper = cls._create_evidence(
            name="Plan",
            user=cls.contributor,
            number="22/KH",
            file_ids=[
                Command.create({"url": "https://example.com/plan"}),
                Command.create(
                    {"name": "plan.png", "datas": base64.b64encode(PNG).decode()}
                ),
            ],
        )
        cls.old_dossier._use_evidence(cls.paper, cls.old_dossier.line_ids)
        cls._hand_in(cls.old_dossier)
        profile = cls.env["cds.profile"].create(
            {"institution_id": cls.school.id, "school_year_id": cls.year.id}
        )
        profile._set_figures({"pupils": 300})
        cls.new_school = cls._create_institution("New", parent_id=cls.district.id)
        cls.new_secretary = cls._create_user("council", cls.new_school)
        cls.new_head = cls._create_user("head", cls.new_school)

    @classmethod
    def _hand_in(cls, dossier):
        """What was never handed in is given up by the merger."""
        for hand in ("council", "external", "final"):
            for line in dossier.sudo().line_ids:
                line[f"{hand}_points"] = line.self_points
        dossier.sudo().state = "recognised"

    def _merge(self, school=None):
        schools = (school or self.school).with_user(self.officer)
        schools.write({"closed_on": "2024-01-15", "successor_id": self.new_school.id})

    def _begin_dossier(self):
        dossiers = self.env["cds.assessment"].with_user(self.new_secretary)
        dossier = dossiers.create(
            {
                "institution_id": self.new_school.id,
                "school_year_id": self.next_year.id,
                "framework_id": self.small.id,
            }
        )
        dossier.action_start()
        return dossier

    def _get_history(self, user):
        dossier = self.old_dossier
        profile = self.env["cds.profile"].search(
            [("institution_id", "=", self.school.id)]
        )
        return [
            records.with_user(user)
            for records in (
                self.school,
                dossier,
                dossier.line_ids[0],
                dossier.result_ids[0],
                dossier.council_id,
                dossier.evidence_ids[0],
                self.paper,
                self.paper.file_ids[0],
                profile,
                profile.value_ids[0],
            )
        ]

    def test_the_new_school_reads_the_history_and_changes_nothing(self):
        for record in self._get_history(self.new_secretary):
            with self.subTest(record._name):
                self.assertFalse(record.has_access("read"))
        self._merge()
        self.env.invalidate_all()
        for user in (self.new_secretary, self.new_head):
            for record in self._get_history(user):
                with self.subTest(record._name, user=user.login):
                    self.assertTrue(record.has_access("read"))
                    self.assertFalse(record.has_access("write"))
                    self.assertFalse(record.has_access("unlink"))
        for user in (self.other_secretary, self.other_head):
            for record in self._get_history(user):
                with self.subTest(record._name, user=user.login):
                    self.assertFalse(record.has_access("read"))

    def test_taken_back_nothing_is_read_any_more(self):
        self._merge()
        self.old_dossier.sudo().message_subscribe(self.new_head.partner_id.ids)
        self.school.with_user(self.officer).write(
            {"closed_on": False, "successor_id": False}
        )
        self.env.invalidate_all()
        self.assertFalse(self.old_dossier.with_user(self.new_head).has_access("read"))
        self.assertNotIn(
            self.new_head.partner_id, self.old_dossier.sudo().message_partner_ids
        )

    def test_points_figures_and_evidence_come_along(self):
        self._merge()
        dossier = self._begin_dossier()
        self.assertEqual(dossier.line_ids.mapped("last_points")[:2], ["30", "20"])
        profile = (
            self.env["cds.profile"]
            .with_user(self.new_secretary)
            .create(
                {
                    "institution_id": self.new_school.id,
                    "school_year_id": self.next_year.id,
                }
            )
        )
        self.assertEqual(profile.previous_id.institution_id, self.school)
        dossier.action_carry_evidence()
        [use] = dossier.evidence_ids
        self.assertEqual(use.state, "carried")
        self.assertEqual(len(use.line_ids), 3)
        piece = use.evidence_id
        self.assertEqual(
            (piece.institution_id, piece.number), (self.new_school, "22/KH")
        )
        self.assertNotEqual(piece, self.paper)
        self.assertEqual(
            sorted(filter(None, piece.file_ids.mapped("sha256"))),
            sorted(filter(None, self.paper.sudo().file_ids.mapped("sha256"))),
        )
        self.assertEqual(len(piece.file_ids), 2)
        dossier.action_carry_evidence()
        self.assertEqual(len(dossier.evidence_ids), 1, "nothing is doubled")

    def test_of_two_schools_evidence_comes_along_and_no_sums_are_made_up(self):
        second = self._create_institution("Second", parent_id=self.district.id)
        other = self._create_dossier("draft", institution=second, council_id=False)
        other.sudo().state = "self"
        paper = self._create_evidence(second, name="List")
        other._use_evidence(paper, other.line_ids)
        self._hand_in(other)
        self._merge()
        self._merge(second)
        dossier = self._begin_dossier()
        self.assertFalse(any(dossier.line_ids.mapped("last_points")))
        dossier.action_carry_evidence()
        self.assertEqual(sorted(dossier.evidence_ids.mapped("name")), ["List", "Plan"])

    def test_another_school_takes_nothing(self):
        dossier = self._begin_dossier()
        dossier.action_carry_evidence()
        self.assertFalse(dossier.evidence_ids)
        with self.assertRaises(AccessError):
            self.old_dossier.with_user(self.new_secretary).read(["state"])
        with self.assertRaises(UserError):
            self.school.with_user(self.new_head).write(
                {"successor_id": self.new_school.id}
            )
