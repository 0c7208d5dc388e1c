from odoo import models

from ...report.papers.campaign_facts import CampaignFacts, Milestone
from ...report.readers.papers import head_facts


class CdsCampaign(models.Model):
    """The papers of a campaign: officers draft, the head of the authority issues."""

    # Subjects may tell papers apart; these need not.  pylint: disable=unused-argument

    _inherit = "cds.campaign"

    def _get_cannot_paper_reason(self, action, document):
        """Say why the user cannot do something with a paper (empty: they can)."""
        is_draft = action in ("create", "edit")
        return self._get_cannot_paper_role_reason(
            "officer" if is_draft else "authority_head"
        )

    def _get_paper_facts(self, document):
        """Give what a paper about a campaign tells.

        :rtype: report.papers.campaign_facts.CampaignFacts
        """
        return CampaignFacts(**self._get_paper_head(document))

    def _get_paper_head(self, document):
        """Give the fields of :class:`CampaignFacts`, for facts that extend it."""
        self.ensure_one()
        return {
            **head_facts(document),
            "campaign": self.name,
            "school_count": self.school_count,
            "school_levels": tuple(
                self.institution_ids.school_level_id.sorted().mapped("name")
            ),
            "frameworks": tuple(
                (framework.name, framework.legal_reference or "")
                for framework in self.framework_ids.framework_id
            ),
            "milestones": tuple(
                Milestone(
                    side=milestone.side,
                    name=milestone.name,
                    time=milestone.time_words or "",
                    product=milestone.product or "",
                )
                for milestone in self.milestone_ids.sorted()
            ),
        }

    def _get_paper_bases(self, document):
        """Give the legal bases of the sets of criteria."""
        bases = self.framework_ids.framework_id.mapped("legal_basis")
        return list(filter(None, bases))

    def _get_paper_addressed(self, document):
        """The plan goes to the schools; what goes upward does not."""
        if document.code == "campaign_plan":
            return self.institution_ids
        return super()._get_paper_addressed(document)
