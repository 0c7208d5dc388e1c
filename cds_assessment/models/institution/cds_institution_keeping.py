from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# Who sees what, and in whose name: administrators alone change these.
OF_ADMINISTRATORS = frozenset(("user_ids", "company_id", "partner_id"))


class CdsInstitution(models.Model):
    """Officers keep the schools and authorities below their own.

    ==================  =====================================================
    who                 what they keep
    ==================  =====================================================
    officers            institutions below their own authority, not their own;
                        an institution stays below it wherever it is moved
    administrators      all, and alone: staff, company, contact
    ==================  =====================================================
    """

    _inherit = "cds.institution"

    may_keep = fields.Boolean(
        compute="_compute_may_keep",
        search="_search_may_keep",
        help="Whether the user keeps it: changes it, closes it, moves it.",
    )
    is_mine = fields.Boolean(
        string="Own and Below", compute="_compute_is_mine", search="_search_is_mine"
    )

    @api.depends_context("uid")
    def _compute_may_keep(self):
        kept = self._filtered_access("write")
        for institution in self:
            institution.may_keep = not institution.id or institution in kept

    def _search_may_keep(self, operator, value):
        kept = self._get_own_domain() & Domain("id", "not in", self._get_own().ids)
        return _said(kept, operator, value)

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._get_own_domain())
        for institution in self:
            institution.is_mine = institution in mine

    def _search_is_mine(self, operator, value):
        return _said(self._get_own_domain(), operator, value)

    def _get_own_domain(self):
        """Return the domain of the user's institutions and all below them."""
        return Domain("id", "child_of", self._get_own().ids)

    def _get_own(self):
        # in superuser mode, but for the ids: what is below them is for rules to show
        return self.env.user.cds_institution_ids

    @api.model_create_multi
    def create(self, vals_list):
        self._check_is_for_officers(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        """Refuse what administrators alone change.

        :raise AccessError: with what it is
        """
        self._check_is_for_officers(vals)
        return super().write(vals)

    def _check_is_for_officers(self, names):
        forbidden = OF_ADMINISTRATORS & set(names)
        if not forbidden or self.env.su:
            return
        if not self.env.user.has_group("cds_assessment.group_admin"):
            labels = [self._fields[name].string for name in sorted(forbidden)]
            raise AccessError(
                self.env._(
                    "Administrators alone change this: %(names)s.",
                    names=", ".join(labels),
                )
            )


def _said(domain, operator, value):
    """Return a domain, or what it leaves, for a search by a yes or no."""
    if operator != "in":
        return NotImplemented
    return domain if True in value else ~domain
