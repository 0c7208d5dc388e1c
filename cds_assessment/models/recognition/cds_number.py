from odoo import api, models


class CdsNumber(models.Model):
    """Certificates bear numbers as papers do."""

    _inherit = "cds.number"

    @api.model
    def _get_bearers(self):
        return {**super()._get_bearers(), "cds.certificate": "number"}
