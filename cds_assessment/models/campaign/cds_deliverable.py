from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.fulfilment import DELIVERABLE_STATES, OPEN_STATES, STATUSES
from ...tools.plain_text import says_something
from ...tools.searching import compare_as_stored, search_flag

# Fields of the day, which the database works out for lists and pivots.
OF_THE_DAY = ("days_late", "status")
# What the buttons offer, see the table below.
ACTIONS = ("mark", "unmark", "waive", "unwaive", "extend", "upload", "make_papers")


class CdsDeliverable(models.Model):
    """A deliverable (sản phẩm phải nộp): what one institution owes to a milestone.

    What has come of it is worked out in ``cds_deliverable_state.py``; whether it is
    late depends on the day that it is for the user, and is never stored. Late is only
    what its owner can do: a school is not late with what its authority brings about.

    | action    | who                                | from                  |
    |-----------|------------------------------------|-----------------------|
    | mark      | officer; the school's council for  | open                  |
    |           | what is marked by hand             |                       |
    | unmark    | as above                           | marked                |
    | waive     | officer                            | open                  |
    | unwaive   | officer                            | waived                |
    | extend    | officer                            | a school's, open      |
    | upload    | the owing side's council, officer  | asked for as a file   |

    An officer is staff of the campaign's authority.
    """

    _name = "cds.deliverable"
    _description = "Deliverable"
    _inherit = [
        "cds.workflow",
        "cds.paper.subject",
        "cds.chatter",
        "cds.told",
        "mail.activity.mixin",
    ]
    _mail_post_access = "read"
    _order = "date_due, institution_id, id"
    _rec_name = "milestone_id"

    _guarded_fields = frozenset(
        (
            "campaign_id",
            "milestone_id",
            "institution_id",
            "assessment_id",
            "company_id",
            "state",
            "done_on",
            "date_due",
            "is_extended",
            "marked_on",
            "marked_by_id",
            "waive_reason",
            "is_campaign_told",
            "campaign_notice",
            "campaign_mail_id",
        )
    )
    _reader_paths = {"assessment_id": "assessment_id.team_id.user_ids"}

    milestone_id = fields.Many2one(
        "cds.milestone", required=True, readonly=True, ondelete="cascade", index=True
    )
    campaign_id = fields.Many2one(
        "cds.campaign", required=True, readonly=True, ondelete="cascade", index=True
    )
    institution_id = fields.Many2one(
        "cds.institution", required=True, readonly=True, ondelete="restrict", index=True
    )
    assessment_id = fields.Many2one(
        "cds.assessment", readonly=True, ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    product = fields.Char(related="milestone_id.product")
    fulfilment = fields.Selection(related="milestone_id.fulfilment")
    side = fields.Selection(related="milestone_id.side", string="Done By")
    is_done_above = fields.Boolean(related="milestone_id.is_done_above")
    date_due = fields.Date(string="Due", readonly=True, index=True)
    is_extended = fields.Boolean(
        string="Own Date",
        readonly=True,
        help="The date was put off for this institution: it does not follow the "
        "milestone's any more.",
    )
    state = fields.Selection(
        list(DELIVERABLE_STATES.items()),
        default="todo",
        required=True,
        readonly=True,
        index=True,
    )
    done_on = fields.Date(string="Delivered On", readonly=True)
    marked_on = fields.Date(
        string="Marked as Delivered On", readonly=True, help="Set by hand."
    )
    marked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    waive_reason = fields.Text(string="Waived Because", readonly=True)
    note = fields.Char(string="Remark", help="Printed in the late list.")
    file_ids = fields.One2many("cds.deliverable.file", "deliverable_id", string="Files")
    # of the day
    status = fields.Selection(
        list(STATUSES.items()),
        compute="_compute_of_the_day",
        search="_search_status",
        help="What has come of it by today.",
    )
    days_late = fields.Integer(
        compute="_compute_of_the_day", search="_search_days_late", aggregator="max"
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_of_the_day", search="_search_is_late"
    )
    status_text = fields.Char(string="State of the Day", compute="_compute_status_text")
    is_carried = fields.Boolean(
        string="Owed Since an Earlier Campaign",
        compute="_compute_is_carried",
        search="_search_is_carried",
    )
    _once = models.UniqueIndex(
        "(milestone_id, institution_id)",
        "An institution owes a milestone only once.",
    )

    # === COMPUTE METHODS === #

    @api.depends("milestone_id.name", "institution_id.display_name")
    def _compute_display_name(self):
        for deliverable in self:
            # sudo: who sees what is owed may know by whom and for what
            owed = deliverable.sudo()
            names = (owed.institution_id.display_name, owed.milestone_id.name)
            deliverable.display_name = ": ".join(filter(None, names))

    @api.depends("state", "date_due", "is_done_above")
    @api.depends_context("tz", "uid")
    def _compute_of_the_day(self):
        today = fields.Date.context_today(self)
        for deliverable in self:
            is_owed = deliverable._is_owed() and deliverable.date_due
            days = (today - deliverable.date_due).days if is_owed else 0
            deliverable.days_late = max(days, 0)
            deliverable.is_late = days > 0
            deliverable.status = "late" if days > 0 else deliverable.state

    @api.depends("status", "date_due", "done_on")
    @api.depends_context("tz", "uid", "lang")
    def _compute_status_text(self):
        today = fields.Date.context_today(self)
        labels = dict(self._fields["status"]._description_selection(self.env))
        for deliverable in self:
            deliverable.status_text = deliverable._get_status_text(labels, today)

    def _is_owed(self):
        """Return whether its owner has still to deliver it, and can."""
        self.ensure_one()
        return self.state in OPEN_STATES and not self.is_done_above

    def _get_status_text(self, labels, today):
        if self.status == "late":
            if self.days_late == 1:
                return self.env._("1 day late")
            return self.env._("%(days)s days late", days=self.days_late)
        label = labels.get(self.status, "")
        if self.state in OPEN_STATES and self.is_done_above:
            return self.env._("Waits for the authority")
        if self.state not in OPEN_STATES or not self.date_due:
            return label
        days = (self.date_due - today).days
        if not days:
            return self.env._("%(state)s, due today", state=label)
        if days == 1:
            return self.env._("%(state)s, due tomorrow", state=label)
        return self.env._("%(state)s, %(days)s days left", state=label, days=days)

    @api.depends("state", "campaign_id.state", "is_done_above")
    def _compute_is_carried(self):
        for deliverable in self:
            # sudo: whether the campaign is closed is no secret to those who owe it
            is_closed = deliverable.sudo().campaign_id.state == "closed"
            deliverable.is_carried = is_closed and deliverable._is_owed()

    # === SEARCH METHODS === #

    def _search_is_late(self, operator, value):
        return search_flag(operator, value, self._get_late_domain())

    def _get_owed_domain(self):
        """Return what its owner has still to deliver, as :meth:`_is_owed`."""
        return [("state", "in", OPEN_STATES), ("is_done_above", "=", False)]

    def _get_late_domain(self):
        today = fields.Date.context_today(self)
        return [*self._get_owed_domain(), ("date_due", "<", today)]

    def _search_status(self, operator, value):
        if operator != "in":
            return compare_as_stored(self._fields["status"], operator, value)
        late = fields.Domain(self._get_late_domain())
        domain = fields.Domain("state", "in", [key for key in value if key != "late"])
        return (domain & ~late) | late if "late" in value else domain & ~late

    def _search_days_late(self, operator, value):
        return compare_as_stored(self._fields["days_late"], operator, value)

    def _search_is_carried(self, operator, value):
        carried = [*self._get_owed_domain(), ("campaign_id.state", "=", "closed")]
        return search_flag(operator, value, carried)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists and pivots group and add up what depends on the day."""
        if field_expr not in OF_THE_DAY:
            return super()._field_to_sql(alias, field_expr, query)
        today = fields.Date.context_today(self)
        state = super()._field_to_sql(alias, "state", query)
        due = super()._field_to_sql(alias, "date_due", query)
        above = super()._field_to_sql(alias, "is_done_above", query)
        is_late = SQL(
            "%s IN %s AND %s < %s AND %s IS NOT TRUE",
            state,
            OPEN_STATES,
            due,
            today,
            above,
        )
        if field_expr == "status":
            return SQL("CASE WHEN %s THEN 'late' ELSE %s END", is_late, state)
        return SQL("CASE WHEN %s THEN %s::date - %s ELSE 0 END", is_late, today, due)

    # === ACTIONS === #

    def action_mark(self):
        """Ask since when it is delivered, then mark it so."""
        return self._open_change("mark", self.env._("Mark as Delivered"))

    def action_unmark(self):
        """Take the mark back: what has really come decides again."""
        self._begin("unmark")
        # sudo: marks are closed to everyone but the actions
        self.sudo().write({"marked_on": False, "marked_by_id": False})
        self._refresh()
        for deliverable in self:
            deliverable._tell(self.env._("The mark as delivered was taken back."))

    def action_waive(self):
        """Ask why, then waive it."""
        return self._open_change("waive", self.env._("Waive"))

    def action_unwaive(self):
        """Ask for it again."""
        self._begin("unwaive")
        self.sudo().waive_reason = False  # sudo: as above
        self._refresh()
        for deliverable in self:
            deliverable._tell(self.env._("It is no longer waived."))

    def action_extend(self):
        """Ask until when and why, then put off its date."""
        return self._open_change("extend", self.env._("Put Off the Date"))

    def action_upload(self):
        """Ask for the file that is delivered."""
        return self._open_change("upload", self.env._("Upload a File"))

    def action_open_assessment(self):
        """Open the dossier that it belongs to."""
        self.ensure_one()
        self.check_access("read")
        self.assessment_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "cds.assessment",
            "res_id": self.assessment_id.id,
            "views": [(False, "form")],
        }

    def action_download_late_list(self):
        """Download what is late among the records as a workbook."""
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/late_list.xlsx?ids={ids}",
            "target": "download",
        }

    def _open_change(self, action, name):
        self._check_can(action)
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "cds.deliverable.change",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_action": action, "default_deliverable_ids": self.ids},
        }

    # === BUSINESS METHODS === #

    @api.model
    def _get_refusal_dependencies(self):
        return [
            "state",
            "marked_on",
            "campaign_id.state",
            "milestone_id.fulfilment",
            "side",
        ]

    def _get_open_actions(self):
        return list(ACTIONS)

    def _get_offered_actions(self):
        """Return the actions that the user can take."""
        return [
            action for action, reason in (self.refusals or {}).items() if not reason
        ]

    def _get_cannot_mark_reason(self):
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return self._get_state_reason()
        return self._get_cannot_hand_reason()

    def _get_cannot_unmark_reason(self):
        self.ensure_one()
        if not self.marked_on:
            return self.env._("It is not marked by hand.")
        # What the authority has marked, the school does not take back.
        is_own = self.marked_by_id in self.sudo().institution_id.user_ids
        if not self.env.su and not is_own:
            return self._get_cannot_officer_reason()
        return self._get_cannot_hand_reason()

    def _get_cannot_waive_reason(self):
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return self._get_state_reason()
        return self._get_cannot_officer_reason()

    def _get_cannot_unwaive_reason(self):
        self.ensure_one()
        if self.state != "waived":
            return self._get_state_reason()
        return self._get_cannot_officer_reason()

    def _get_cannot_extend_reason(self):
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return self._get_state_reason()
        if self.side != "school":
            return self.env._("The authority's own dates are set in its milestones.")
        return self._get_cannot_officer_reason()

    def _get_cannot_upload_reason(self):
        self.ensure_one()
        if self.fulfilment != "upload":
            return self.env._("This is not delivered as a file.")
        if self.state == "waived":
            return self._get_state_reason()
        return self._get_cannot_owner_reason()

    def _get_cannot_hand_reason(self):
        """Return why the user cannot say by hand that it is delivered."""
        is_theirs = self.side == "school" and self._is_owed_by_user()
        if self.fulfilment == "mark" and is_theirs:
            return self._get_cannot_owner_reason()
        return self._get_cannot_officer_reason()

    def _get_cannot_owner_reason(self):
        """Return why the user cannot deliver it for the institution that owes it."""
        if self.side == "authority":
            return self._get_cannot_officer_reason()
        return self._get_cannot_role_reason("council", self.sudo().institution_id)

    def _get_cannot_officer_reason(self):
        """Return why the user is no officer of the authority that asks for it."""
        return self._get_cannot_role_reason("officer", self._get_asking())

    def _get_cannot_role_reason(self, role, institution):
        reason = institution.sudo(self.env.su)._get_cannot_act_reason(role)
        # sudo: whether it is launched is no secret to those who owe
        is_draft = self.sudo().campaign_id.state == "draft"
        if is_draft and not self.env.su:
            return self.env._("The campaign is not launched yet.")
        return reason

    def _is_owed_by_user(self):
        return self.sudo().institution_id in self.env.user.cds_institution_ids

    def _get_asking(self):
        """Return the authority that asks for it, for the user.

        Staff of a school is never on the authority's side for it: none then.

        :rtype: cds.institution
        """
        # sudo: who asks does not depend on which institutions the user sees
        owed = self.sudo()
        asking = owed.campaign_id.authority_id
        is_own_case = owed.side == "school" and self._is_owed_by_user()
        return asking.browse() if is_own_case else asking

    def _get_shared(self, action):  # pylint: disable=unused-argument
        """Return the campaigns in whose state things are delivered."""
        return [self.campaign_id]

    def _mark(self, date):
        """Mark as delivered since a date.

        :raise UserError: when the user cannot, or the date is still to come
        """
        self._begin("mark")
        if not date or date > fields.Date.context_today(self):
            raise UserError(self.env._("Say since when: a date up to today."))
        # sudo: marks are closed to everyone but the actions
        self.sudo().write({"marked_on": date, "marked_by_id": self.env.uid})
        self._refresh()
        for deliverable in self:
            deliverable._tell(
                self.env._("Marked as delivered on %(date)s.", date=self._written(date))
            )

    def _waive(self, reason):
        """Waive what is owed.

        :raise UserError: when the user cannot, or there is no reason
        """
        self._begin("waive")
        reason = self._check_reason(reason)
        self.sudo().waive_reason = reason  # sudo: as above
        self._refresh()
        for deliverable in self:
            deliverable._tell(self.env._("Waived: %(reason)s", reason=reason))

    def _check_reason(self, reason):
        if not says_something(reason):
            raise UserError(self.env._("Say why."))
        return reason.strip()

    def _written(self, date):
        """Write a date as the user's language does."""
        return self.env["ir.qweb.field.date"].value_to_html(date, {})

    def _tell(self, sentence):
        """Write into the history who did what."""
        # sudo: the history is written by actions that have checked
        self.sudo().message_post(body=sentence, author_id=self.env.user.partner_id.id)
