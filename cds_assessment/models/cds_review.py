from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsReview(models.Model):
    """The external team's own working sheet for one assessment.

    Its record rules hide it from the school until it is closed; closing writes points
    and notes on the assessment's lines.
    """

    _name = "cds.review"
    _description = "External Review"
    _inherit = ["cds.paper.subject", "mail.thread"]
    _order = "id desc"
    _rec_name = "assessment_id"

    _guarded_fields = frozenset(
        ("state", "assessment_id", "team_id", "institution_id", "company_id")
    )

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="restrict", index=True
    )
    institution_id = fields.Many2one(related="assessment_id.institution_id", store=True)
    team_id = fields.Many2one(
        "cds.council", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    visit_start = fields.Date(string="Visit From")
    visit_end = fields.Date(string="Visit To")
    note = fields.Text(string="Remarks")
    school_reply = fields.Text(string="Reply of the School")
    line_ids = fields.One2many("cds.review.line", "review_id", string="Items")
    todo_count = fields.Integer(string="Not Done", compute="_compute_todo_count")

    _one_per_assessment = models.UniqueIndex(
        "(assessment_id)", "An assessment has one external review."
    )
    _visit_in_order = models.Constraint(
        "CHECK(visit_start <= visit_end)", "The visit must end after it begins."
    )

    @api.depends("line_ids.status")
    def _compute_todo_count(self):
        for review in self:
            review.todo_count = len(
                review.line_ids.filtered(lambda line: line.status != "done")
            )

    @api.model
    def _create_for(self, assessment, team):
        """Create the blank sheet of a team.

        :rtype: cds.review
        """
        return self.create(
            {
                "assessment_id": assessment.id,
                "team_id": team.id,
                "line_ids": [
                    fields.Command.create({"line_id": line.id})
                    for line in assessment.line_ids
                ],
            }
        )

    def write(self, vals):
        """Keep what is closed as it is, but for the school's reply.

        :raise UserError: when something else of a closed review would change
        """
        if not self.env.su:
            if "closed" in self.mapped("state") and set(vals) - {"school_reply"}:
                raise UserError(self.env._("A closed review cannot be changed."))
            if "school_reply" in vals:
                self._check_reply()
        return super().write(vals)

    def _check_reply(self):
        """Keep the reply to the school, once the review is closed."""
        for review in self:
            if review.state != "closed" or not review.assessment_id._is_on_side(
                "school"
            ):
                raise UserError(
                    self.env._("The school replies once the review is closed.")
                )

    def action_close(self):
        """Close the review: its points become the assessment's external points.

        :raise UserError: with the reason why not
        """
        self.ensure_one()
        return self.assessment_id.action_close_external()

    def _get_open_problems(self):
        """Say what keeps a review from being closed, as a list of sentences."""
        self.ensure_one()
        problems = []
        if self.todo_count:
            problems.append(
                self.env._("%(count)s items are not done.", count=self.todo_count)
            )
        for line in self.line_ids:
            if line.is_different and not (line.note or "").strip():
                problems.append(
                    self.env._(
                        "%(item)s: the points differ from the school's, a note must "
                        "say why.",
                        item=line.criterion_id.display_name,
                    )
                )
        return problems

    def _transfer(self):
        """Write the team's points and notes on the assessment's lines, and close."""
        self.ensure_one()
        for line in self.line_ids:
            line.line_id.write(
                {
                    "external_points": line.points,
                    "external_met": line._get_met(),
                    "external_note": line.note,
                }
            )
        self.write({"state": "closed"})
