import base64
import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..report.file_name import safe_name
from ..report.score_sheet import build_score_sheet, score_sheet_paper
from . import activities, scoring
from .explanation import explanation_data
from .score_board import score_board_data
from .states import HANDS, STATES, TRANSITIONS, hands_up_to

_logger = logging.getLogger(__name__)

# How many days before the date of a return the school is reminded.
REMINDER_DAYS = 3
# The fields of a line that decide about points and levels.
ANSWER_FIELDS = tuple(f"{hand}_{part}" for hand in HANDS for part in ("points", "met"))


class CdsAssessment(models.Model):
    """A dossier (hồ sơ đánh giá): one institution, set of criteria and school year.

    Creating it gives it a line for each item and a result for each group and criterion.

    Who moves it on, and when, is the table ``states.TRANSITIONS``; each action has its
    ``_get_cannot_<action>_reason()``, which feeds the button, the error and the tests.
    Besides:

    | what                     | who                           | when                  |
    |--------------------------|-------------------------------|-----------------------|
    | create                   | council (secretary), head     |                       |
    | score items (self)       | contributor, each their items | self                  |
    | score items (council)    | council, head                 | council               |
    | score items (external)   | the team, on its own sheet    | external              |
    | score items (recognised) | head of the authority         | reviewed              |
    | read                     | staff; the authorities above  | always                |
    """

    _name = "cds.assessment"
    _description = "Assessment"
    _inherit = ["cds.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "school_year_id desc, institution_id, id"
    _rec_names_search = ["institution_id.name", "institution_id.code"]

    # What only the actions write.
    _guarded_fields = frozenset(
        (
            "state",
            "hand",
            "team_id",
            "round",
            "return_reason",
            "return_deadline",
            "is_reminded",
            "concluded_by_id",
            "submitted_on",
            "is_recorded_by_hand",
            "recognition_number",
            "recognition_date",
            "company_id",
            *(f"{hand}_overall_level_id" for hand in HANDS),
        )
    )

    institution_id = fields.Many2one(
        "cds.institution",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        domain="[('kind', '=', 'school')]",
        default=lambda self: self._default_institution_id(),
    )
    framework_id = fields.Many2one(
        "cds.framework",
        string="Set of Criteria",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('state', '=', 'published')]",
        default=lambda self: self._default_framework_id(),
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        default=lambda self: self.env["cds.school.year"]._get_current(),
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    date = fields.Date(
        string="Date of the Sheet",
        default=fields.Date.context_today,
        copy=False,
        help="The date that the printed score sheet bears.",
    )
    state = fields.Selection(
        [(key, state.label) for key, state in STATES.items()],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    hand = fields.Selection(
        "_selection_hand",
        string="Points That Count",
        default="self",
        required=True,
        readonly=True,
        copy=False,
        help="The latest set of points that has been begun.",
    )
    open_hand = fields.Char(compute="_compute_open_hand")
    is_editable = fields.Boolean(compute="_compute_open_hand")
    refusals = fields.Json(
        compute="_compute_refusals",
        help="For each action of the state: why the user cannot take it, or nothing.",
    )
    # council and team
    council_id = fields.Many2one(
        "cds.council",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        domain="[('kind', '=', 'self'), ('institution_id', '=', institution_id)]",
    )
    team_id = fields.Many2one(
        "cds.council",
        string="External Team",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    review_ids = fields.One2many("cds.review", "assessment_id", string="Reviews")
    change_ids = fields.One2many(
        "cds.score.change", "assessment_id", string="History of Points"
    )
    round_change_ids = fields.One2many(
        "cds.score.change",
        string="Changed Since the Return",
        compute="_compute_round_change_ids",
    )
    # rounds
    round = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    return_reason = fields.Text(readonly=True, copy=False)
    return_deadline = fields.Date(readonly=True, copy=False)
    is_reminded = fields.Boolean(readonly=True, copy=False)
    concluded_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False
    )
    submitted_on = fields.Datetime(readonly=True, copy=False)
    # recognition recorded from the authority's paper
    is_recorded_by_hand = fields.Boolean(readonly=True, copy=False)
    recognition_number = fields.Char(readonly=True, copy=False)
    recognition_date = fields.Date(readonly=True, copy=False)
    line_ids = fields.One2many("cds.assessment.line", "assessment_id", string="Items")
    gap_line_ids = fields.One2many(related="line_ids", string="Self and External")
    result_ids = fields.One2many(
        "cds.assessment.result", "assessment_id", string="Results"
    )
    self_overall_level_id = fields.Many2one(
        "cds.level",
        string="Overall Level (Self)",
        compute="_compute_overall_levels",
        store=True,
        ondelete="restrict",
    )
    council_overall_level_id = fields.Many2one(
        "cds.level",
        string="Overall Level (Council)",
        compute="_compute_overall_levels",
        store=True,
        ondelete="restrict",
    )
    external_overall_level_id = fields.Many2one(
        "cds.level",
        string="Overall Level (External)",
        compute="_compute_overall_levels",
        store=True,
        ondelete="restrict",
    )
    final_overall_level_id = fields.Many2one(
        "cds.level",
        string="Overall Level (Recognised)",
        compute="_compute_overall_levels",
        store=True,
        ondelete="restrict",
    )
    progress = fields.Integer(
        string="Progress (%)", compute="_compute_progress", aggregator=None
    )
    result_summary = fields.Char(compute="_compute_result_summary")
    provisional_count = fields.Integer(related="framework_id.provisional_count")
    score_board = fields.Json(
        compute="_compute_score_board",
        help="Totals, levels and progress, as the form shows them during typing.",
    )
    explanation = fields.Html(
        string="Why This Level?", compute="_compute_explanation", sanitize=False
    )

    _one_live = models.UniqueIndex(
        "(institution_id, framework_id, school_year_id) WHERE state != 'cancelled'",
        "This institution already has an assessment for this school year and set of "
        "criteria.",
    )

    # === DEFAULTS === #

    def _default_institution_id(self):
        schools = self.env.user.cds_institution_ids.filtered(
            lambda institution: institution.kind == "school"
        )
        return schools if len(schools) == 1 else False

    def _default_framework_id(self):
        return self.env["cds.framework"].search(
            [("state", "=", "published")], order="issued_date desc, id desc", limit=1
        )

    @api.model
    def _selection_hand(self):
        return self.env["cds.assessment.line"]._hand_labels()

    # === COMPUTE METHODS === #

    @api.depends("institution_id", "school_year_id")
    def _compute_display_name(self):
        for assessment in self:
            # sudo: whoever may read an assessment may read whose it is.
            names = (
                assessment.sudo().institution_id.name,
                assessment.school_year_id.name,
            )
            assessment.display_name = ", ".join(filter(None, names))

    @api.depends("state")
    def _compute_open_hand(self):
        for assessment in self:
            assessment.open_hand = STATES[assessment.state].open_hand
            assessment.is_editable = STATES[assessment.state].is_editable

    @api.depends(
        "hand", "framework_id", *(f"line_ids.{name}" for name in ANSWER_FIELDS)
    )
    def _compute_overall_levels(self):
        with_rule = self.filtered(lambda a: a.framework_id.overall_rule != "none")
        with_rule._fetch_answers()
        for assessment in self:
            scores = assessment._score() if assessment in with_rule else {}
            for hand in HANDS:
                overall = hand in scores and scores[hand].overall
                assessment[f"{hand}_overall_level_id"] = overall and overall.key

    @api.depends("change_ids", "round")
    def _compute_round_change_ids(self):
        for assessment in self:
            assessment.round_change_ids = assessment.change_ids.filtered(
                lambda change, a=assessment: change.round == a.round and a.round > 1
            )

    @api.depends("line_ids.status")
    def _compute_progress(self):
        counts = self.env["cds.assessment.line"]._read_group(
            [("assessment_id", "in", self.ids)],
            ["assessment_id", "status"],
            ["__count"],
        )
        totals, done = {}, {}
        for assessment, status, count in counts:
            totals[assessment] = totals.get(assessment, 0) + count
            done[assessment] = done.get(assessment, 0) + count * (status == "done")
        for assessment in self:
            total = totals.get(assessment._origin, 0)
            assessment.progress = (
                100 * done[assessment._origin] // total if total else 0
            )

    @api.depends(
        "hand",
        *(
            f"result_ids.{hand}_{part}"
            for hand in HANDS
            for part in ("points", "level_id")
        ),
    )
    @api.depends_context("lang")
    def _compute_result_summary(self):
        for assessment in self:
            assessment.result_summary = " · ".join(
                result._get_summary(assessment.hand)
                for result in assessment.result_ids
                if result.node == "group"
            )

    def _score_dependencies(self):
        """Name what totals, board and explanation are made of."""
        return (
            "hand",
            "state",
            "framework_id",
            "line_ids.status",
            *(f"line_ids.{name}" for name in ANSWER_FIELDS),
        )

    @api.depends(lambda self: self._score_dependencies())
    @api.depends_context("lang")
    def _compute_score_board(self):
        for assessment in self:
            assessment.score_board = score_board_data(assessment)

    @api.depends(lambda self: self._score_dependencies())
    @api.depends_context("lang")
    def _compute_explanation(self):
        for assessment in self:
            assessment.explanation = self.env["ir.qweb"]._render(
                "cds_assessment.explanation",
                {"groups": assessment.explain()[assessment.hand]},
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("council_id", "institution_id")
    def _check_council(self):
        for assessment in self:
            council = assessment.council_id
            if council and (
                council.kind != "self"
                or council.institution_id != assessment.institution_id
            ):
                raise ValidationError(
                    self.env._(
                        "“%(council)s” is not the self-assessment council of this "
                        "school.",
                        council=council.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create assessments with all their lines and results.

        :raise UserError: for a set of criteria that is not published, or a state that
            only actions may give
        """
        if not self.env.su:
            # Before the database speaks of what there is already.
            institutions = [vals.get("institution_id") for vals in vals_list]
            self.env["cds.institution"].browse(filter(None, institutions)).check_access(
                "read"
            )
        # One cancelled a moment ago must not stand in the way of a new one.
        self.flush_model(["state"])
        assessments = super().create(vals_list)
        for assessment in assessments:
            if assessment.framework_id.state != "published":
                raise UserError(
                    self.env._(
                        "“%(framework)s” is not published: nobody is assessed by it.",
                        framework=assessment.framework_id.name,
                    )
                )
        assessments._insert_lines_and_results()
        return assessments

    def write(self, vals):
        """Keep the state to the actions, and what the lines stand on as it is.

        :raise UserError: when the state, the set of criteria or, once begun, the
            institution or school year would change
        """
        if not self.env.su:
            self._check_may_write(vals)
        for assessment in self:
            fixed = {"framework_id"}
            if assessment.state != "draft":
                fixed |= {"institution_id", "school_year_id"}
            changed = [f for f in fixed & set(vals) if assessment[f].id != vals[f]]
            if changed:
                raise UserError(
                    self.env._(
                        "“%(name)s” has begun: its institution, school year and set of "
                        "criteria stay as they are.",
                        name=assessment.display_name,
                    )
                )
        return super().write(vals)

    def _check_may_write(self, vals):
        # A contributor saves the form too, but only items may have changed on it.
        head = set(vals) - {"line_ids"}
        if head and not self.env.user.has_group("cds_assessment.group_council"):
            raise AccessError(
                self.env._("Only the council and the head change the dossier itself.")
            )
        locked = self.filtered(lambda assessment: not assessment.is_editable)
        if head and locked:
            raise UserError(
                self.env._(
                    "“%(assessment)s” is in the state “%(state)s”: this cannot be "
                    "changed now.",
                    assessment=locked[0].display_name,
                    state=locked[0]._get_state_label(),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(assessment.state != "draft" for assessment in self):
            raise UserError(
                self.env._("Only an assessment in preparation can be deleted.")
            )

    def _insert_lines_and_results(self):
        """Insert the rows of many assessments by two statements in the database.

        An empty assessment has the same points and levels whoever it belongs to: they
        are scored once for each set of criteria.
        """
        if not self:
            return
        self.flush_recordset()
        log = SQL(
            "%(uid)s AS create_uid, %(uid)s AS write_uid, "
            "%(now)s AS create_date, %(now)s AS write_date",
            uid=self.env.uid or SUPERUSER_ID,
            now=self.env.cr.now(),
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cds_assessment_line (
                    assessment_id, criterion_id, sequence, status,
                    self_points, self_met,
                    create_uid, write_uid, create_date, write_date)
                SELECT a.id, c.id, c.sequence, 'todo', 0, false, %(log)s
                FROM cds_assessment a
                JOIN cds_criterion c ON c.framework_id = a.framework_id
                WHERE a.id = ANY(%(ids)s) AND c.node = 'item'
                ORDER BY a.id, c.sequence
                """,
                log=log,
                ids=list(self.ids),
            )
        )
        levels = self.framework_id._get_empty_levels()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cds_assessment_result (
                    assessment_id, criterion_id, node, sequence, institution_id,
                    framework_id, school_year_id, company_id,
                    self_points, council_points, external_points, final_points,
                    self_level_id,
                    create_uid, write_uid, create_date, write_date)
                SELECT a.id, c.id, c.node, c.sequence, a.institution_id,
                    a.framework_id, a.school_year_id, a.company_id,
                    0, 0, 0, 0, empty.level_id, %(log)s
                FROM cds_assessment a
                JOIN cds_criterion c ON c.framework_id = a.framework_id
                JOIN unnest(%(criteria)s::int[], %(levels)s::int[])
                    AS empty(criterion_id, level_id) ON empty.criterion_id = c.id
                WHERE a.id = ANY(%(ids)s)
                ORDER BY a.id, c.sequence
                """,
                log=log,
                criteria=list(levels),
                levels=list(levels.values()),
                ids=list(self.ids),
            )
        )
        self.invalidate_recordset(["line_ids", "result_ids"])
        if "lowest" in self.framework_id.mapped("overall_rule"):
            self.modified(["line_ids"])

    # === ACTIONS === #

    def action_start(self):
        """Open the self-scoring, and give the council's members their items."""
        self._check_can("start")
        for assessment in self:
            assessment._assign_items()
        self._go("start")

    def action_to_council(self):
        """Hand the self-scored items to the council."""
        self._check_can("to_council")
        self._go("to_council")

    def action_conclude(self):
        """Conclude for the council: nothing changes after it but by a return."""
        self._check_can("conclude")
        self.sudo().concluded_by_id = self.env.user  # sudo: not for hands to write
        self._go("conclude")

    def action_send_back(self):
        """Ask why, then send a concluded dossier back to the council."""
        self._check_can("send_back")
        return self._open_return("send_back")

    def action_approve(self):
        """Approve as head what the council concluded."""
        self._check_can("approve")
        self._go("approve")

    def action_submit(self):
        """Submit the dossier to the authority that assesses from outside."""
        self._check_can("submit")
        self.sudo().submitted_on = fields.Datetime.now()  # sudo: as above
        self._go("submit")

    def action_receive(self):
        """Ask which team assesses, then receive the dossier."""
        self._check_can("receive")
        return self._open_dialog("cds.assessment.receive", self.env._("Receive"))

    def action_return(self):
        """Ask why and until when, then return the dossier for supplement."""
        self._check_can("return")
        return self._open_return("return")

    def action_close_external(self):
        """Close the external assessment with the points of the team's sheet."""
        self._check_can("close_external")
        for assessment in self:
            # sudo: the team writes its hand by this action only
            review = assessment.sudo().review_ids
            review._transfer()
            assessment.sudo().hand = "external"
        self._go("close_external")

    def action_recognise(self):
        """Recognise the levels of the final points."""
        self._check_can("recognise")
        self._go("recognise")

    def action_publish(self):
        """Publish the recognised levels."""
        self._check_can("publish")
        self._go("publish")

    def action_record_recognition(self):
        """Ask what the authority's paper says, then record it by hand."""
        self._check_can("record_recognition")
        return self._open_dialog(
            "cds.assessment.record", self.env._("Record Recognition")
        )

    def action_cancel(self):
        """Cancel the assessment; its points and papers stay to be read."""
        self._check_can("cancel")
        self._go("cancel")

    # === WHO MAY DO WHAT === #

    def _get_cannot_start_reason(self):
        return self._get_cannot_reason("start")

    def _get_cannot_to_council_reason(self):
        reason = self._get_cannot_reason("to_council")
        todo = self.line_ids.filtered(lambda line: line.status != "done")
        if not reason and todo:
            reason = self.env._(
                "%(count)s items are not done: %(codes)s.",
                count=len(todo),
                codes=", ".join(todo.mapped("code")),
            )
        return reason

    def _get_cannot_conclude_reason(self):
        reason = self._get_cannot_reason("conclude")
        if not reason and not self.council_id:
            reason = self.env._("The dossier names no self-assessment council.")
        return reason or " ".join(self.council_id._get_problems() if not reason else ())

    def _get_cannot_send_back_reason(self):
        return self._get_cannot_reason("send_back")

    def _get_cannot_approve_reason(self):
        reason = self._get_cannot_reason("approve")
        if not reason and self.concluded_by_id == self.env.user and not self.env.su:
            reason = self.env._(
                "Who concluded for the council does not approve as head: another "
                "member of the council must conclude."
            )
        return reason

    def _get_cannot_submit_reason(self):
        reason = self._get_cannot_reason("submit")
        if not reason:
            blocking = self._score()[self.hand].blocking
            if blocking:
                reason = self.env._(
                    "Mandatory condition not met: %(codes)s.",
                    codes=", ".join(node.code for node in blocking),
                )
        if not reason and not self.sudo().institution_id._get_assessor():
            # sudo: the authority may be out of the school's sight
            reason = self.env._(
                "No authority is entered for this school: record its recognition by "
                "hand instead."
            )
        return reason

    def _get_cannot_receive_reason(self):
        return self._get_cannot_reason("receive")

    def _get_cannot_return_reason(self):
        return self._get_cannot_reason("return")

    def _get_cannot_close_external_reason(self):
        reason = self._get_cannot_reason("close_external")
        review = self.sudo().review_ids  # sudo: checked just below who may close it
        if not reason and self.env.user not in review.team_id.user_ids:
            if not self.env.su:
                reason = self.env._("Only the team closes its review.")
        return reason or " ".join(review._get_open_problems() if review else ())

    def _get_cannot_recognise_reason(self):
        return self._get_cannot_reason("recognise")

    def _get_cannot_publish_reason(self):
        return self._get_cannot_reason("publish")

    def _get_cannot_record_recognition_reason(self):
        reason = self._get_cannot_reason("record_recognition")
        if not reason and self.sudo().institution_id._get_assessor():
            # sudo: as in _get_cannot_submit_reason
            reason = self.env._(
                "The authority is entered here: submit the dossier to it."
            )
        return reason

    def _get_cannot_cancel_reason(self):
        return self._get_cannot_reason("cancel")

    def _get_cannot_reason(self, action):
        """Say why state or rights keep the user from an action (empty: nothing does).

        :param action: a key of ``states.TRANSITIONS``
        """
        self.ensure_one()
        transition = TRANSITIONS[action]
        if self.state not in transition.sources:
            return self.env._(
                "This is not possible in the state “%(state)s”.",
                state=self._get_state_label(),
            )
        if self.env.su:
            return ""
        return self._get_cannot_role_reason(transition.group, transition.side)

    def _get_cannot_fill_reason(self):
        """Say why the user cannot fill in the hand that is open (empty: they can)."""
        self.ensure_one()
        state = STATES[self.state]
        if state.role is None:
            return self.env._(
                "This is not possible in the state “%(state)s”.",
                state=self._get_state_label(),
            )
        return self._get_cannot_role_reason(state.role, state.side)

    def _get_cannot_role_reason(self, role, side):
        if not self.env.user.has_group(f"cds_assessment.group_{role}"):
            return self.env._("Your role does not allow this.")
        if not self._is_on_side(side):
            return self.env._("You do not belong to the institution whose turn it is.")
        return ""

    def _is_on_side(self, side):
        """Say whether the user is staff of the school, or of its assessing authority.

        Staff of an authority above the assessing one count as well.
        """
        self.ensure_one()
        # sudo: whose turn it is does not depend on which institutions the user sees
        institution = self.sudo().institution_id
        own = self.env.user.cds_institution_ids
        if side == "school":
            return institution in own
        assessor = institution._get_assessor()
        above = {int(key) for key in (assessor.parent_path or "").split("/") if key}
        # staff of a school is never on the authority's side for it
        return bool(above & set(own.ids)) and institution not in own

    def _check_can(self, action):
        """Refuse an action that the user cannot take.

        :raise UserError: with the reason
        """
        self.check_access("read")
        for assessment in self:
            reason = getattr(assessment, f"_get_cannot_{action}_reason")()
            if reason:
                raise UserError(
                    self.env._(
                        "%(assessment)s: %(reason)s",
                        assessment=assessment.display_name,
                        reason=reason,
                    )
                )

    @api.depends(lambda self: ("review_ids.state", *self._score_dependencies()))
    @api.depends_context("uid", "lang")
    def _compute_refusals(self):
        for assessment in self:
            assessment.refusals = {
                action: getattr(assessment, f"_get_cannot_{action}_reason")()
                for action, transition in TRANSITIONS.items()
                if assessment.state in transition.sources
            }

    # === MOVING ON === #

    def _go(self, action):
        """Move on: begin the hand that comes with the next state, and enter it."""
        transition = TRANSITIONS[action]
        for assessment in self:
            hand = transition.begins
            # sudo: the action was checked; hands and state are closed to everyone else
            if hand and hand != assessment.hand:
                assessment.sudo().line_ids._begin_hand(hand)
                assessment.sudo().hand = hand
        self._set_state(transition.target)

    def _set_state(self, state):
        # Past write() on purpose: only the actions may change the state.
        # pylint: disable=super-method-mismatch
        result = super(CdsAssessment, self.sudo()).write({"state": state})
        activities.synchronise(self.sudo())  # sudo: they are others' activities
        return result

    def _return(self, action, reason, deadline=False):
        """Send a dossier back to the council, as a new round.

        :param action: ``send_back`` (the head) or ``return`` (the authority)
        :param reason: why, for the school to read
        :param deadline: date until which the school answers
        :raise UserError: when the user cannot, or there is no reason
        """
        self._check_can(action)
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the dossier is returned."))
        for assessment in self:
            # sudo: rounds are counted by the actions only
            assessment.sudo().write(
                {
                    "round": assessment.round + 1,
                    "return_reason": reason,
                    "return_deadline": deadline,
                    "is_reminded": False,
                }
            )
            assessment.sudo().message_post(
                body=self.env._("Returned for supplement: %(reason)s", reason=reason),
                author_id=self.env.user.partner_id.id,
            )
        self._go(action)
        activities.notify_return(self.sudo())  # sudo: addresses of others

    @api.model
    def _cron_remind_deadlines(self):
        """Remind schools once, some days before they are to answer a return."""
        day = fields.Date.add(fields.Date.context_today(self), days=REMINDER_DAYS)
        near = self.search(
            [
                ("state", "=", "council"),
                ("return_deadline", "<=", day),
                ("is_reminded", "=", False),
            ]
        )
        activities.remind_deadline(near)
        near.write({"is_reminded": True})

    def _receive(self, team):
        """Receive a dossier and give the team its blank sheet.

        :raise UserError: when the user cannot, or the team may not assess this school
        """
        self._check_can("receive")
        for assessment in self:
            assessment._check_team(team)
            # sudo: the team is set by this action only
            assessment.sudo().team_id = team
            self.env["cds.review"].sudo()._create_for(assessment.sudo(), team)
        self._go("receive")

    def _record_recognition(self, record):
        """Record what the paper of an authority outside of this database says.

        :param record: ``cds.assessment.record``
        :raise UserError: when the user cannot, or points are not those of the items
        """
        self._check_can("record_recognition")
        if record.line_ids.line_id - self.line_ids:
            raise UserError(self.env._("These items belong to another dossier."))
        if record.line_ids.line_id != self.line_ids:
            raise UserError(
                self.env._("The record must have each item of this dossier once.")
            )
        reason = self.env._("Recorded from decision %(number)s", number=record.number)
        # sudo: the authority's hands are written by actions only
        self.sudo().hand = "external"
        for recorded in record.line_ids:
            recorded.line_id.sudo().with_context(cds_change_reason=reason).write(
                {
                    "external_points": recorded.points,
                    "external_met": recorded.is_met,
                    "external_note": reason,
                }
            )
        self.sudo().write(
            {
                "is_recorded_by_hand": True,
                "recognition_number": record.number,
                "recognition_date": record.date,
            }
        )
        self.sudo().message_post(
            body=reason,
            author_id=self.env.user.partner_id.id,
            attachments=[(record.scan_name or "scan", base64.b64decode(record.scan))],
        )
        self._go("record_recognition")

    def _check_team(self, team):
        """Refuse a team that is no team, is incomplete, or works at the school.

        :raise UserError: with the reason
        """
        self.ensure_one()
        if team.kind != "external" or team.institution_id.kind != "authority":
            raise UserError(self.env._("This is no external team of an authority."))
        problems = team._get_problems()
        conflicts = team._get_conflicts(self.institution_id)
        if conflicts:
            problems.append(
                self.env._(
                    "These members work at the school: %(names)s.",
                    names=", ".join(conflicts.mapped("name")),
                )
            )
        if problems:
            raise UserError(" ".join(problems))

    def _assign_items(self):
        """Give each member of the council the items under their criteria."""
        self.ensure_one()
        for user, criteria in self.council_id._get_criteria_by_user().items():
            lines = self.line_ids.filtered_domain(
                [("criterion_id", "in", criteria.ids)]
            )
            # sudo: the assignment follows from the council's decision
            lines.sudo().assigned_user_ids = [fields.Command.link(user.id)]

    def _get_state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _open_return(self, action):
        name = {
            "send_back": self.env._("Back to the Council"),
            "return": self.env._("Return for Supplement"),
        }[action]
        return self._open_dialog(
            "cds.assessment.return", name, {"default_action": action}
        )

    def _open_dialog(self, model, name, context=None):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_assessment_id": self.id, **(context or {})},
        }

    def action_print_score_sheet(self):
        """Download the score sheet as PDF."""
        self.check_access("read")
        return self.env.ref("cds_assessment.action_report_score_sheet").report_action(
            self, config=False
        )

    def action_download_workbook(self):
        """Download the score matrix as a workbook, a sheet for each assessment."""
        return self._download("xlsx")

    def action_download_files(self):
        """Download score sheet and workbook of each assessment in one ZIP."""
        return self._download("zip")

    def _download(self, kind):
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/score_sheets.{kind}?ids={ids}",
            "target": "download",
        }

    # === BUSINESS METHODS === #

    def _fetch_answers(self):
        """Read what scoring needs of all lines at once, however many they are."""
        self.line_ids.fetch(["assessment_id", "criterion_id", *ANSWER_FIELDS])

    def _get_answers(self, hand):
        """Give what one hand has answered, as the scoring engine reads it.

        :param hand: one of ``states.HANDS``
        :return: ``scoring.Answer`` by criterion id
        """
        self.ensure_one()
        return {
            line.criterion_id.id: scoring.Answer(
                points=scoring.to_decimal(line[f"{hand}_points"]),
                met=line[f"{hand}_met"],
            )
            for line in self.line_ids
        }

    def _answer_by_code(self, answers):
        """Write answers on items that are named by their codes.

        :param answers: values of ``cds.assessment.line`` by code
        :raise KeyError: for a code that the set of criteria does not have
        """
        self.ensure_one()
        lines = {line.code: line for line in self.line_ids}
        for code, vals in answers.items():
            lines[code].write(vals)

    def _score(self):
        """Score each hand that has been begun.

        :return: ``scoring.Score`` by hand
        """
        self.ensure_one()
        rules = self.framework_id._get_rules()
        return {
            hand: scoring.score(rules, self._get_answers(hand))
            for hand in hands_up_to(self.hand)
        }

    @api.private
    def explain(self):
        """Say why each group has its level, for each hand that has been begun.

        :return: by hand, a list with a dictionary for each group (see
            :func:`explanation.explanation_data`); form, papers and tests read this
        """
        self.ensure_one()
        self.check_access("read")
        rules = self.framework_id._get_rules()
        return {
            hand: explanation_data(self.env, rules, self._get_answers(hand))
            for hand in hands_up_to(self.hand)
        }

    def _get_file_name(self):
        """Name its files by what they are, school and year, without an ending."""
        self.ensure_one()
        return safe_name(
            "Phieu danh gia",
            self.sudo().institution_id.name,  # sudo: as in the display name
            self.school_year_id.name,
        )

    def _get_score_sheet(self):
        """Give the score matrix that PDF and workbook are made of.

        :rtype: report.score_sheet.ScoreSheet
        """
        self.ensure_one()
        # Papers are Vietnamese whatever the user's language.
        return build_score_sheet(self.with_context(lang="vi_VN"))

    def _get_score_sheet_paper(self):
        """Give the score sheet as a paper.

        :rtype: report.paper.Paper
        """
        vietnamese = self.with_context(lang="vi_VN")
        return score_sheet_paper(vietnamese.env, vietnamese._get_score_sheet())

    def _render_score_sheets(self):
        """Render the score sheets as PDF, all in one call where that works.

        :return: PDF bytes by assessment id, and a sentence for each that failed
        """
        report = self.env["ir.actions.report"]
        reference = "cds_assessment.action_report_score_sheet"
        pdfs, failures = {}, []
        try:
            streams = report._render_qweb_pdf_prepare_streams(reference, {}, self.ids)
            pdfs = {key: s["stream"].getvalue() for key, s in streams.items() if key}
        except UserError:
            _logger.info("Score sheets are rendered one by one after a failure.")
        for assessment in self.filtered(lambda a: a.id not in pdfs):
            try:
                content, _kind = report._render_qweb_pdf(reference, assessment.ids)
                pdfs[assessment.id] = content
            except UserError as error:
                failures.append(f"{assessment.display_name}: {error}")
        return pdfs, failures
