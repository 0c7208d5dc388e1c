from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...report.workbooks.profile_xlsx import ProfileRow, ProfileSheet
from ...tools.file_name import safe_name
from ...tools.number_format import format_points

# What one user changes within it is told in one note.
ONE_NOTE = timedelta(minutes=10)


class CdsProfile(models.Model):
    """The figures of one institution in one school year (số liệu năm học).

    They are typed once (or read from a workbook, or filled by another module) and used
    everywhere: items measured as ratio or count take theirs from here, papers print
    them, checks compare with them.

    Another module fills a figure with :meth:`_fill_figure`, or answers
    :meth:`_collect_figures` with what it knows, or is told of changes by
    :meth:`_figures_changed`.
    """

    _name = "cds.profile"
    _description = "Year's Figures"
    _inherit = ["cds.guarded", "cds.chatter"]
    _order = "school_year_id, institution_id, id"  # the newest year first
    _rec_names_search = ["institution_id.name", "institution_id.code"]

    _guarded_fields = frozenset(("company_id",))

    institution_id = fields.Many2one(
        "cds.institution",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'school')]",
        default=lambda self: self.env["res.users"]._get_only_institution("school"),
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["cds.school.year"]._get_current(),
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    value_ids = fields.One2many(
        "cds.profile.value", "profile_id", string="Figures", copy=False
    )
    note = fields.Text()
    previous_id = fields.Many2one(
        "cds.profile", string="Last Year's", compute="_compute_previous_id"
    )
    known_count = fields.Integer(string="Filled In", compute="_compute_known_count")
    total_count = fields.Integer(string="Of", compute="_compute_known_count")
    has_collected = fields.Boolean(compute="_compute_has_collected")

    _one_per_year = models.UniqueIndex(
        "(institution_id, school_year_id)",
        "This institution already has its figures for this school year: open them.",
    )

    # === COMPUTE METHODS === #

    @api.depends("institution_id", "school_year_id")
    def _compute_display_name(self):
        for profile in self:
            # sudo: whoever may read the figures may read whose they are.
            names = profile.sudo().institution_id.name, profile.school_year_id.name
            profile.display_name = ", ".join(filter(None, names))

    @api.depends("institution_id", "school_year_id")
    def _compute_previous_id(self):
        """The profile of the school year just before, not of an older one."""
        years = self.env["cds.school.year"].with_context(active_test=False)
        years = years.search([("date_start", "<=", max(self._get_starts()))])
        before = dict(zip(years, years[1:], strict=False))  # the latest stands first
        wanted = {
            profile: (profile.institution_id, before.get(profile.school_year_id))
            for profile in self
        }
        found = {
            (profile.institution_id, profile.school_year_id): profile
            for profile in self.search(
                [
                    ("institution_id", "in", self.institution_id.ids),
                    ("school_year_id", "in", [y.id for _i, y in wanted.values() if y]),
                ]
            )
        }
        found |= self._find_inherited(set(wanted.values()) - set(found))
        for profile in self:
            profile.previous_id = found.get(wanted[profile])

    @api.model
    def _find_inherited(self, _wanted):
        """Return whose figures stand for those of institutions that have none.

        For domains above to answer: of a school that took another one's place.

        :param _wanted: pairs of ``cds.institution`` and ``cds.school.year``
        :return: ``cds.profile`` by pair
        """
        return {}

    def _get_starts(self):
        starts = self.school_year_id.mapped("date_start")
        return starts or [fields.Date.context_today(self)]

    @api.depends("value_ids.is_known")
    def _compute_known_count(self):
        counts = {
            (profile, is_known): count
            for profile, is_known, count in self.env["cds.profile.value"]._read_group(
                [("profile_id", "in", self.ids)],
                ["profile_id", "is_known"],
                ["__count"],
            )
        }
        for profile in self:
            known = counts.get((profile._origin, True), 0)
            profile.known_count = known
            profile.total_count = known + counts.get((profile._origin, False), 0)

    def _compute_has_collected(self):
        for profile in self:
            profile.has_collected = bool(profile.id and profile._collect_figures())

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create profiles, each with a row for every figure in use.

        :raise UserError: for rows by hand
        """
        for vals in vals_list:
            if vals.get("value_ids"):
                raise UserError(
                    self.env._("The rows of the figures are given by their catalogue.")
                )
        profiles = super().create(vals_list)
        profiles._add_rows(self.env["cds.figure"].search([("active", "=", True)]))
        return profiles

    def write(self, vals):
        """Write the remarks, and all figures of a form at once.

        :raise UserError: when school or school year would change, or the rows
        :raise ValidationError: for figures that cannot be
        """
        for profile in self:
            for name in {"institution_id", "school_year_id"} & set(vals):
                if profile[name].id != vals[name]:
                    raise UserError(
                        self.env._(
                            "The figures belong to their school and school year: make "
                            "others for another."
                        )
                    )
        vals = dict(vals)
        commands = vals.pop("value_ids", None) or []
        result = super().write(vals)
        if commands:
            self._write_rows(commands)
        return result

    def _write_rows(self, commands):
        """Write what a form changed in the rows, all of it before it is checked."""
        changes = {}
        for code, row_id, *values in commands:
            if code == Command.UPDATE and row_id in self.value_ids.ids:
                changes[self.env["cds.profile.value"].browse(row_id)] = values[0]
            elif code != Command.LINK or row_id not in self.value_ids.ids:
                raise UserError(
                    self.env._("The rows of the figures are given by their catalogue.")
                )
        self.env["cds.profile.value"]._write_many(changes)

    def _add_rows(self, figures):
        """Give the profiles a row for each figure that they lack."""
        rows = self.env["cds.profile.value"].with_context(active_test=False)
        taken = {
            (profile.id, figure.id)
            for profile, figure in rows.sudo()._read_group(  # sudo: as below
                [("profile_id", "in", self.ids), ("figure_id", "in", figures.ids)],
                ["profile_id", "figure_id"],
            )
        }
        # sudo: rows are given by the catalogue, by nobody
        rows.sudo().create(
            [
                {"profile_id": profile.id, "figure_id": figure.id}
                for profile in self
                for figure in figures
                if (profile.id, figure.id) not in taken
            ]
        )

    # === ACTIONS === #

    def action_collect(self):
        """Take from other modules what was not typed by hand.

        :raise ValidationError: for figures that cannot be
        """
        self.check_access("write")
        for profile in self:
            collected = profile._collect_figures()
            rows = profile.value_ids.filtered(
                lambda row, found=collected: (
                    row.code in found and not (row.is_known and row.source == "typed")
                )
            )
            rows._set_numbers(
                {row: collected[row.code] for row in rows},
                source="host",
                source_note=self.env._("Other software in this system"),
            )

    def action_download_workbook(self):
        """Download the figures as a workbook to fill in and to upload again."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/profile/{self.id}.xlsx",
            "target": "download",
        }

    def action_import(self):
        """Ask for a workbook that was filled in."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read a Workbook"),
            "res_model": "cds.profile.import",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_profile_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _get_figures(self):
        """Return the figures that are known.

        :return: number by code; a figure that was not filled in is left out
        """
        return {row.code: row.value for row in self.value_ids if row.is_known}

    @api.model
    def _get_for(self, institution, school_year):
        """Give the profile of a school and school year; empty if there is none."""
        return self.search(
            [
                ("institution_id", "=", institution.id),
                ("school_year_id", "=", school_year.id),
            ]
        )

    @api.model
    def _fill_figure(
        self, institution, school_year, code, value, source_note, keep_typed=False
    ):
        """Fill a figure from another module; the way that stays open for that.

        It creates the profile where it is missing and works whoever the user is, by
        the same rules as for people: the number is checked, the change is told in the
        chatter, the dossiers follow or are marked.

        :param institution: ``cds.institution``, a school
        :param school_year: ``cds.school.year``
        :param code: code of a ``cds.figure``
        :param value: the number; None for "not known"
        :param source_note: where it comes from, as people read it
        :param keep_typed: leave a figure as it is that was typed by hand
        :return: whether the figure has changed
        :raise ValidationError: for a code that there is not, or a number that cannot be
        """
        # sudo: a module fills figures in jobs of its own, whoever runs them
        profiles = self.sudo()
        profile = profiles._get_for(institution, school_year) or profiles.create(
            {"institution_id": institution.id, "school_year_id": school_year.id}
        )
        row = profile.value_ids.filtered(lambda row: row.code == code)
        if keep_typed and row.is_known and row.source == "typed":
            return False
        return profile._set_figures({code: value}, "host", source_note)

    def _collect_figures(self):
        """Return what other modules know of the figures: a hook, to be extended.

        :return: number by code
        """
        self.ensure_one()
        return {}

    @api.model
    def _figures_changed(self, profile, changes):
        """Let everything follow that a change of figures touches: a hook to extend.

        :param profile: ``cds.profile``
        :param changes: old and new number by code; None stands for "not known"
        """

    def _set_figures(self, figures, source="typed", source_note=False):
        """Set figures that are named by their codes.

        :param figures: number by code; None for "not known"
        :param source: a key of ``cds.profile.value.source``
        :param source_note: where they come from, as people read it
        :return: whether one has changed
        :raise ValidationError: for a code that there is not, or a number that cannot be
        """
        self.ensure_one()
        rows = {row.code: row for row in self.value_ids}
        unknown = [code for code in figures if code not in rows]
        if unknown:
            raise ValidationError(
                self.env._("There is no figure “%(code)s”.", code=unknown[0])
            )
        return self.value_ids._set_numbers(
            {rows[code]: number for code, number in figures.items()},
            source=source,
            source_note=source_note,
        )

    def _log_changes(self, changes):
        """Tell in the chatter what has changed.

        A sheet saves row by row: what somebody changes within a few minutes is one
        note, not one for each figure.

        :param changes: row, old and new number of each; None for "not known"
        """
        self.ensure_one()
        note = changes[0][0].source_note
        head = Markup("%s<ul>") % self.env._("The figures have changed:")
        rows = Markup().join(
            Markup("<li>%s: %s → %s</li>")
            % (row.figure_id.name, self._format(old), self._format(new))
            for row, old, new in changes
        )
        origin = self.env._("Source: %(origin)s", origin=note) if note else ""
        foot = Markup("</ul>%s") % origin
        message = self._find_log(head, foot)
        if message:
            body = str(message.body).removesuffix(foot)
            message.body = Markup(body) + rows + foot
        else:
            # sudo: the chatter writes itself, also when a module fills the figures
            self.sudo()._message_log(
                body=head + rows + foot, author_id=self.env.user.partner_id.id
            )

    def _find_log(self, head, foot):
        """Return the note that tells of the user's changes of the last minutes, if it
        is the latest of the chatter.
        """
        # sudo: the chatter's own notes
        messages = self.env["mail.message"].sudo()
        latest = messages.search_fetch(
            [("model", "=", self._name), ("res_id", "=", self.id)],
            ["create_uid", "date", "body"],
            order="id desc",
            limit=1,
        )
        since = fields.Datetime.now() - ONE_NOTE
        body = str(latest.body or "")
        is_same = (
            latest.create_uid == self.env.user
            and latest.date >= since
            and body.startswith(head)
            and body.endswith(foot)
        )
        return latest if is_same else messages

    def _format(self, number):
        return "–" if number is None else format_points(self.env, number)

    def _get_sheet(self):
        """Return what the workbook of the figures is made of.

        :rtype: report.profile_xlsx.ProfileSheet
        """
        self.ensure_one()
        # sudo: as in the display name
        institution = self.sudo().institution_id
        figures = self.env["cds.figure"]._fields["section"]
        sections = dict(figures._description_selection(self.env))
        return ProfileSheet(
            key=self._get_key(),
            institution=institution.name,
            school_year=self.school_year_id.name,
            rows=[
                ProfileRow(
                    code=row.code,
                    name=row.name,
                    unit=row.unit or "",
                    section=sections[row.section],
                    is_whole=row.figure_id.is_whole,
                    previous=row.previous_value if row.previous_known else None,
                    value=row.value if row.is_known else None,
                )
                for row in self.value_ids
            ],
        )

    def _get_key(self):
        """Return what a workbook says of where it belongs."""
        return f"{self.institution_id.id}-{self.school_year_id.id}"

    def _get_file_name(self):
        self.ensure_one()
        return safe_name(
            "So lieu nam hoc",
            self.sudo().institution_id.name,  # sudo: as in the display name
            self.school_year_id.name,
        )
