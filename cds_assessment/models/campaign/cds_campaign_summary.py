from odoo import models

from ...report.readers.campaign import read_summary
from ...tools.file_name import safe_name


class CdsCampaign(models.Model):
    """The summary of a campaign: a workbook, and sums by authority on the screen."""

    # The campaign is cut by topic, a file each.
    _inherit = "cds.campaign"

    def action_download_summary(self):
        """Download the summary workbook."""
        self.ensure_one()
        self._check_can("summary")
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/campaign/{self.id}/summary.xlsx",
            "target": "download",
        }

    def action_open_summary(self):
        """Open the sums of the authorities that the user sees."""
        self.ensure_one()
        self._check_can("summary")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cds_assessment.cds_authority_report_action"
        )
        return {
            **action,
            "domain": [("campaign_id", "=", self.id)],
            "context": {"search_default_near": 1},
        }

    def action_make_summary_report(self):
        """Draft the report to the authority above, or open the one that is there.

        :raise UserError: when the user may not draft papers of the campaign
        """
        self.ensure_one()
        self._check_can("make_papers")
        kind = self.env.ref("cds_assessment.document_type_summary_report")
        live = self._get_live_papers().filtered(lambda paper: paper.type_id == kind)
        report = live[:1] or self.env["cds.document"].create(
            {"campaign_id": self.id, "type_id": kind.id}
        )
        return report.get_formview_action()

    def _get_cannot_summary_reason(self):
        """Return why the user gets no summary (empty: they do): schools get none."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group("cds_assessment.group_officer"):
            return ""
        return self.env._("Your role does not allow this.")

    def _get_summary(self):
        """Return the summary of what the user may see.

        :rtype: report.summary.facts.Summary
        """
        self.ensure_one()
        # Workbooks are Vietnamese whatever the user's language.
        return read_summary(self.with_context(lang="vi_VN"))

    def _get_summary_file_name(self):
        """Name the workbook, without an ending."""
        self.ensure_one()
        return safe_name(
            "Tong hop", self.sudo().authority_id.name, self.school_year_id.name
        )  # sudo: as in read_summary
