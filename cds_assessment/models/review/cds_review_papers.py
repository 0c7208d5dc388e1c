from odoo import api, fields, models

from ...tools.states import RECOGNISED


class CdsReview(models.Model):
    """The minutes of an external assessment: the team's, signed by the school as well.

    | action | who                      | when                                   |
    |--------|--------------------------|----------------------------------------|
    | create | a member of the team     |                                        |
    | edit   | a member of the team     | draft                                  |
    | issue  | chair, secretary of team | all is done, and the school has seen it |
    | sign   | a member of the team     | issued                                 |
    | cancel | chair, secretary of team | until the dossier is recognised        |
    """

    # Subjects may tell papers apart; these need not.  pylint: disable=unused-argument

    _inherit = "cds.review"
    _paper_subject = "review"
    _paper_institution = "team_id.institution_id"
    _paper_school_year = "assessment_id.school_year_id"

    document_ids = fields.One2many("cds.document", "review_id", string="Papers")

    can_make_papers = fields.Boolean(compute="_compute_can_make_papers")

    def _get_paper_council(self):
        return self.team_id

    @api.depends("team_id.user_ids", "document_ids.state")
    @api.depends_context("uid")
    def _compute_can_make_papers(self):
        for review in self:
            is_there = review.document_count
            reason = review._get_cannot_make_papers_reason()
            review.can_make_papers = not is_there and not reason

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        if action == "issue" and self.state == "open":
            return self.env._(
                "The minutes are issued once the school has seen the team's points."
            )
        if action == "issue" and self.todo_count:
            return self.env._("%(count)s items are not done.", count=self.todo_count)
        # sudo: when it is too late does not depend on what the user sees
        if action == "cancel" and self.assessment_id.sudo().state in RECOGNISED:
            return self.env._("The dossier has been recognised on these minutes.")
        if self.env.su:
            return ""
        # sudo: who is in the team does not depend on what the user sees
        team = self.sudo().team_id
        if self.env.user not in team.user_ids:
            return self.env._("The minutes are the team's.")
        if action in ("issue", "cancel") and self.env.user not in team._get_leading():
            return self.env._("The chair or the secretary of the team does this.")
        return ""

    def _get_paper_signers(self, document):
        # pylint: disable=unused-argument
        return self.team_id._get_leading()

    def _get_paper_bases(self, document):
        """Minutes quote no legal bases: the decision on the team is named in them."""
        return []

    def _get_paper_placeholders(self, document):
        """Return the words that stand for ``{school}`` and its like, by name."""
        words = super()._get_paper_placeholders(document)
        return words | {"school": self.institution_id.name}

    def _get_paper_values(self, document):
        """Date the minutes on the last day of the visit, at the school."""
        values = super()._get_paper_values(document)
        values["signer_title"] = "Trưởng đoàn"
        if self.visit_end:
            values["date"] = self.visit_end
        if self.institution_id.locality:
            values["place"] = self.institution_id.locality
        return values
