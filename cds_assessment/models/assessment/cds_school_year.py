from odoo import api, fields, models

from ...tools.searching import search_flag


class CdsSchoolYear(models.Model):
    """The school year whose results are shown unless others are asked for."""

    _inherit = "cds.school.year"

    is_latest = fields.Boolean(
        string="Latest",
        compute="_compute_is_latest",
        search="_search_is_latest",
        help="The last school year of which the user sees a dossier.",
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
        """Return the last school year of which the user sees a dossier.

        By it results are shown, unless others are asked for: in the autumn that is
        still the year before, until the first dossier of the new one is there.
        """
        rows = self.env["cds.assessment"]._read_group(
            [("state", "!=", "cancelled")], ["school_year_id"]
        )
        years = self.browse([year.id for (year,) in rows])
        return years.sorted("date_start")[-1:] or self._get_current()
