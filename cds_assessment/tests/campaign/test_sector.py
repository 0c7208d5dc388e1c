from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from ..common.workflow import WorkflowCase


@freeze_time("2024-05-20")
@tagged("post_install", "-at_install")
class TestSector(WorkflowCase):
    """The mark that a result was entered into the sector database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("approved")
        cls.day = Date.to_date("2024-05-20")

    def _waiting(self):
        arch = self.env.ref("cds_assessment.cds_assessment_view_search")
        view = self.env["cds.assessment"].get_view(arch.id, "search")
        domain = view["arch"].split('name="not_in_sector"')[1].split('domain="')[1]
        domain = domain.split('"')[0].replace("&amp;", "&")
        return self.env["cds.assessment"].search(safe_eval(domain))

    def test_the_school_and_then_the_authority(self):
        self.assertIn(self.dossier, self._waiting())
        self.dossier.with_user(self.secretary).action_mark_sector_entered()
        self.assertRecordValues(
            self.dossier,
            [
                {
                    "sector_entered_on": self.day,
                    "sector_entered_by_id": self.secretary.id,
                    "sector_entered_hand": "council",
                }
            ],
        )
        self.assertNotIn(self.dossier, self._waiting())
        for step in ("submitted", "external", "reviewed", "recognised"):
            self._go(step)
        # the recognised result is another one: it is to be entered as well
        self.assertIn(self.dossier, self._waiting())
        self.dossier.with_user(self.officer).action_mark_sector_entered()
        self.assertEqual(self.dossier.sector_entered_hand, "final")
        self.assertEqual(self.dossier.sector_entered_by_id, self.officer)
        self.assertNotIn(self.dossier, self._waiting())

    def _go(self, state):
        steps = {
            "submitted": lambda d: d.with_user(self.head).action_submit(),
            "external": self._receive,
            "reviewed": self._review_and_close,
            "recognised": lambda d: d.with_user(self.authority_head).action_recognise(),
        }
        steps[state](self.dossier)

    def test_who_may(self):
        for user in (self.contributor, self.other_secretary, self.plain, self.reviewer):
            with self.subTest(user.name), self.assertRaises(UserError):
                self.dossier.with_user(user).action_mark_sector_entered()
        # the authority enters what it has recognised, not what is under way
        self.assertFalse(self.dossier.with_user(self.officer).is_sector_offered)
        with self.assertRaisesRegex(UserError, "once they are recognised"):
            self.dossier.with_user(self.officer).action_mark_sector_entered()
        self.assertTrue(self.dossier.with_user(self.secretary).is_sector_offered)
        self.dossier.with_user(self.secretary).action_mark_sector_entered()
        for user in (self.contributor, self.other_secretary):
            with self.subTest(user.name), self.assertRaises(UserError):
                self.dossier.with_user(user).action_unmark_sector_entered()
        self.dossier.with_user(self.secretary).action_unmark_sector_entered()
        self.assertFalse(self.dossier.sector_entered_on)
        with self.assertRaises(UserError):
            self.dossier.with_user(self.secretary).action_unmark_sector_entered()

    def test_not_before_there_is_a_result(self):
        running = self._create_dossier(
            "council", school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        with self.assertRaisesRegex(UserError, "not possible in the state"):
            running.with_user(self.secretary).action_mark_sector_entered()

    def test_one_school_year_at_a_time(self):
        other = self._create_dossier(
            "approved",
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id,
        )
        with self.assertRaisesRegex(UserError, "one school year at a time"):
            (self.dossier | other).with_user(
                self.secretary
            ).action_mark_sector_entered()
        self.assertFalse(self.dossier.sector_entered_on)

    def test_nobody_writes_it(self):
        for name, value in (
            ("sector_entered_on", "2024-01-01"),
            ("sector_entered_by_id", self.head.id),
            ("sector_entered_hand", "final"),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                self.dossier.with_user(self.head).write({name: value})

    def test_a_returned_result_is_none(self):
        self.dossier.with_user(self.secretary).action_mark_sector_entered()
        self._go("submitted")
        self._return(self.dossier, self.officer, "return", "Papers are missing.")
        self.assertEqual(self.dossier.state, "council")
        self.assertFalse(self.dossier.sector_entered_on)
        self.assertFalse(self.dossier.sector_entered_by_id)
