from collections import Counter

from odoo.tests import TransactionCase, tagged

from ...tools.states import STATES
from ..common import demo_commune


@tagged("post_install", "-at_install")
class TestDemoCommune(TransactionCase):
    """The story that the demo tells: twelve schools, three years, every state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commune = demo_commune.play(cls.env)
        campaigns = cls.env["cds.campaign"].search(
            [("authority_id", "=", cls.commune.id)], order="school_year_id"
        )
        # the newest year comes first
        cls.newest, *cls.earlier = campaigns

    def test_three_years(self):
        self.assertEqual(len(self.earlier), 2)
        for campaign in self.earlier:
            with self.subTest(campaign.name):
                self.assertEqual(campaign.state, "closed")
                states = campaign.assessment_ids.mapped("state")
                self.assertEqual(states, ["published"] * 12)
                levels = campaign.assessment_ids.result_ids.filtered(
                    lambda result: result.node == "group"
                ).final_level_id
                self.assertGreater(len(levels), 1, "a demo of one level shows nothing")

    def test_every_state(self):
        states = Counter(self.newest.assessment_ids.mapped("state"))
        self.assertEqual(states, Counter(demo_commune.STATES))
        self.assertEqual(set(states), set(STATES))

    def test_one_can_be_submitted(self):
        """The guides show a head the button for it."""
        approved = self.newest.assessment_ids.filtered(lambda d: d.state == "approved")
        head = approved.institution_id.user_ids.filtered(
            lambda user: user.login.startswith("hieutruong")
        )
        self.assertEqual(approved.with_user(head).refusals["submit"], "")

    def test_the_authoritys_side(self):
        visits = self.newest.visit_ids
        self.assertEqual(len(visits), 6)
        self.assertTrue(all(visits.mapped("visit_start")))
        certificates = self.env["cds.certificate"].search(
            [("institution_id.parent_id", "=", self.commune.id)]
        )
        self.assertEqual(len(certificates), 12 + 12 + 2)
        publications = self.env["cds.publication"].search(
            [("authority_id", "=", self.commune.id), ("state", "=", "published")]
        )
        self.assertEqual(len(publications), 2)
        shared = self.newest.assessment_ids.review_ids.mapped("state")
        self.assertEqual(Counter(shared), Counter(closed=3, open=1, shared=1))

    def test_papers_are_required_as_before(self):
        types = self.env["cds.document.type"].search([("is_required", "=", True)])
        self.assertTrue(types)

    def test_it_is_told_once(self):
        self.assertEqual(demo_commune.play(self.env), self.commune)
