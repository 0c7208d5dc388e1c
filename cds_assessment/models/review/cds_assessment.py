from odoo import api, fields, models


class CdsAssessment(models.Model):
    """The sheets of the teams that assess a dossier from outside."""

    _inherit = "cds.assessment"

    review_ids = fields.One2many("cds.review", "assessment_id", string="Reviews")
    has_review = fields.Boolean(
        compute="_compute_has_review", help="There is a review that the user may see."
    )

    @api.depends("review_ids.state")
    @api.depends_context("uid")
    def _compute_has_review(self):
        seen = self._find_reviews().assessment_id
        for assessment in self:
            assessment.has_review = assessment._origin in seen

    @api.model
    def _get_refusal_dependencies(self):
        return [
            *super()._get_refusal_dependencies(),
            "review_ids.state",
            "review_ids.reply_finished_on",
        ]

    def _find_reviews(self):
        """Give the reviews that the user may see; never from what others have read."""
        reviews = self.env["cds.review"]
        if not reviews.has_access("read"):
            return reviews
        return reviews.search([("assessment_id", "in", self._origin.ids)])

    def _on_received(self, team):
        """Give the team its blank sheets, and let the plan of visits follow."""
        result = super()._on_received(team)
        for assessment in self.sudo():  # sudo: sheets and visits follow from it
            self.env["cds.review"].sudo()._create_for(assessment, team)
        self.env["cds.team.visit"].sudo()._follow(self.sudo(), team)
        return result

    def _review_by_code(self, answers, vals):
        """Fill in the team's sheet; items are named by their codes.

        :param answers: values of ``cds.review.line`` by code
        :param vals: values of ``cds.review``
        :raise KeyError: for a code that the set of criteria does not have
        """
        self.ensure_one()
        review = self.review_ids
        lines = {line.code: line for line in review.line_ids}
        for code, given in answers.items():
            lines[code].write(given)
        review.write(vals)
