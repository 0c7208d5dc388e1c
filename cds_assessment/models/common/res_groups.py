from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        implied = {"implied_ids", "implied_by_ids"} & set(vals)
        if not implied and "user_ids" not in vals:
            return super().write(vals)
        before = self._get_partners()
        result = super().write(vals)
        # Odoo clears before it writes: what was asked meanwhile must not stay.
        self.env.registry.clear_cache()
        lost = before if implied else before - self._get_partners()
        self.env["mail.followers"]._drop_unreadable(lost)
        return result

    def unlink(self):
        before = self._get_partners()
        result = super().unlink()
        self.env["mail.followers"]._drop_unreadable(before)
        return result

    def _get_partners(self):
        """Return the partners of all who have the groups, by others as well."""
        # sudo: whoever changes groups need not see all users
        return self.sudo().with_context(active_test=False).all_user_ids.partner_id
