from odoo import api, fields, models
from odoo.exceptions import UserError

from ..report.papers.report import LAYOUTS


class CdsAssessment(models.Model):
    """The papers of a dossier."""

    # A file for each concern.
    _inherit = "cds.assessment"  # pylint: disable=consider-merging-classes-inherited

    document_ids = fields.One2many("cds.document", "assessment_id", string="Papers")
    document_count = fields.Integer(compute="_compute_document_count")
    report_layout = fields.Selection(
        "_selection_report_layout",
        copy=False,
        help="The layout of the report; the school's own if empty.",
    )

    @api.model
    def _selection_report_layout(self):
        return self.env["cds.document"]._selection_layout()

    @api.depends("document_ids.state")
    def _compute_document_count(self):
        for assessment in self:
            assessment.document_count = len(
                assessment.document_ids.filtered(lambda d: d.state != "cancelled")
            )

    def action_make_papers(self):
        """Draft the papers of the dossier that are not there yet, and show all.

        :raise UserError: when the user may not
        """
        self.ensure_one()
        self._check_can("make_papers")
        self._make_papers()
        return self.action_open_papers()

    def action_open_papers(self):
        """Show the papers of the dossier."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_document_action"
        )
        return {
            **action,
            "domain": [("assessment_id", "=", self.id)],
            "context": {
                "default_assessment_id": self.id,
                "search_default_live": 1,
            },
        }

    def action_print_papers(self):
        """Download all papers of the dossier as one PDF, drafts with a watermark."""
        self.ensure_one()
        self.check_access("read")
        papers = self.document_ids.filtered(lambda paper: paper.state != "cancelled")
        if not papers:
            raise UserError(self.env._("The dossier has no papers yet."))
        return papers.action_print()

    def _get_cannot_make_papers_reason(self):
        """Say why the user cannot draft papers (empty: they can)."""
        self.ensure_one()
        if self.state == "cancelled":
            return self.env._("The dossier is cancelled.")
        return "" if self.env.su else self._get_cannot_role_reason("council", "school")

    def _make_papers(self):
        """Draft each paper of the dossier that is missing.

        :rtype: cds.document
        """
        self.ensure_one()
        live = self.document_ids.filtered(lambda paper: paper.state != "cancelled")
        have = {(paper.type_id, paper.criterion_id) for paper in live}
        vals_list = []
        for kind in self.env["cds.document.type"].search([("is_required", "=", True)]):
            criteria = self._get_paper_criteria() if kind.is_per_criterion else [None]
            for criterion in criteria:
                about = criterion or self.env["cds.criterion"]
                if (kind, about) not in have:
                    vals_list.append(
                        {
                            "assessment_id": self.id,
                            "type_id": kind.id,
                            "criterion_id": about.id,
                        }
                    )
        return self.env["cds.document"].create(vals_list)

    def _write_papers(self, values):
        """Write on drafts that are named by the codes of their types.

        :param values: by code, values of ``cds.document``; ``texts`` among them are
            texts by the code of the section
        """
        self.ensure_one()
        for paper in self.document_ids.filtered(lambda paper: paper.state == "draft"):
            vals = dict(values.get(paper.code, {}))
            texts = vals.pop("texts", {})
            paper.write(vals)
            paper._refresh_sections()
            paper._write_texts(texts)

    def _get_paper_criteria(self):
        """Give the criteria that have a sheet each: those right under a group."""
        return self.framework_id.criterion_ids.filtered(
            lambda criterion: criterion.parent_id and not criterion.parent_id.parent_id
        )

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
