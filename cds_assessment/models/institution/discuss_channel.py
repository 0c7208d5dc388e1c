from odoo import models

# In the context: new users are many, and none is for a channel of the host.
APART = "cds_accounts_apart"


class DiscussChannel(models.Model):
    """People of thousands of schools are not put into one channel by their accounts.

    Odoo has whoever is a user join the channels of the host, and reads all members of
    these for each round of new ones.
    """

    _inherit = "discuss.channel"

    def _subscribe_users_automatically_get_members(self):
        if self.env.context.get(APART):
            return {}
        return super()._subscribe_users_automatically_get_members()
