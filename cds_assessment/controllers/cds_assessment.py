from odoo import fields
from odoo.http import Controller, route

from ..report.workbooks.score_sheet_xlsx import score_sheets_workbook
from ..tools.file_name import safe_name
from ..tools.zip_file import zip_groups
from .common import read_records, respond

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        assessments = read_records("cds.assessment", ids)
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
        assessments = read_records("cds.assessment", ids)
        pdfs, failures = assessments._render_score_sheets()
        content = zip_groups(
            (
                (assessment._get_file_name(), self._get_files(assessment, pdfs))
                for assessment in assessments
            ),
            [("LOI.txt", "\r\n".join(failures))] if failures else [],
        )
        name = f"{self._get_name(assessments)}.zip"
        return respond(content, "application/zip", name)

    def _get_files(self, assessment, pdfs):
        if assessment.id in pdfs:
            yield "pdf", pdfs[assessment.id]
        yield "xlsx", self._get_workbook(assessment)

    def _get_workbook(self, assessments):
        now = fields.Datetime.context_timestamp(assessments, fields.Datetime.now())
        sheets = [assessment._get_score_sheet() for assessment in assessments]
        return score_sheets_workbook(sheets, now.strftime("%d/%m/%Y %H:%M"))

    def _get_name(self, assessments):
        """Return a file name that says school and year, or how many of which year."""
        if len(assessments) == 1:
            return assessments._get_file_name()
        years = sorted(set(assessments.mapped("school_year_id.name")))
        return safe_name("Phieu danh gia", f"{len(assessments)} don vi", *years)
