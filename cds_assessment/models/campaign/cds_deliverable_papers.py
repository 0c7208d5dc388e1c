from odoo import fields, models

from ...tools.fulfilment import OPEN_STATES


class CdsDeliverable(models.Model):
    """The report that is owed, written by the outline of its milestone."""

    # Subjects may tell papers apart; these need not.  pylint: disable=unused-argument

    _inherit = "cds.deliverable"

    _paper_subject = "deliverable"
    _paper_school_year = "campaign_id.school_year_id"

    document_ids = fields.One2many("cds.document", "deliverable_id", string="Papers")

    # === BUSINESS METHODS === #

    def _get_cannot_paper_reason(self, action, document):
        """A school's council writes its report; officers do for an authority."""
        self.ensure_one()
        if self.fulfilment != "report":
            return self.env._("This is not delivered as a report.")
        is_open = self.state in OPEN_STATES
        if self.state == "waived" and action in ("create", "edit", "issue"):
            return self._get_wrong_state_reason()
        # sudo: whether it is closed is no secret to those who owe
        is_closed = self.sudo().campaign_id.state == "closed"
        if action == "cancel" and is_closed and not is_open:
            return self.env._("The campaign is closed.")
        return self._get_cannot_owner_reason()

    def _get_paper_types(self):
        if self.fulfilment != "report":
            return self.env["cds.document.type"]
        return self.env.ref("cds_assessment.document_type_owed_report")

    def _get_paper_placeholders(self, document):
        """The report goes to who runs the campaign; an authority's to the one above."""
        placeholders = super()._get_paper_placeholders(document)
        if self.side == "school":
            placeholders["authority"] = self.campaign_id.authority_id.name
        return placeholders

    def _get_progress_report(self):
        """The report is issued, or signed where the milestone asks for that."""
        papers = self.env["cds.document"].search(
            [("deliverable_id", "in", self.ids), ("state", "!=", "cancelled")]
        )
        return {
            deliverable.id: deliverable._get_paper_progress(own)
            for deliverable, own in papers.grouped("deliverable_id").items()
        }
