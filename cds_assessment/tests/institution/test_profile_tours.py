from odoo.tests import HttpCase, tagged

from .test_profile import ProfileCase


@tagged("post_install", "-at_install")
class TestProfileTours(ProfileCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.secretary | cls.contributor).lang = "vi_VN"

    def test_a_secretary_types_figures(self):
        self._create_profile(
            year=self.env.ref("cds_assessment.school_year_2022"), pupils=611
        )
        self.start_tour(
            f"/odoo/cds-figures/{self.profile.id}",
            "cds_profile_typing",
            login=self.secretary.login,
        )
        self.assertEqual(
            self.profile._get_figures(), {"classes": 18, "pupils": 1625, "staff_it": 0}
        )

    def test_a_contributor_sees_where_figures_come_from(self):
        self.profile._set_figures({"teachers": 29, "teachers_with_account": 28})
        dossier = self._create_assessment()
        self.start_tour(
            f"/odoo/cds-assessments/{dossier.id}",
            "cds_profile_item",
            login=self.contributor.login,
        )
        line = self._line(dossier, "1.6.1")
        self.assertEqual((line.numerator, line.denominator), (20, 29))

    def test_new_figures_are_begun_by_one_press(self):
        self.start_tour(
            "/odoo/cds-figures", "cds_profile_new", login=self.secretary.login
        )
        profile = self.env["cds.profile"].search(
            [
                ("institution_id", "=", self.school.id),
                ("school_year_id", "!=", self.year.id),
            ]
        )
        self.assertEqual(profile._get_figures(), {"classes": 18})
