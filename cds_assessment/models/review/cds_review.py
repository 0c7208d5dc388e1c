from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import scoring
from ...tools.plain_text import says_something
from ...tools.score_board import board_data

# What the school writes on the sheet; all else is the team's.
REPLY_FIELDS = frozenset(("school_reply",))


class CdsReview(models.Model):
    """The external team's own working sheet for one assessment.

    | state                            | the team            | the school            |
    |----------------------------------|---------------------|-----------------------|
    | ``open`` đang đánh giá           | fills in            | sees nothing          |
    | ``shared`` đã gửi trường phản hồi | corrects, says why  | reads, replies in time |
    | ``closed`` đã đóng               | reads               | reads                 |

    Closing writes points and notes on the assessment's lines. What a user sees is for
    the record rules, what they may write for the ``_get_cannot_…_reason()`` below.
    """

    _name = "cds.review"
    _description = "External Review"
    _inherit = ["cds.workflow", "cds.paper.subject", "cds.chatter"]
    _order = "id desc"
    _rec_name = "assessment_id"

    _guarded_fields = frozenset(
        (
            "state",
            "assessment_id",
            "team_id",
            "institution_id",
            "company_id",
            "shared_on",
            "reply_deadline",
            "reply_finished_on",
            "reply_finished_by_id",
        )
    )
    _reader_paths = {"team_id": "team_id.user_ids"}

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
    # Not as superuser: a screen may name any school.
    locality = fields.Char(related="institution_id.locality", related_sudo=False)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("shared", "Sent to the School for Reply"),
            ("closed", "Closed"),
        ],
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
    line_ids = fields.One2many("cds.review.line", "review_id", string="Items")
    # the school's reply
    school_reply = fields.Text(string="Reply of the School", copy=False)
    shared_on = fields.Datetime(string="Sent to the School", readonly=True, copy=False)
    reply_deadline = fields.Date(readonly=True, copy=False)
    reply_finished_on = fields.Datetime(
        string="Reply Finished", readonly=True, copy=False
    )
    reply_finished_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False
    )
    # progress
    todo_count = fields.Integer(string="Not Done", compute="_compute_progress")
    different_count = fields.Integer(string="Differing", compute="_compute_progress")
    progress = fields.Integer(
        string="Progress (%)", compute="_compute_progress", aggregator=None
    )
    score_board = fields.Json(
        compute="_compute_score_board",
        help="Totals, levels and progress: the team's, beside the school's.",
    )
    can_score = fields.Boolean(compute="_compute_can")
    can_reply = fields.Boolean(compute="_compute_can")

    _one_per_assessment = models.UniqueIndex(
        "(assessment_id)", "An assessment has one external review."
    )
    _visit_in_order = models.Constraint(
        "CHECK(visit_start <= visit_end)", "The visit must end after it begins."
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.status", "line_ids.is_different")
    def _compute_progress(self):
        for review in self:
            lines = review.line_ids
            done = lines.filtered(lambda line: line.status == "done")
            review.todo_count = len(lines) - len(done)
            review.different_count = len(lines.filtered("is_different"))
            review.progress = 100 * len(done) // len(lines) if lines else 0

    @api.depends("line_ids.status", "line_ids.points", "line_ids.is_met")
    @api.depends_context("lang")
    def _compute_score_board(self):
        for review in self:
            review.score_board = board_data(
                self.env,
                review.assessment_id.framework_id,
                review._get_answers("external"),
                {line.criterion_id.id: line.status for line in review.line_ids},
                beside=review._get_answers("council") if review.assessment_id else None,
            )

    @api.depends("state", "reply_deadline", "reply_finished_on", "team_id.user_ids")
    @api.depends_context("uid")
    def _compute_can(self):
        for review in self:
            review.can_score = not review._get_cannot_score_reason()
            review.can_reply = not review._get_cannot_reply_reason()

    # === CRUD METHODS === #

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
        """Write the team's dates and remarks, or the school's reply.

        :raise UserError: when it is another's to write, or not the time
        """
        if not self.env.su:
            self.check_access("write")
            # the items look after themselves
            self._check_may_write(set(vals) - {"line_ids"})
        return super().write(vals)

    def _check_may_write(self, names):
        """Refuse what the user may not write now, on the sheet or on one of its items.

        :param names: names of fields
        :raise UserError: with the reason
        """
        for review in self:
            reason = ""
            if names - REPLY_FIELDS:
                reason = review._get_cannot_score_reason()
            if names & REPLY_FIELDS:
                reason = reason or review._get_cannot_reply_reason()
            if reason:
                raise UserError(reason)

    # === BUSINESS METHODS === #

    def _get_answers(self, hand):
        """Return what a hand has answered, as the scoring engine reads it.

        :param hand: ``external`` (the team's, as it is now) or ``council``
        :return: ``scoring.Answer`` by criterion id
        """
        self.ensure_one()
        if hand == "council":
            return {
                item.criterion_id.id: scoring.Answer(
                    points=scoring.to_decimal(item.council_points),
                    met=item.council_met,
                )
                for item in self.line_ids.line_id
            }
        return {
            line.criterion_id.id: scoring.Answer(
                points=scoring.to_decimal(line.points), met=line._get_met()
            )
            for line in self.line_ids
        }

    def _get_scores(self):
        """Score the school's council and the team, for boards and minutes.

        :return: ``scoring.Score`` by hand, ``council`` and ``external``
        """
        self.ensure_one()
        rules = self.assessment_id.framework_id._get_rules()
        return {
            hand: scoring.score(rules, self._get_answers(hand))
            for hand in ("council", "external")
        }

    def _get_open_problems(self):
        """Return what keeps the team from having finished, as a list of sentences."""
        self.ensure_one()
        problems = []
        if self.todo_count:
            problems.append(
                self.env._("%(count)s items are not done.", count=self.todo_count)
            )
        for line in self.line_ids:
            if line.is_different and not says_something(line.note):
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
        self.assessment_id.line_ids._write_hands(
            {
                line.line_id: {
                    "external_points": line.points,
                    "external_met": line._get_met(),
                    "external_note": line.note,
                }
                for line in self.line_ids
            }
        )
        self.write({"state": "closed"})
