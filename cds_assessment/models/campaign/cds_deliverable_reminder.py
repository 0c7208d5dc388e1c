from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...tools.fulfilment import OPEN_STATES
from ...tools.reminder_plan import DEFAULT_AFTER, DEFAULT_BEFORE, last_offset, offsets
from ..common.activities import TYPE, owing
from ..common.notices import write_to

# How many people are reminded between two commits.
AT_ONCE = 50
# Whoever has set no time zone lives in this one.
DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


class CdsDeliverable(models.Model):
    """Who is reminded of what is owed, and told when its date changes."""

    _inherit = "cds.deliverable"

    # === BUSINESS METHODS === #

    @api.model
    def _cron_remind(self):
        """Remind everybody of what is near or late: once a day, one mail a person.

        What is written stands in ``cds.reminder`` in the same transaction, so that one
        that is killed and started again tells nobody the same twice.
        """
        turns = self._get_reminders()
        crons = self.env["ir.cron"]
        crons._commit_progress(remaining=len(turns))
        left = len(turns)
        for users in split_every(AT_ONCE, turns):
            for user in users:
                self._remind(user, turns[user])
            left -= len(users)
            if not crons._commit_progress(len(users), remaining=left):
                return

    @api.model
    def _get_reminder_days(self):
        """Return the days to remind on, as the settings have them."""
        # sudo: a setting that everybody's reminders go by
        parameters = self.env["ir.config_parameter"].sudo()
        before, after = (
            parameters.get_param(f"cds_assessment.reminder_{name}", default)
            for name, default in (("before", DEFAULT_BEFORE), ("after", DEFAULT_AFTER))
        )
        try:
            return offsets(before, after)
        except ValueError:
            return offsets(DEFAULT_BEFORE, DEFAULT_AFTER)

    @api.model
    def _get_reminders(self):
        """Return who is to be reminded of what today.

        :return: by user: a list of pairs, a deliverable and the offset of the reminder
        """
        days = self._get_reminder_days()
        turns = {}
        if not days:
            return turns
        # It is tomorrow already somewhere; the very day is each addressee's.
        latest = fields.Date.add(fields.Date.today(), days=1 - days[0])
        waiting = self.search(
            [
                *self._get_owed_domain(),
                ("date_due", "<=", latest),
                ("campaign_id.state", "in", ("launched", "closed")),
            ]
        )
        told = self._get_told(waiting)
        for deliverable in waiting:
            due = deliverable.date_due
            for user in owing(deliverable):
                offset = last_offset(due, self._get_today(user), days)
                last = told.get((deliverable.id, user.id, due))
                if offset is not None and (last is None or last < offset):
                    turns.setdefault(user, []).append((deliverable, offset))
        return turns

    def _get_told(self, waiting):
        """Return the last reminder by deliverable, user and date."""
        rows = self.env["cds.reminder"]._read_group(
            [("deliverable_id", "in", waiting.ids)],
            ["deliverable_id", "user_id", "date_due:day"],
            ["offset:max"],
        )
        return {
            (deliverable.id, user.id, due): last
            for deliverable, user, due, last in rows
        }

    @api.model
    def _get_today(self, user):
        """Return the day that it is where a user lives."""
        return fields.Date.context_today(self.with_context(tz=user.tz or DEFAULT_ZONE))

    @api.model
    def _remind(self, user, reminders):
        """Remind one user of all that is near or late.

        :param reminders: list of pairs: a deliverable, the offset of the reminder
        """
        today = self._get_today(user)
        self.env["cds.reminder"].create(
            [
                {
                    "deliverable_id": deliverable.id,
                    "user_id": user.id,
                    "date_due": deliverable.date_due,
                    "offset": offset,
                    "sent_on": today,
                }
                for deliverable, offset in reminders
            ]
        )
        deliverables = self.union(*(deliverable for deliverable, _offset in reminders))
        # The day and the language are the addressee's.
        own = deliverables.with_context(tz=user.tz or DEFAULT_ZONE, lang=user.lang)
        own.invalidate_recordset(["status_text"])
        deliverables._ask(user)
        write_to(
            user,
            "cds_assessment.notice_reminder",
            lambda env: env._("Deadlines: %(count)s to deliver", count=len(own)),
            {"deliverables": own.sorted("date_due"), "url": self._get_own_url()},
        )
        self._send_reminder_elsewhere(user, own, own._get_reminder_text())

    @api.model
    def _send_reminder_elsewhere(self, user, deliverables, text):
        """Send a reminder by another way than mail: the open point for SMS or Zalo.

        Does nothing here. A module that knows such a way overrides it. It is called
        once a user and day, in the transaction that keeps note of the reminder: a
        sender should put its message into a queue of its own, which is undone with the
        transaction, and raise nothing.

        :param user: ``res.users``: who is reminded; the number is the sender's to find
        :param deliverables: ``cds.deliverable`` with language and time zone of the user
        :param text: what to say, short and without markup, in the user's language
        """

    def _get_reminder_text(self):
        """Write the reminder as plain text, a line for each that is owed."""
        return "\n".join(
            f"{deliverable.display_name}: {deliverable.status_text}"
            for deliverable in self.sorted("date_due")
        )

    # === ACTIONS === #

    def action_remind_now(self):
        """Remind those who owe some deliverables, whatever days are set for it.

        Nobody is reminded of the same twice on one day.

        :return: a notification: who was reminded, and whom no mail can reach
        :raise UserError: when the user cannot
        """
        self._begin("remind_now")
        owed = self.sudo()  # sudo: staff of schools is not the user's to read
        turns, silent = {}, owed.institution_id.browse()
        for deliverable in owed:
            users = owing(deliverable)
            if not any(users.mapped("email")):
                silent |= deliverable.institution_id
            for user in users:
                offset = (self._get_today(user) - deliverable.date_due).days
                turns.setdefault(user, []).append((deliverable, offset))
        once = owed.browse()._remind_once
        reminded = [user for user, pairs in turns.items() if once(user, pairs)]
        return owed._tell_reminded(len(reminded), silent)

    def _remind_once(self, user, reminders):
        """Remind a user of what they were not reminded of today.

        :return: whether there was something
        """
        told = self.env["cds.reminder"].search(
            [
                ("user_id", "=", user.id),
                ("deliverable_id", "in", [owed.id for owed, _offset in reminders]),
                ("sent_on", "=", self._get_today(user)),
            ]
        )
        rest = [pair for pair in reminders if pair[0] not in told.deliverable_id]
        if rest:
            self._remind(user, rest)
        return bool(rest)

    def _tell_reminded(self, count, silent):
        message = self.env._("%(count)s people are reminded.", count=count)
        if not count:
            message = self.env._("They have been reminded today already.")
        if silent:
            message += " " + self.env._(
                "No e-mail address there: %(names)s.",
                names=", ".join(silent.mapped("display_name")),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if silent or not count else "success",
                "message": message,
                "sticky": bool(silent),
            },
        }

    def _remind_by_letter(self, letter):
        """Write to those whom an issued letter reminds, and put it on their lists.

        :param letter: a ``cds.document``; called in superuser mode
        """
        turns = {}
        for deliverable in self.filtered(lambda d: d._is_owed()):
            deliverable.message_post(
                body=self.env._("Reminded by letter: %(paper)s", paper=letter.name),
                author_id=self.env.user.partner_id.id,
            )
            for user in owing(deliverable):
                turns[user] = turns.get(user, self.browse()) | deliverable
        for user, deliverables in turns.items():
            deliverables._ask(user)
            write_to(
                user,
                "cds_assessment.notice_letter",
                lambda env, name=letter.display_name: name,
                {
                    "deliverables": deliverables.sorted("date_due"),
                    "letter": letter,
                    "url": f"{letter.get_base_url()}/odoo/cds.document/{letter.id}",
                },
            )

    def _get_cannot_remind_now_reason(self):
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return self._get_state_reason()
        if not self.date_due:
            return self.env._("It has no date.")
        return self._get_cannot_officer_reason()

    @api.model
    def _get_own_url(self):
        return f"{self.get_base_url()}/odoo/cds-deadlines"

    def _ask(self, user):
        """Put deliverables on a user's list of activities, once each."""
        asked = self._get_activities().filtered(lambda a: a.user_id == user)
        kind = self.env.ref(f"{TYPE}deliver")
        model_id = self.env["ir.model"]._get_id(self._name)
        # quick update: no mail of its own
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True
        )
        activities.create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": deliverable.id,
                    "activity_type_id": kind.id,
                    "user_id": user.id,
                    "date_deadline": deliverable.date_due,
                }
                for deliverable in self
                if deliverable.id not in asked.mapped("res_id")
            ]
        )

    def _get_activities(self):
        """Return the activities by which somebody is reminded of deliverables."""
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(f"{TYPE}deliver").id),
            ]
        )

    def _forget_reminders(self):
        """Take what is delivered or waived off everybody's list."""
        self._get_activities().unlink()

    def _move_reminders(self):
        """Let the lists of activities follow the dates."""
        for activity in self._get_activities():
            due = self.browse(activity.res_id).date_due
            if due:
                activity.date_deadline = due

    # === BUSINESS METHODS === #

    def _extend(self, date, reason):
        """Put off the date of single schools, and tell them.

        :raise UserError: when the user cannot, there is no reason, or the date is not
            later than before
        """
        self._begin("extend")
        reason = self._check_reason(reason)
        for deliverable in self:
            before = deliverable.date_due
            if not date or (before and date <= before):
                raise UserError(
                    self.env._(
                        "%(record)s: the new date must be later than %(date)s.",
                        record=deliverable.display_name,
                        date=self._written(before),
                    )
                )
            # sudo: dates are closed to everyone but the actions
            deliverable.sudo().write({"date_due": date, "is_extended": True})
            deliverable._tell(
                self.env._(
                    "The date was put off from %(before)s to %(after)s: %(reason)s",
                    before=self._written(before) or "–",
                    after=self._written(date),
                    reason=reason,
                )
            )
            deliverable._tell_extended(before, reason)
        self.sudo()._move_reminders()  # sudo: others' activities

    def _tell_extended(self, before, reason):
        owed = self.sudo()  # sudo: addresses of others
        write_to(
            owing(owed),
            "cds_assessment.notice_extension",
            lambda env: env._(
                "The date was put off: %(name)s", name=owed.milestone_id.name
            ),
            {"deliverable": owed, "before": before, "reason": reason},
        )
