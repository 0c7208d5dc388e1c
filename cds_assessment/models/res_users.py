from odoo import fields, models


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
