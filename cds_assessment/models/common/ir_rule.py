from odoo import models
from odoo.exceptions import AccessError

from .reading import is_ours


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain_context_values(self):
        """Keep the domains of a user apart by where the user is staff just now.

        Rules speak of ``user.cds_institution_ids`` and their domains are kept in a
        cache. With the institutions in its key there is nothing to clear when somebody
        comes or goes or an institution is archived, in whatever process that happens.
        """
        yield from super()._compute_domain_context_values()
        yield () if self.env.su else self.env.user.cds_institution_ids._ids

    def _make_access_error(self, operation, records):
        """Refuse records of ours without their names.

        In debug mode, which every log-in can switch on, Odoo tells what it refuses.
        """
        error = super()._make_access_error(operation, records)
        if not is_ours(self.env, records._name):
            return error
        kind = self.env["ir.model"]._get(records._name).name
        if operation == "read":
            return AccessError(
                self.env._("This is not open to you: %(kind)s.", kind=kind)
            )
        return AccessError(
            self.env._("This is not yours to change: %(kind)s.", kind=kind)
        )
