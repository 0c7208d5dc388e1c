from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.fulfilment import OPEN_STATES
from ...tools.states import NOT_HANDED_IN


class CdsInstitution(models.Model):
    """A school that is dissolved, or merged into another one, on a day.

    From then on it owes nothing: it leaves the lists, the counts, the reminders and the
    campaigns that run. Its dossiers stay to be read; what it has handed in keeps its
    points. Without the day, what was given up is taken up again.
    """

    _inherit = "cds.institution"
    # who takes part is the campaign's to say
    _guarded_fields = frozenset(("campaign_ids",))

    closed_on = fields.Date(
        help="From this day on the institution owes nothing and is asked for nothing."
    )
    successor_id = fields.Many2one(
        "cds.institution",
        string="Merged Into",
        ondelete="restrict",
        index="btree_not_null",
        help="The institution that goes on in its place, if any.",
    )
    is_closed = fields.Boolean(compute="_compute_is_closed")
    campaign_ids = fields.Many2many(
        "cds.campaign",
        "cds_campaign_institution_rel",
        "institution_id",
        "campaign_id",
        string="Campaigns",
        groups="cds_assessment.group_officer",
        copy=False,
    )

    deliverable_ids = fields.One2many(
        "cds.deliverable", "institution_id", string="Deliverables"
    )

    @api.depends("closed_on", "active")
    def _compute_is_closed(self):
        for institution in self:
            institution.is_closed = institution._has_closed()

    @api.constrains("successor_id", "closed_on")
    def _check_successor(self):
        for institution in self:
            successor = institution.successor_id
            if successor and not institution.closed_on:
                raise ValidationError(
                    self.env._("Enter the day on which “%s” closes.", institution.name)
                )
            if successor == institution or successor.closed_on:
                raise ValidationError(
                    self.env._(
                        "“%s” goes on in an institution that is there.",
                        institution.name,
                    )
                )

    def write(self, vals):
        """Follow a day of closing; archiving is closing today."""
        moves_on = "successor_id" in vals
        before = self._get_partners_in_sight() if moves_on else None
        result = super().write(vals)
        if moves_on:
            self.env["mail.followers"]._drop_unreadable(before)
        if {"closed_on", "active"} & set(vals):
            self._follow_closing()
        return result

    def action_leave_campaign(self):
        """Take schools out of the campaign whose list they stand in.

        :raise UserError: when the user cannot, or a school has begun
        """
        self.check_access("read")
        key = self.env.context.get("campaign_id")
        campaign = self.env["cds.campaign"].browse(key if isinstance(key, int) else [])
        if not campaign.exists():
            raise UserError(self.env._("It belongs to no campaign."))
        campaign._remove_schools(self)

    @api.model
    def _cron_close(self):
        """Let institutions close whose day has come: once a day, again does no harm."""
        today = fields.Date.context_today(self)
        self.search([("closed_on", "<=", today)])._follow_closing()

    def _get_partners_in_sight(self):
        """Return them with the staff of those who go on in the institutions' place."""
        # sudo: all of them, whatever the user sees
        successors = self.sudo().successor_id
        return super()._get_partners_in_sight() | successors._get_staff().partner_id

    def _get_predecessors(self):
        """Return the institutions that were merged into it, closed as they are.

        :rtype: cds.institution
        """
        closed = self.with_context(active_test=False)
        return closed.search([("successor_id", "in", self.ids)])

    def _has_closed(self):
        """Return whether its day has come; one that is archived has closed too."""
        self.ensure_one()
        day = self.closed_on
        return not self.active or bool(day and day <= fields.Date.context_today(self))

    @api.model
    def _get_there_domain(self):
        """Return the domain of institutions that have not closed."""
        today = fields.Date.context_today(self)
        return ["|", ("closed_on", "=", False), ("closed_on", ">", today)]

    def _follow_closing(self):
        """Give up what closed institutions have open, and take it up for the others."""
        # sudo: dossiers and what is owed are closed to who keeps institutions
        schools = self.sudo()
        closed = schools.filtered(lambda school: school._has_closed())
        dossiers = self.env["cds.assessment"].sudo()
        mine = [("institution_id", "in", closed.ids), ("state", "in", NOT_HANDED_IN)]
        dossiers.search(mine)._give_up()
        dossiers.search(
            [
                ("institution_id", "in", (schools - closed).ids),
                ("state_before_closing", "!=", False),
            ]
        )._take_up()
        owed = self.env["cds.deliverable"].sudo()
        owed.search(
            [
                ("institution_id", "in", schools.ids),
                ("state", "in", (*OPEN_STATES, "waived")),
            ]
        )._refresh()
