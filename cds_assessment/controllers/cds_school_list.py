from odoo.http import Controller, request, route

from ..report.workbooks.school_list_xlsx import school_list_template
from .cds_assessment import XLSX_TYPE
from .common import respond


class CdsSchoolListController(Controller):
    """The empty list that an office may fill in."""

    @route(
        "/cds_assessment/school_list.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def school_list_xlsx(self):
        """Answer with the workbook.

        :raise NotFound: for those who read no lists in
        """
        if not request.env["cds.school.list"].has_access("create"):
            raise request.not_found()
        return respond(school_list_template(), XLSX_TYPE, "danh-sach-truong.xlsx")
