from odoo.tests import HttpCase, tagged

ROOT = "cds_assessment.cds_assessment_menu_root"
CLICK = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    f".startClickEverywhere('{ROOT}');"
)
# Each role sees the menus of those below it. What each role gets for an answer walks
# test_crawler; here it is what the browser makes of the answers.
USERS = (
    "user_head_cao_minh_demo",
    "user_authority_head_vinh_bao_demo",
    "user_officer_hai_phong_demo",
)


@tagged("post_install", "-at_install")
class TestClickEverywhere(HttpCase):
    """Odoo's own test that clicks each menu, view and filter, on our app."""

    allow_end_on_form = True

    def _click(self, user, timeout=600):
        user.lang = "vi_VN"
        self.browser_js(
            "/odoo",
            CLICK,
            "odoo.isReady === true",
            login=user.login,
            timeout=timeout,
            success_signal="clickbot test succeeded",
        )

    def test_staff(self):
        for name in USERS:
            with self.subTest(name):
                self._click(self.env.ref(f"cds_assessment.{name}"))

    def test_the_administrator(self):
        admin = self.env.ref("base.user_admin")
        admin.group_ids += self.env.ref("cds_assessment.group_admin")
        self._click(admin)
