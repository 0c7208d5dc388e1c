from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights import RIGHTS
from .rights_anywhere import ANYWHERE, OPERATIONS, PLACES, ROLES
from .rights_case import RightsCase


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    """Every role, every model, every place: the tables, and nothing else."""

    def test_every_model_has_a_row(self):
        """A new model without a row is one whose rights nobody has thought of."""
        ours = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "cds_assessment" and not model._abstract
        }
        self.assertEqual({key.split()[0] for key in RIGHTS} | set(ANYWHERE), ours)
        for key, rows in RIGHTS.items():
            self.assertEqual(set(rows), set(PLACES), key)

    def _split(self, row):
        cells = row.split()
        self.assertEqual(len(cells), len(ROLES), row)
        return zip(ROLES, cells, strict=True)

    def _granted(self, record):
        granted = "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if record.has_access(operation)
        )
        return granted or "-"

    def _is_found(self, record):
        """Return whether a search finds a record; refused by the table is not found."""
        model = record.browse().with_context(active_test=False)
        try:
            return record in model.search([("id", "=", record.id)])
        except AccessError:
            return False

    def test_rights_by_place(self):
        for key, rows in RIGHTS.items():
            faults = []
            for place, row in rows.items():
                for role, expected in self._split(row):
                    record = self.records[key][place].with_user(self.users[role])
                    granted = self._granted(record)
                    if granted != expected:
                        faults.append(f"{place}, {role}: {granted}, not {expected}")
                    if self._is_found(record) != ("R" in granted):
                        faults.append(f"{place}, {role}: search and read differ")
            with self.subTest(key):
                self.assertEqual(faults, [])

    def test_rights_anywhere(self):
        for model, row in ANYWHERE.items():
            record = self.env[model].search([], limit=1)
            self.assertTrue(record or record._transient, model)
            for role, expected in self._split(row):
                with self.subTest(model, role=role):
                    mine = record.with_user(self.users[role])
                    self.assertEqual(self._granted(mine), expected)

    def test_another_company_sees_nothing(self):
        """Whatever the role: the companies of a host are apart from each other."""
        company = self.env["res.company"].create({"name": "Another"})
        for place in PLACES:
            (self.institutions[place] | self.authorities[place]).company_id = company
        self.teams["team"].institution_id.company_id = company
        self.env["cds.campaign"].search([]).authority_id.company_id = company
        self.commune.company_id = company
        self.env.flush_all()
        for key, records in self.records.items():
            faults = [
                f"{place}, {role}"
                for place in PLACES
                for role, user in self.users.items()
                if self._granted(records[place].with_user(user)) != "-"
            ]
            self.assertEqual(faults, [], key)

    def test_a_dialog_is_its_users_own(self):
        dialog = self.env["cds.assessment.return"]
        vals = {
            "assessment_ids": self.records["cds.assessment"]["below"].ids,
            "action": "return",
            "reason": "Confidential.",
        }
        mine = dialog.with_user(self.users["officer"]).create(vals)
        theirs = mine.with_user(self.users["authority_head"])
        self.env.invalidate_all()
        self.assertTrue(mine.search([("id", "=", mine.id)]))
        self.assertFalse(theirs.search([("id", "=", mine.id)]))
        with self.assertRaises(AccessError):
            theirs.read(["reason"])
