from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

# A message says when it was written; clocks and long transactions differ by so much.
LEEWAY = timedelta(hours=1)


class MailMessage(models.Model):
    """Messages of records whose history is part of the proof (``cds.chatter``)."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        """Create messages; in a kept history in one's own name, now.

        :raise AccessError: for another author or date, outside of superuser mode
        """
        messages = super().create(vals_list)
        if not self.env.su:
            messages._get_kept()._check_own_words()
        return messages

    def _check_own_words(self):
        own, now = self.env.user.partner_id, fields.Datetime.now()
        for message in self.sudo():  # sudo: what the user has just written
            is_own = (
                message.author_id <= own
                and not message.author_guest_id
                and message.email_from in (False, own.email, own.email_formatted)
            )
            if not is_own or abs(message.date - now) > LEEWAY:
                raise AccessError(
                    self.env._("Messages are written in one's own name, and now.")
                )

    def _check_access(self, operation):
        """Let nobody edit or delete what is part of the proof."""
        result = super()._check_access(operation)
        if operation not in ("write", "unlink") or self.env.is_system():
            return result
        kept = self._get_kept()
        if not kept:
            return result
        refused = kept | result[0] if result else kept
        return refused, kept._make_history_error

    def _get_kept(self):
        """Give the messages that stand in a history which is kept."""
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

    def _make_history_error(self):
        return AccessError(
            self.env._(
                "The history is kept as it was written: correct it by another message."
            )
        )
