from itertools import product

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common.deliverables import OwedCase
from ..common.teams import TeamsCase

MODULE = "cds_assessment"
OPERATORS = ("=", "!=", "in", "not in", "ilike", "not ilike", "any", "not any")
ORDERED = ("<", ">=")  # nobody compares links so
VALUES = (False, True, None, 0, 1, 2**40, "", "a", [], [False], [1, False], [None, 1])
DOMAINS = ([], [("id", "=", 1)])


@tagged("post_install", "-at_install")
class TestSearchMethods(TransactionCase):
    """What is computed is searched by whatever the client sends."""

    def _our_models(self):
        return [
            self.env[name]
            for name, model in self.env.registry.items()
            if model._original_module == MODULE and not model._abstract
        ]

    def _can_search(self, model, name, operator, value):
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                model.search_count([(name, operator, value)])
        except Exception:  # pylint: disable=broad-except
            return False  # whatever it is, the other field must have it as well
        return True

    def _get_stored_twin(self, field):
        """Return a stored field of the same type: what Odoo answers, ours must."""
        return next(
            (model, other.name)
            for model in self._our_models()
            for other in model._fields.values()
            if other.store and other.type == field.type and other.name != "id"
        )

    def test_names_of_every_model(self):
        for model in self._our_models():
            with self.subTest(model=model._name), self.assertNoLogs(level="WARNING"):
                model.search_count([("display_name", "ilike", "a")])
                model.name_search("")

    def test_nothing_is_found_by_a_name_where_there_is_none(self):
        dialogs = self.env["cds.assessment.return"]
        self.assertFalse(dialogs.search([("display_name", "ilike", "a")]))

    def test_like_stored_fields(self):
        faults, found = [], 0
        for model in self._our_models():
            for field in model._fields.values():
                if field._module != MODULE or field.store or field.related:
                    continue
                if not field.search:
                    continue
                twin = self._get_stored_twin(field)
                operators = (*OPERATORS, *(() if field.relational else ORDERED))
                for operator, value in product(operators, (*VALUES, *DOMAINS)):
                    found += 1
                    if self._can_search(*twin, operator, value) and not (
                        self._can_search(model, field.name, operator, value)
                    ):
                        faults.append(f"{field}, like {twin}: {operator} {value!r}")
        self.assertGreater(found, 300)
        self.assertFalse(faults, "\n".join(faults))

    def test_names_are_searched_by_what_is_searchable(self):
        for model in self._our_models():
            names = model._rec_names_search or filter(None, [model._rec_name])
            for path in names:
                field, owner = None, model
                for name in path.split("."):
                    field = owner._fields[name]
                    owner = self.env.get(field.comodel_name)
                self.assertTrue(field._description_searchable, f"{model._name}.{path}")
            model.name_search("a")


@tagged("post_install", "-at_install")
class TestSearchDeliverables(OwedCase):
    """What searching deliverables by computed fields finds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls._owe(date_due="2024-06-10")
        cls.early = cls._owe(date_due="2099-06-10")
        closed = cls._create_campaign(cls.district, cls.school, state="closed")
        cls.carried = cls._owe(campaign=closed, date_due="2099-06-10")

    def _check(self, name, truth):
        """Search by a boolean in each way.

        :param truth: the records whose boolean is true
        """
        everything = self.late | self.early | self.carried
        self.assertEqual(everything.filtered(name), truth)
        for domain, expected in (
            ([(name, "=", True)], truth),
            ([(name, "!=", False)], truth),
            ([(name, "=", False)], everything - truth),
            ([(name, "!=", True)], everything - truth),
            ([(name, "in", [True, False])], everything),
            ([(name, "not in", [True, False])], truth.browse()),
        ):
            with self.subTest(domain=domain):
                found = everything.search(domain)
                self.assertEqual(set(found), set(expected))

    def test_late(self):
        self._check("is_late", self.late)

    def test_carried(self):
        self._check("is_carried", self.carried)

    def test_days_late_not_set(self):
        for domain, expected in (
            ([("days_late", "=", False)], self.early | self.carried),
            ([("days_late", "!=", False)], self.late),
            ([("days_late", "=", 0)], self.early | self.carried),
            ([("days_late", ">", False)], self.late),
            ([("days_late", "in", [False, 0])], self.early | self.carried),
        ):
            with self.subTest(domain=domain):
                found = self.late.search(domain)
                self.assertEqual(set(found), set(expected))


@tagged("post_install", "-at_install")
class TestSearchRelated(TeamsCase):
    """What searching by the names and links of other records finds."""

    def test_visits_by_dossier(self):
        dossier = self._create_dossier("draft", campaign_id=self.campaign.id)
        visit, without = self._plan(), self._plan(self.schools[1])
        self.assertEqual(visit.assessment_id, dossier)
        self.assertFalse(without.assessment_id)
        mine = [("campaign_id", "=", self.campaign.id)]
        for condition, expected in (
            (("assessment_id", "=", False), without),
            (("assessment_id", "!=", False), visit),
            (("assessment_id", "=", dossier.id), visit),
            (("assessment_id", "in", [dossier.id, False]), visit | without),
            (("assessment_id", "not in", [dossier.id]), without),
            (("assessment_id.institution_id", "=", self.school.id), visit),
            (("assessment_id", "ilike", "School"), visit),
        ):
            with self.subTest(condition):
                found = visit.search([*mine, condition])
                self.assertEqual(set(found), set(expected))

    def test_visits_by_a_dossier_that_is_not_read(self):
        visit = self._plan()
        self._create_dossier("draft", campaign_id=self.campaign.id)
        hidden = visit.with_user(self.contributor).search(
            [("assessment_id", "!=", False), ("id", "=", visit.id)]
        )
        self.assertEqual(
            hidden,
            visit.with_user(self.contributor)
            .search([("id", "=", visit.id)])
            .filtered("assessment_id"),
        )

    def test_papers_by_the_name_that_is_shown(self):
        dossier = self._create_dossier("draft")
        plan = self.env.ref("cds_assessment.document_type_plan")
        paper = self.env["cds.document"].create(
            {"assessment_id": dossier.id, "type_id": plan.id}
        )
        found = paper.name_search(plan.name[:8], [("assessment_id", "=", dossier.id)])
        self.assertEqual([number for number, _name in found], paper.ids)
        by_text = dossier.search([("document_ids", "ilike", plan.name[:8])])
        self.assertIn(dossier, by_text)
