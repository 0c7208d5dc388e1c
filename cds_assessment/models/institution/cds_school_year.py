from odoo import api, fields, models


class CdsSchoolYear(models.Model):
    """A school year (năm học), for instance 2022-2023."""

    _name = "cds.school.year"
    _description = "School Year"
    _order = "date_start desc"

    name = fields.Char(required=True)
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To", required=True)
    active = fields.Boolean(default=True)
    _name_unique = models.Constraint(
        "UNIQUE(name)", "There is already a school year of this name."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_start < date_end)", "A school year must end after it begins."
    )

    @api.model
    def _get_current(self):
        """Return the school year of today, else the last one that has begun."""
        today = fields.Date.context_today(self)
        return self.search([("date_start", "<=", today)], limit=1)
