import json
import os
import unittest
from pathlib import Path

from odoo.tests import tagged

from .test_home_screens import ScreenCase

AXE = os.environ.get("CDS_AXE")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")


@tagged("post_install", "-at_install", "cds_home")
@unittest.skipUnless(AXE, "axe-core is not there: npm could not bring it")
class TestAxe(ScreenCase):
    """What of ours people look at keeps nobody out: nothing serious by axe-core."""

    def _check_page(self, tab, selector):
        tab.wait_for(selector)
        # what is faded in is pale until then
        tab.wait_until("!document.getAnimations().some(a => a.playState === 'running')")
        tab.run(Path(AXE).read_text())
        found = tab.run(
            f"""axe.run({json.dumps(selector)}, {{runOnly: {json.dumps(RULES)}}}).then(
                ({{violations}}) => violations
                    .filter(({{impact}}) => ["serious", "critical"].includes(impact))
                    .map(({{id, nodes}}) => [id, nodes.map((node) => node.html)])
            )"""
        )
        self.assertEqual(found, [])

    def _check_home(self, user):
        for width in (1280, 360):
            with self.subTest(user.login, width=width):
                with self.open_browser(user.login) as new_tab:
                    tab = new_tab()
                    self._land(tab, width)
                    self._check_page(tab, ".o_cds_home_page")

    def test_a_schools_home(self):
        self._create_dossier("concluded")
        self._check_home(self.head)

    def test_an_authoritys_home(self):
        campaign, _milestone = self._launch()
        self._create_dossier("submitted").campaign_id = campaign
        self._check_home(self.officer)

    def test_the_sheet(self):
        self._create_dossier("self")
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._land(tab)
            self._click(tab, "button[name=next_step]")
            self._check_page(tab, ".o_cds_sheet")

    def test_the_sheet_of_the_team(self):
        dossier = self._create_dossier("external")
        key = dossier.review_ids.id
        with self.open_browser(self.reviewer.login) as new_tab:
            tab = new_tab()
            tab.resize(360, 768, mobile=True)
            tab.open(f"{self.base_url()}/odoo/cds-reviews/{key}")
            self._check_page(tab, ".o_cds_review .o_cds_sheet")
