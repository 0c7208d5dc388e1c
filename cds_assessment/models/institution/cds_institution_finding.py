from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.school_list.cells import identity

PLACE_WORDS = ("xã", "phường", "đặc khu", "thị trấn", "quận", "huyện", "thị xã")
NAMED_AT_MOST = 10


class CdsInstitution(models.Model):
    """Where an institution is, and how one that a list names is found again."""

    _inherit = "cds.institution"

    commune = fields.Char(help="The commune or ward where it is.")
    street = fields.Char(string="Address", help="House, street, hamlet.")
    phone = fields.Char(string="Telephone")
    email = fields.Char(string="E-mail")
    head_name = fields.Char(string="Name of the Head")

    @api.model
    def _get_bare_place(self, place):
        """Return a place without its kind: "Cao Minh" for "Xã Cao Minh"."""
        low = (place or "").lower()
        for word in PLACE_WORDS:
            if low.startswith(f"{word} "):
                return place[len(word) + 1 :]
        return place or False

    def _get_below(self, authority):
        """Return an authority and all below it, that the user may read."""
        below = self.search([("id", "child_of", authority.ids)])
        below.fetch(["name", "kind", "code", "parent_id"])
        return below

    def _get_authorities(self, authority):
        """Return an authority and those below it, by the identity of their names."""
        below = [("id", "child_of", authority.ids), ("kind", "=", "authority")]
        return {identity(found.name): found for found in self.search(below)}

    def _get_finder(self, authority, codes):
        """Return a function that finds the institution of a row of a list.

        :param authority: whose list it is: what is not below it is not found
        :param codes: all codes that will be looked for
        :return: function of a row (``cds.school.list.row``) and its authority; it gives
            the institution, empty for none, and a doubt (pair of kind and word) or None
        """
        below = self._get_below(authority) - authority
        # sudo: a code is one institution's, whoever sees it
        taken = self.sudo().with_context(active_test=False)
        by_code = {i.code: i.id for i in taken.search([("code", "in", codes)])}
        by_name = below.grouped(lambda i: (i.kind, identity(i.name)))

        def find(row, parent):
            if row.code in by_code:
                found = self.browse(by_code[row.code])
                is_near = found in below
                return (
                    (found, None)
                    if is_near
                    else (self.browse(), ("code_elsewhere", ""))
                )
            alike = by_name.get((row.kind, identity(row.name)), self.browse())
            if row.place or row.place_code:
                # one that is to be made is a name, and manages none yet
                place = parent.id if isinstance(parent, models.BaseModel) else None
                alike = alike.filtered(lambda i: i.parent_id.id == place)
            if row.code:
                others = alike.filtered("code")
                alike -= others
                if others and not alike and (row.place or row.place_code):
                    return self.browse(), ("other_code", others[0].code)
            if len(alike) > 1:
                return self.browse(), ("several", "")
            return alike, None

        return find

    def _remove_unused(self):
        """Remove institutions that a list has made.

        :raise UserError: with those that something belongs to already
        """
        used = self._get_used()
        if used:
            names = "; ".join(used[:NAMED_AT_MOST].mapped("display_name"))
            raise UserError(
                self.env._(
                    "These are in use already, close them instead: %(names)s.",
                    names=names,
                )
            )
        self.unlink()

    def _get_used(self):
        """Return the institutions that something else refers to."""
        used = set()
        for model in self.env.registry.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.comodel_name == self._name and field.store:
                    used |= self._find_used_by(model._name, field)
        return self.filtered(lambda institution: institution.id in used)

    def _find_used_by(self, model_name, field):
        if model_name.startswith("cds.school.list") or field.type == "one2many":
            return set()
        # sudo: what belongs to an institution holds it, whoever sees it
        others = self.env[model_name].sudo().with_context(active_test=False)
        users = others.search([(field.name, "in", self.ids)])
        if model_name == self._name:
            users -= self
        return set(users.mapped(field.name).ids)
