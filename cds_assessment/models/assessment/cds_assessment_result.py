from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import scoring
from ...tools.number_format import format_points
from ...tools.score_board import level_words
from ...tools.states import HANDS, STATES, standing_hand
from .cds_assessment import ANSWER_FIELDS


class CdsAssessmentResult(models.Model):
    """Points and level of one group or criterion, for each hand; for lists and papers.

    Stored, and right after any change of a line; a moment later where others score the
    same dossier in that very moment (``cds.result.mark``).
    """

    _name = "cds.assessment.result"
    _description = "Assessment Result"
    _inherit = ["cds.locked", "cds.points.by.group"]
    _order = "assessment_id, sequence, id"
    _rec_names_search = ["criterion_id"]

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade", index=True
    )
    criterion_id = fields.Many2one(
        "cds.criterion", required=True, readonly=True, ondelete="restrict", index=True
    )
    node = fields.Selection(
        [("group", "Group"), ("criterion", "Criterion")],
        string="Kind",
        required=True,
        readonly=True,
    )
    sequence = fields.Integer(readonly=True, aggregator=None)
    institution_id = fields.Many2one(
        related="assessment_id.institution_id", store=True, index=True
    )
    framework_id = fields.Many2one(
        related="assessment_id.framework_id", store=True, index=True
    )
    school_year_id = fields.Many2one(
        related="assessment_id.school_year_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(related="assessment_id.state")
    hand = fields.Selection(related="assessment_id.hand", string="Whose Points")
    self_points = fields.Float(
        digits=(6, 2), compute="_compute_scores", store=True, aggregator="avg"
    )
    council_points = fields.Float(
        digits=(6, 2), compute="_compute_scores", store=True, aggregator="avg"
    )
    external_points = fields.Float(
        digits=(6, 2), compute="_compute_scores", store=True, aggregator="avg"
    )
    final_points = fields.Float(
        string="Recognised Points",
        digits=(6, 2),
        compute="_compute_scores",
        store=True,
        aggregator="avg",
    )
    self_level_id = fields.Many2one(
        "cds.level",
        compute="_compute_scores",
        store=True,
        ondelete="restrict",
        index=True,
    )
    council_level_id = fields.Many2one(
        "cds.level",
        compute="_compute_scores",
        store=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    external_level_id = fields.Many2one(
        "cds.level",
        compute="_compute_scores",
        store=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    final_level_id = fields.Many2one(
        "cds.level",
        string="Recognised Level",
        compute="_compute_scores",
        store=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    standing = fields.Selection(
        [
            (scoring.UNTOUCHED, "Not scored yet"),
            (scoring.PARTIAL, "So far"),
            (scoring.COMPLETE, "Complete"),
        ],
        string="How Far",
        compute="_compute_scores",
        store=True,
        help="Before anything is scored there is no level; while items are missing it "
        "is the level so far.",
    )

    _one_per_node = models.UniqueIndex(
        "(assessment_id, criterion_id)",
        "An assessment has one result for each group and criterion.",
    )

    @api.depends(
        "assessment_id.hand",
        "assessment_id.line_ids.status",
        *(f"assessment_id.line_ids.{name}" for name in ANSWER_FIELDS),
    )
    def _compute_scores(self):
        saved = self.filtered("id")
        marks = self.env["cds.result.mark"]
        if saved and not marks._try_to_hold(saved.assessment_id):
            # they stay as they are stored, for now
            saved = saved.browse()
        computed = self.filtered(lambda result: not result.id) | saved
        computed.assessment_id._fetch_answers()
        for assessment, results in computed.grouped("assessment_id").items():
            scores, done, nodes = {}, set(), {}
            if assessment:
                scores, done = assessment._score(), assessment._get_done()
                nodes = assessment.framework_id._get_rules().nodes
            for result in results:
                key = result.criterion_id.id
                node = nodes.get(key)
                result.standing = node and scoring.standing(node, done)
                is_untouched = result.standing == scoring.UNTOUCHED
                for hand in HANDS:
                    score = hand in scores and scores[hand].nodes.get(key)
                    result[f"{hand}_points"] = score and float(score.points)
                    result[f"{hand}_level_id"] = (
                        score and score.level and not is_untouched and score.level.key
                    )

    def _get_counting_sql(self, name, query):
        """Leave out what nobody has scored, or not yet recognised."""
        hand = name.removesuffix("_points")
        state = self._field_to_sql(self._table, "state", query)
        if hand == "final":
            standing = tuple(key for key in STATES if standing_hand(key) == hand)
            return SQL("%s IN %s", state, standing)
        begun = self._field_to_sql(self._table, "hand", query)
        standing = self._field_to_sql(self._table, "standing", query)
        return SQL(
            "%s IN %s AND %s IS DISTINCT FROM %s AND %s != 'draft'",
            begun,
            HANDS[HANDS.index(hand) :],
            standing,
            scoring.UNTOUCHED,
            state,
        )

    def _make_anew(self):
        """Have all that is stored computed from the lines once more."""
        names = (f"{hand}_{part}" for hand in HANDS for part in ("points", "level_id"))
        for name in ("standing", *names):
            self.env.add_to_compute(self._fields[name], self)

    @api.depends("criterion_id")
    def _compute_display_name(self):
        for result in self:
            result.display_name = result.criterion_id.display_name

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse results by hand: they are computed.

        :raise UserError: outside of superuser mode
        """
        if not self.env.su:
            raise UserError(self.env._("Results are computed, nobody enters them."))
        return super().create(vals_list)

    def _get_summary(self, hand):
        """Write code, points and level of one hand in one line."""
        self.ensure_one()
        level = self[f"{hand}_level_id"]
        standing = self.standing or scoring.COMPLETE
        is_untouched = standing == scoring.UNTOUCHED
        return self.env._(
            "%(code)s: %(points)s/%(maximum)s, %(level)s",
            code=self.criterion_id.code,
            points=format_points(self.env, self[f"{hand}_points"]),
            maximum=format_points(self.env, self.criterion_id.max_points),
            level=level_words(self.env, level.name, standing)
            if level or is_untouched
            else "–",
        )
