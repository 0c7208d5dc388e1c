from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Tell whose visits become a judge's own case."""
        if "cds_institution_ids" not in vals:
            return super().write(vals)
        visits = self.env["cds.team.visit"]
        with visits._telling_conflicts([("team_id.user_ids", "in", self.ids)]):
            return super().write(vals)
