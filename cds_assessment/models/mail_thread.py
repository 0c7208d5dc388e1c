from odoo import models

from .reading import is_ours, readable_by


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Leave out followers who may not read the record, however they came to be.

        Whom an author names outright is written to as by an e-mail.
        """
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self or not is_ours(self.env, self._name):
            return recipients
        partners = self.env["res.partner"]
        return [
            recipient
            for recipient in recipients
            if not recipient["is_follower"]
            or readable_by(self, partners.browse(recipient["id"]))
        ]
