from odoo import models

from ..institution.cds_institution import RIGHTS


class CdsInstitution(models.Model):
    """Visits follow who works where, and what has closed."""

    _inherit = "cds.institution"

    def write(self, vals):
        """Tell whose visits become a judge's own case."""
        if not RIGHTS & set(vals):
            return super().write(vals)
        visits = self.env["cds.team.visit"]
        with visits._telling_conflicts([("institution_id", "in", self.ids)]):
            return super().write(vals)

    def _follow_closing(self):
        """Drop the visits at closed institutions."""
        result = super()._follow_closing()
        # sudo: as in what is given up
        closed = self.sudo().filtered(lambda school: school._has_closed())
        self.env["cds.team.visit"].sudo()._drop_at(closed)
        return result
