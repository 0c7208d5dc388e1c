from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestAccess(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_assessment()
        cls.other = cls._create_assessment(cls.other_school)

    def _seen(self, user, model="cds.assessment"):
        records = self.env[model].with_user(user).search([])
        return records & self.env[model].browse(self._records(model).ids)

    def _records(self, model):
        both = self.own | self.other
        return {
            "cds.assessment": both,
            "cds.assessment.line": both.line_ids,
            "cds.assessment.result": both.result_ids,
        }[model]

    def test_who_sees_which_dossier(self):
        expected = {
            self.contributor: self.own,
            self.secretary: self.own,
            self.head: self.own,
            self.officer: self.own,
            self.other_secretary: self.other,
            self.reviewer: self.env["cds.assessment"],
            self.admin: self.own | self.other,
        }
        for user, assessments in expected.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user), assessments)
                self.assertEqual(
                    self._seen(user, "cds.assessment.line"), assessments.line_ids
                )
                self.assertEqual(
                    self._seen(user, "cds.assessment.result"), assessments.result_ids
                )

    def test_another_school_reads_nothing_by_id(self):
        for record in (self.own, self.own.line_ids[0], self.own.result_ids[0]):
            hidden = record.with_user(self.other_secretary)
            hidden.invalidate_recordset()
            with self.subTest(record._name), self.assertRaises(AccessError):
                hidden.read(["display_name"])
        with self.assertRaises(AccessError):
            self.own.with_user(self.other_secretary).explain()
        with self.assertRaises(AccessError):
            self.own.line_ids[2].with_user(self.other_secretary).self_points = 1

    def test_an_officer_reads_and_does_not_write(self):
        own = self.own.with_user(self.officer)
        self.assertTrue(own.explain()["self"])
        with self.assertRaises(AccessError):
            own.line_ids[2].self_points = 1
        with self.assertRaises(AccessError):
            own.date = "2024-01-01"

    def test_a_contributor_scores_items_and_nothing_else(self):
        own = self.own.with_user(self.contributor)
        line = own.line_ids.filtered(lambda line: line.code == "1.3.1")
        own.write({"line_ids": [(1, line.id, {"self_points": 4, "status": "done"})]})
        self.assertEqual(line.self_points, 4)
        with self.assertRaises(AccessError):
            own.date = "2024-01-01"
        with self.assertRaises(AccessError):
            own.copy(
                {"school_year_id": self.env.ref("cds_assessment.school_year_2024").id}
            )

    def test_a_contributor_does_not_start(self):
        draft = self._create_assessment(
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id,
            started=False,
        )
        reason = draft.with_user(self.contributor)._get_cannot_start_reason()
        self.assertEqual(reason, "Your role does not allow this.")
        self.assertFalse(draft.with_user(self.secretary)._get_cannot_start_reason())

    def test_a_school_does_not_create_for_another(self):
        with self.assertRaises(AccessError):
            self.env["cds.assessment"].with_user(self.secretary).create(
                {
                    "institution_id": self.other_school.id,
                    "framework_id": self.framework.id,
                    "school_year_id": self.env.ref(
                        "cds_assessment.school_year_2024"
                    ).id,
                }
            )

    def test_criteria_are_read_by_all_and_written_by_the_administrator(self):
        for user in (self.contributor, self.officer, self.reviewer):
            framework = self.framework.with_user(user)
            self.assertTrue(framework.criterion_ids.mapped("name"))
            with self.assertRaises(AccessError):
                framework.copy()
        self.assertTrue(self.framework.with_user(self.admin).copy())

    def test_institutions_in_sight(self):
        seen = self.env["cds.institution"].with_user(self.secretary).search([])
        self.assertEqual(seen, self.school | self.district | self.province)
        seen = self.env["cds.institution"].with_user(self.officer).search([])
        self.assertEqual(seen, self.school | self.district | self.province)

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.school.company_id = company
        self.assertEqual(self.own.result_ids.company_id, company)
        self.assertFalse(self._seen(self.secretary))
        self.assertFalse(self._seen(self.secretary, "cds.assessment.line"))
        self.assertFalse(self._seen(self.secretary, "cds.assessment.result"))
