from lxml import etree

from odoo.tests import TransactionCase, tagged

MODULE = "cds_assessment"
# What writes a day in its own way, or not at all.
OTHER_VIEWS = ("search", "pivot", "graph", "calendar", "activity")
OWN_WAYS = ("remaining_days",)


@tagged("post_install", "-at_install")
class TestDates(TransactionCase):
    """A day is written as 26/11/2026 wherever a screen shows one, its year included."""

    def test_every_day_on_a_screen_is_numeric(self):
        views = self.env["ir.ui.view"].search(
            [("model", "like", "cds."), ("type", "not in", OTHER_VIEWS)]
        )
        faults, found = [], 0
        for view in views:
            root = etree.fromstring(view.arch)
            for node, field in self._find_days(root, self.env[view.model]):
                found += 1
                if "'numeric': True" not in node.get("options", ""):
                    faults.append(f"{view.name}: {field}")
        self.assertGreater(found, 60)
        self.assertEqual(faults, [])

    def _find_days(self, node, model):
        """Yield the nodes that show a day, with the field, whatever view is within."""
        for child in node:
            if not isinstance(child.tag, str):
                continue
            field = (
                model._fields.get(child.get("name")) if child.tag == "field" else None
            )
            inner = model
            if field is not None:
                if field.type in ("date", "datetime") and self._is_shown(child):
                    yield child, field
                if field.comodel_name:
                    inner = self.env[field.comodel_name]
            yield from self._find_days(child, inner)

    @staticmethod
    def _is_shown(node):
        is_hidden = "1" in (node.get("invisible"), node.get("column_invisible"))
        return not is_hidden and node.get("widget") not in OWN_WAYS
