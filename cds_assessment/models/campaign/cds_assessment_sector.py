from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.states import RECOGNISED, reached


class CdsAssessment(models.Model):
    """That the result was entered into the sector database, by hand and elsewhere.

    The database of the sector takes no files: people type what its screens ask for, the
    school its own result, and the recognised one once there is one. The mark says when
    that was done and which of the two was entered.
    """

    # The dossier is cut by topic, a file each.
    _inherit = "cds.assessment"

    sector_entered_on = fields.Date(
        string="In the Sector Database Since", readonly=True, copy=False, tracking=True
    )
    sector_entered_by_id = fields.Many2one(
        "res.users",
        string="Entered By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    sector_entered_hand = fields.Selection(
        [("council", "Self-assessment"), ("final", "Recognised result")],
        string="Result Entered",
        readonly=True,
        copy=False,
    )

    is_sector_offered = fields.Boolean(
        compute="_compute_is_sector_offered",
        help="The user can mark the result as entered, and it is not yet.",
    )

    @api.depends("state", "sector_entered_hand", "sector_entered_on")
    @api.depends_context("uid")
    def _compute_is_sector_offered(self):
        for assessment in self:
            assessment.is_sector_offered = (
                not assessment._is_in_sector()
                and not assessment._get_cannot_mark_sector_entered_reason()
            )

    def action_mark_sector_entered(self):
        """Mark the results as entered into the sector database, today.

        :raise UserError: for results of several school years at once
        """
        self._begin("mark_sector_entered")
        if len(self.school_year_id) > 1:
            raise UserError(
                self.env._(
                    "These are results of %(years)s: mark one school year at a time.",
                    years=", ".join(self.school_year_id.mapped("name")),
                )
            )
        for assessment in self:
            is_recognised = assessment.state in RECOGNISED
            # sudo: the mark is set by this action only
            assessment.sudo().write(
                {
                    "sector_entered_on": fields.Date.context_today(self),
                    "sector_entered_by_id": self.env.uid,
                    "sector_entered_hand": "final" if is_recognised else "council",
                }
            )
        self.env["cds.deliverable"]._refresh_for_assessments(self)

    def action_unmark_sector_entered(self):
        """Take back a mark that was set by mistake."""
        self._begin("unmark_sector_entered")
        self._forget_sector_entry()
        self.env["cds.deliverable"]._refresh_for_assessments(self)

    def _get_cannot_mark_sector_entered_reason(self):
        return self._get_cannot_enter_reason()

    def _get_cannot_unmark_sector_entered_reason(self):
        reason = self._get_cannot_enter_reason()
        if not reason and not self.sector_entered_on:
            reason = self.env._("It is not marked as entered.")
        return reason

    def _get_cannot_enter_reason(self):
        """Return why the user does not keep this mark (empty: they do).

        The school enters its own result, its authority the one that it has recognised:
        the council on the one side and the officer on the other.
        """
        self.ensure_one()
        if not reached(self.state, "approved"):
            return self._get_state_reason()
        if self.env.su:
            return ""
        of_school = self._get_cannot_role_reason("council", "school")
        of_authority = self._get_cannot_role_reason("officer", "authority")
        if of_school and not of_authority and self.state not in RECOGNISED:
            return self.env._(
                "The authority enters results once they are recognised, this one is "
                "“%(state)s”.",
                state=self._get_state_label(),
            )
        return of_school and of_authority

    def _get_sector_state(self):
        """Return what of the result is in the sector database.

        :return: ``todo``; ``council`` where only the school's own result is;
            ``final`` where there is nothing more to enter
        """
        self.ensure_one()
        if not self.sector_entered_on:
            return "todo"
        if self.state in RECOGNISED:
            return self.sector_entered_hand
        return "council"

    def _is_in_sector(self):
        """Return whether the result that holds is in the sector database."""
        self.ensure_one()
        is_recognised = self.state in RECOGNISED
        return self._get_sector_state() == ("final" if is_recognised else "council")

    def _set_state(self, state):
        if state == "council":
            # what was entered is no result any more
            self._forget_sector_entry()
        return super()._set_state(state)

    def _forget_sector_entry(self):
        # sudo: the mark is closed to everyone but the actions, which have checked
        self.sudo().filtered("sector_entered_on").write(
            {
                "sector_entered_on": False,
                "sector_entered_by_id": False,
                "sector_entered_hand": False,
            }
        )
