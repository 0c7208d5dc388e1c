import io
import zipfile

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request, route

from ..report.file_name import safe_name
from ..report.score_sheet_xlsx import score_sheets_workbook

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def respond(content, content_type, name):
    """Answer with a file to keep."""
    return request.make_response(
        content,
        [
            ("Content-Type", content_type),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
        ],
    )


class CdsAssessmentController(Controller):
    """Downloads: a workbook of many assessments, or a ZIP with the files of each."""

    @route(
        "/cds_assessment/score_sheets.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def score_sheets_xlsx(self, ids=""):
        """Answer with one workbook.

        :param ids: ids of assessments, divided by commas
        """
        assessments = self._get_assessments(ids)
        content = self._get_workbook(assessments)
        return respond(content, XLSX_TYPE, f"{self._get_name(assessments)}.xlsx")

    @route(
        "/cds_assessment/score_sheets.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def score_sheets_zip(self, ids=""):
        """Answer with a ZIP: PDF and workbook of each, and a list of what failed.

        :param ids: ids of assessments, divided by commas
        """
        assessments = self._get_assessments(ids)
        pdfs, failures = assessments._render_score_sheets()
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            for assessment in assessments:
                name = assessment._get_file_name()
                if assessment.id in pdfs:
                    archive.writestr(f"{name}.pdf", pdfs[assessment.id])
                archive.writestr(f"{name}.xlsx", self._get_workbook(assessment))
            if failures:
                archive.writestr("LOI.txt", "\r\n".join(failures))
        name = f"{self._get_name(assessments)}.zip"
        return respond(output.getvalue(), "application/zip", name)

    def _get_assessments(self, ids):
        """Give the assessments behind ids that a client sent.

        :raise UserError: when there are none
        :raise AccessError: when the user may not read one of them
        """
        numbers = [int(number) for number in ids.split(",") if number.isdecimal()]
        # One that the user may not see refuses the request as a whole.
        assessments = request.env["cds.assessment"].browse(numbers).exists()
        assessments.check_access("read")
        if not assessments:
            raise UserError(request.env._("Choose at least one assessment."))
        return assessments.with_context(lang="vi_VN")

    def _get_workbook(self, assessments):
        now = fields.Datetime.context_timestamp(assessments, fields.Datetime.now())
        sheets = [assessment._get_score_sheet() for assessment in assessments]
        return score_sheets_workbook(sheets, now.strftime("%d/%m/%Y %H:%M"))

    def _get_name(self, assessments):
        """Give a file name that says school and year, or how many of which year."""
        if len(assessments) == 1:
            return assessments._get_file_name()
        years = sorted(set(assessments.mapped("school_year_id.name")))
        return safe_name("Phieu danh gia", f"{len(assessments)} don vi", *years)
