from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The figure of the school year that counts what is declared here, by kind.
FIGURES = {
    "pupil_computer": "pupil_computers",
    "admin_computer": "admin_computers",
    "television": "televisions",
    "projector": "projectors",
    "interactive_board": "interactive_boards",
    "wifi": "wifi_access_points",
}


class CdsEquipment(models.Model):
    """Equipment that a school has, a row for each delivery: how many, since when."""

    _name = "cds.equipment"
    _description = "Equipment"
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
    name = fields.Char(string="Equipment", required=True)
    kind = fields.Selection(
        [
            ("pupil_computer", "Computers for pupils"),
            ("admin_computer", "Computers for management"),
            ("television", "Television sets"),
            ("projector", "Projectors"),
            ("interactive_board", "Interactive boards"),
            ("wifi", "Wi-Fi access points"),
            ("other", "Other equipment"),
        ],
        default="other",
        required=True,
    )
    year = fields.Integer(
        string="In Use Since",
        aggregator=None,
        help="The year when it was put into use.",
    )
    quantity = fields.Integer(default=1, required=True)
    working_count = fields.Integer(
        string="In Working Order",
        compute="_compute_working_count",
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Char(string="Remark")
    sequence = fields.Integer(default=1000, aggregator=None)
    active = fields.Boolean(default=True)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "The quantity of equipment must be above zero."
    )
    _working_within = models.Constraint(
        "CHECK(working_count BETWEEN 0 AND quantity)",
        "No more is in working order than there is.",
    )

    @api.depends("quantity")
    def _compute_working_count(self):
        for equipment in self:
            # what is new works; later it is people who say so
            known = equipment._origin.working_count if equipment._origin else None
            whole = equipment.quantity
            equipment.working_count = whole if known is None else min(known, whole)

    @api.constrains("year")
    def _check_year(self):
        this_year = fields.Date.context_today(self).year
        for equipment in self:
            if equipment.year and not 1950 <= equipment.year <= this_year:
                raise ValidationError(
                    self.env._(
                        "%(name)s: %(year)s is not a year when equipment was put into "
                        "use.",
                        name=equipment.name,
                        year=equipment.year,
                    )
                )

    @api.model
    def _get_for(self, institution):
        """Return what a school declares, in order."""
        return self.search([("institution_id", "=", institution.id)])

    def _get_figure_code(self):
        """Give the code of the year's figure that counts such equipment, or ""."""
        self.ensure_one()
        return FIGURES.get(self.kind, "")
