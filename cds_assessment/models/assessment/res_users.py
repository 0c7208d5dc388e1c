from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("cds_institution_ids", "active")
    def _check_no_judge_in_own_case(self):
        self._get_workplaces()._check_no_judge_in_own_case()
