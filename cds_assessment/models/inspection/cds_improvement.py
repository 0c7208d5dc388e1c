from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.number_format import format_points
from . import inspection_activities

# What the one who is responsible says; all else is the council's.
ANSWER = frozenset(("state", "note", "done_on"))
# What the papers of an inspection print: closed with its minutes.
PRINTED = frozenset(("name", "sequence"))
ORIGIN = frozenset(("inspection_id", "assessment_line_id"))
OPEN = ("todo", "doing")


class CdsImprovement(models.Model):
    """What is to become better: who does what until when.

    It comes from a recommendation of an inspection, from the weakness of an item of an
    assessment, or from nothing but the school's wish. As long as it is open it comes
    back in the plans of the next school year.
    """

    _name = "cds.improvement"
    _description = "Improvement"
    _inherit = ["cds.guarded", "cds.chatter", "mail.activity.mixin"]
    _order = "school_year_id, sequence, id"
    _guarded_fields = frozenset(("company_id", "assessment_id", "is_open"))
    _reader_paths = {"user_id": "user_id"}

    name = fields.Char(string="What Is To Be Done", required=True)
    sequence = fields.Integer(default=10, aggregator=None)
    inspection_id = fields.Many2one(
        "cds.inspection",
        string="Recommended By",
        ondelete="cascade",
        index="btree_not_null",
    )
    assessment_line_id = fields.Many2one(
        "cds.assessment.line",
        string="Item",
        ondelete="set null",
        index="btree_not_null",
    )
    assessment_id = fields.Many2one(
        related="assessment_line_id.assessment_id", store=True, index="btree_not_null"
    )
    institution_id = fields.Many2one(
        "cds.institution",
        compute="_compute_from_origin",
        # Not as superuser: a screen may name any origin.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'school')]",
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        compute="_compute_from_origin",
        # Not as superuser: as above.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    deadline = fields.Date(string="To Be Done By", tracking=True)
    state = fields.Selection(
        [
            ("todo", "To Do"),
            ("doing", "Under Way"),
            ("done", "Carried Out"),
            ("dropped", "Dropped"),
        ],
        default="todo",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,  # a card is drawn to a column that may be empty
    )
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    is_late = fields.Boolean(compute="_compute_is_late")
    cost = fields.Float(
        string="Estimated Cost (đồng)", digits=(14, 0), aggregator="sum"
    )
    outcome = fields.Char(
        string="A Year Later",
        compute="_compute_outcome",
        # Not as superuser: points are for those who read the dossiers.
        compute_sudo=False,
        help="The points of its item, and those of the next school year's dossier.",
    )
    done_on = fields.Date(copy=False)
    note = fields.Text(copy=False, help="What became of it.")

    _done_has_a_day = models.Constraint(
        "CHECK(state = 'done' OR done_on IS NULL)",
        "Only what is done has the day when it was done.",
    )

    _cost_not_negative = models.Constraint(
        "CHECK(cost >= 0)", "A cost is not negative."
    )

    # === COMPUTE METHODS === #

    @api.depends("inspection_id", "assessment_line_id")
    def _compute_from_origin(self):
        default = self.env["res.users"]._get_only_institution("school")
        year = self.env["cds.school.year"]._get_current()
        for improvement in self:
            origin = (
                improvement.inspection_id._origin._filtered_access("read")
                or improvement.assessment_line_id._origin._filtered_access(
                    "read"
                ).assessment_id
            )
            improvement.institution_id = (
                origin.institution_id or improvement.institution_id or default
            )
            improvement.school_year_id = (
                origin.school_year_id or improvement.school_year_id or year
            )

    @api.depends("state")
    def _compute_is_open(self):
        for improvement in self:
            improvement.is_open = improvement.state in OPEN

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for improvement in self:
            deadline = improvement.deadline
            improvement.is_late = bool(
                improvement.is_open and deadline and deadline < today
            )

    @api.depends("assessment_line_id")
    @api.depends_context("uid", "lang")
    def _compute_outcome(self):
        """Tell the points of the item before and after, as far as the user reads
        them.
        """
        self.outcome = False
        for dossier, improvements in self.grouped("assessment_id").items():
            later = dossier._origin._get_later() if dossier else dossier
            if not later:
                continue
            after = later._get_points_of_items(dossier.framework_id)
            before = dossier._get_points_of_items(dossier.framework_id)
            for improvement in improvements:
                criterion = improvement.assessment_line_id.criterion_id.id
                if criterion in after and criterion in before:
                    improvement.outcome = " → ".join(
                        format_points(self.env, points[criterion])
                        for points in (before, after)
                    )

    # === CONSTRAINT METHODS === #

    @api.constrains(
        "inspection_id", "assessment_line_id", "institution_id", "school_year_id"
    )
    def _check_origin(self):
        for improvement in self:
            # sudo: what is another's must be found as well
            sudo = improvement.sudo()
            for origin in filter(None, (sudo.inspection_id, sudo.assessment_id)):
                if (origin.institution_id, origin.school_year_id) != (
                    sudo.institution_id,
                    sudo.school_year_id,
                ):
                    raise ValidationError(
                        self.env._(
                            "An improvement belongs to the school and the year that it "
                            "comes from."
                        )
                    )

    @api.constrains("user_id", "institution_id")
    def _check_responsible(self):
        for improvement in self:
            # sudo: the staff of a school is not for everyone to read
            staff = improvement.sudo().institution_id.user_ids
            if improvement.user_id and improvement.user_id not in staff:
                raise ValidationError(
                    self.env._("Who is responsible works at the school.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create improvements.

        :raise UserError: for an inspection whose minutes are closed to the user
        """
        today = fields.Date.context_today(self)
        improvements = super().create(
            [
                # a form sends the day that nobody has typed as empty
                {**vals, "done_on": vals.get("done_on") or today}
                if vals.get("state") == "done"
                else vals
                for vals in vals_list
            ]
        )
        # who reports with what was read before sees that there is more now
        improvements.sudo().inspection_id._hold()  # sudo: as in _check_minutes_open
        improvements._check_minutes_open()
        improvements._synchronise()
        return improvements

    def write(self, vals):
        """Let the one who is responsible answer, and the council do the rest.

        :raise UserError: for what is closed to the user
        """
        if not self.env.su:
            self._check_may_write(vals)
        if "state" in vals and not vals.get("done_on"):
            today = fields.Date.context_today(self)
            vals = {**vals, "done_on": today if vals["state"] == "done" else False}
        result = super().write(vals)
        if {"state", "user_id", "deadline"} & set(vals):
            self._synchronise()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recommended(self):
        self.sudo().inspection_id._hold()  # sudo: as in _check_minutes_open
        self._check_minutes_open()

    def _check_may_write(self, vals):
        names = set(vals)
        if names & ORIGIN:
            raise UserError(self.env._("An improvement stays with what it comes from."))
        if names & PRINTED:
            self.sudo().inspection_id._share()  # sudo: as in _check_minutes_open
            self._check_minutes_open()
        if self.env.user.has_group("cds_assessment.group_council"):
            return
        for improvement in self:
            is_own = improvement.user_id == self.env.user
            # sudo: who writes minutes need not be of the council
            inspection = improvement.sudo().inspection_id.sudo(False)
            is_team = inspection and not inspection._get_cannot_role_reason("team")
            fields_of_ours = {name for name in names if name in self._get_own_fields()}
            if not is_team and fields_of_ours - (ANSWER if is_own else set()):
                raise UserError(
                    self.env._("Who is responsible says what became of it, no more.")
                )

    def _get_own_fields(self):
        """Give the names of the fields that are defined for improvements."""
        return (
            ANSWER
            | PRINTED
            | ORIGIN
            | {
                "institution_id",
                "school_year_id",
                "user_id",
                "deadline",
                "cost",
            }
        )

    def _check_minutes_open(self):
        """Refuse to change what minutes recommend once they are closed to the user."""
        if self.env.su:
            return
        # sudo: who may write a recommendation may know whether its minutes are open
        for inspection in self.sudo().inspection_id:
            inspection.sudo(False)._check_may_write({"item_ids": []})

    # === ACTIONS === #

    def action_done(self):
        """Say that it is done, today."""
        self.check_access("write")
        self._hold("done")
        self.write({"state": "done"})

    def action_download(self):
        """Download the improvements as a workbook."""
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/improvements.xlsx?ids={ids}",
            "target": "download",
        }

    # === BUSINESS METHODS === #

    def _is_due(self):
        """Return whether somebody is to do it now: it is open, and decided on."""
        self.ensure_one()
        decided = ("concluded", "followed_up")
        inspection = self.inspection_id
        return self.is_open and (not inspection or inspection.state in decided)

    def _synchronise(self):
        # sudo: the activities are others'
        inspection_activities.synchronise_improvements(self.sudo())

    @api.model
    def _get_carried(self, institution, school_year):
        """Return what is still open from earlier school years.

        :param institution: the school
        :param school_year: the year before whose beginning it was recommended
        :rtype: cds.improvement
        """
        if not institution or not school_year:
            return self.browse()
        return self.search(
            Domain("institution_id", "=", institution.id)
            & Domain("is_open", "=", True)
            & Domain("school_year_id.date_start", "<", school_year.date_start)
            & (
                Domain("inspection_id", "=", False)
                | Domain("inspection_id.state", "in", ("concluded", "followed_up"))
            )
        )
