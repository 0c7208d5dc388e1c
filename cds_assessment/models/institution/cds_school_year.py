from odoo import api, fields, models

from ...tools.searching import search_flag


class CdsSchoolYear(models.Model):
    """A school year (năm học), for instance 2022-2023."""

    _name = "cds.school.year"
    _description = "School Year"
    _order = "date_start desc"

    name = fields.Char(required=True)
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To", required=True)
    active = fields.Boolean(default=True)
    is_latest = fields.Boolean(
        string="Latest",
        compute="_compute_is_latest",
        search="_search_is_latest",
        help="The last school year of which the user sees a dossier.",
    )

    _name_unique = models.Constraint(
        "UNIQUE(name)", "There is already a school year of this name."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_start < date_end)", "A school year must end after it begins."
    )

    @api.depends_context("tz", "uid")
    def _compute_is_latest(self):
        latest = self._get_latest()
        for year in self:
            year.is_latest = year == latest

    def _search_is_latest(self, operator, value):
        return search_flag(operator, value, [("id", "in", self._get_latest().ids)])

    @api.model
    def _get_latest(self):
        """Give the last school year of which the user sees a dossier.

        By it results are shown, unless others are asked for: in the autumn that is
        still the year before, until the first dossier of the new one is there.
        """
        rows = self.env["cds.assessment"]._read_group(
            [("state", "!=", "cancelled")], ["school_year_id"]
        )
        years = self.browse([year.id for (year,) in rows])
        return years.sorted("date_start")[-1:] or self._get_current()

    @api.model
    def _get_current(self):
        """Give the school year of today, else the last one that has begun."""
        today = fields.Date.context_today(self)
        return self.search([("date_start", "<=", today)], limit=1)
