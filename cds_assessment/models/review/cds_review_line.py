from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import scoring
from ...tools.number_format import format_points
from ...tools.plain_text import says_something

# What the points of an item consist of.
GIVEN = ("points", "is_met")


class CdsReviewLine(models.Model):
    """What the team gives to one item, beside what the school gave.

    Each change of points leaves a row in the ledger, which the team alone sees until
    the sheet is closed.
    """

    _name = "cds.review.line"
    _description = "External Review Item"
    _order = "review_id, sequence, id"
    _rec_name = "criterion_id"
    _inherit = ["cds.guarded", "cds.stamped"]

    _guarded_fields = frozenset(("review_id", "line_id", "sequence"))

    review_id = fields.Many2one(
        "cds.review", required=True, readonly=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one(
        "cds.assessment.line",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    sequence = fields.Integer(related="line_id.sequence", store=True, aggregator=None)
    criterion_id = fields.Many2one(related="line_id.criterion_id")
    code = fields.Char(related="line_id.code")
    name = fields.Char(related="line_id.name")
    measure = fields.Selection(related="line_id.measure")
    max_points = fields.Float(related="line_id.max_points", aggregator=None)
    score_step = fields.Float(related="line_id.score_step", aggregator=None)
    is_mandatory = fields.Boolean(related="line_id.is_mandatory")
    evidence_hint = fields.Text(related="line_id.evidence_hint")
    guidance = fields.Text(related="line_id.guidance")
    # The school's. Not as superuser: a screen may name any line, its reader sees what
    # rules allow.
    council_points = fields.Float(
        related="line_id.council_points",
        related_sudo=False,
        string="School's Points",
        aggregator=None,
    )
    council_met = fields.Boolean(
        related="line_id.council_met",
        related_sudo=False,
        string="School: Condition Met",
    )
    council_note = fields.Text(
        related="line_id.council_note", related_sudo=False, string="Note of the School"
    )
    status_quo = fields.Text(related="line_id.status_quo", related_sudo=False)
    strengths = fields.Text(related="line_id.strengths", related_sudo=False)
    weaknesses = fields.Text(related="line_id.weaknesses", related_sudo=False)
    school_answer = fields.Char(
        string="Figures of the School", compute="_compute_school_answer"
    )
    evidence_codes = fields.Char(
        related="line_id.evidence_codes", related_sudo=False, string="Evidence"
    )
    evidence_chips = fields.Json(related="line_id.evidence_chips", related_sudo=False)
    evidence_refusal = fields.Char(
        related="line_id.evidence_refusal", related_sudo=False
    )
    # The team's.
    is_mine = fields.Boolean(
        string="Given to Me",
        compute="_compute_is_mine",
        help="The team's decision gives the item to the user; all of the team score.",
    )
    status = fields.Selection(
        [("todo", "Not touched"), ("done", "Done")], default="todo", required=True
    )
    points = fields.Float(digits=(6, 2), aggregator=None)
    is_met = fields.Boolean(string="Condition Met")
    note = fields.Text()
    is_different = fields.Boolean(
        string="Differs",
        compute="_compute_is_different",
        help="The team's points are not those of the school.",
    )
    school_reply = fields.Text(string="Reply of the School")
    change_ids = fields.One2many(
        "cds.score.change", "review_line_id", string="History of Points"
    )

    # === COMPUTE METHODS === #

    @api.depends("status", *GIVEN, "council_points", "council_met")
    def _compute_is_different(self):
        for line in self:
            given = scoring.to_decimal(line.points), line._get_met()
            school = scoring.to_decimal(line.council_points), line.council_met
            line.is_different = line.status == "done" and given != school

    @api.depends(
        "line_id.numerator",
        "line_id.denominator",
        "line_id.quantity",
        "line_id.option_ids",
    )
    @api.depends_context("lang", "uid")
    def _compute_school_answer(self):
        for line in self:
            line.school_answer = line._describe_answer()

    @api.depends("review_id.team_id.member_ids.criterion_ids")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for review, lines in self.grouped("review_id").items():
            # sudo: the user's own seat in the team
            members = review.sudo().team_id.member_ids
            own = members.filtered(lambda member: member.user_id == self.env.user)
            given = self.env["cds.criterion"].search(
                [("id", "child_of", own.criterion_ids.ids)]
            )
            for line in lines:
                line.is_mine = line.criterion_id in given

    # === CONSTRAINT METHODS === #

    @api.constrains("points")
    def _check_points(self):
        for line in self:
            line.line_id._check_hand_points(line.points)

    # === CRUD METHODS === #

    def write(self, vals):
        """Write the team's points and note, or the school's reply.

        A touched item counts as done, and the ledger keeps along.

        :raise UserError: when it is another's to write, not the time, or the item was
            changed meanwhile
        :raise ValidationError: for points that the rules refuse, or that change without
            a note after the school has seen them
        """
        vals = dict(vals)
        base_stamp = vals.pop("base_stamp", None)
        if not self.env.su:
            self.check_access("write")
        self.review_id._share()
        if not self.env.su:
            self.review_id._check_may_write(set(vals))
        if base_stamp:
            self._check_stamp(base_stamp)
        if {"points", "is_met"} & set(vals) and "status" not in vals:
            vals["status"] = "done"
        if "points" in vals:
            self[:1].line_id._check_precision({"external_points": vals["points"]})
        before = {line: line._get_given() for line in self}
        super().write(vals)
        self._record_changes(before)
        return True

    def _get_sheet_rows(self):
        self.fetch(["review_id"])
        return self.review_id.line_ids

    def _record_changes(self, before):
        """Write what a change did to the points into the ledger.

        :param before: by line, what :meth:`_get_given` answered
        """
        changed = self.filtered(lambda line: line._get_given() != before[line])
        changed._check_notes()
        # sudo: the ledger is written for everyone, by nobody
        ledger = self.env["cds.score.change"].sudo()
        ledger.create(
            [
                ledger._prepare(
                    line.line_id,
                    "external",
                    before[line],
                    line._get_given(),
                    reason=line.note,
                    review_line_id=line.id,
                )
                for line in changed
            ]
        )

    def _check_notes(self):
        """Ask why, when points change that the school has seen.

        :raise ValidationError: naming the item
        """
        for line in self:
            if line.review_id.state == "shared" and not says_something(line.note):
                raise ValidationError(
                    self.env._(
                        "%(item)s: the points change, a note must say why.",
                        item=line.criterion_id.display_name,
                    )
                )

    # === BUSINESS METHODS === #

    def _get_met(self):
        """Return whether the team finds the condition met: by points where
        there are.
        """
        self.ensure_one()
        return self.points > 0 if self.max_points else self.is_met

    def _get_given(self):
        """Return the team's points and condition, as a pair that can be compared."""
        self.ensure_one()
        return scoring.to_decimal(self.points), self._get_met()

    def _describe_answer(self):
        """Return in a few words what the school answered, beside its points."""
        self.ensure_one()
        item = self.line_id
        if item.measure == "ratio" and item.denominator:
            return self.env._(
                "%(part)s of %(total)s (%(percentage)s%%)",
                part=format_points(self.env, item.numerator),
                total=format_points(self.env, item.denominator),
                percentage=format_points(self.env, round(item.percentage, 2)),
            )
        if item.measure == "count" and item.quantity:
            number = format_points(self.env, item.quantity)
            return " ".join(filter(None, (number, item.unit)))
        if item.measure == "choice":
            return "; ".join(item.option_ids.mapped("name"))
        return ""
