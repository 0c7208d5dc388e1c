from odoo import api, models

from .reading import is_ours, readable_by


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    @api.model
    def _drop_unreadable(self, partners):
        """End the following of our records that partners may not read any more.

        Called wherever a right can be lost, with those who had it before.
        """
        if not partners:
            return
        models_of_ours = [name for name in self.env.registry if is_ours(self.env, name)]
        # sudo: who follows what is not for everyone to change, its end is
        followers = self.sudo().search(
            [("partner_id", "in", partners.ids), ("res_model", "in", models_of_ours)]
        )
        lost = self.sudo()
        for (partner, model), some in followers.grouped(
            lambda follower: (follower.partner_id, follower.res_model)
        ).items():
            records = self.env[model].browse(some.mapped("res_id")).exists()
            readable = readable_by(records, partner)
            lost += some.filtered(
                lambda follower, ids=set(readable.ids): follower.res_id not in ids
            )
        lost.unlink()
