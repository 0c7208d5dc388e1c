"""End the following of records that their followers may not read any more.

Before 19.0.4.0.0 who left a school or a team stayed a follower and was written to.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Go over all followers of our records once."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    followers = env["mail.followers"].search([("res_model", "=like", "cds.%")])
    followers._drop_unreadable(followers.partner_id)
