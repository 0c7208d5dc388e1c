from odoo import api, fields, models

from .searching import search_flag


class CdsSchoolYear(models.Model):
    """A school year (năm học), for instance 2022-2023."""

    _name = "cds.school.year"
    _description = "School Year"
    _order = "date_start desc"

    name = fields.Char(required=True)
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To", required=True)
    active = fields.Boolean(default=True)
    is_current = fields.Boolean(
        compute="_compute_is_current",
        search="_search_is_current",
        help="The school year of today, else the last one that has begun.",
    )

    _name_unique = models.Constraint(
        "UNIQUE(name)", "There is already a school year of this name."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_start < date_end)", "A school year must end after it begins."
    )

    @api.depends_context("tz", "uid")
    def _compute_is_current(self):
        current = self._get_current()
        for year in self:
            year.is_current = year == current

    def _search_is_current(self, operator, value):
        return search_flag(operator, value, [("id", "in", self._get_current().ids)])

    @api.model
    def _get_current(self):
        """Give the school year of today, else the last one that has begun."""
        today = fields.Date.context_today(self)
        return self.search([("date_start", "<=", today)], limit=1)
