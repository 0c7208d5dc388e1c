from lxml import html

from odoo.tests import TransactionCase, new_test_user, tagged

from ..common.cases import GROUPS, CdsCase
from ..common.chrome import ChromeCase

ROOT = "cds_assessment.cds_assessment_menu_root"
# The most entries in the bar: a school's roles, an authority's.
MOST = {
    "contributor": 6,
    "council": 6,
    "head": 6,
    "reviewer": 7,
    "officer": 7,
    "authority_head": 7,
}


@tagged("post_install", "-at_install")
class TestMenus(CdsCase):
    """Few entries in the bar; what is rare lies inside them, under its own parent."""

    def _read(self, role):
        user = new_test_user(self.env, f"cds_menu_{role}", groups=f"{GROUPS}{role}")
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        [root] = (m for m in menus.values() if m.get("xmlid") == ROOT)
        return menus, root

    def test_few_entries_for_each_role(self):
        for role, most in MOST.items():
            menus, root = self._read(role)
            names = [menus[key]["name"] for key in root["children"]]
            with self.subTest(role, names=names):
                self.assertEqual(names[0], "Home")
                self.assertLessEqual(len(names), most)

    def test_no_entry_is_empty_or_twice(self):
        for role in MOST:
            menus, root = self._read(role)
            actions = []
            pending = list(root["children"])
            while pending:
                menu = menus[pending.pop()]
                pending += menu["children"]
                with self.subTest(role, menu=menu["name"]):
                    self.assertTrue(menu["action_id"] or menu["children"])
                if not menu["children"]:
                    actions.append(menu["action_id"])
            # certificates stand both with the dossiers and with the recognition
            twice = {action for action in actions if actions.count(action) > 1}
            self.assertLessEqual(len(twice), 1, role)

    def test_every_menu_of_before_is_there(self):
        """The administrator reaches every list that the add-on has."""
        menus, root = self._read("admin")
        found, pending = set(), list(root["children"])
        while pending:
            menu = menus[pending.pop()]
            pending += menu["children"]
            if menu["action_id"]:
                found.add(menu["action_model"] + "," + str(menu["action_id"]))
        ours = self.env["ir.ui.menu"].search([("id", "child_of", root["id"])])
        # but for the settings, which are the whole Odoo's
        settings = self.env.ref("cds_assessment.cds_assessment_settings_menu")
        wanted = {
            f"{m.action._name},{m.action.id}" for m in ours - settings if m.action
        }
        self.assertEqual(wanted - found, set())


@tagged("post_install", "-at_install", "cds_menus")
class TestTheBar(CdsCase, ChromeCase):
    """At 1280 nothing hides behind a plus, in Vietnamese."""

    def test_nothing_is_behind_a_plus(self):
        users = {
            role: self._create_user(
                role, self.school if role in ("council", "head") else self.district
            )
            for role in ("authority_head", "admin")
        } | {"head": self.head, "officer": self.officer}
        self.env["res.users"].union(*users.values()).lang = "vi_VN"
        for role, user in users.items():
            with self.subTest(role), self.open_browser(user.login) as new_tab:
                tab = new_tab()
                tab.resize(1280, 768)
                tab.open(f"{self.base_url()}/odoo/cds-home")
                tab.wait_for(".o_cds_home_page")
                self.assertFalse(tab.has(".o_menu_sections_more"))
                self.assertEqual(tab.errors, [])


@tagged("post_install", "-at_install")
class TestEmptyLists(TransactionCase):
    """An empty list says what to do; where it makes nothing itself, with a button."""

    def _get_actions(self):
        menus = self.env["ir.ui.menu"].search([("action", "!=", False)])
        ours = menus.filtered(
            lambda menu: (
                menu.get_external_id()[menu.id].startswith("cds_assessment.")
                and menu.action._name == "ir.actions.act_window"
                and menu.action.res_model.startswith("cds.")
            )
        )
        return {menu.action for menu in ours}

    def test_each_says_what_to_do(self):
        actions = self._get_actions()
        self.assertGreater(len(actions), 30)
        for action in actions:
            with self.subTest(action.name):
                paragraphs = html.fromstring(f"<div>{action.help or ''}</div>")
                texts = [p.text_content().split() for p in paragraphs.iter("p")]
                self.assertGreaterEqual(len(texts), 2, action.help)
                self.assertTrue(all(texts))

    def test_buttons_lead_somewhere(self):
        names = set()
        for action in self._get_actions():
            page = html.fromstring(f"<div>{action.help or ''}</div>")
            names |= {link.get("name") for link in page.iter("a")}
        self.assertTrue(names)
        for name in names:
            self.assertTrue(self.env.ref(name), name)
