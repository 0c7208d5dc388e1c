import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...report.papers.report import LAYOUTS
from ...report.score_sheet.structure import build_score_sheet, score_sheet_paper
from ...tools.file_name import safe_name
from ...tools.states import reached

_logger = logging.getLogger(__name__)


class CdsAssessment(models.Model):
    """The papers of a dossier."""

    _inherit = "cds.assessment"

    _paper_subject = "assessment"

    document_ids = fields.One2many("cds.document", "assessment_id", string="Papers")
    report_layout = fields.Selection(
        "_selection_report_layout",
        copy=False,
        help="The layout of the report; the school's own if empty.",
    )

    @api.model
    def _selection_report_layout(self):
        return self.env["cds.document"]._selection_layout()

    def _get_paper_council(self):
        return self.council_id

    def action_add_scans(self):
        """Ask for the signed scans of the papers that wait for them.

        :raise UserError: when none may get one
        """
        self.check_access("read")
        issued = self.document_ids.filtered(lambda paper: paper.state == "issued")
        return self.env["cds.document.scans"]._open_for(issued)

    # === BUSINESS METHODS === #

    def _get_cannot_make_papers_reason(self):
        """Return why the user cannot draft papers (empty: they can)."""
        self.ensure_one()
        if self.state == "cancelled":
            return self.env._("The dossier is cancelled.")
        return self._get_cannot_role_reason("council", "school")

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        if action in ("create", "edit"):
            return ""  # access table and record rules say who
        if action == "issue" and not self._has_reached(document.type_id.since):
            return self.env._(
                "This paper is issued later: %(since)s.",
                since=document.type_id._get_since_label().lower(),
            )
        if action == "cancel" and self._has_reached("submitted"):
            return self.env._("The dossier has been submitted with this paper.")
        return self._get_cannot_role_reason("council", "school")

    def _has_reached(self, stage):
        return reached(self.state, stage)

    def _get_paper_bases(self, document):
        """Let the decision on the set of criteria come first."""
        # pylint: disable=unused-argument
        return list(filter(None, [self.framework_id.legal_basis]))

    def _get_paper_values(self, document):
        """Give a report its layout, and a decision the number that is known already."""
        values = {}
        if document.code == "report" and not document.layout:
            values["layout"] = self._get_report_layout()
        if document.code == "council_decision":
            values |= self.council_id._propose_decision(document)
        return values

    def _on_paper_issued(self, document):
        """Let the council bear its decision's number and date."""
        if document.code == "council_decision":
            self.council_id._bear_decision(document)
        return super()._on_paper_issued(document)

    def _on_paper_cancelled(self, document):
        """Let the council bear a cancelled decision no longer."""
        if document.code == "council_decision":
            self.council_id._drop_decision(document)
        return super()._on_paper_cancelled(document)

    def _get_paper_criteria(self):
        """Return the criteria that have a sheet each: those right under a group."""
        return self.framework_id.criterion_ids.filtered(
            lambda criterion: criterion.parent_id and not criterion.parent_id.parent_id
        )

    def _is_paper_criterion(self, criterion):
        """Return whether a sheet can be about a criterion: any of the set."""
        return criterion in self.framework_id.criterion_ids

    def _get_report_layout(self):
        """Give the layout of the report: the dossier's, the school's, or the first."""
        self.ensure_one()
        # sudo: a plain choice of the school's
        school = self.sudo().institution_id
        return self.report_layout or school.report_layout or LAYOUTS[0]

    def _get_school_hand(self):
        """Give the hand that the school's own papers tell: the council's once begun."""
        self.ensure_one()
        return "self" if self.hand == "self" else "council"

    def action_print_score_sheet(self):
        """Download the score sheet as PDF."""
        self.check_access("read")
        return self.env.ref("cds_assessment.action_report_score_sheet").report_action(
            self, config=False
        )

    def action_download_workbook(self):
        """Download the score matrix as a workbook, a sheet for each assessment."""
        return self._download("xlsx")

    def action_download_files(self):
        """Download score sheet and workbook of each assessment in one ZIP."""
        return self._download("zip")

    def _download(self, kind):
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/score_sheets.{kind}?ids={ids}",
            "target": "download",
        }

    def _get_file_name(self):
        """Name its files by what they are, school and year, without an ending."""
        self.ensure_one()
        return safe_name(
            "Phieu danh gia",
            self.sudo().institution_id.name,  # sudo: as in the display name
            self.school_year_id.name,
        )

    def _get_score_sheet(self):
        """Return the score matrix that PDF and workbook are made of.

        :rtype: report.score_sheet.structure.ScoreSheet
        """
        self.ensure_one()
        # Papers are Vietnamese whatever the user's language.
        return build_score_sheet(self.with_context(lang="vi_VN"))

    def _get_score_sheet_paper(self):
        """Return the score sheet as a paper.

        :rtype: report.paper.structure.Paper
        """
        vietnamese = self.with_context(lang="vi_VN")
        return score_sheet_paper(vietnamese.env, vietnamese._get_score_sheet())

    def _render_score_sheets(self):
        """Render the score sheets as PDF, all in one call where that works.

        :return: PDF bytes by assessment id, and a sentence for each that failed
        """
        report = self.env["ir.actions.report"]
        reference = "cds_assessment.action_report_score_sheet"
        pdfs, failures = {}, []
        try:
            streams = report._render_qweb_pdf_prepare_streams(reference, {}, self.ids)
            pdfs = {key: s["stream"].getvalue() for key, s in streams.items() if key}
        except UserError:
            _logger.info("Score sheets are rendered one by one after a failure.")
        for assessment in self.filtered(lambda a: a.id not in pdfs):
            try:
                content, _kind = report._render_qweb_pdf(reference, assessment.ids)
                pdfs[assessment.id] = content
            except UserError as error:
                failures.append(f"{assessment.display_name}: {error}")
        return pdfs, failures
