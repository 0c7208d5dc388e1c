from odoo import api, fields, models

from . import inspection_activities
from .cds_inspection import OPEN_IN, OPINION_IN

# By action: the states where it is open, the state that it leads to, and the role.
TRANSITIONS = {
    "begin": ("planned", "minutes", "team"),
    "report": ("minutes", "reported", "team"),
    "send_back": ("reported", "minutes", "head"),
    "conclude": ("reported", "concluded", "head"),
    "follow_up": ("concluded", "followed_up", "council"),
}


class CdsInspection(models.Model):
    """The way of an inspection from the plan to what became of it."""

    _inherit = "cds.inspection"

    # === ACTIONS === #

    def action_begin(self):
        """Begin the minutes, with the contents of the checklist."""
        self._begin("begin")
        self._load_checklist()
        self._go("begin", "minutes_date")

    def action_report(self):
        """Close the minutes and report to the head."""
        self._begin("report")
        self._go("report", "report_date")

    def action_send_back(self):
        """Open the minutes again."""
        self._begin("send_back")
        # sudo: as in _go
        self.sudo().write({"report_date": False, "notice_date": False})
        self._go("send_back")

    def action_conclude(self):
        """Conclude as head; what is recommended is to be done from now on."""
        self._begin("conclude")
        self._go("conclude", "notice_date")

    def action_follow_up(self):
        """Close the inspection once its recommendations are dealt with."""
        self._begin("follow_up")
        self._go("follow_up")

    def action_opine(self):
        """Let one who is inspected write their opinion."""
        self.ensure_one()
        self._check_can("opine")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My Opinion"),
            "res_model": "cds.inspection.inspected",
            "res_id": self._get_own_row().id,
            "views": [(False, "form")],
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _get_cannot_begin_reason(self):
        reason = self._get_cannot_reason("begin")
        if reason:
            return reason
        board = self.sudo().council_id  # sudo: an inspector need not see the board
        if not board:
            return self.env._("No board of inspection is named.")
        if not (self.framework_id or self.item_ids):
            return self.env._("Choose a checklist or type what is looked at.")
        return " ".join(board._get_problems())

    def _get_cannot_report_reason(self):
        reason = self._get_cannot_reason("report")
        if not reason and not self.minutes_date:
            reason = self.env._("The date of the minutes is missing.")
        if not reason and not self.inspected_ids:
            reason = self.env._("Nobody is named who was inspected.")
        return reason or " ".join(self.item_ids._get_problems())

    def _get_cannot_send_back_reason(self):
        return self._get_cannot_reason("send_back")

    def _get_cannot_conclude_reason(self):
        return self._get_cannot_reason("conclude")

    def _get_cannot_follow_up_reason(self):
        reason = self._get_cannot_reason("follow_up")
        count = len(self.improvement_ids.filtered("is_open"))
        today = fields.Date.context_today(self)
        # open ones come back with the next school year
        if not reason and count and today <= self.school_year_id.date_end:
            reason = self.env._(
                "%(count)s recommendations are still to be carried out.", count=count
            )
        return reason

    def _get_cannot_opine_reason(self):
        self.ensure_one()
        if self.state not in OPINION_IN:
            return self._get_state_reason()
        if not self._get_own_row():
            return self.env._("You are not among those inspected.")
        return ""

    def _get_cannot_reason(self, action):
        """Return why state or rights keep the user from an action (empty: nothing
        does).

        :param action: a key of ``TRANSITIONS``
        """
        self.ensure_one()
        source, _target, role = TRANSITIONS[action]
        if self.state != source:
            return self._get_state_reason()
        return self._get_cannot_role_reason(role)

    def _get_cannot_role_reason(self, role):
        """Return why the user has not a role here (empty: they have).

        :param role: ``team``, ``council`` or ``head``, the last two being the groups
        """
        self.ensure_one()
        if self.env.su:
            return ""
        user = self.env.user
        # sudo: whose turn it is does not depend on what the user sees
        sudo = self.sudo()
        if sudo.institution_id not in user.cds_institution_ids:
            return self.env._("You do not belong to the institution whose turn it is.")
        # planning is the council's, whoever of it will be inspected
        if self.state != "planned" and user in sudo.inspected_ids.user_id:
            return self.env._("Who is inspected does not inspect.")
        is_member = user in sudo.inspector_ids.user_id
        group = "council" if role == "team" else role
        if not user.has_group(f"cds_assessment.group_{group}") and not (
            role == "team"
            and is_member
            and user.has_group("cds_assessment.group_contributor")
        ):
            return self.env._("Your role does not allow this.")
        return ""

    def _get_own_row(self):
        return self.inspected_ids.filtered(lambda row: row.user_id == self.env.user)

    @api.model
    def _get_refusal_dependencies(self):
        return [
            "state",
            "council_id.problems",
            "framework_id",
            "minutes_date",
            "inspector_ids",
            "inspected_ids.user_id",
            "item_ids.findings",
            "item_ids.figure_ids",
            "improvement_ids.is_open",
        ]

    def _get_open_actions(self):
        return [
            action
            for action, (source, *_rest) in TRANSITIONS.items()
            if self.state == source
        ]

    def _get_offered_actions(self):
        """Offer those inspected to write their opinion, and nothing else."""
        if not self._get_own_row() or self.state == "planned":
            return self._get_open_actions()
        return [] if self._get_cannot_opine_reason() else ["opine"]

    @api.depends("state", "inspector_ids", "inspected_ids.user_id", "institution_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for inspection in self:
            opened = OPEN_IN.get(inspection.state, frozenset())
            # a new one is its planner's
            is_council, is_team = (
                not inspection._origin or not inspection._get_cannot_role_reason(role)
                for role in ("council", "team")
            )
            inspection.can_plan = is_council and "name" in opened
            inspection.can_tell = is_team and "strengths" in opened
            inspection.can_date = is_team and "report_date" in opened

    def _get_relied_on(self, action):  # pylint: disable=unused-argument
        """Return the inspections with what their minutes tell."""
        items = self.item_ids
        parts = [items, items.figure_ids, self.inspected_ids, self.improvement_ids]
        return [self, *parts]

    def _go(self, action, dated=None):
        """Move on.

        :param dated: the field of the date that this state begins with: today, unless
            it was entered
        """
        today = fields.Date.context_today(self)
        for inspection in self:
            vals = {"state": TRANSITIONS[action][1]}
            if dated and not inspection[dated]:
                vals[dated] = today
            # sudo: the state is closed to everyone but the actions, which have checked;
            # the activities are others'
            inspection.sudo().write(vals)
            inspection_activities.synchronise(inspection.sudo())
