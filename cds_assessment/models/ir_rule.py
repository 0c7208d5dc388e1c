from odoo import models


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
