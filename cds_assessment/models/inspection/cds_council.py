from odoo import api, models


class CdsCouncil(models.Model):
    """Inspections rest on the decision that set up the board."""

    _inherit = "cds.council"

    @api.constrains("decision_date")
    def _check_decision_date(self):
        """No decision is of a later day than the inspections made on it."""
        # sudo: an inspection that the user may not see has its dates as well
        inspections = self.env["cds.inspection"].sudo()
        inspections.search([("council_id", "in", self.ids)])._check_dates()
