from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

# A message says when it was written; clocks and long transactions differ by so much.
LEEWAY = timedelta(hours=1)


class MailMessage(models.Model):
    """Messages of records whose history is part of the proof (``cds.chatter``)."""

    _inherit = "mail.message"

    def _check_access(self, operation):
        """Let nobody edit or delete what is part of the proof, or write for another."""
        result = super()._check_access(operation)
        if operation == "read" or self.env.is_system():
            return result
        kept = self._get_kept()
        make_error = kept._make_history_error
        if operation == "create":
            kept = kept.filtered(lambda message: not message._is_own_word())
            make_error = kept._make_author_error
        if not kept:
            return result
        refused = kept | result[0] if result else kept
        return refused, make_error

    def _is_own_word(self):
        """Return whether a message is the user's own, and of this hour."""
        own = self.env.user.partner_id
        # sudo: what the user has just written, or may see
        message = self.sudo()
        return (
            message.author_id <= own
            and not message.author_guest_id
            and message.email_from in (False, own.email, own.email_formatted)
            and bool(message.date)
            and abs(message.date - fields.Datetime.now()) <= LEEWAY
        )

    def _get_kept(self):
        """Return the messages that stand in a history which is kept."""
        # sudo: where a message belongs, which says whether it may be touched
        return (
            self.sudo()
            .filtered(
                lambda message: (
                    message.model in self.env
                    and getattr(self.env[message.model], "_is_history_kept", False)
                )
            )
            .sudo(self.env.su)
        )

    def _make_author_error(self):
        return AccessError(
            self.env._("Messages are written in one's own name, and now.")
        )

    def _make_history_error(self):
        return AccessError(
            self.env._(
                "The history is kept as it was written: correct it by another message."
            )
        )
