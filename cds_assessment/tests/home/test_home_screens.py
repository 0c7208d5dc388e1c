import json

from odoo.fields import Command
from odoo.tests import tagged

from ..common.chrome import ChromeCase
from ..common.workflow import WorkflowCase


class ScreenCase(WorkflowCase, ChromeCase):
    """The home page as people use it, each click of the mouse counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = (cls.head, cls.secretary, cls.officer, cls.reviewer, cls.contributor)
        cls.env["res.users"].union(*people).lang = "vi_VN"

    def _land(self, tab, width=1280, height=768):
        """Come as from the log-in: to no page in particular."""
        tab.resize(width, height, mobile=width < 500)
        tab.open(f"{self.base_url()}/odoo")
        tab.wait_for(".o_cds_home_page")
        self.clicks = 0

    def _click(self, tab, selector):
        tab.wait_for(selector)
        # not by the mouse: the page may move under it while it is drawn
        tab.run(f"document.querySelector({json.dumps(selector)}).click()")
        self.clicks += 1

    def _check(self, tab):
        self.assertEqual(tab.errors, [])
        overflow = tab.run("document.documentElement.scrollWidth - innerWidth")
        self.assertLessEqual(overflow, 0)

    def _launch(self):
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Đợt đánh giá",
                "authority_id": self.district.id,
                "school_year_id": self.year.id,
                "state": "launched",
                "institution_ids": [Command.set(self.school.ids)],
            }
        )
        milestone = self.env["cds.milestone"].create(
            {"campaign_id": campaign.id, "name": "Hồ sơ", "date_end": "2024-02-01"}
        )
        return campaign, milestone


@tagged("post_install", "-at_install", "cds_home")
class TestHomeScreens(ScreenCase):
    def test_the_head_approves(self):
        """From the log-in in two clicks, at a desk and on a telephone."""
        for width in (1280, 360):
            dossier = self._create_dossier("concluded")
            with self.subTest(width), self.open_browser(self.head.login) as new_tab:
                tab = new_tab()
                self._land(tab, width)
                self._click(tab, "button[name=approve]:not(:disabled)")
                self._click(tab, ".modal-footer .btn-primary")
                tab.wait_for("button[name=next_step]")
                self._check(tab)
            self.assertLessEqual(self.clicks, 3)
            self.assertEqual(dossier.state, "approved")
            dossier._set_state("cancelled")

    def test_the_first_item_is_scored(self):
        """A secretary is at the first item in one click."""
        dossier = self._create_dossier("self")
        first = dossier.line_ids.sorted("sequence")[0]
        # before the browser comes, whose requests share the cursor
        code, key = first.code, first.id
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            self._land(tab)
            self._click(tab, "button[name=next_step]")
            tab.wait_for(f'tr[data-code="{code}"].o_cds_revealed')
            tab.wait_until("document.activeElement.matches('tr[data-row] input')")
            tab.type("30")
            tab.press("Enter")
            tab.wait_for(f'tr[data-row="{key}"] .o_cds_save_saved')
            self.assertEqual(tab.errors, [])
        self.assertLessEqual(self.clicks, 4)
        self.assertEqual(first.self_points, 30)

    def test_the_officer_reminds_all_who_are_late(self):
        campaign, milestone = self._launch()
        dossier = self._create_dossier("self", campaign_id=campaign.id)
        self.env["cds.deliverable"].create(
            {
                "milestone_id": milestone.id,
                "campaign_id": campaign.id,
                "institution_id": self.school.id,
                "assessment_id": dossier.id,
                "date_due": "2024-02-01",
            }
        )
        with self.open_browser(self.officer.login) as new_tab:
            tab = new_tab()
            self._land(tab)
            self._click(tab, ".o_cds_rows input[type=checkbox]")
            label = "document.querySelector('button[name=remind_late]').textContent"
            tab.wait_until(f"{label}.includes('đã chọn')")
            self._click(tab, "button[name=remind_late]")
            tab.wait_for(".o_notification")
            self._check(tab)
            tab.open(f"{self.base_url()}/odoo/cds-home")
            tab.wait_for(".o_cds_home_page")
        self.assertLessEqual(self.clicks, 4)
        reminded = self.env["cds.reminder"].search(
            [("deliverable_id.campaign_id", "=", campaign.id)]
        )
        self.assertTrue(reminded)

    def test_what_is_chosen_stays_in_the_address(self):
        """The campaign and the place that one looks at are kept by a reload."""
        self.officer.cds_institution_ids += self.other_district
        self._launch()
        older = self.env["cds.campaign"].create(
            {
                "name": "Đợt trước",
                "authority_id": self.district.id,
                "school_year_id": self.env.ref("cds_assessment.school_year_2022").id,
                "state": "closed",
            }
        )
        key, place = str(older.id), str(self.other_district.id)
        chosen = "document.querySelector('.o_cds_campaigns')?.value"
        with self.open_browser(self.officer.login) as new_tab:
            tab = new_tab()
            self._land(tab)
            self._choose(tab, ".o_cds_campaigns", key)
            tab.wait_until(f"location.search.includes('campaign_id={key}')")
            tab.reload()
            tab.wait_until(f"{chosen} === '{key}'")
            self._choose(tab, "#cds_home_place", place)
            tab.wait_until("!document.querySelector('.o_cds_campaigns')")
            tab.reload()
            tab.wait_until(
                f"document.querySelector('#cds_home_place')?.value === '{place}'"
            )
            self._check(tab)

    def _choose(self, tab, selector, value):
        tab.wait_for(selector)
        tab.run(
            f"""(() => {{
                const select = document.querySelector({json.dumps(selector)});
                select.value = {json.dumps(value)};
                select.dispatchEvent(new Event("change", {{bubbles: true}}));
            }})()"""
        )

    def test_a_team_is_at_its_sheet(self):
        campaign, _milestone = self._launch()
        dossier = self._create_dossier("submitted", campaign_id=campaign.id)
        self.env["cds.team.visit"].create(
            {
                "campaign_id": campaign.id,
                "team_id": self.team.id,
                "institution_id": self.school.id,
            }
        )
        self._receive(dossier)
        with self.open_browser(self.reviewer.login) as new_tab:
            tab = new_tab()
            self._land(tab, 360, 740)
            self._click(tab, "button[name=open_visit]")
            tab.wait_for("tr[data-row] input[name=points]")
            self._check(tab)
        self.assertLessEqual(self.clicks, 3)

    def test_an_action_of_ones_own_comes_first(self):
        """Our users land on the home page, unless they chose another."""
        evidence = self.env.ref("cds_assessment.cds_evidence_action")
        self.secretary.action_id = evidence.id
        with self.open_browser(self.secretary.login) as new_tab:
            tab = new_tab()
            tab.open(f"{self.base_url()}/odoo")
            tab.wait_until("location.pathname.endsWith('/cds-evidence')")
