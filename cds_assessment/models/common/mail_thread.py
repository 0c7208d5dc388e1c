from odoo import api, models

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

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        """Send mails into records of ours back to those who may not read them.

        Odoo takes an answer to any mail it once sent, from whomever.
        """
        checked = super()._routing_check_route(
            message, message_dict, route, raise_exception
        )
        if not checked or not checked[1] or not is_ours(self.env, checked[0]):
            return checked
        record = self.env[checked[0]].browse(checked[1])
        sender = message_dict["email_from"]
        authors = record._partner_find_from_emails_single([sender], no_create=True)
        if any(readable_by(record, author) for author in authors):
            return checked
        env = self.with_context(lang=authors[:1].lang or "vi_VN").env
        reason = env._("Your message was not kept: what it answers is not open to you.")
        self._routing_create_bounce_email(sender, reason, message)
        return False
