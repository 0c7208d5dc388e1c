from odoo import models

from .reading import is_ours


class MailMessage(models.Model):
    """Messages on records that the user may not read are not the user's to answer."""

    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        """Refuse messages on records of ours to those who may not read the record.

        Odoo lets followers and those notified once answer, whatever they may read.
        """
        forbidden = super()._get_forbidden_access(operation)
        if operation != "create":
            return forbidden
        return forbidden | (self - forbidden)._filter_on_hidden()

    def _filter_on_hidden(self):
        """Return the messages that stand on records of ours that the user
        cannot read.
        """
        # sudo: where a message stands decides whether the user may know of it
        by_model = self.sudo().grouped("model")
        hidden = self.browse()
        for model, messages in by_model.items():
            if not is_ours(self.env, model):
                continue
            records = self.env[model].browse(filter(None, messages.mapped("res_id")))
            readable = set(records._filtered_access("read").ids)
            hidden += messages.filtered(
                lambda message, ids=readable: message.res_id not in ids
            ).sudo(self.env.su)
        return hidden
