from odoo import api, fields, models


class CdsInstitution(models.Model):
    """How an institution has its report laid out."""

    _inherit = "cds.institution"

    report_layout = fields.Selection(
        "_selection_report_layout",
        help="The layout of its reports on the self-assessment.",
    )

    @api.model
    def _selection_report_layout(self):
        return self.env["cds.document"]._selection_layout()
