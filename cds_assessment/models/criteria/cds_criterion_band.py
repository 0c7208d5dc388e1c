from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CdsCriterionBand(models.Model):
    """The totals of a group or criterion that give a level."""

    _name = "cds.criterion.band"
    _inherit = ["cds.framework.part", "cds.interval"]
    _description = "Level Band"
    _order = "criterion_id, lower, id"
    _rec_names_search = ["criterion_id"]

    criterion_id = fields.Many2one(
        "cds.criterion", required=True, ondelete="cascade", index=True
    )
    framework_id = fields.Many2one(
        related="criterion_id.framework_id", store=True, precompute=True
    )
    level_id = fields.Many2one(
        "cds.level",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('framework_id', '=', framework_id)]",
    )

    @api.constrains("level_id", "criterion_id")
    def _check_level(self):
        for band in self:
            if band.level_id.framework_id != band.criterion_id.framework_id:
                raise ValidationError(
                    self.env._(
                        "A level band of “%(criterion)s” uses a level of another set.",
                        criterion=band.criterion_id.display_name,
                    )
                )
