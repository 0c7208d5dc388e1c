from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import scoring
from ...tools.number_format import format_points

# What the plan says, and what the minutes say: see ``_check_may_write``.
PLANNED = frozenset(
    (
        "name",
        "plan_id",
        "unit",
        "method",
        "planned_on",
        "council_id",
        "framework_id",
    )
)
TOLD = frozenset(
    (
        "inspector_ids",
        "inspected_ids",
        "item_ids",
        "minutes_date",
        "minutes_time",
        "strengths",
        "shortcomings",
        "head_opinion",
    )
)
OPEN_IN = {
    "planned": PLANNED | TOLD,
    "minutes": TOLD,
    "reported": frozenset(("report_date", "notice_date")),
}
CLOSED = PLANNED | TOLD | OPEN_IN["reported"]
OPINION_IN = ("minutes", "reported")


class CdsInspection(models.Model):
    """An internal inspection: what was looked at, what was found, what follows.

    | action    | who               | from      | to          |
    |-----------|-------------------|-----------|-------------|
    | begin     | inspectors        | planned   | minutes     |
    | report    | inspectors        | minutes   | reported    |
    | send_back | head              | reported  | minutes     |
    | conclude  | head              | reported  | concluded   |
    | follow_up | council           | concluded | followed_up |

    The council and the head count as inspectors, unless they are inspected themselves.
    Minutes, report and notice are papers that read the same records: findings stand
    here once.
    """

    _name = "cds.inspection"
    _description = "Internal Inspection"
    _inherit = [
        "cds.workflow",
        "cds.paper.subject",
        "cds.chatter",
        "mail.activity.mixin",
    ]
    _order = "planned_on, id"
    _guarded_fields = frozenset(
        ("state", "institution_id", "school_year_id", "company_id")
    )
    _reader_paths = {
        "council_id": "inspector_ids.user_id",
        "inspector_ids": "inspector_ids.user_id",
        "inspected_ids": "inspected_ids.user_id",
    }

    name = fields.Char(
        string="Topic",
        required=True,
        help="What is inspected, as papers say it behind “việc”.",
    )
    plan_id = fields.Many2one(
        "cds.inspection.plan",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self._default_plan_id(),
    )
    institution_id = fields.Many2one(
        related="plan_id.institution_id", store=True, index=True
    )
    school_year_id = fields.Many2one(
        related="plan_id.school_year_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index="btree_not_null"
    )
    unit = fields.Char(string="Where", help="The unit or the people inspected.")
    method = fields.Char(help="For instance: documents, interviews, a look round.")
    planned_on = fields.Date(
        string="Planned For", copy=False, help="The plan prints its month."
    )
    council_id = fields.Many2one(
        "cds.council",
        string="Board of Inspection",
        compute="_compute_council_id",
        # Not as superuser: a screen may name any plan.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('kind', '=', 'inspection'), ('institution_id', '=', institution_id)]",
    )
    inspector_ids = fields.Many2many(
        "cds.council.member",
        "cds_inspection_inspector_rel",
        "inspection_id",
        "member_id",
        string="Inspectors",
        compute="_compute_inspector_ids",
        # Not as superuser: as above.
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('council_id', '=', council_id)]",
        help="Those of the board who inspect; they write the minutes.",
    )
    framework_id = fields.Many2one(
        "cds.framework",
        string="Checklist",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('state', '=', 'published'), ('kind', '=', 'checklist')]",
        help="What is looked at; without one the contents are typed.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("minutes", "Minutes"),
            ("reported", "Reported"),
            ("concluded", "Concluded"),
            ("followed_up", "Followed Up"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    minutes_date = fields.Date(string="Date of the Minutes", copy=False, tracking=True)
    minutes_time = fields.Float(
        string="Begun At", copy=False, aggregator=None, help="The time of day."
    )
    report_date = fields.Date(string="Date of the Report", copy=False, tracking=True)
    notice_date = fields.Date(string="Date of the Notice", copy=False, tracking=True)
    item_ids = fields.One2many("cds.inspection.item", "inspection_id", "Contents")
    inspected_ids = fields.One2many("cds.inspection.inspected", "inspection_id")
    strengths = fields.Text(copy=False, help="A line each.")
    shortcomings = fields.Text(copy=False, help="A line each.")
    improvement_ids = fields.One2many(
        "cds.improvement", "inspection_id", string="Recommendations"
    )
    head_opinion = fields.Text(string="Opinion of the Chair of the Board", copy=False)
    carried_ids = fields.Many2many(
        "cds.improvement",
        string="Open From Earlier Years",
        compute="_compute_carried_ids",
    )
    is_scored = fields.Boolean(compute="_compute_is_scored")
    result = fields.Text(compute="_compute_result")
    # what the user can do
    can_plan = fields.Boolean(compute="_compute_can")
    can_tell = fields.Boolean(compute="_compute_can")
    can_date = fields.Boolean(compute="_compute_can")

    _minutes_time_of_day = models.Constraint(
        "CHECK(minutes_time >= 0 AND minutes_time < 24)",
        "A time of day lies between 0:00 and 24:00.",
    )

    def _default_plan_id(self):
        plans = self.env["cds.inspection.plan"].search(
            [
                ("institution_id", "in", self.env.user.cds_institution_ids.ids),
                (
                    "school_year_id",
                    "=",
                    self.env["cds.school.year"]._get_current().id,
                ),
            ]
        )
        return plans if len(plans) == 1 else False

    # === COMPUTE METHODS === #

    @api.depends("plan_id")
    def _compute_council_id(self):
        for inspection in self:
            plan = inspection.plan_id._origin._filtered_access("read")
            inspection.council_id = plan.council_id or inspection.council_id

    @api.depends("council_id")
    def _compute_inspector_ids(self):
        for inspection in self:
            board = inspection.council_id._origin._filtered_access("read")
            kept = inspection.inspector_ids & board.member_ids
            inspection.inspector_ids = kept or board.member_ids

    @api.depends("institution_id", "school_year_id")
    def _compute_carried_ids(self):
        improvements = self.env["cds.improvement"]
        for inspection in self:
            inspection.carried_ids = improvements._get_carried(
                inspection.institution_id, inspection.school_year_id
            )

    @api.depends("framework_id")
    def _compute_is_scored(self):
        for inspection in self:
            checklist = inspection.framework_id
            inspection.is_scored = bool(checklist and checklist._is_scored())

    @api.depends("framework_id", "item_ids.points", "item_ids.is_met")
    @api.depends_context("lang")
    def _compute_result(self):
        for inspection in self:
            inspection.result = "\n".join(inspection._get_result_lines())

    # === CONSTRAINT METHODS === #

    @api.constrains("framework_id")
    def _check_framework(self):
        for checklist in self.framework_id:
            if checklist.kind != "checklist" or checklist.state == "draft":
                raise ValidationError(
                    self.env._(
                        "“%(framework)s” is not a published checklist for inspections.",
                        framework=checklist.name,
                    )
                )

    @api.constrains("council_id", "plan_id", "inspector_ids", "inspected_ids")
    def _check_people(self):
        """The board is the school's, inspectors are of it and inspect others."""
        for inspection in self:
            # sudo: what is another's must be found as well
            sudo = inspection.sudo()
            sudo.council_id._check_inspects(sudo.institution_id)
            if sudo.inspector_ids.council_id - sudo.council_id:
                raise ValidationError(
                    self.env._("Inspectors are members of the board of inspection.")
                )
            if sudo.inspector_ids.user_id & sudo.inspected_ids.user_id:
                raise ValidationError(self.env._("Nobody inspects themselves."))

    @api.constrains("minutes_date", "report_date", "notice_date", "council_id")
    def _check_dates(self):
        """Decision, plan, minutes, report and notice follow each other."""
        for inspection in self:
            latest, before = None, ""
            for name, day in inspection._get_dates():
                if latest and day and day < latest:
                    raise ValidationError(
                        self.env._(
                            "%(inspection)s: the %(later)s is dated %(date)s, before "
                            "the %(earlier)s of %(earlier_date)s.",
                            inspection=inspection.name,
                            later=name,
                            date=f"{day:%d/%m/%Y}",
                            earlier=before,
                            earlier_date=f"{latest:%d/%m/%Y}",
                        )
                    )
                if day:
                    latest, before = day, name

    def _get_dates(self):
        """Return the dates that must not go back: pairs of a name and a date."""
        self.ensure_one()
        # sudo: an inspector need not see board and plan, the dates count all the same
        sudo = self.sudo()
        return (
            (self.env._("decision"), sudo.council_id.decision_date),
            (self.env._("plan"), sudo.plan_id.plan_date),
            (self.env._("minutes"), self.minutes_date),
            (self.env._("report"), self.report_date),
            (self.env._("notice"), self.notice_date),
        )

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep what is told as it is once it is signed.

        :raise UserError: for what is closed in this state, or closed to this user
        """
        if not self.env.su:
            self._check_may_write(vals)
        return super().write(vals)

    def _check_may_write(self, vals):
        for inspection in self:
            opened = OPEN_IN.get(inspection.state, frozenset())
            if CLOSED & set(vals) - opened:
                raise UserError(
                    self.env._(
                        "“%(inspection)s” is in the state “%(state)s”: this cannot be "
                        "changed now.",
                        inspection=inspection.name,
                        state=inspection._get_state_label(),
                    )
                )
            role = "council" if PLANNED & set(vals) else "team"
            reason = inspection._get_cannot_role_reason(role)
            if CLOSED & set(vals) and reason:
                raise UserError(reason)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(inspection.state != "planned" for inspection in self):
            raise UserError(self.env._("Only a planned inspection can be deleted."))

    # === BUSINESS METHODS === #

    def _load_checklist(self):
        """Take the contents of the checklist, where there are none yet."""
        for inspection in self.filtered(lambda i: i.framework_id and not i.item_ids):
            # sudo: contents follow from the checklist of the plan
            inspection.sudo().item_ids = [
                fields.Command.create(criterion._get_inspection_item())
                for criterion in inspection.framework_id.criterion_ids
            ]

    def _get_answers(self):
        """Give the points as the scoring engine reads them, by criterion id."""
        self.ensure_one()
        return {
            item.criterion_id.id: scoring.Answer(
                scoring.to_decimal(item.points), item.is_met
            )
            for item in self.item_ids
            if item.criterion_id.node == "item"
        }

    def _get_result_lines(self):
        """Say points and level of each group, as a list of sentences."""
        self.ensure_one()
        if not self.is_scored:
            return []
        rules = self.framework_id._get_rules()
        scored = scoring.score(rules, self._get_answers())
        lines = [
            self._get_result_line(scored.nodes[group.key]) for group in rules.groups
        ]
        if scored.unmet:
            lines.append(
                self.env._(
                    "Mandatory conditions not met: %(codes)s.",
                    codes=", ".join(node.code for node in scored.unmet),
                )
            )
        return lines

    def _get_result_line(self, node_score):
        node, level = node_score.node, node_score.level
        values = {
            "code": node.code,
            "name": node.name,
            "points": format_points(self.env, node_score.points),
            "maximum": format_points(self.env, node.max_points),
        }
        if not level:
            return self.env._(
                "%(code)s. %(name)s: %(points)s/%(maximum)s points", **values
            )
        return self.env._(
            "%(code)s. %(name)s: %(points)s/%(maximum)s points, %(level)s",
            level=level.name,
            **values,
        )
