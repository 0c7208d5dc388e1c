from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.vietnamese import search_key, sort_key

# What the rights follow from.
RIGHTS = frozenset(("user_ids", "active", "parent_id", "assessor_id", "company_id"))


class CdsInstitution(models.Model):
    """A school or an authority, in one tree without fixed tiers.

    District offices existed until 30/6/2025, communes manage schools since: who manages
    and who assesses are data (Decrees 142 and 143/2025/NĐ-CP).
    """

    _name = "cds.institution"
    _description = "Institution"
    _inherit = ["cds.guarded"]
    _parent_store = True
    _order = "sort_key, id"
    _rec_names_search = ["name", "code", "short_name"]

    name = fields.Char(required=True)
    short_name = fields.Char(
        help="As it stands in the symbols of documents, for instance TH in 285/BC-TH."
    )
    letterhead_name = fields.Char(
        help="As it is printed in letterheads, for instance of those below; "
        "the name if empty."
    )
    sort_key = fields.Char(
        compute="_compute_keys", store=True, index=True, help="Its place in lists."
    )
    search_key = fields.Char(
        compute="_compute_keys", store=True, help="What it is found by."
    )
    code = fields.Char(string="Sector Code", help="Its id in the sector database.")
    kind = fields.Selection(
        [("school", "School"), ("authority", "Authority")],
        default="school",
        required=True,
        index=True,
    )
    school_level_id = fields.Many2one(
        "cds.school.level", ondelete="restrict", index="btree_not_null"
    )
    ownership = fields.Selection(
        [("public", "Public"), ("private", "Non-public")], default="public"
    )
    parent_id = fields.Many2one(
        "cds.institution",
        string="Managed By",
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'authority')]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("cds.institution", "parent_id", string="Manages")
    assessor_id = fields.Many2one(
        "cds.institution",
        string="Assessed From Outside By",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('kind', '=', 'authority')]",
        help="The authority that manages it, unless another one is chosen.",
    )
    locality = fields.Char(help="The place in the date line of papers.")
    head_title = fields.Char(
        string="Title of the Head", default=lambda self: self._default_head_title()
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", ondelete="restrict", index="btree_not_null"
    )
    user_ids = fields.Many2many(
        "res.users",
        "cds_institution_user_rel",
        "institution_id",
        "user_id",
        string="Staff",
        help="Those who work here and may see its dossiers.",
    )
    active = fields.Boolean(default=True)
    _code_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL",
        "There is already an institution with this sector code.",
    )

    def _default_head_title(self):
        # Vietnamese whatever the user's language: it is printed on papers.
        return "Hiệu trưởng"

    @api.depends("name", "short_name", "code")
    def _compute_keys(self):
        for institution in self:
            names = (institution.name, institution.code, institution.short_name)
            institution.sort_key = sort_key(institution.name)
            institution.search_key = search_key(" ".join(filter(None, names)))

    @api.depends("name", "code", "locality", "parent_id.name")
    def _compute_display_name(self):
        """Tell schools of one name apart: by who manages them, their place or code."""
        # sudo: whether there is another of that name depends on nobody's rights
        named = self.sudo().search_fetch(
            [("sort_key", "in", self.mapped("sort_key"))],
            ["name", "sort_key", "locality", "code", "parent_id"],
        )
        named.parent_id.fetch(["name"])
        alike = named.grouped("sort_key")
        for institution in self:
            others = alike.get(institution.sort_key, self) - institution._origin
            institution.display_name = institution._get_name_beside(others)

    def _get_name_beside(self, others):
        """Return the name, with what tells it from others of the same name.

        :param others: ``cds.institution`` in superuser mode
        """
        self.ensure_one()
        own = self.sudo()  # sudo: the name of who manages it is public
        if not others or not own.name:
            return own.name
        for path in ("parent_id.name", "locality", "code"):
            word = own.mapped(path)[:1]
            if word and word[0] and word[0] not in others.mapped(path):
                return f"{own.name} ({word[0]})"
        return own.name

    @api.model
    def _search_display_name(self, operator, value):
        """Find names however they are typed: marks, apostrophes, composed or not."""
        domain = super()._search_display_name(operator, value)
        typed = search_key(value) if isinstance(value, str) else ""
        if operator != "ilike" or not typed:
            return domain
        return Domain(domain) | Domain("search_key", "ilike", typed)

    @api.model_create_multi
    def create(self, vals_list):
        institutions = super().create(vals_list)
        self.env["cds.staff.change"]._record(set(), institutions._get_staff_pairs())
        return institutions

    def write(self, vals):
        if not RIGHTS & set(vals):
            return super().write(vals)
        before = self._get_partners_in_sight()
        staff = self._get_staff_pairs() if "user_ids" in vals else set()
        result = super().write(vals)
        self.env["mail.followers"]._drop_unreadable(before)
        if "user_ids" in vals:
            self.env["cds.staff.change"]._record(staff, self._get_staff_pairs())
            self._ask_anew()
        return result

    def unlink(self):
        before = self._get_partners_in_sight()
        result = super().unlink()
        self.env["mail.followers"]._drop_unreadable(before)
        return result

    def _get_partners_in_sight(self):
        """Return the partners who may read what belongs to institutions, by their
        place.

        Staff there and of the authorities above. Those below read their own, wherever
        it hangs.
        """
        # sudo: all of them, whatever the user sees; archived ones come back
        around = self.sudo().with_context(active_test=False)
        around |= around.assessor_id
        around |= around.search([("id", "parent_of", around.ids)])
        return around._get_staff().partner_id

    @api.constrains("parent_id", "assessor_id")
    def _check_tree(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("An institution cannot be managed by itself.")
            )
        for institution in self:
            above = institution.parent_id | institution.assessor_id
            if any(other.kind != "authority" for other in above):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” can be managed and assessed by authorities only.",
                        name=institution.name,
                    )
                )

    @api.constrains("kind")
    def _check_kind(self):
        for institution in self:
            if institution.kind == "school" and institution.child_ids:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” manages other institutions: it is no school.",
                        name=institution.name,
                    )
                )

    def _get_staff(self):
        """Return all who are staff, archived ones too: they may come back.

        :rtype: res.users
        """
        # sudo: staff of a school is not for everyone to read, a conflict is
        return self.sudo().with_context(active_test=False).user_ids

    def _get_staff_pairs(self):
        """Return who works where: a set of pairs of ids, institution and user."""
        return {(place.id, user.id) for place in self for user in place._get_staff()}

    def _get_cannot_act_reason(self, role, elsewhere=""):
        """Return why the user cannot act for the institution (empty: they can).

        The one rule of who acts:

        ===================  ====================================================
        who                  what they do for an institution
        ===================  ====================================================
        its own staff        act, each in the roles that they have
        staff above it       read
        administrators       nothing by that role; they make themselves staff,
                             which is tracked
        ===================  ====================================================

        It holds for the school that assesses itself, and for the authority that
        assesses it, runs a campaign, decides, or issues a paper.

        :param role: a group of this add-on, without prefix
        :param elsewhere: what to say to staff of other institutions
        """
        if self.env.su:
            return ""
        user = self.env.user
        if not user.has_group(f"cds_assessment.group_{role}"):
            return self.env._("Your role does not allow this.")
        if self not in user.cds_institution_ids:
            return elsewhere or self.env._(
                "You do not belong to the institution whose turn it is."
            )
        return ""

    def _is_below(self, authority):
        """Return whether an authority is the institution's own or above it.

        :param authority: ``cds.institution``; each is below itself
        """
        self.ensure_one()
        return str(authority.id) in (self.parent_path or "").split("/")

    def _get_assessor(self):
        """Return the authority that assesses the institution from outside.

        None for no institution: a form may have none yet.
        """
        if self:
            self.ensure_one()
        return self.assessor_id or self.parent_id

    def _get_letterhead(self):
        """Return the two names at the head of its papers: who manages it, and its own.

        :return: pair of strings; the first is empty where nobody manages it
        """
        self.ensure_one()
        # sudo: the name of the authority above is public, its record may be hidden.
        above = self.sudo().parent_id
        return (
            above.letterhead_name or above.name or "",
            self.letterhead_name or self.name,
        )
