from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import activities

# What a client may say of who fills an item in: nobody is made or changed by it.
KNOWN_COMMANDS = frozenset((Command.UNLINK, Command.LINK, Command.CLEAR, Command.SET))


class CdsAssessmentLine(models.Model):
    """Who of the council fills in an item: its owners, and how they are chosen."""

    _inherit = "cds.assessment.line"

    @api.depends("assigned_user_ids.name")
    def _compute_assigned_names(self):
        for line in self:
            line.assigned_names = ", ".join(line.assigned_user_ids.mapped("name"))

    @api.depends("assigned_user_ids")
    @api.depends_context("uid")
    def _compute_owner_names(self):
        for line in self:
            line.owner_names = line._get_owner_names()

    def _check_own_items(self, vals):
        """Keep contributors to the items that they were given, if any were."""
        user = self.env.user
        if user.has_group("cds_assessment.group_council"):
            return
        if "assigned_user_ids" in vals:
            raise AccessError(self.env._("Only the council and the head assign items."))
        reason = self._get_not_own_reason()
        if reason:
            raise AccessError(reason)

    def _get_not_own_reason(self):
        """Return which item a contributor may not fill in (empty: all of them
        may be).
        """
        for line in self:
            names = line._get_owner_names()
            if names:
                return self.env._(
                    "%(item)s was given to %(names)s.",
                    item=line.criterion_id.display_name,
                    names=names,
                )
        return ""

    def _get_owner_names(self):
        """Name those whom the item was given to, if the user is a contributor and
        none of them (empty: it may be filled in).
        """
        self.ensure_one()
        user = self.env.user
        if user.has_group("cds_assessment.group_council") or not user.has_group(
            "cds_assessment.group_contributor"
        ):
            return ""
        # sudo: an item may be given to colleagues whom the user may not read
        owners = self.sudo().assigned_user_ids
        return "" if user in owners else ", ".join(owners.mapped("name"))

    def action_assign(self, user_ids, replace=False):
        """Give many items to people at once; each of them is told once.

        :param user_ids: ids of staff of the school or of members of its council
        :param replace: whether nobody else keeps the items; with no ids they are
            nobody's
        :raise UserError: in another state than the self-scoring, and for other people
        :raise AccessError: for other dossiers and other roles
        """
        self.check_access("read")
        self._check_open({"assigned_user_ids": user_ids})
        command = Command.set if replace else Command.link
        ids = [int(key) for key in user_ids]
        commands = [command(ids)] if replace else [command(key) for key in ids]
        self._assign(commands, is_loud=True)
        return True

    def _assign(self, commands, is_loud=False):
        """Change who fills in the items, and tell those who get some.

        :param commands: of a many2many, as clients send them
        :param is_loud: whether each is written to; else the activity alone tells
        :raise UserError: for people who neither work there nor sit in the council
        """
        is_code, commands = self.env.su, commands or [Command.clear()]
        named = set() if is_code else self._get_named_users(commands)
        for assessment, lines in self.grouped("assessment_id").items():
            # sudo: people whom the user may not read stay
            assessment, lines = assessment.sudo(), lines.sudo()
            before = {line: line.assigned_user_ids for line in lines}
            people = assessment.assignable_user_ids | lines.assigned_user_ids
            if not named <= set(people.ids):
                # without their names: ids may be anybody's guess
                raise UserError(
                    self.env._(
                        "Items are given to staff of the school and members of its "
                        "council."
                    )
                )
            # written past the line itself, of which nothing changes: who types in it
            # just now is not to be told of a conflict
            lines._write_assigned(commands)
            news = defaultdict(lines.browse)
            for line in lines:
                for user in line.assigned_user_ids - before[line]:
                    news[user] += line
            activities.tell_assigned(assessment, news, is_loud)

    def _get_named_users(self, commands):
        """Return whom a client's commands name, of those that only link people.

        :return: set of ids
        :raise UserError: for commands that would make or change people
        """
        named = set()
        for command in commands:
            is_command = isinstance(command, list | tuple)
            kind, key, ids = (*command, 0, 0, 0)[:3] if is_command else (None, 0, 0)
            if kind not in KNOWN_COMMANDS:
                raise UserError(self.env._("Items are given to people who are there."))
            named |= {Command.SET: set(ids or ()), Command.LINK: {key}}.get(kind, set())
        return named

    def _change_assigned(self, user, command):
        """Link or unlink a user; give the items for which that was a change.

        For code in superuser mode: whoever is told is the caller's to tell.
        """
        is_given = command == Command.LINK
        lines = self.filtered(lambda line: (user in line.assigned_user_ids) != is_given)
        lines._write_assigned([(command, user.id, 0)])
        return lines

    def _write_assigned(self, commands):
        """Write the relation alone: the version of a line is that of its answer."""
        self._fields["assigned_user_ids"].write(self, commands)
        self.modified(["assigned_user_ids"])
