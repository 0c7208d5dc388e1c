import datetime
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.school_list.cells import identity
from ...tools.school_list.kinds import COMBINED, CONTINUING

# What a row says of a school, by field of the institution.
SAID = {
    "name": "name",
    "code": "code",
    "school_level_id": "school_level_id",
    "ownership": "ownership",
    "commune": "place",
    "street": "address",
    "phone": "phone",
    "email": "email",
    "head_name": "head_name",
    "short_name": "short_name",
    "closed_on": "closed_on",
}
# Doubts with which a row is taken unless somebody says otherwise.
TAKEN = frozenset(("level_differs", "ownership_two_ways", "code_length"))
# Levels that communes do not manage.
UPPER = frozenset(("THPT", "THCS&THPT", COMBINED, CONTINUING))
EDITABLE = frozenset(("name", "code", "school_level_id", "ownership", "closed_on"))
NAMED_AT_MOST = 10


class CdsSchoolListRow(models.Model):
    """A row of a list: the school it stands for, and what it would change."""

    _name = "cds.school.list.row"
    _description = "Row of a List of Schools"
    _inherit = ["cds.guarded"]
    _order = "list_id, rank, sheet, number, id"

    _guarded_fields = frozenset(
        (
            "list_id",
            "sheet",
            "number",
            "kind",
            "place",
            "place_code",
            "status",
            "doubts",
            "doubt",
            "difference",
            "institution_id",
            "is_made",
            "before",
            "written",
        )
    )

    list_id = fields.Many2one(
        "cds.school.list", required=True, ondelete="cascade", index=True
    )
    sheet = fields.Char(readonly=True)
    number = fields.Integer(string="Row Number", readonly=True, aggregator=None)
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("school", "School"), ("authority", "Authority")],
        readonly=True,
        required=True,
        default="school",
    )
    code = fields.Char(string="Sector Code")
    school_level_id = fields.Many2one("cds.school.level", ondelete="restrict")
    ownership = fields.Selection([("public", "Public"), ("private", "Non-public")])
    place = fields.Char(string="Commune", readonly=True)
    place_code = fields.Char(readonly=True)
    address = fields.Char(readonly=True)
    phone = fields.Char(string="Telephone", readonly=True)
    email = fields.Char(string="E-mail", readonly=True)
    head_name = fields.Char(string="Head", readonly=True)
    short_name = fields.Char(readonly=True)
    closed_on = fields.Date()
    doubts = fields.Json(
        readonly=True, help="What is doubtful: pairs of kind and word."
    )
    doubt = fields.Char(string="Doubtful", readonly=True)
    difference = fields.Char(string="What Changes", readonly=True)
    status = fields.Selection(
        [
            ("doubtful", "Doubtful"),
            ("changed", "Changed"),
            ("new", "New"),
            ("same", "The Same"),
        ],
        readonly=True,
        index=True,
    )
    rank = fields.Integer(
        compute="_compute_rank",
        store=True,
        aggregator=None,
        help="Doubtful ones first.",
    )
    is_taken = fields.Boolean(string="Take")
    is_decided = fields.Boolean(readonly=True)
    institution_id = fields.Many2one(
        "cds.institution", readonly=True, ondelete="set null", index="btree_not_null"
    )
    is_made = fields.Boolean(readonly=True)
    before = fields.Json(readonly=True)
    written = fields.Json(readonly=True)

    @api.depends("status")
    def _compute_rank(self):
        ranks = [value for value, _label in self._fields["status"].selection]
        for row in self:
            row.rank = ranks.index(row.status) if row.status else len(ranks)

    def write(self, vals):
        """Compare a row again that somebody has put right."""
        is_edited = not self.env.su and EDITABLE & set(vals)
        if not self.env.su:
            self.list_id._check_not_done()
        result = super().write({**vals, "is_decided": True} if is_edited else vals)
        if is_edited:
            self._compare()
        return result

    @api.model
    def _create_from(self, school_list, schools):
        """Create rows as they were read.

        :param schools: list of ``tools.school_list.rows.School``
        """
        levels = {
            level.code: level for level in self.env["cds.school.level"].search([])
        }
        no_level = school_list.default_level_id
        return self.create(
            [
                {
                    "list_id": school_list.id,
                    "sheet": school.sheet,
                    "number": school.number,
                    "name": school.name,
                    "kind": "authority" if school.is_office else "school",
                    "code": school.code or False,
                    "school_level_id": not school.is_office
                    and levels.get(school.level, no_level).id,
                    "ownership": school.ownership or False,
                    "place": school.place or False,
                    "place_code": school.place_code or False,
                    "address": school.address or False,
                    "phone": school.phone or False,
                    "email": school.email or False,
                    "head_name": school.head_name or False,
                    "short_name": school.short_name or False,
                    "closed_on": school.closed_on,
                    "doubts": [
                        [doubt.kind, doubt.about]
                        for doubt in school.doubts
                        if doubt.kind != "level_unknown" or not no_level
                    ],
                }
                for school in schools
            ]
        )

    # === COMPARE === #

    def _compare(self):
        """Find the school of each row, and say what would change in it."""
        for school_list, rows in self.grouped("list_id").items():
            finder = self.env["cds.institution"]._get_finder(
                school_list.authority_id, rows.filtered("code").mapped("code")
            )
            parents = school_list._get_parents()
            for row in rows:
                row._compare_one(finder, parents)

    def _compare_with_defaults(self):
        """Take what holds where the list says nothing, and compare again."""
        # sudo: a default is the list's, and no decision on a row
        for row in self.sudo().filtered(lambda r: r.kind == "school"):
            level = row.list_id.default_level_id
            if not row.school_level_id and level:
                known = [d for d in row.doubts or [] if d[0] != "level_unknown"]
                row.write({"school_level_id": level.id, "doubts": known})
        self._compare()

    def _compare_one(self, finder, parents):
        parent = self._get_parent(parents)
        found, doubt = finder(self, parent)
        doubts = [] if self.is_decided else [tuple(d) for d in self.doubts or []]
        doubts += [doubt] if doubt else []
        changes = self._get_changes(found, parent)
        status = "new" if not found else "changed" if changes else "same"
        # what is the same already is no question any more
        if doubts and status != "same":
            status = "doubtful"
        values = {
            "institution_id": found.id,
            "difference": self._get_difference(found, changes) if found else False,
            "doubt": " ".join(self._get_doubt_words(*doubt) for doubt in doubts)
            or False,
            "status": status,
        }
        if status != self.status:
            values["is_taken"] = self._is_taken_by_default(status, doubts, found)
        # sudo: comparing is the list's own
        self.sudo().write(values)

    def _is_taken_by_default(self, status, doubts, found):
        kinds = {kind for kind, _about in doubts}
        if status != "doubtful" or kinds <= TAKEN:
            return status != "same"
        # one that is there and closes on a known day
        is_closing = kinds <= TAKEN | {"merged", "dissolved"}
        return bool(found and is_closing and self.closed_on)

    def _get_parent(self, parents):
        """Return who is to manage the school, by its name if it is to be made.

        :param parents: by pairs of the place or code and whether it is a code, and the
            authority of the list by ``None``
        """
        own = parents[None]
        if self.kind == "authority":
            return own
        is_upper = self.school_level_id.code in UPPER
        if is_upper and self.list_id.keeps_upper and not self.place_code:
            return own
        key = (self.place or self.place_code, not self.place)
        return parents.get(key, own) if key[0] else own

    def _get_changes(self, institution, parent):
        """Return what the row says otherwise than an institution.

        What a row does not say stays; a name that is merely spelled otherwise too.

        :param parent: ``cds.institution``, or the name of one that is to be made
        :return: values as they are written, by name of the field
        """
        changes = {}
        for name, source in SAID.items():
            value, now = self[source], institution[name]
            if not value or value == now:
                continue
            if name == "name" and identity(value) == identity(now or ""):
                continue
            if name == "phone" and _digits(value) == _digits(now or ""):
                continue
            changes[name] = value
        is_placed = self.place or self.place_code
        if is_placed and _id(parent) != institution.parent_id.id:
            changes["parent_id"] = parent
        return changes

    def _get_difference(self, institution, changes):
        parts = []
        for name, value in changes.items():
            label = institution._fields[name]._description_string(self.env)
            parts.append(
                f"{label}: {self._say(institution[name])} → {self._say(value)}"
            )
        return "; ".join(parts) or False

    def _say(self, value):
        if isinstance(value, models.BaseModel):
            return value.display_name or "–"
        if value in ("public", "private"):
            names = dict(self._fields["ownership"]._description_selection(self.env))
            return names[value]
        if isinstance(value, datetime.date):
            return f"{value:%d/%m/%Y}"
        return value or "–"

    def _get_doubt_words(self, kind, about):
        """Return what is doubtful in words."""
        words = {
            "level_unknown": self.env._(
                "The level cannot be told from “%(about)s”.", about=about
            ),
            "level_differs": self.env._(
                "The list says “%(about)s”, the name another level.", about=about
            ),
            "ownership_two_ways": self.env._(
                "“%(about)s” may be private (tư thục) or a centre (trung tâm).",
                about=about,
            ),
            "code_length": self.env._("The code is longer than the others."),
            "code_twice": self.env._("Row %(about)s has the same code.", about=about),
            "twice": self.env._("Row %(about)s is the same school.", about=about),
            "dissolved": self.env._("Remark: “%(about)s”.", about=about),
            "merged": self.env._("Remark: “%(about)s”.", about=about),
            "code_elsewhere": self.env._(
                "An institution outside of your authority has this code."
            ),
            "several": self.env._("Several schools have this name: enter the code."),
            "other_code": self.env._(
                "A school of this name is there with the code %(about)s.", about=about
            ),
        }
        return words[kind]

    # === WRITE === #

    def _check_complete(self):
        """Refuse rows that lack what every school has.

        :raise UserError: with their numbers
        """
        lacking = self.filtered(
            lambda row: row.kind == "school" and not row.school_level_id
        )
        if lacking:
            raise UserError(
                self.env._(
                    "Choose the level of these rows, or leave them out: %(rows)s.",
                    rows=_named(lacking),
                )
            )
        codes = {}
        for row in self.filtered("code"):
            codes.setdefault(row.code, self.browse())
            codes[row.code] |= row
        twice = self.browse().union(*(rows for rows in codes.values() if len(rows) > 1))
        if twice:
            raise UserError(
                self.env._(
                    "These rows have the same code, take one of each: %(rows)s.",
                    rows=_named(twice),
                )
            )

    def _make_offices(self, authority):
        """Make the offices among the rows, and change those that are there.

        :param authority: who manages them
        :return: ``cds.institution`` by the identity of their names
        """
        taken = self.filtered(lambda row: row.is_taken and row.status != "same")
        taken._write_all({None: authority})
        return {
            identity(row.name): row.institution_id for row in self if row.institution_id
        }

    def _apply(self, made):
        """Write the schools of rows.

        :param made: authorities that were made, by the identity of their names
        """
        if self:
            schools = self.filtered(lambda row: row.kind == "school")
            schools._write_all(self.list_id._get_parents(made))

    def _write_all(self, parents):
        to_make = self.filtered(lambda row: not row.institution_id)
        values = [row._get_values(row._get_parent(parents)) for row in to_make]
        institutions = self.env["cds.institution"].create(values)
        for row, institution in zip(to_make, institutions, strict=True):
            # sudo: what was made is the list's to know
            row.sudo().write({"institution_id": institution.id, "is_made": True})
        for row in self - to_make:
            row._write_one(parents)

    def _get_values(self, parent):
        """Return the values of a new institution."""
        changes = self._get_changes(self.env["cds.institution"], parent)
        said = {name: _stored(value) for name, value in changes.items()}
        place = self.env["cds.institution"]._get_bare_place(self.place)
        return {
            "kind": self.kind,
            "parent_id": parent.id,
            "locality": place,
            **({} if self.kind == "authority" else self._get_school_values()),
            **said,
        }

    def _get_school_values(self):
        return {"ownership": self.list_id.default_ownership}

    def _write_one(self, parents):
        institution = self.institution_id
        changes = self._get_changes(institution, self._get_parent(parents))
        before = {name: _stored(institution[name]) for name in changes}
        written = {name: _stored(value) for name, value in changes.items()}
        institution.write(written)
        # sudo: what was there before is the list's to know
        self.sudo().write({"before": before, "written": written})

    def _restore(self):
        """Give changed schools back what they had, but for what changed since."""
        for row in self.filtered("written"):
            before, written = row.before or {}, row.written or {}
            institution = row.institution_id
            institution.write(
                {
                    name: before[name]
                    for name, value in written.items()
                    if _stored(institution[name]) == value
                }
            )

    def _get_made(self):
        """Return the institutions that this list made."""
        return self.filtered("is_made").institution_id


def _named(rows):
    """Return the numbers of rows, the first of them where there are many."""
    shown = [f"{row.number} ({row.name})" for row in rows[:NAMED_AT_MOST]]
    return "; ".join(shown) + (" …" if len(rows) > NAMED_AT_MOST else "")


def _id(parent):
    """Return the id of an institution, None for one that has a name alone."""
    return parent.id if isinstance(parent, models.BaseModel) else None


def _stored(value):
    """Return a value as Json keeps it and ``write`` takes it."""
    if isinstance(value, models.BaseModel):
        return value.id
    return fields.Date.to_string(value) if isinstance(value, datetime.date) else value


def _digits(value):
    return re.sub(r"\D", "", value)
