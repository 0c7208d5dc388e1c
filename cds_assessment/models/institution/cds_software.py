from odoo import fields, models


class CdsSoftware(models.Model):
    """A piece of software that a school uses, as its report lists them."""

    _name = "cds.software"
    _description = "Software in Use"
    _inherit = ["cds.guarded"]
    _order = "institution_id, sequence, id"

    _guarded_fields = frozenset(("company_id",))

    institution_id = fields.Many2one(
        "cds.institution",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('kind', '=', 'school')]",
        default=lambda self: self.env["res.users"]._get_only_institution("school"),
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    name = fields.Char(string="Software", required=True)
    purpose = fields.Char(
        string="Field of Use",
        help="Management, communication, teaching, testing and so on.",
    )
    note = fields.Char(string="Remark")
    sequence = fields.Integer(default=1000, aggregator=None)
    active = fields.Boolean(default=True)
