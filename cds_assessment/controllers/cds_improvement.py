from odoo import fields
from odoo.http import Controller, route

from ..report.readers.improvement import read_improvement
from ..report.workbooks.improvements_xlsx import improvements_workbook
from .cds_assessment import XLSX_TYPE
from .common import read_records, respond


class CdsImprovementController(Controller):
    """Improvements as a workbook."""

    @route(
        "/cds_assessment/improvements.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def improvements_xlsx(self, ids=""):
        """Answer with chosen improvements as a workbook.

        :param ids: ids of improvements, divided by commas
        """
        improvements = read_records("cds.improvement", ids)
        now = fields.Datetime.context_timestamp(improvements, fields.Datetime.now())
        # sudo: whoever may read what is to be done may read whose it is
        schools = improvements.sudo().institution_id
        content = improvements_workbook(
            [read_improvement(improvement) for improvement in improvements],
            ", ".join(schools.mapped("name")),
            now.strftime("%d/%m/%Y %H:%M"),
        )
        return respond(content, XLSX_TYPE, "Ke hoach cai tien.xlsx")
