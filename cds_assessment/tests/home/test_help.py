from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import file_path

from ..common.workflow import WorkflowCase


@tagged("post_install", "-at_install")
class TestHelp(WorkflowCase):
    """Each role finds its own guide, which is there."""

    def _help(self, user):
        return self.env["cds.home"].with_user(user).get_home()["help"]

    def test_each_role_has_its_guide(self):
        for user, page, tour in (
            (self.contributor, "giao-vien", None),
            (self.secretary, "thu-ky", "cds_newcomer_secretary"),
            (self.head, "hieu-truong", None),
            (self.reviewer, "thanh-vien-doan", "cds_newcomer_team"),
            (self.officer, "chuyen-vien", "cds_newcomer_officer"),
            (self.authority_head, "thu-truong", None),
            (self.admin, "quan-tri", None),
        ):
            with self.subTest(page):
                shown = self._help(user)
                self.assertTrue(shown["page"].endswith(f"/{page}.html"), shown)
                self.assertEqual(shown["tour"], tour)
                self.assertTrue(file_path(shown["page"].lstrip("/")))
        self.plain.cds_institution_ids = False
        self.assertIsNone(self._help(self.plain))


@tagged("post_install", "-at_install")
class TestFirstSteps(WorkflowCase):
    """What an administrator does on an empty database, and the sample school."""

    def _first(self, user=None):
        home = self.env["cds.home"].with_user(user or self.admin).get_home()
        return home["first"]

    def test_what_is_done_is_marked(self):
        dossiers = self.env["cds.assessment"].with_context(active_test=False)
        self.assertFalse(
            dossiers.search_count([("institution_id", "=", self.school.id)])
        )
        steps = self._first()
        if steps:  # data of a demo may have done all
            self.assertTrue(steps["steps"][0]["is_done"])
        for user in (self.officer, self.head):
            self.assertIsNone(self._first(user))

    def test_the_sample_school_comes_and_goes(self):
        schools = self.env["cds.institution"].with_user(self.admin)
        count = self._count_rows()
        action = schools.make_sample()
        dossier = self.env["cds.assessment"].browse(action["res_id"])
        school = dossier.institution_id
        self.assertTrue(school.is_sample)
        self.assertEqual(dossier.state, "self")
        self.assertFalse(dossier.line_ids.filtered(lambda x: x.status != "done"))
        self.assertEqual(school.user_ids, self.admin)
        self.assertTrue(self._first()["sample"])
        with self.assertRaises(UserError):
            schools.make_sample()
        # somebody goes on with it as with any other
        mine = dossier.with_user(self.admin)
        self._prove(mine, self.admin, judge=self.env.ref("base.user_root"))
        mine.action_to_council()
        self._issue_paper(mine)
        schools.remove_sample()
        self.env.invalidate_all()
        self.assertFalse(school.exists())
        self.assertFalse(dossier.exists())
        self.assertEqual(self._count_rows(), count)
        with self.assertRaises(UserError):
            schools.remove_sample()

    def _issue_paper(self, dossier):
        paper = self.env["cds.document"].create(
            {
                "type_id": self.env.ref("cds_assessment.document_type_plan").id,
                "assessment_id": dossier.id,
            }
        )
        paper.action_issue()
        self.assertEqual(paper.state, "issued")

    def _count_rows(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            name: self.env[name].sudo().with_context(active_test=False).search_count([])
            for name in (
                "cds.assessment",
                "cds.council",
                "cds.document",
                "cds.evidence",
                "cds.institution",
                "cds.number",
                "cds.profile",
                "cds.score.change",
            )
        }

    def test_administrators_alone(self):
        for user in (self.officer, self.head, self.secretary):
            schools = self.env["cds.institution"].with_user(user)
            for method in ("make_sample", "remove_sample"):
                with (
                    self.subTest(method, user=user.login),
                    self.assertRaises(UserError),
                ):
                    getattr(schools, method)()
        with self.assertRaises(UserError):
            self.school.with_user(self.admin).write({"is_sample": True})


@tagged("post_install", "-at_install")
class TestNewcomers(WorkflowCase, HttpCase):
    """The tours that a newcomer is shown lead over screens that are there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.secretary | cls.officer | cls.reviewer).lang = "vi_VN"

    def test_secretary(self):
        self._create_dossier("self")
        self.start_tour(
            "/odoo/cds-home", "cds_newcomer_secretary", login=self.secretary.login
        )

    def test_officer(self):
        self.start_tour(
            "/odoo/cds-home", "cds_newcomer_officer", login=self.officer.login
        )

    def test_team(self):
        dossier = self._create_dossier("external")
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": self.district.id,
                "school_year_id": self.year.id,
                "institution_ids": [Command.set(self.school.ids)],
            }
        )
        campaign.state = "launched"
        self.team.campaign_id = campaign
        dossier.campaign_id = campaign
        self.env["cds.team.visit"].create(
            {
                "campaign_id": campaign.id,
                "institution_id": self.school.id,
                "team_id": self.team.id,
                "visit_start": fields.Date.today(),
                "visit_end": fields.Date.today(),
            }
        )
        self.start_tour(
            "/odoo/cds-home", "cds_newcomer_team", login=self.reviewer.login
        )
