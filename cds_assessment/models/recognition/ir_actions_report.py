from odoo import models
from odoo.tools.pdf import merge_pdf


class IrActionsReport(models.Model):
    """Certificates are printed as they were frozen."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if report.model == "cds.certificate":
            certificates = self._get_readable(report, res_ids)
            return self._render_certificates(certificates), "pdf"
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _render_certificates(self, certificates):
        """Print certificates as one PDF: issued ones as they were frozen."""
        pdfs = certificates._print()
        return merge_pdf([pdfs[certificate.id] for certificate in certificates])
