from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    cds_institution_ids = fields.Many2many(
        "cds.institution",
        "cds_institution_user_rel",
        "user_id",
        "institution_id",
        string="Institutions",
        help="The schools and authorities where the user is staff.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        if any("cds_institution_ids" in vals for vals in vals_list):
            self.env.registry.clear_cache()  # as in write()
        return users

    def write(self, vals):
        if "cds_institution_ids" not in vals:
            return super().write(vals)
        visits = self.env["cds.team.visit"]
        with visits._telling_conflicts([("team_id.user_ids", "in", self.ids)]):
            result = super().write(vals)
        # Record rules keep whose institutions they spoke of.
        self.env.registry.clear_cache()
        return result

    @api.constrains("cds_institution_ids")
    def _check_no_judge_in_own_case(self):
        self.cds_institution_ids._check_no_judge_in_own_case()
