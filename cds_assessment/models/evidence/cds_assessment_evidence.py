from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.evidence_code import evidence_code
from ...tools.plain_text import says_something
from ...tools.states import LIVE_USES

# The authority has the dossier or has decided on it: what came with it is kept.
KEPT_STATES = ("submitted", "external", "reviewed", "recognised", "published")
# In these states of a dossier its evidence may change.
OPEN_STATES = ("self", "council")


@dataclass(frozen=True, slots=True)
class UseAction:
    """What is done with a use.

    :param sources: the states of the use in which it is possible
    :param is_judging: whether it says that the paper proves something or not: that is
        for the council, and for another person than the one who entered the paper
    """

    sources: tuple[str, ...]
    is_judging: bool = False


ACTIONS = {
    "accept": UseAction(("submitted", "rejected"), is_judging=True),
    "reject": UseAction(LIVE_USES, is_judging=True),
    "keep": UseAction(("carried",)),
    "replace": UseAction(("carried", "submitted", "rejected")),
    "drop": UseAction(("carried", "submitted", "rejected")),
}


class CdsAssessmentEvidence(models.Model):
    """The use of a piece of evidence in one dossier: one paper, one code, many items.

    Only ``accepted`` proves anything. Nobody writes rows directly: items attach and
    detach (``cds.assessment.line``), the actions here judge and answer, each checking
    itself by its ``_get_cannot_<action>_reason()``.
    """

    _name = "cds.assessment.evidence"
    _description = "Evidence of an Assessment"
    _inherit = ["cds.workflow"]
    _order = "assessment_id, root_sequence, number, id"
    _rec_name = "code"
    _rec_names_search = ["code", "evidence_id.name"]

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade", index=True
    )
    institution_id = fields.Many2one(
        related="assessment_id.institution_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index="btree_not_null"
    )
    evidence_id = fields.Many2one(
        "cds.evidence", required=True, readonly=True, ondelete="restrict", index=True
    )
    code = fields.Char(readonly=True, required=True, index=True, copy=False)
    root_criterion_id = fields.Many2one(
        "cds.criterion",
        string="Criterion",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    root_sequence = fields.Integer(
        related="root_criterion_id.sequence", store=True, aggregator=None
    )
    number = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Which paper of its criterion it is.",
    )
    line_ids = fields.Many2many(
        "cds.assessment.line",
        "cds_assessment_evidence_line_rel",
        "use_id",
        "line_id",
        string="Items",
        readonly=True,
    )
    state = fields.Selection(
        [
            ("carried", "From Last Year"),
            ("submitted", "To Be Accepted"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("dropped", "Dropped"),
        ],
        default="submitted",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    previous_id = fields.Many2one(
        "cds.assessment.evidence",
        string="Last Year",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        copy=False,
    )
    reviewer_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", copy=False
    )
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    note = fields.Text(readonly=True, copy=False)
    # The paper. Not as superuser: a screen may name any, its reader sees what rules
    # allow.
    name = fields.Char(related="evidence_id.name", related_sudo=False)
    document_number = fields.Char(
        related="evidence_id.number", related_sudo=False, string="Number and Symbol"
    )
    document_date = fields.Date(
        related="evidence_id.date", related_sudo=False, string="Date"
    )
    issuer = fields.Char(related="evidence_id.issuer", related_sudo=False)
    content_summary = fields.Char(
        related="evidence_id.content_summary", related_sudo=False
    )
    line_codes = fields.Char(string="Codes of Items", compute="_compute_line_codes")
    can_accept = fields.Boolean(compute="_compute_can")
    can_reject = fields.Boolean(compute="_compute_can")
    can_keep = fields.Boolean(compute="_compute_can")
    can_replace = fields.Boolean(compute="_compute_can")
    can_drop = fields.Boolean(compute="_compute_can")

    _one_per_paper = models.UniqueIndex(
        "(assessment_id, evidence_id)", "A dossier uses each piece of evidence once."
    )
    _code_unique = models.UniqueIndex(
        "(assessment_id, code)", "Each code of evidence stands for one paper."
    )

    # === COMPUTE METHODS === #

    @api.depends("code", "evidence_id.display_name")
    def _compute_display_name(self):
        for use in self:
            use.display_name = f"{use.code} · {use.evidence_id.display_name}"

    @api.depends("line_ids.criterion_id.code")
    def _compute_line_codes(self):
        for use in self:
            lines = use.line_ids.sorted("sequence")
            use.line_codes = ", ".join(lines.mapped("code"))

    @api.model
    def _get_refusal_dependencies(self):
        return ["state", "assessment_id.state", "line_ids"]

    def _get_open_actions(self):
        return [
            action
            for action, rule in ACTIONS.items()
            # a new one may be of no dossier yet
            if self.assessment_id and self.state in rule.sources
        ]

    @api.depends("refusals")
    def _compute_can(self):
        for use in self:
            refusals = use.refusals or {}  # an empty one is read as False
            for action in ACTIONS:
                use[f"can_{action}"] = refusals.get(action) == ""

    # === CONSTRAINT METHODS === #

    @api.constrains("assessment_id", "evidence_id", "line_ids")
    def _check_belongs_together(self):
        for use in self:
            if use.evidence_id.institution_id != use.assessment_id.institution_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” belongs to another institution.",
                        name=use.evidence_id.name,
                    )
                )
            if use.line_ids.assessment_id - use.assessment_id:
                raise ValidationError(
                    self.env._(
                        "%(code)s: these items belong to another dossier.",
                        code=use.code,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create uses, each with the code that it keeps.

        :param vals_list: with ``line_ids``, the first of which gives the root criterion
        :raise UserError: outside of superuser mode: items attach evidence
        """
        self._check_by_code_only()
        return super().create([self._with_code(vals) for vals in vals_list])

    def write(self, vals):
        """Write; the code stays.

        :raise UserError: outside of superuser mode, and for another code
        """
        self._check_by_code_only()
        fixed = {"code", "number", "root_criterion_id", "assessment_id", "evidence_id"}
        if fixed & set(vals):
            raise UserError(self.env._("The code of a paper stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_superuser(self):
        self._check_by_code_only()

    def _check_by_code_only(self):
        if not self.env.su:
            raise UserError(
                self.env._("Evidence is attached to items, and judged by its buttons.")
            )

    def _with_code(self, vals):
        """Give the values of a use with its root criterion, number and code."""
        assessment = self.env["cds.assessment"].browse(vals["assessment_id"])
        root = self.env["cds.criterion"].browse(vals.get("root_criterion_id"))
        if not root:
            lines = self._get_lines(vals.get("line_ids") or ()).sorted("sequence")
            if not lines:
                raise UserError(self.env._("Choose the items that the paper proves."))
            root = lines[0].criterion_id._get_root()
        number = assessment._next_evidence_number(root)
        code = evidence_code(
            assessment.framework_id.evidence_code_pattern,
            group=root.parent_id.code or root.code,
            criterion=root.code,
            number=number,
        )
        return {
            **vals,
            "root_criterion_id": root.id,
            "number": number,
            "code": code,
        }

    def _get_lines(self, commands):
        """Return the items that commands for a new use name."""
        ids = []
        for code, line_id, line_ids in commands:
            ids += line_ids if code == Command.SET else [line_id]
        return self.env["cds.assessment.line"].browse(ids)

    # === ACTIONS === #

    def action_accept(self):
        """Accept: the paper proves the points of its items."""
        self._begin("accept")
        self._judge("accepted")

    def action_reject(self):
        """Ask why, then reject."""
        self._check_can("reject")
        return self._open_dialog(
            "cds.evidence.reject", self.env._("Reject"), default_use_id=self.id
        )

    def action_keep(self):
        """Keep a paper of last year: it is to be accepted anew."""
        self._begin("keep")
        self._set_state("submitted")

    def action_replace(self):
        """Ask for the paper that takes the place of this one."""
        self._check_can("replace")
        return self._open_dialog(
            "cds.evidence.replace", self.env._("Replace"), default_use_id=self.id
        )

    def action_drop(self):
        """Drop: the paper proves nothing here, and its code is not given again."""
        self._begin("drop")
        self._set_state("dropped")

    def action_open_evidence(self):
        """Open the paper in the store."""
        self.ensure_one()
        self.check_access("read")
        return self.evidence_id.get_formview_action()

    # === BUSINESS METHODS === #

    def _get_cannot_accept_reason(self):
        return self._get_cannot_reason("accept")

    def _get_cannot_reject_reason(self):
        return self._get_cannot_reason("reject")

    def _get_cannot_keep_reason(self):
        return self._get_cannot_reason("keep")

    def _get_cannot_replace_reason(self):
        return self._get_cannot_reason("replace")

    def _get_cannot_drop_reason(self):
        return self._get_cannot_reason("drop")

    def _get_cannot_reason(self, action):
        """Return why states or rights keep the user from an action (empty: nothing
        does).

        :param action: a key of ``ACTIONS``
        """
        self.ensure_one()
        rule = ACTIONS[action]
        if self.state not in rule.sources:
            return self.env._(
                "This is not possible for evidence in the state “%(state)s”.",
                state=self._get_state_label(),
            )
        reason = self.assessment_id._get_cannot_change_evidence_reason()
        if reason or self.env.su:
            return reason
        if not rule.is_judging:
            return self.line_ids._get_not_own_reason()
        return self.assessment_id._get_cannot_role_reason("council", "school") or (
            self._get_cannot_judge_reason()
        )

    def _get_cannot_judge_reason(self):
        # sudo: who entered it counts, also where the user does not see it
        if self.env.user in self.sudo().evidence_id._get_uploaders():
            return self.env._(
                "Who entered a piece of evidence does not accept or reject it."
            )
        return ""

    def _is_submitted(self):
        """Return whether the authority has had the paper; in superuser mode."""
        self.ensure_one()
        dossier = self.assessment_id
        if dossier.state in KEPT_STATES:
            return self.state != "dropped"
        # returned for supplement: what was there by then
        sent = dossier.state != "cancelled" and dossier.submitted_on
        # the database keeps parts of a second, the time of the submission has none
        return bool(sent and self.create_date.replace(microsecond=0) <= sent)

    def _get_shared(self, action):  # pylint: disable=unused-argument
        """Return the dossiers in whose state evidence may change."""
        return [self.assessment_id]

    def _set_state(self, state):
        """Enter a state; what was judged of another one is no longer said."""
        # sudo: whoever calls has checked; states are closed to everyone else
        self.sudo().write(
            {"state": state, "reviewer_id": False, "reviewed_on": False, "note": False}
        )

    def _judge(self, state, note=False):
        # sudo: as above
        self.sudo().write(
            {
                "state": state,
                "reviewer_id": self.env.uid,
                "reviewed_on": fields.Datetime.now(),
                "note": note,
            }
        )

    def _reject(self, note):
        """Reject a paper.

        :param note: why, for those who are to bring a better one
        :raise UserError: when the user cannot, or there is no reason
        """
        self._begin("reject")
        if not says_something(note):
            raise UserError(self.env._("Say why the evidence is rejected."))
        self._judge("rejected", note)

    def _replace(self, evidence):
        """Let another paper take over the items of this one, with a code of its own.

        :param evidence: ``cds.evidence`` of the same institution
        :return: the new use
        :raise UserError: when the user cannot, or it is the same paper
        """
        self.ensure_one()
        self._begin("replace")
        if evidence == self.evidence_id:
            raise UserError(self.env._("Choose another piece of evidence."))
        new = self.assessment_id._use_evidence(evidence, self.line_ids)
        # sudo: where it comes from is written by code only
        new.sudo().previous_id = new.previous_id or self.previous_id
        self._set_state("dropped")
        return new

    def _attach(self, lines):
        """Let the paper prove further items; it is to be accepted for them."""
        self.ensure_one()
        self.assessment_id._share()
        if self.state == "dropped":
            command = Command.set(lines.ids)
        elif self.state == "rejected" or lines - self.line_ids:
            command = Command.set((self.line_ids | lines).ids)
        elif self.state == "carried":
            command = Command.set(self.line_ids.ids)
        else:
            return
        # sudo: the items have checked that the user may
        self.sudo().line_ids = [command]
        self._set_state("submitted")

    def _detach(self, lines):
        """Take items from the paper; without any it is dropped, and keeps its code."""
        self.ensure_one()
        self.assessment_id._share()
        left = self.line_ids - lines
        if not left:
            self._set_state("dropped")
        elif left != self.line_ids:
            # sudo: as above
            self.sudo().line_ids = [Command.set(left.ids)]
