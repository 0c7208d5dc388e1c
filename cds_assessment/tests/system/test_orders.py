from odoo.tests import TransactionCase, tagged

MODULE = "cds_assessment"


@tagged("post_install", "-at_install")
class TestOrders(TransactionCase):
    def test_the_newest_comes_first(self):
        """By a linked record means by its own order: downwards that is turned round.

        Years come newest first, so what is ordered downwards by years began with the
        oldest.
        """
        faults, found = [], 0
        for model in self.env.registry.values():
            if model._original_module != MODULE or model._abstract:
                continue
            for term in model._order.split(","):
                name, _space, way = term.strip().partition(" ")
                comodel = self.env.get(model._fields[name].comodel_name)
                if comodel is None:
                    continue
                found += 1
                if "desc" in way and " desc" in comodel._order.split(",")[0]:
                    faults.append(f"{model._name}: {term}")
        self.assertGreater(found, 20)
        self.assertEqual(faults, [])
