from lxml import etree

from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

USERS = (
    "hieutruong.caominh",
    "thuky.caominh",
    "chuyenvien.vinhbao",
    "truongphong.vinhbao",
    "admin",
)
MOST = 12  # records of each model that are looked at


@tagged("post_install", "-at_install")
class TestStatButtons(TransactionCase):
    """What a button counts is what it opens, for whoever presses it."""

    def test_counts_equal_lists(self):
        compared = 0
        for login in USERS:
            user = self.env["res.users"].search([("login", "=", login)])
            self.assertTrue(user, login)
            self.env.invalidate_all()
            env = self.env(user=user, context={"lang": "vi_VN"})
            for model, button, field in self._buttons():
                records = env[model]
                # a number that is not theirs to know is on no button of theirs
                if not records.has_access("read") or not records._has_field_access(
                    records._fields[field], "read"
                ):
                    continue
                for record in records.search([], limit=MOST):
                    with self.subTest(login, button=button, record=record):
                        compared += self._compare(record, button, field)
        self.assertGreater(compared, 10)

    def _buttons(self):
        """Yield model, method and field of every button that counts."""
        views = self.env["ir.ui.view"].search(
            [
                ("type", "=", "form"),
                ("model", "=like", "cds.%"),
                ("mode", "=", "primary"),
            ]
        )
        for view in views:
            arch = etree.fromstring(view.get_combined_arch())
            for button in arch.xpath("//button[contains(@class, 'oe_stat_button')]"):
                for field in button.xpath(".//field[@widget='statinfo']"):
                    yield view.model, button.get("name"), field.get("name")

    def _compare(self, record, button, field):
        """Compare one button; say whether there was something to compare."""
        count = record[field]
        if not count:
            return False
        action = getattr(record, button)()
        if not action.get("res_model"):
            return False
        target = record.env[action["res_model"]]
        if action.get("res_id"):
            self.assertEqual(count, 1)
            return True
        domain = self._domain(record, action)
        self.assertEqual(target.search_count(domain), count, domain)
        return True

    def _domain(self, record, action):
        """Give the domain that the client searches with, default filters included."""
        values = {"uid": record.env.uid, "active_id": record.id, "True": True}
        domain, context = (
            safe_eval(part, values) if isinstance(part, str) else part or default
            for part, default in (
                (action.get("domain"), []),
                (action.get("context"), {}),
            )
        )
        domain = Domain(domain or [])
        filters = self._filters(record, action)
        for key, value in (context or {}).items():
            name = key.removeprefix("search_default_")
            if name != key and value and filters.get(name):
                domain &= Domain(safe_eval(filters[name], values))
        return domain

    def _filters(self, record, action):
        search_id = action.get("search_view_id")
        search_id = search_id[0] if isinstance(search_id, (list, tuple)) else search_id
        arch = record.env[action["res_model"]].get_view(search_id or None, "search")
        return {
            node.get("name"): node.get("domain")
            for node in etree.fromstring(arch["arch"]).iter("filter")
            if node.get("domain")
        }
