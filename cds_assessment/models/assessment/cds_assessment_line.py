from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import scoring
from ...tools.number_format import format_points
from ...tools.plain_text import says_something
from ...tools.states import HANDS, hand_before

FIGURES = ("numerator", "denominator", "quantity")
ANSWERS = ("answer_yes", "option_ids", *FIGURES)
TEXTS = ("status_quo", "strengths", "weaknesses", "plan")
# What people may write on a line, by the hand that is open. The external hand is
# written by the team's own sheet, never directly.
OPEN_FIELDS = {
    None: frozenset(),
    "self": frozenset(
        (*ANSWERS, *TEXTS, "status", "self_points", "self_note", "assigned_user_ids")
    ),
    "council": frozenset((*TEXTS, "council_points", "council_met", "council_note")),
    "external": frozenset(),
    "final": frozenset(("final_points", "final_met", "final_note")),
}


class CdsAssessmentLine(models.Model):
    """One item of an assessment: its answer, and the points of each hand.

    ``status`` is kept apart from the points, so that 0 points and "not touched" differ.
    """

    _name = "cds.assessment.line"
    _description = "Assessment Item"
    _inherit = ["cds.stamped"]
    _order = "assessment_id, sequence, id"
    _rec_name = "criterion_id"

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade", index=True
    )
    criterion_id = fields.Many2one(
        "cds.criterion",
        string="Item",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    sequence = fields.Integer(readonly=True, aggregator=None)
    # criterion
    code = fields.Char(related="criterion_id.code")
    name = fields.Char(related="criterion_id.name")
    measure = fields.Selection(related="criterion_id.measure")
    max_points = fields.Float(related="criterion_id.max_points", aggregator=None)
    is_mandatory = fields.Boolean(related="criterion_id.is_mandatory")
    verification = fields.Selection(related="criterion_id.verification")
    evidence_hint = fields.Text(related="criterion_id.evidence_hint")
    guidance = fields.Text(related="criterion_id.guidance")
    numerator_label = fields.Char(related="criterion_id.numerator_label")
    denominator_label = fields.Char(related="criterion_id.denominator_label")
    unit = fields.Char(related="criterion_id.unit")
    score_step = fields.Float(
        related="criterion_id.framework_id.score_step", aggregator=None
    )
    # dossier
    hand = fields.Selection(related="assessment_id.hand")
    open_hand = fields.Char(related="assessment_id.open_hand")
    # answer
    status = fields.Selection(
        [("todo", "Not touched"), ("doing", "In progress"), ("done", "Done")],
        default="todo",
        required=True,
        index=True,
    )
    answer_yes = fields.Boolean(string="Yes")
    numerator = fields.Float(digits=(12, 2), aggregator=None)
    denominator = fields.Float(digits=(12, 2), aggregator=None)
    quantity = fields.Float(digits=(12, 2), aggregator=None)
    percentage = fields.Float(
        compute="_compute_percentage", digits=(5, 2), aggregator=None
    )
    option_ids = fields.Many2many(
        "cds.criterion.option",
        "cds_assessment_line_option_rel",
        "line_id",
        "option_id",
        string="Choice",
        domain="[('criterion_id', '=', criterion_id)]",
    )
    # hands
    self_points = fields.Float(
        digits=(6, 2),
        compute="_compute_self_points",
        store=True,
        readonly=False,
        aggregator="avg",
    )
    council_points = fields.Float(digits=(6, 2), aggregator="avg")
    external_points = fields.Float(digits=(6, 2), aggregator="avg")
    final_points = fields.Float(
        string="Recognised Points", digits=(6, 2), aggregator="avg"
    )
    self_met = fields.Boolean(
        string="Condition Met (Self)", compute="_compute_self_met", store=True
    )
    council_met = fields.Boolean(string="Condition Met (Council)")
    external_met = fields.Boolean(string="Condition Met (External)")
    final_met = fields.Boolean(string="Condition Met (Recognised)")
    gap = fields.Float(
        string="Difference",
        digits=(6, 2),
        compute="_compute_gap",
        aggregator=None,
        help="External points less the school's.",
    )
    self_note = fields.Text()
    council_note = fields.Text()
    external_note = fields.Text()
    final_note = fields.Text(string="Recognition Note")
    # description
    status_quo = fields.Text()
    strengths = fields.Text()
    weaknesses = fields.Text()
    plan = fields.Text(string="Improvement Plan")
    assigned_user_ids = fields.Many2many(
        "res.users",
        "cds_assessment_line_user_rel",
        "line_id",
        "user_id",
        string="Assigned To",
    )
    assigned_names = fields.Char(
        string="In Charge", compute="_compute_assigned_names", compute_sudo=True
    )
    owner_names = fields.Char(
        string="Given To",
        compute="_compute_owner_names",
        help="Whose the item is, where that keeps the user from filling it in.",
    )

    change_ids = fields.One2many(
        "cds.score.change",
        "line_id",
        string="History of Points",
        # what the team changes on its sheet is the sheet's own history
        domain=[("review_line_id", "=", False)],
    )

    _one_per_item = models.UniqueIndex(
        "(assessment_id, criterion_id)",
        "An assessment has each item once.",
    )

    # === COMPUTE METHODS === #

    @api.depends("answer_yes", "option_ids", *FIGURES)
    def _compute_self_points(self):
        for line in self:
            try:
                points = line._get_answer_points()
            except scoring.ScoringError:
                points = None  # refused with a sentence by the constraint
            line.self_points = line.self_points if points is None else float(points)

    @api.depends("answer_yes", "self_points", "measure")
    def _compute_self_met(self):
        for line in self:
            if line.measure == "yes_no":
                line.self_met = line.answer_yes
            else:
                line.self_met = line.self_points > 0

    @api.depends("numerator", "denominator", "measure")
    def _compute_percentage(self):
        for line in self:
            line.percentage = 0
            if line.measure == "ratio" and line.denominator:
                line.percentage = 100 * line.numerator / line.denominator

    @api.depends("council_points", "external_points")
    def _compute_gap(self):
        for line in self:
            line.gap = line.external_points - line.council_points

    @api.onchange("self_points")
    def _onchange_self_points(self):
        if self.self_points and self.status == "todo":
            self.status = "done"

    # === CONSTRAINT METHODS === #

    @api.constrains(*(f"{hand}_points" for hand in HANDS))
    def _check_points(self):
        for line in self:
            for hand in HANDS:
                line._check_hand_points(line[f"{hand}_points"])

    def _check_hand_points(self, points):
        """Refuse points that the item cannot have.

        :raise ValidationError: naming item and limit
        """
        self.ensure_one()
        rules = self.assessment_id.framework_id._get_rules()
        node = rules.nodes[self.criterion_id.id]
        try:
            scoring.check_points(node, scoring.to_decimal(points), rules.step)
        except scoring.ScoringError as error:
            raise ValidationError(self._get_refusal(error)) from error

    @api.constrains(*FIGURES)
    def _check_figures(self):
        for line in self:
            try:
                line._get_answer_points()
            except scoring.ScoringError as error:
                raise ValidationError(line._get_refusal(error)) from error

    @api.constrains("option_ids")
    def _check_options(self):
        for line in self:
            if line.option_ids.criterion_id - line.criterion_id:
                raise ValidationError(
                    self.env._(
                        "%(item)s: this choice belongs to another item.",
                        item=line.criterion_id.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse lines by hand: an assessment creates its own.

        :raise UserError: outside of superuser mode
        """
        if not self.env.su:
            raise UserError(
                self.env._("The items of an assessment are given by its set.")
            )
        return super().create(vals_list)

    def write(self, vals):
        """Write an answer, points or texts; keep the status and the ledger along.

        :raise UserError: when the hand is not open, or the item would change
        :raise ValidationError: for points or figures that the rules refuse, and for
            points that differ from the hand before without a note
        """
        vals = dict(vals)
        base_stamp = vals.pop("base_stamp", None)
        if self.env.su:
            self.assessment_id._share()
        else:
            self._check_open(vals)
        if base_stamp:
            self._check_stamp(base_stamp)
        if "assigned_user_ids" in vals:
            self._assign(vals.pop("assigned_user_ids"))
            if not vals:
                return True
        self._check_precision(vals)
        before = self._get_hands(vals)
        if "status" in vals:
            super().write(vals)
        else:
            by_status = self.grouped(lambda line: line._get_status(vals))
            for status, lines in by_status.items():
                super(CdsAssessmentLine, lines).write({**vals, "status": status})
        if before:
            self._record_changes(before)
        self._check_notes(vals)
        return True

    def _get_hands(self, vals):
        """Return what :meth:`_read_hands` does if a change may touch it, or nothing."""
        touching = {*ANSWERS, *(f"{h}_{p}" for h in HANDS for p in ("points", "met"))}
        return self._read_hands() if touching & set(vals) else {}

    def _read_hands(self):
        """Return points and conditions of each hand.

        :return: by line, a tuple with a pair for each hand
        """
        return {
            line: tuple(
                (scoring.to_decimal(line[f"{hand}_points"]), line[f"{hand}_met"])
                for hand in HANDS
            )
            for line in self
        }

    def _record_changes(self, before, is_taken_over=False):
        """Write what a change did to the points into the ledger.

        :param before: what :meth:`_get_hands` gave before the change
        :param is_taken_over: whether a hand only began as a copy of another
        """
        after = self._read_hands()
        # sudo: the ledger is written for everyone, by nobody
        ledger = self.env["cds.score.change"].sudo()
        # only code in superuser mode says why in place of the note
        reason = self.env.su and self.env.context.get("cds_change_reason")
        ledger.create(
            [
                ledger._prepare(
                    line,
                    hand,
                    old,
                    new,
                    reason=reason or line[f"{hand}_note"],
                    is_taken_over=is_taken_over,
                )
                for line in self
                for hand, old, new in zip(HANDS, before[line], after[line], strict=True)
                if old != new
            ]
        )

    def _check_notes(self, vals):
        """Ask for a note where a hand differs from the one before.

        :raise ValidationError: naming the item
        """
        if self.env.su:
            return
        for hand in ("council", "final"):
            if not {f"{hand}_{part}" for part in ("points", "met", "note")} & set(vals):
                continue
            for line in self:
                if line._is_different(hand) and not says_something(
                    line[f"{hand}_note"]
                ):
                    raise ValidationError(
                        self.env._(
                            "%(item)s: the points change, a note must say why.",
                            item=line.criterion_id.display_name,
                        )
                    )

    def _is_different(self, hand):
        """Return whether a hand gave other points than the hand before it."""
        self.ensure_one()
        other = hand_before(hand)
        return (
            scoring.to_decimal(self[f"{hand}_points"]),
            self[f"{hand}_met"],
        ) != (scoring.to_decimal(self[f"{other}_points"]), self[f"{other}_met"])

    def _begin_hand(self, hand):
        """Begin a hand as a copy of the one before."""
        other = hand_before(hand)
        self.with_context(
            cds_change_reason=self.env._("Taken over at the beginning")
        )._write_hands(
            {
                line: {
                    f"{hand}_points": line[f"{other}_points"],
                    f"{hand}_met": line[f"{other}_met"],
                }
                for line in self
            },
            is_taken_over=True,
        )

    # Past the own write, which keeps the ledger for each call.
    # pylint: disable-next=missing-return
    def _write_hands(self, values, is_taken_over=False):
        """Write a hand of many items, each its own, with one entry in the ledger.

        For the actions alone: nothing is checked but what constraints check.

        :param values: by line, points, condition and note of a hand
        :param is_taken_over: as in :meth:`_record_changes`
        """
        before = self._read_hands()
        same = defaultdict(self.browse)
        for line, vals in values.items():
            same[tuple(vals.items())] |= line
        for vals, lines in same.items():
            # pylint: disable-next=super-method-mismatch
            super(CdsAssessmentLine, lines).write(dict(vals))
        self._record_changes(before, is_taken_over)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_superuser(self):
        if not self.env.su:
            raise UserError(self.env._("The items of an assessment cannot be deleted."))

    def _get_sheet_rows(self):
        self.fetch(["assessment_id"])
        rows = self.assessment_id.line_ids
        rows.criterion_id.mapped("max_points")  # of all at once, for limits and sums
        return rows

    def _check_open(self, vals):
        """Refuse to write what is not open in the state of the assessment."""
        if {"assessment_id", "criterion_id", "sequence"} & set(vals):
            raise UserError(
                self.env._("The items of an assessment are given by its set.")
            )
        # Who comes too late is told so; whether they may write at all is asked after.
        self.check_access("read")
        self.assessment_id._share()
        self._check_own_items(vals)
        for assessment in self.assessment_id:
            closed = set(vals) - OPEN_FIELDS[assessment.open_hand or None]
            if closed:
                raise UserError(
                    self.env._(
                        "“%(assessment)s” is in the state “%(state)s”: this cannot be "
                        "changed now.",
                        assessment=assessment.display_name,
                        state=assessment._get_state_label(),
                    )
                )
            reason = vals and assessment._get_cannot_fill_reason()
            if reason:
                raise AccessError(
                    self.env._(
                        "%(assessment)s: %(reason)s",
                        assessment=assessment.display_name,
                        reason=reason,
                    )
                )

    def _check_precision(self, vals):
        """Refuse a third decimal, which the column would round away silently."""
        for name in (*FIGURES, *(f"{hand}_points" for hand in HANDS)):
            if vals.get(name):
                try:
                    scoring.to_decimal(vals[name])
                except scoring.ScoringError as error:
                    raise ValidationError(self[:1]._get_refusal(error)) from error

    def _get_status(self, vals):
        """Give the status that a line has after a change of other fields."""
        self.ensure_one()
        given = {"answer_yes", "option_ids", *(f"{hand}_points" for hand in HANDS)}
        if self.criterion_id.conversion_ids:
            given |= set(FIGURES)
        if given & set(vals):
            return "done"
        touched = {*FIGURES, *TEXTS, *(f"{hand}_note" for hand in HANDS)} & set(vals)
        return "doing" if self.status == "todo" and touched else self.status

    # === ACTIONS === #

    def action_open_assessment(self):
        """Open the dossier that the item belongs to, at the item."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "cds_assessment.open_item",
            "params": {
                "action": self.assessment_id.get_formview_action(),
                "item": self.code,
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _hand_labels(self):
        """Give the hands and their names, as a selection."""
        labels = {
            "self": self.env._("Self"),
            "council": self.env._("Council"),
            "external": self.env._("External"),
            "final": self.env._("Recognition"),
        }
        return list(labels.items())

    def _get_answer_points(self):
        """Return the points that follow from the answer; None where they are typed.

        :rtype: Decimal or None
        :raise scoring.ScoringError: for figures that the rules refuse
        """
        self.ensure_one()
        rules = self.assessment_id.framework_id._get_rules()
        node = rules.nodes.get(self.criterion_id._origin.id)
        if node is None:
            return None
        if self.measure == "yes_no":
            return scoring.yes_no_points(node, self.answer_yes)
        if self.measure == "choice":
            return scoring.option_points(node, set(self.option_ids._origin.ids))
        if self.measure == "count":
            return scoring.converted_points(node, scoring.to_decimal(self.quantity))
        if self.measure == "ratio" and (self.numerator or self.denominator):
            figure = scoring.percentage(
                scoring.to_decimal(self.numerator), scoring.to_decimal(self.denominator)
            )
            return scoring.converted_points(node, figure)
        return None

    def _get_refusal(self, error):
        """Put a refusal of the scoring engine into a sentence that names the item."""
        sentences = {
            "not_a_number": self.env._("%(item)s: this is not a number."),
            "too_precise": self.env._(
                "%(item)s: %(value)s has more than two decimals."
            ),
            "negative": self.env._("%(item)s: %(value)s is below 0."),
            "above_maximum": self.env._(
                "%(item)s: %(value)s is above the maximum, %(maximum)s."
            ),
            "off_step": self.env._(
                "%(item)s: %(value)s is not a multiple of %(step)s."
            ),
            "zero_denominator": self.env._("%(item)s: the total must be above 0."),
            "numerator_above": self.env._(
                "%(item)s: the part (%(value)s) is above the total (%(maximum)s)."
            ),
            "no_conversion": self.env._(
                "%(item)s: no points are laid down for %(value)s."
            ),
        }
        params = {
            key: format_points(self.env, value) if hasattr(value, "is_nan") else value
            for key, value in error.params.items()
        }
        return sentences[error.code] % {
            "item": self.criterion_id.display_name or "",
            **params,
        }
