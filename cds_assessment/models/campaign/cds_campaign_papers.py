from odoo import models


class CdsCampaign(models.Model):
    """The papers of a campaign: officers draft, the head of the authority issues."""

    # Subjects may tell papers apart; these need not.  pylint: disable=unused-argument

    _inherit = "cds.campaign"

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        is_draft = action in ("create", "edit")
        return self._get_cannot_paper_role_reason(
            "officer" if is_draft else "authority_head"
        )

    def _get_paper_bases(self, document):
        """Return the legal bases of the sets of criteria."""
        bases = self.framework_ids.framework_id.mapped("legal_basis")
        return list(filter(None, bases))

    def _get_paper_addressed(self, document):
        """The plan goes to the schools; what goes upward does not."""
        if document.code == "campaign_plan":
            return self.institution_ids
        return super()._get_paper_addressed(document)
