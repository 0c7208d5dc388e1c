from odoo import models
from odoo.tools.pdf import merge_pdf

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ..report.paper_scale import paper_zoom


class IrActionsReport(models.Model):
    """Give papers a layout of their own: self-contained, nothing fetched over HTTP.

    Reports of other modules are untouched: all of this looks for the paper format.
    """

    _inherit = "ir.actions.report"

    def _get_layout(self):
        if self._is_paper(self.paperformat_id):
            return self.env.ref("cds_assessment.paper_layout")
        return super()._get_layout()

    def _build_wkhtmltopdf_args(self, paperformat_id, landscape, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(
            paperformat_id, landscape, *args, **kwargs
        )
        if self._is_paper(paperformat_id):
            # Papers have no scripts to wait for.
            command[command.index("--javascript-delay") + 1] = "0"
        return command

    def _run_wkhtmltopdf(self, bodies, report_ref=False, *args, **kwargs):
        if (
            len(bodies) > 1
            and report_ref
            and not _wkhtml().is_patched_qt
            and self._is_paper(self._get_report(report_ref).paperformat_id)
        ):
            # Without patched Qt the program refuses several documents in one call.
            run = super()._run_wkhtmltopdf
            return merge_pdf(
                [run([body], report_ref, *args, **kwargs) for body in bodies]
            )
        return super()._run_wkhtmltopdf(bodies, report_ref, *args, **kwargs)

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if self._is_paper(report.paperformat_id) and not report.attachment:
            # Cutting the print into records and merging them again takes as long as
            # half the printing; only what is attached to records needs it.
            self = self.with_context(cds_print_in_one=True)
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _prepare_html(self, html, report_model=False):
        prepared = super()._prepare_html(html, report_model=report_model)
        if not self.env.context.get("cds_print_in_one"):
            return prepared
        bodies, res_ids, *rest = prepared
        return bodies, [None] * len(res_ids), *rest

    def _get_paper_zoom(self):
        """Give the zoom at which this server's wkhtmltopdf prints true sizes."""
        return paper_zoom(_wkhtml().bin)

    def _is_paper(self, paperformat):
        ours = self.env.ref(
            "cds_assessment.paperformat_paper", raise_if_not_found=False
        )
        return bool(ours) and paperformat == ours
