from odoo import models


class IrAttachment(models.Model):
    """Files in messages whose history is part of the proof (``cds.chatter``)."""

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        """Let nobody change or delete a file that a kept message shows."""
        result = super()._check_access(operation)
        if operation not in ("write", "unlink") or self.env.is_system():
            return result
        messages = self._get_kept_messages()
        if not messages:
            return result
        kept = self & messages.attachment_ids.sudo(False)
        refused = kept | result[0] if result else kept
        return refused, messages._make_history_error

    def _delete_and_notify(self, message=None):
        """Refuse the deletion from a kept message, whatever token its uploader has.

        :raise AccessError: below the administrator of the database
        """
        messages = self._get_kept_messages()
        if messages and not self.env.user.has_group("base.group_system"):
            raise messages._make_history_error()
        return super()._delete_and_notify(message)

    def _get_kept_messages(self):
        """Return the messages in kept histories that show the files.

        :return: records in superuser mode
        """
        # sudo: whoever sees the message
        messages = self.env["mail.message"].sudo()
        return messages.search([("attachment_ids", "in", self.ids)])._get_kept()
