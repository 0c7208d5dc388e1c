from odoo import models
from odoo.fields import Command

from ...tools.states import STATES

OPEN = tuple(name for name, state in STATES.items() if state.is_editable)


class CdsAccount(models.Model):
    """Who takes an account over has the items that were given to who leaves."""

    _inherit = "cds.account"

    def _take_over(self, old):
        """Give the open items of a user to who comes.

        Councils stay: who sits in one is the decision's to say, which names them.
        """
        # sudo: items are the school's own to give; the account's keeper was checked
        lines = self.env["cds.assessment.line"].sudo()
        given = lines.search(
            [
                ("assigned_user_ids", "in", old.ids),
                ("assessment_id.institution_id", "=", self.institution_id.id),
                ("assessment_id.state", "in", OPEN),
            ]
        )
        new = self.sudo().user_id
        given._assign([Command.link(new.id), Command.unlink(old.id)])
        return super()._take_over(old)
