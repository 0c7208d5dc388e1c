import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.plain_workbook import WorkbookError, say_locked
from ...tools.school_list.rows import read_schools
from ...tools.school_list.tables import read_tables


class CdsSchoolList(models.Model):
    """An office's own list of schools, read in: seen whole before it is written.

    The file is read as it is. What each column holds, where a place in the list is
    managed, and each row can be put right; then all that is taken is written in one
    go, and can be undone in one go.
    """

    _name = "cds.school.list"
    _description = "List of Schools"
    _inherit = ["cds.guarded"]
    _order = "id desc"
    _rec_name = "file_name"

    _guarded_fields = frozenset(("company_id", "state", "done_on", "done_by_id"))

    authority_id = fields.Many2one(
        "cds.institution",
        string="For",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('kind', '=', 'authority'), ('is_mine', '=', True)]",
        default=lambda self: self.env["res.users"]._get_only_institution("authority"),
        help="The authority whose schools these are: what is new comes below it.",
    )
    company_id = fields.Many2one(
        related="authority_id.company_id", store=True, index="btree_not_null"
    )
    data = fields.Binary(string="Workbook", attachment=True, required=True)
    file_name = fields.Char(readonly=False)
    state = fields.Selection(
        [
            ("draft", "Not Read"),
            ("read", "Read"),
            ("done", "Written"),
            ("undone", "Undone"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    default_level_id = fields.Many2one(
        "cds.school.level",
        string="Level If Not Named",
        ondelete="restrict",
    )
    default_ownership = fields.Selection(
        [("public", "Public"), ("private", "Non-public")],
        string="Ownership If Not Named",
        default="public",
        required=True,
    )
    keeps_upper = fields.Boolean(
        string="Keeps Upper Secondary",
        default=True,
        help="Communes manage schools up to lower secondary (Decree 142/2025/NĐ-CP): "
        "those with upper secondary classes and centres of continuing education stay "
        "with the authority that reads the list, whatever place they stand under.",
    )
    column_ids = fields.One2many("cds.school.list.column", "list_id", string="Columns")
    place_ids = fields.One2many("cds.school.list.place", "list_id", string="Places")
    row_ids = fields.One2many("cds.school.list.row", "list_id", string="Rows")
    new_count = fields.Integer(string="New", compute="_compute_counts")
    changed_count = fields.Integer(string="Changed", compute="_compute_counts")
    same_count = fields.Integer(string="The Same", compute="_compute_counts")
    doubtful_count = fields.Integer(string="Doubtful", compute="_compute_counts")
    taken_count = fields.Integer(string="Taken", compute="_compute_counts")
    open_place_count = fields.Integer(compute="_compute_counts")
    done_on = fields.Datetime(string="Written On", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", string="Written By", readonly=True, copy=False, ondelete="restrict"
    )

    @api.depends(
        "row_ids.status",
        "row_ids.is_taken",
        "place_ids.question",
        "place_ids.parent_id",
    )
    def _compute_counts(self):
        for schools in self:
            rows = schools.row_ids
            by_status = rows.grouped("status")
            for status in ("new", "changed", "same", "doubtful"):
                schools[f"{status}_count"] = len(by_status.get(status, ()))
            taken = rows.filtered("is_taken")
            schools.taken_count = len(taken.filtered(lambda row: row.status != "same"))
            schools.open_place_count = len(schools.place_ids.filtered("is_open"))

    def write(self, vals):
        """Forget what was read of another file."""
        if "data" in vals:
            self._hold()
            self._check_not_done()
            # sudo: rows come and go with the file alone
            own = self.sudo()
            own.row_ids.unlink()
            own.column_ids.unlink()
            own.place_ids.unlink()
            own.state = "draft"
        result = super().write(vals)
        if {"keeps_upper", "default_level_id"} & set(vals):
            self._check_not_done()
            self.row_ids._compare_with_defaults()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_written(self):
        if any(schools.state == "done" for schools in self):
            raise UserError(
                self.env._("What was written is kept, so that it can be undone.")
            )

    # === READ === #

    def action_read(self):
        """Read the file: again where its columns were put right.

        :raise UserError: for a file that has no list of schools
        """
        self.ensure_one()
        self._check_keeps()
        self._hold()
        self._check_not_done()
        tables = self._read_tables()
        # sudo: rows come from the file alone, users change what they say
        own = self.sudo()
        if not own.column_ids:
            own._create_columns(tables)
        meanings = own.column_ids._get_meanings()
        tables = [table.mapped(meanings.get(table.sheet, {})) for table in tables]
        schools = read_schools(tables)
        if not schools:
            raise UserError(self.env._("No row of this workbook names a school."))
        own.row_ids.unlink()
        own._create_places(schools)
        rows = self.env["cds.school.list.row"].sudo()._create_from(own, schools)
        rows.with_env(self.env)._compare()
        own.state = "read"

    def _read_tables(self):
        # a client that opens a kept record asks for the sizes of files only
        data = self.with_context(bin_size=False).data
        try:
            return read_tables(base64.b64decode(data or b""))
        except (WorkbookError, binascii.Error) as error:
            code = getattr(error, "code", "no_workbook")
            raise UserError(self._get_refusal(code)) from error

    def _get_refusal(self, code):
        return {
            "too_large": self.env._("The file is too large for a list of schools."),
            "no_workbook": self.env._(
                "This is no workbook (.xlsx) that can be read. Open it in Excel and "
                "save it as “Excel Workbook (.xlsx)”."
            ),
            "locked": say_locked(self.env),
            "no_list": self.env._(
                "No list of schools was found in this workbook: a row of headings with "
                "“Tên trường” (or “Tên đơn vị”) above the names is needed."
            ),
        }[code]

    def _create_columns(self, tables):
        self.env["cds.school.list.column"].create(
            [
                {
                    "list_id": self.id,
                    "sheet": column.sheet,
                    "number": column.number,
                    "heading": column.heading,
                    "samples": column.samples,
                    "meaning": column.field or False,
                }
                for table in tables
                for column in table.columns
            ]
        )

    def _create_places(self, schools):
        """Keep what was said of places that the list still names."""
        places = self.env["cds.school.list.place"]
        counts = places._count(schools)
        kept = {(place.name, place.is_code): place for place in self.place_ids}
        for key in kept.keys() - counts.keys():
            kept[key].unlink()
        known = self.env["cds.institution"]._get_authorities(self.authority_id)
        for (name, is_code), count in counts.items():
            if (name, is_code) in kept:
                kept[name, is_code].school_count = count
        places.create(
            [
                {
                    "list_id": self.id,
                    "name": name,
                    "is_code": is_code,
                    "school_count": count,
                    **places._propose(known, name, is_code, schools),
                }
                for (name, is_code), count in counts.items()
                if (name, is_code) not in kept
            ]
        )

    # === WRITE === #

    def action_apply(self):
        """Write all rows that are taken, or none.

        :raise UserError: with the rows that cannot be written as they are
        """
        self.ensure_one()
        self._check_keeps()
        self._hold()
        if self.state != "read":
            raise UserError(self.env._("Read the list first."))
        rows = self.row_ids
        before = rows.mapped("status")
        rows._compare()
        if rows.mapped("status") != before:
            return self._tell_it_changed()
        taken = rows.filtered(lambda row: row.is_taken and row.status != "same")
        taken._check_complete()
        taken._apply(self._make_authorities())
        self.sudo().write(
            {
                "state": "done",
                "done_on": fields.Datetime.now(),
                "done_by_id": self.env.uid,
            }
        )
        return self.action_open_schools()

    def _make_authorities(self):
        """Make the offices that the list names, then those that its places need.

        :return: ``cds.institution`` by the identity of their names
        """
        offices = self.row_ids.filtered(lambda row: row.kind == "authority")
        return self.place_ids._make(offices._make_offices(self.authority_id))

    def _tell_it_changed(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "Schools were changed since this list was read: look at the rows "
                    "again, then write them."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_undo(self):
        """Take back what this list wrote: what is new goes, what changed comes back.

        What was changed again since then stays.

        :raise UserError: where something new is in use already
        """
        self.ensure_one()
        self._check_keeps()
        self._hold()
        if self.state != "done":
            raise UserError(self.env._("This list has not been written."))
        self.row_ids._restore()
        self.row_ids._get_made()._remove_unused()
        self.place_ids._get_made()._remove_unused()
        self.sudo().state = "undone"

    def action_take_doubtful(self):
        """Take all rows that are doubtful as they were read."""
        self._set_doubtful(True)

    def action_leave_doubtful(self):
        """Leave all rows out that are doubtful."""
        self._set_doubtful(False)

    def _set_doubtful(self, is_taken):
        self._check_keeps()
        self._check_not_done()
        doubtful = self.row_ids.filtered(lambda row: row.status == "doubtful")
        doubtful.is_taken = is_taken

    # === OPEN === #

    def action_open_rows(self):
        """Open the rows in a list of their own, the doubtful ones first."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "cds_assessment.cds_school_list_row_action"
            ),
            "domain": [("list_id", "in", self.ids)],
        }

    def action_open_schools(self):
        """Open the schools that the list wrote."""
        written = self.row_ids.institution_id
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "cds_assessment.cds_institution_action_mine"
            ),
            "domain": [("id", "in", written.ids)],
        }

    def action_give_accounts(self):
        """Open the dialog that gives accounts to the schools that the list wrote."""
        written = self.row_ids.institution_id
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "cds_assessment.cds_account_batch_action"
            ),
            "context": {"active_model": written._name, "active_ids": written.ids},
        }

    def _get_parents(self, made=None):
        """Return who manages the schools of each place.

        :param made: authorities that were made just now, by the identity of their names
        :return: ``cds.institution`` by pairs of a place's name or code and whether it
            is a code; the authority of the list by None. A name where it is to be made
        """
        self.ensure_one()
        parents = {None: self.authority_id}
        for place in self.place_ids:
            parents[place.name, place.is_code] = (
                place._get_parent(made or {}) or place.new_name or self.authority_id
            )
        return parents

    def _check_keeps(self):
        """Refuse a list of an authority that is not the user's.

        Administrators keep all institutions, officers what is below their own.

        :raise UserError: with the reason
        """
        self.check_access("write")
        if self.env.user.has_group("cds_assessment.group_admin"):
            return
        for authority in self.authority_id:
            reason = authority._get_cannot_act_reason("officer")
            if reason:
                raise UserError(reason)

    def _check_not_done(self):
        if any(schools.state in ("done", "undone") for schools in self):
            raise UserError(
                self.env._("This list has been written: read a new one instead.")
            )
