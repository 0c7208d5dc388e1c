from odoo import fields
from odoo.http import Controller, request, route

from ..report.workbooks.profile_xlsx import profile_workbook
from .cds_assessment import XLSX_TYPE
from .common import respond


class CdsProfileController(Controller):
    """The year's figures as a workbook to fill in."""

    @route(
        "/cds_assessment/profile/<int:profile_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def profile_xlsx(self, profile_id):
        """Answer with the workbook.

        :raise AccessError: when the user may not read the figures
        """
        profile = request.env["cds.profile"].browse(profile_id).exists()
        if not profile:
            raise request.not_found()
        profile.check_access("read")
        # Workbooks are Vietnamese whatever the user's language.
        profile = profile.with_context(lang="vi_VN")
        now = fields.Datetime.context_timestamp(profile, fields.Datetime.now())
        content = profile_workbook(profile._get_sheet(), now.strftime("%d/%m/%Y %H:%M"))
        return respond(content, XLSX_TYPE, f"{profile._get_file_name()}.xlsx")
