from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ..common.campaign import CampaignCase
from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestBegin(CdsCase, HttpCase):
    def test_the_first_item_in_few_clicks(self):
        """From log-in to the first scored item of a new dossier, as clicks count."""
        self.start_tour("/odoo", "cds_first_item", login=self.secretary.login)
        dossier = self.env["cds.assessment"].search(
            [("institution_id", "=", self.school.id)]
        )
        self.assertEqual(dossier.state, "self")
        self.assertEqual(dossier.school_year_id, dossier.school_year_id._get_current())
        self.assertEqual(self._line(dossier, "1.3.1").self_points, 2.5)

    def test_the_year_begins_once(self):
        dossiers = self.env["cds.assessment"].with_user(self.secretary)
        action = dossiers.action_start_year()
        self.assertEqual(dossiers.action_start_year()["res_id"], action["res_id"])
        dossier = dossiers.browse(action["res_id"])
        self.assertEqual(dossier.state, "self")
        for user in (self.contributor, self.officer):
            with self.subTest(user.name), self.assertRaises(AccessError):
                dossiers.with_user(user).action_start_year()

    def test_what_a_campaign_has_made_is_begun(self):
        made = self._create_assessment(
            started=False, school_year_id=self.year._get_current().id
        )
        action = self.env["cds.assessment"].with_user(self.secretary)
        self.assertEqual(action.action_start_year()["res_id"], made.id)
        self.assertEqual(made.state, "self")

    def test_of_many_schools_one_is_chosen(self):
        self.secretary.cds_institution_ids += self.other_school
        dossiers = self.env["cds.assessment"].with_user(self.secretary)
        self.assertFalse(dossiers.action_start_year()["res_id"])

    def test_menus_offer_what_can_be_done(self):
        dossier = self._create_assessment()
        self.start_tour(
            f"/odoo/cds-assessments/{dossier.id}",
            "cds_menu_begun",
            login=self.secretary.login,
        )


@tagged("post_install", "-at_install")
class TestCampaignForm(CampaignCase):
    def test_a_campaign_made_in_the_form(self):
        """The web client sends empty lists for rows that nobody has typed."""
        form = Form(self.env["cds.campaign"].with_user(self.officer))
        form.school_year_id = self.year
        self.assertIn(self.year.name, form.name)
        campaign = form.save()
        self.assertTrue(campaign.framework_ids)
        made = self.env["cds.campaign"].create(
            {
                "name": "Sent as the client does",
                "authority_id": self.district.id,
                "framework_ids": [],
            }
        )
        self.assertTrue(made.framework_ids)
        made.framework_ids.unlink()
        self.assertIn("add a row", made.problems)


@tagged("post_install", "-at_install")
class TestTitles(CampaignCase):
    def test_a_title_follows_until_it_is_edited(self):
        later = self.env.ref("cds_assessment.school_year_2024")
        for model, name, values in (
            ("cds.recognition", "school_year_id", {"authority_id": self.district.id}),
            ("cds.campaign", "school_year_id", {"authority_id": self.district.id}),
        ):
            with self.subTest(model):
                record = self.env[model].create({name: self.year.id, **values})
                self.assertIn(self.year.name, record.name)
                record[name] = later
                self.assertIn(later.name, record.name)
                record.name = "Somebody's own"
                record[name] = self.year
                self.assertEqual(record.name, "Somebody's own")
                given = self.env[model].create({"name": "Given", **values})
                given[name] = later
                self.assertEqual(given.name, "Given")

    def test_in_the_form(self):
        campaign = self._create_campaign(name="Own")
        form = Form(self.env["cds.publication"].with_user(self.officer))
        self.assertNotIn(self.year.name, form.name)
        form.campaign_id = campaign
        self.assertIn(campaign.school_year_id.name, form.name)
        publication = form.save()
        self.assertEqual(publication.name, publication.proposed_name)


@tagged("post_install", "-at_install")
class TestQuestions(TransactionCase):
    def test_every_question_names_the_act(self):
        views = self.env["ir.ui.view"].search(
            [("type", "in", ("form", "list", "kanban")), ("model", "=like", "cds.%")]
        )
        asked = 0
        for view in views.filtered(lambda view: view.mode == "primary"):
            model = self.env[view.model]
            arch = self.env["ir.ui.view"].browse(view.id)._get_combined_arch()
            if not arch.xpath("//button[@confirm]"):
                continue
            shown = model._get_view_cache(view.id, view.type)["arch"]
            for button in etree.fromstring(shown).xpath("//button[@confirm]"):
                asked += 1
                with self.subTest(view.name, button=button.get("name")):
                    self.assertTrue(button.get("confirm-label"))
                    self.assertTrue(button.get("confirm-title"))
        self.assertGreater(asked, 5)

    def test_no_copy_is_offered_where_none_can_be_made(self):
        """Tried on the records that are there: refused of all means not offered."""
        users = self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("cds_assessment.group_council").ids)],
            limit=12,
        )
        users |= self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("cds_assessment.group_officer").ids)],
            limit=6,
        )
        offered, tried = [], 0
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith("cds.") or model._abstract or model._transient:
                continue
            if not self._offers_copy(model):
                continue
            shown = [
                record
                for user in users
                if model.with_user(user).has_access("create")
                for record in model.with_user(user).search([], limit=3)
            ]
            tried += len(shown)
            if shown and not any(map(self._can_copy, shown)):
                offered.append(name)
        self.assertGreater(tried, 20)
        self.assertFalse(offered)

    def _offers_copy(self, model):
        """Return whether a form or list of its own lets people copy its records."""
        views = self.env["ir.ui.view"].search(
            [
                ("model", "=", model._name),
                ("type", "in", ("form", "list")),
                ("mode", "=", "primary"),
            ]
        )
        closed = ("0", "false", "False")
        return any(
            not any(arch.get(name) in closed for name in ("create", "duplicate"))
            for arch in (
                etree.fromstring(model.get_view(view.id, view.type)["arch"])
                for view in views
            )
        )

    def _can_copy(self, record):
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                record.copy()
                record.env.flush_all()
        except (UserError, IntegrityError):
            self.env.invalidate_all(flush=False)
            return False
        return True
