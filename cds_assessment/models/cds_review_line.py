from odoo import api, fields, models
from odoo.exceptions import UserError

from . import scoring


class CdsReviewLine(models.Model):
    """What the team gives to one item, beside what the school gave."""

    _name = "cds.review.line"
    _description = "External Review Item"
    _order = "review_id, sequence, id"
    _rec_name = "criterion_id"
    _inherit = ["cds.guarded"]

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
    is_mandatory = fields.Boolean(related="line_id.is_mandatory")
    # Not as superuser: a screen may name any line, its reader sees what rules allow.
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
    evidence_codes = fields.Char(
        related="line_id.evidence_codes", related_sudo=False, string="Evidence"
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

    @api.depends("status", "points", "is_met", "council_points", "council_met")
    def _compute_is_different(self):
        for line in self:
            given = scoring.to_decimal(line.points), line._get_met()
            school = scoring.to_decimal(line.council_points), line.council_met
            line.is_different = line.status == "done" and given != school

    def _get_met(self):
        """Say whether the team finds the condition met: by points where there are."""
        self.ensure_one()
        return self.points > 0 if self.max_points else self.is_met

    @api.constrains("points")
    def _check_points(self):
        for line in self:
            line.line_id._check_hand_points(line.points)

    @api.onchange("points", "is_met")
    def _onchange_points(self):
        if self.points or self.is_met:
            self.status = "done"

    def write(self, vals):
        """Write points or a note; a touched item counts as done.

        :raise UserError: when the review is closed
        """
        if not self.env.su and "closed" in self.review_id.mapped("state"):
            raise UserError(self.env._("A closed review cannot be changed."))
        if {"points", "is_met"} & set(vals) and "status" not in vals:
            vals = {**vals, "status": "done"}
        if "points" in vals:
            self[:1].line_id._check_precision({"external_points": vals["points"]})
        return super().write(vals)
