from odoo import fields
from odoo.http import Controller, request, route

from ..report.workbooks.late_list_xlsx import late_list_workbook
from .cds_assessment import XLSX_TYPE
from .common import read_records, respond


class CdsDeliverableController(Controller):
    """The late list as a workbook."""

    @route(
        "/cds_assessment/late_list.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def late_list_xlsx(self, ids=""):
        """Answer with what is late among chosen deliverables.

        :param ids: ids of deliverables, divided by commas
        """
        return self._respond(read_records("cds.deliverable", ids))

    @route(
        "/cds_assessment/campaigns/<int:campaign_id>/late_list.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def campaign_late_list_xlsx(self, campaign_id):
        """Answer with what is late in a campaign, as far as the user may see it.

        :raise AccessError: when the user may not read the campaign
        """
        campaign = request.env["cds.campaign"].browse(campaign_id).exists()
        if not campaign:
            raise request.not_found()
        campaign.check_access("read")
        return self._respond(campaign.with_context(lang="vi_VN")._get_late())

    def _respond(self, deliverables):
        now = fields.Datetime.context_timestamp(deliverables, fields.Datetime.now())
        content = late_list_workbook(
            deliverables._get_late_list(), now.strftime("%d/%m/%Y %H:%M")
        )
        name = f"{deliverables._get_late_file_name()}.xlsx"
        return respond(content, XLSX_TYPE, name)
