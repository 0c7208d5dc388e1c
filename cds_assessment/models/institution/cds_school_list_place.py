from collections import Counter

from odoo import api, fields, models

from ...tools.school_list import kinds
from ...tools.school_list.cells import identity

# What the authority of a place is called, by what the place is (Law on the organisation
# of local government 2025: communes, wards, special zones; districts until 30/6/2025).
OFFICES = (
    (("huyện", "quận", "thị xã"), "Phòng Giáo dục và Đào tạo"),
    (("xã", "phường", "đặc khu", "thị trấn"), "Ủy ban nhân dân"),
)
HEAD_TITLES = {
    "Phòng Giáo dục và Đào tạo": "Trưởng phòng",
    "Ủy ban nhân dân": "Chủ tịch",
}


class CdsSchoolListPlace(models.Model):
    """A place or code under which schools of a list stand: who manages it."""

    _name = "cds.school.list.place"
    _description = "Place in a List of Schools"
    _inherit = ["cds.guarded"]
    _order = "list_id, is_open desc, name"

    _guarded_fields = frozenset(
        ("list_id", "name", "is_code", "school_count", "question", "is_made")
    )

    list_id = fields.Many2one(
        "cds.school.list", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(string="In the List", readonly=True)
    is_code = fields.Boolean(readonly=True)
    school_count = fields.Integer(string="Schools", readonly=True, aggregator=None)
    parent_id = fields.Many2one(
        "cds.institution",
        string="Managed By",
        ondelete="set null",
        domain="[('kind', '=', 'authority'), ('is_mine', '=', True)]",
        help="An authority that is there.",
    )
    new_name = fields.Char(
        string="New Authority",
        help="An authority to be made, where none is chosen; with neither, the "
        "authority that reads the list manages its schools.",
    )
    question = fields.Char(readonly=True)
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    is_made = fields.Boolean(readonly=True)

    @api.depends("question", "parent_id", "new_name")
    def _compute_is_open(self):
        for place in self:
            is_said = place.parent_id or place.new_name
            place.is_open = bool(place.question and not is_said)

    def write(self, vals):
        """Follow who manages a place in what its rows would change."""
        result = super().write(vals)
        if not self.env.su and {"parent_id", "new_name"} & set(vals):
            self.list_id._check_not_done()
            self.list_id.row_ids._compare()
        return result

    @api.model
    def _count(self, schools):
        """Count the schools of each place.

        :param schools: list of ``tools.school_list.rows.School``
        :return: counter by pairs of the name or code, and whether it is a code
        """
        return Counter(
            (school.place or school.place_code, not school.place)
            for school in schools
            if (school.place or school.place_code) and not school.is_office
        )

    @api.model
    def _propose(self, known, name, is_code, schools):
        """Propose who manages a place: one that is there, or one to be made.

        :param known: ``cds.institution`` by the identity of their names: authorities
        :return: values of a place
        """
        offices = [school for school in schools if school.is_office]
        if is_code:
            return self._propose_of_code(
                known, [office for office in offices if office.place_code == name]
            )
        wanted = identity(name)
        found = [known[key] for key in known if key.endswith(wanted)]
        if len(found) == 1:
            return {"parent_id": found[0].id}
        listed = [o for o in offices if identity(o.name).endswith(wanted)]
        if len(listed) == 1:
            return {"new_name": listed[0].name}
        return {"new_name": self._get_office_name(name)}

    @api.model
    def _propose_of_code(self, known, offices):
        """Propose the one office of the list that has a code, or ask.

        :param offices: those that have it
        """
        if len(offices) == 1:
            found = known.get(identity(offices[0].name))
            return {"parent_id": found.id} if found else {"new_name": offices[0].name}
        if not offices:
            question = self.env._("The list does not say whose code this is.")
            return {"question": question}
        return {
            "question": self.env._(
                "%(count)s offices of the list have this code: %(names)s",
                count=len(offices),
                names="; ".join(office.name for office in offices),
            )
        }

    @api.model
    def _get_office_name(self, place):
        """Return what the authority of a commune or district is called.

        Any other name is one of an authority already.
        """
        low = place[:1].lower() + place[1:]
        for words, office in OFFICES:
            if low.startswith(words):
                return f"{office} {low}"
        return place

    def _get_parent(self, made):
        """Return who manages the schools of a place.

        :param made: authorities that were made, by the identity of their names
        """
        self.ensure_one()
        return self.parent_id or made.get(identity(self.new_name or ""))

    def _make(self, made):
        """Make the authorities that places need and nobody has made.

        :param made: ``cds.institution`` by the identity of their names
        :return: the same, with those that were made here
        """
        made = dict(made)
        for place in self.filtered(lambda p: p.new_name and not p.parent_id):
            key = identity(place.new_name)
            is_made = key not in made
            if is_made:
                values = place._get_office_values()
                made[key] = self.env["cds.institution"].create(values)
            # sudo: what was made is the list's to know
            place.sudo().write({"parent_id": made[key].id, "is_made": is_made})
        return made

    def _get_office_values(self):
        self.ensure_one()
        title = next(
            (t for o, t in HEAD_TITLES.items() if self.new_name.startswith(o)), False
        )
        return {
            "name": self.new_name,
            "kind": "authority",
            "parent_id": self.list_id.authority_id.id,
            "commune": self.name if kinds.is_commune(self.name) else False,
            "locality": self.env["cds.institution"]._get_bare_place(self.name),
            **({"head_title": title} if title else {}),
        }

    def _get_made(self):
        """Return the authorities that this list made for its places."""
        return self.filtered("is_made").parent_id
