from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common.campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestCampaignIsolation(CampaignCase):
    """Who sees a campaign, and what of its schools."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls._create_institution("Neighbour", parent_id=cls.district.id)

    def setUp(self):
        super().setUp()
        self.campaign = self._create_campaign(self.school | self.neighbour)

    def _sees(self, user):
        self.env.invalidate_all()
        mine = self.campaign.with_user(user)
        found = mine.search([("id", "=", mine.id)]) if self._may(user) else mine[:0]
        self.assertEqual(bool(found), mine.has_access("read"))
        return bool(found)

    def _may(self, user):
        return self.env["cds.campaign"].with_user(user).has_access("read")

    def test_who_sees_it(self):
        school = (self.contributor, self.secretary, self.head)
        above = (self.officer, self.authority_head, self.province_officer, self.admin)
        never = (self.other_secretary, self.other_head, self.other_officer, self.plain)
        for user in school:
            self.assertFalse(self._sees(user), user.login)
        self._launch(self.campaign)
        for user in (*school, *above):
            self.assertTrue(self._sees(user), user.login)
        for user in (*never, self.reviewer):
            self.assertFalse(self._sees(user), user.login)

    def test_a_school_does_not_see_the_others(self):
        self._launch(self.campaign)
        mine = self.campaign.with_user(self.head)
        self.assertEqual(mine.assessment_ids.institution_id, self.school)
        self.assertEqual(mine.assessment_count, 1)
        self.assertEqual(mine.deliverable_ids.institution_id, self.school)
        self.assertEqual(mine.milestone_ids.deliverable_ids.institution_id, self.school)
        for name in ("institution_ids", "school_count", "problems", "ready_count"):
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read([name])
        for domain in (
            [("institution_ids", "in", self.neighbour.ids)],
            [("institution_ids.name", "=", "Neighbour")],
            [("school_count", ">", 1)],
        ):
            with self.subTest(domain), self.assertRaises(AccessError):
                mine.search(domain)
        grouped = mine.formatted_read_group([], ["institution_ids"], ["__count"])
        self.assertNotIn(self.neighbour.name, str(grouped))
        for domain in (
            [("assessment_ids.institution_id", "=", self.neighbour.id)],
            [("deliverable_ids.institution_id", "=", self.neighbour.id)],
            [("milestone_ids.deliverable_ids.institution_id", "=", self.neighbour.id)],
        ):
            with self.subTest(domain):
                self.assertFalse(mine.search(domain))

    def test_an_authority_below_sees_its_own(self):
        """A campaign of the province: each district sees its own schools in it."""
        campaign = self._create_campaign(
            self.neighbour | self.other_school,
            user=self.province_officer,
            authority_id=self.province.id,
        )
        self._launch(campaign)
        mine = campaign.with_user(self.officer)
        self.assertTrue(mine.has_access("read"))
        self.assertFalse(mine.has_access("write"))
        self.assertEqual(mine.institution_ids, self.neighbour)
        self.assertEqual(mine.school_count, 1)
        self.assertEqual(mine.assessment_ids.institution_id, self.neighbour)
        with self.assertRaises(AccessError):
            mine.name = "Changed"
        grouped = mine.formatted_read_group([], ["institution_ids"], ["__count"])
        names = {
            group["institution_ids"][1] for group in grouped if group["institution_ids"]
        }
        self.assertEqual(names, {"School", "Neighbour"})

    def test_not_made_in_anothers_name(self):
        for authority in (self.other_district, self.province):
            with self.subTest(authority.name), self.assertRaises(AccessError):
                self._create_campaign(self.school.browse(), authority_id=authority.id)
        with self.assertRaises(AccessError):
            self.campaign.authority_id = self.province
        with self.assertRaises(ValidationError):
            self.campaign.sudo().authority_id = self.school

    def test_its_parts_are_written_by_its_officers(self):
        self._launch(self.campaign)
        for user in (self.province_officer, self.other_officer, self.head):
            for record in (
                self.campaign,
                self.campaign.milestone_ids[0],
                self.campaign.framework_ids[0],
            ):
                mine = record.with_user(user)
                with self.subTest(user.login, model=record._name):
                    self.assertFalse(mine.has_access("write"))
                    self.assertFalse(mine.has_access("unlink"))
