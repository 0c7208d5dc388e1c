from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ...tools import scoring
from ...tools.explanation import explanation_data
from ...tools.score_board import score_board_data
from ...tools.states import HANDS, STATES, hands_up_to

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
    _inherit = [
        "cds.workflow",
        "cds.paper.subject",
        "cds.chatter",
        "mail.activity.mixin",
    ]
    _order = "school_year_id, institution_id, id"  # the newest year first
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
            "evidence_numbers",
            "profile_id",
            "campaign_id",
            "is_campaign_told",
            "campaign_notice",
            "campaign_mail_id",
            "sector_entered_on",
            "sector_entered_by_id",
            "sector_entered_hand",
            "state_before_closing",
        )
    )
    _reader_paths = {
        "team_id": "team_id.user_ids",
        "institution_id": "institution_id.user_ids",
    }

    institution_id = fields.Many2one(
        "cds.institution",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        domain="[('kind', '=', 'school')]",
        default=lambda self: self.env["res.users"]._get_only_institution("school"),
    )
    framework_id = fields.Many2one(
        "cds.framework",
        string="Set of Criteria",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('state', '=', 'published'), ('kind', '=', 'assessment')]",
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
    change_ids = fields.One2many(
        "cds.score.change",
        "assessment_id",
        string="History of Points",
        # what the team changes on its sheet is the sheet's own history
        domain=[("review_line_id", "=", False)],
    )
    real_change_ids = fields.One2many(
        "cds.score.change",
        "assessment_id",
        string="Changes of Points",
        domain=[("review_line_id", "=", False), ("is_taken_over", "=", False)],
        help="The history without what a hand took over from the one before.",
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
    )
    council_overall_level_id = fields.Many2one(
        "cds.level",
        string="Overall Level (Council)",
        compute="_compute_overall_levels",
    )
    external_overall_level_id = fields.Many2one(
        "cds.level",
        string="Overall Level (External)",
        compute="_compute_overall_levels",
    )
    final_overall_level_id = fields.Many2one(
        "cds.level",
        string="Overall Level (Recognised)",
        compute="_compute_overall_levels",
    )
    progress = fields.Integer(
        string="Progress (%)", compute="_compute_progress", aggregator=None
    )
    result_summary = fields.Char(compute="_compute_result_summary")
    provisional_count = fields.Integer(related="framework_id.provisional_count")
    # Totals, levels and progress, as the form shows them during typing. Without a help:
    # it would pop up over the form wherever the mouse rests on the board.
    score_board = fields.Json(compute="_compute_score_board")
    explanation = fields.Html(
        string="Why This Level?", compute="_compute_explanation", sanitize=False
    )

    _one_live = models.UniqueIndex(
        "(institution_id, framework_id, school_year_id) WHERE state != 'cancelled'",
        "This institution already has an assessment for this school year and set of "
        "criteria.",
    )

    # === DEFAULT METHODS === #

    def _default_framework_id(self):
        return self.env["cds.framework"].search(
            [("state", "=", "published"), ("kind", "=", "assessment")],
            order="issued_date desc, id desc",
            limit=1,
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
                assessment.sudo().institution_id.display_name,
                assessment.school_year_id.name,
            )
            assessment.display_name = ", ".join(filter(None, names))

    @api.depends("state")
    def _compute_open_hand(self):
        for assessment in self:
            assessment.open_hand = STATES[assessment.state].open_hand
            assessment.is_editable = STATES[assessment.state].is_editable

    @api.depends(
        "hand",
        "framework_id",
        "line_ids.status",
        *(f"line_ids.{name}" for name in ANSWER_FIELDS),
    )
    def _compute_overall_levels(self):
        with_rule = self.filtered(lambda a: a.framework_id.overall_rule != "none")
        with_rule._fetch_answers()
        for assessment in self:
            is_ruled = assessment in with_rule and assessment._has_levels()
            scores = assessment._score() if is_ruled else {}
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
        "result_ids.standing",
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
        for framework in assessments.framework_id:
            reason = framework._get_cannot_assess_reason()
            if reason:
                raise UserError(reason)
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

        Before anything is scored there are no levels.
        """
        if not self:
            return
        self.flush_recordset()
        self.framework_id.criterion_ids.flush_recordset()
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
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cds_assessment_result (
                    assessment_id, criterion_id, node, sequence, institution_id,
                    framework_id, school_year_id, company_id,
                    self_points, council_points, external_points, final_points,
                    standing,
                    create_uid, write_uid, create_date, write_date)
                SELECT a.id, c.id, c.node, c.sequence, a.institution_id,
                    a.framework_id, a.school_year_id, a.company_id,
                    0, 0, 0, 0, %(standing)s, %(log)s
                FROM cds_assessment a
                JOIN cds_criterion c ON c.framework_id = a.framework_id
                WHERE a.id = ANY(%(ids)s) AND c.node != 'item'
                ORDER BY a.id, c.sequence
                """,
                log=log,
                standing=scoring.UNTOUCHED,
                ids=list(self.ids),
            )
        )
        self.invalidate_recordset(["line_ids", "result_ids"])

    # === ACTIONS === #

    # === BUSINESS METHODS === #

    def _fetch_answers(self):
        """Read what scoring needs of all lines at once, however many they are."""
        self.line_ids.fetch(["assessment_id", "criterion_id", "status", *ANSWER_FIELDS])

    def _get_answers(self, hand):
        """Return what one hand has answered, as the scoring engine reads it.

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

    def _has_levels(self):
        """Return whether every group has a level: something of each is scored."""
        done = self._get_done()
        return all(
            scoring.standing(group, done) != scoring.UNTOUCHED
            for group in self.framework_id._get_rules().groups
        )

    def _get_statuses(self):
        """Return the status of each item, for the hand that counts.

        An item that the school has not finished counts once the council has begun.

        :return: status by criterion id
        """
        self.ensure_one()
        is_self = self.hand == "self"
        return {
            line.criterion_id.id: line.status if is_self else "done"
            for line in self.line_ids
        }

    def _get_done(self):
        """Return the items that are scored, as ``scoring.standing`` asks.

        :return: set of criterion ids
        """
        statuses = self._get_statuses()
        return {key for key, status in statuses.items() if status == "done"}

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
        """Return why each group has its level, for each hand that has been begun.

        :return: by hand, a list with a dictionary for each group (see
            :func:`explanation.explanation_data`); form, papers and tests read this
        """
        self.ensure_one()
        self.check_access("read")
        rules = self.framework_id._get_rules()
        return {
            hand: explanation_data(
                self.env, rules, self._get_answers(hand), self._get_done()
            )
            for hand in hands_up_to(self.hand)
        }
