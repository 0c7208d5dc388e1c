from odoo.http import Controller, request, route

from ..report.summary.workbook import summary_workbook
from .cds_assessment import XLSX_TYPE
from .common import respond


class CdsCampaignController(Controller):
    """Downloads of a campaign."""

    @route(
        "/cds_assessment/campaign/<int:campaign_id>/summary.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def summary_xlsx(self, campaign_id):
        """Answer with the summary workbook of what the user may see.

        :raise AccessError: when the user may not read the campaign
        :raise UserError: when the user's role gets no summary
        """
        campaign = request.env["cds.campaign"].browse(campaign_id).exists()
        if not campaign:
            raise request.not_found()
        campaign._check_can("summary")
        content = summary_workbook(campaign._get_summary())
        return respond(content, XLSX_TYPE, f"{campaign._get_summary_file_name()}.xlsx")
