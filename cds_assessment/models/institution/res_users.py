from odoo import api, fields, models

# What a user is, and what the rights follow from.
RIGHTS = frozenset(
    ("cds_institution_ids", "group_ids", "active", "company_id", "company_ids")
)
LANGUAGE = "vi_VN"


class ResUsers(models.Model):
    _inherit = "res.users"

    cds_institution_ids = fields.Many2many(
        "cds.institution",
        "cds_institution_user_rel",
        "user_id",
        "institution_id",
        string="Institutions",
        # whatever a client's context says: nobody is staff of an archived institution
        context={"active_test": True},
        # else every log-in finds the staff of an institution that it may not see
        groups="base.group_erp_manager,cds_assessment.group_admin",
        help="The schools and authorities where the user is staff.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(self._with_language(vals_list))
        users._get_workplaces()._ask_anew()
        self.env["cds.staff.change"]._record(set(), users._get_staff_pairs())
        return users

    def write(self, vals):
        if not RIGHTS & set(vals):
            return super().write(vals)
        before = self._get_workplaces()
        moves = "cds_institution_ids" in vals
        staff = self._get_staff_pairs() if moves else set()
        result = super().write(vals)
        if moves:
            self.env["cds.staff.change"]._record(staff, self._get_staff_pairs())
        self.env["mail.followers"]._drop_unreadable(self.partner_id)
        (before | self._get_workplaces())._ask_anew()
        return result

    def _with_language(self, vals_list):
        """Let staff of schools and authorities read Vietnamese, unless told otherwise.

        Who enters them may work in English: else they would begin in it as well.
        """
        if not self.env["res.lang"]._get_data(code=LANGUAGE):
            return vals_list
        return [
            {"lang": LANGUAGE, **vals} if vals.get("cds_institution_ids") else vals
            for vals in vals_list
        ]

    def unlink(self):
        partners = self.partner_id
        result = super().unlink()
        self.env["mail.followers"]._drop_unreadable(partners.exists())
        return result

    @api.model
    def _get_only_institution(self, kind=""):
        """Return the institution where the user works, if it is the only one.

        :param kind: ``school`` or ``authority``; any by default
        :rtype: cds.institution
        """
        institutions = self.env.user.cds_institution_ids
        if kind:
            institutions = institutions.filtered_domain([("kind", "=", kind)])
        return institutions if len(institutions) == 1 else institutions.browse()

    def _get_staff_pairs(self):
        """Return who works where: a set of pairs of ids, institution and user."""
        # sudo: as in _get_workplaces
        users = self.sudo().with_context(active_test=False)
        return {(place.id, u.id) for u in users for place in u.cds_institution_ids}

    def _get_workplaces(self):
        """Return the institutions where users are staff, in superuser mode."""
        # sudo: where somebody is staff, archived schools included, is found for all
        institutions = self.env["cds.institution"].sudo()
        everywhere = institutions.with_context(active_test=False)
        return everywhere.search([("user_ids", "in", self.ids)])
