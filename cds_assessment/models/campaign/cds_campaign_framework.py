from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CdsCampaignFramework(models.Model):
    """The set of criteria by which a campaign assesses schools of a level."""

    _name = "cds.campaign.framework"
    _description = "Set of Criteria of a Campaign"
    _inherit = ["cds.guarded"]
    _order = "campaign_id, sequence, id"
    _rec_name = "framework_id"

    campaign_id = fields.Many2one(
        "cds.campaign", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10, aggregator=None)
    school_level_id = fields.Many2one(
        "cds.school.level",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: all schools that have no row of their own.",
    )
    framework_id = fields.Many2one(
        "cds.framework",
        string="Set of Criteria",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('state', '=', 'published'), ('kind', '=', 'assessment')]",
    )

    _one_for_each_level = models.UniqueIndex(
        "(campaign_id, COALESCE(school_level_id, 0))",
        "A campaign has one set of criteria for each school level.",
    )

    @api.constrains("school_level_id", "framework_id")
    def _check_framework(self):
        for row in self:
            framework, level = row.framework_id, row.school_level_id
            reason = framework._get_cannot_assess_reason()
            if reason:
                raise ValidationError(reason)
            if level and not framework._fits(level):
                raise ValidationError(
                    self.env._(
                        "“%(framework)s” is not for schools of the level “%(level)s”.",
                        framework=framework.name,
                        level=level.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a row of a closed campaign.

        :raise UserError: outside of superuser mode
        """
        rows = super().create(vals_list)
        rows.campaign_id._check_not_closed()
        return rows

    def write(self, vals):
        """Keep the sets by which schools are assessed already.

        :raise UserError: once the campaign has been launched
        """
        self._check_draft(set(vals) - {"sequence"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_launched(self):
        self._check_draft({"framework_id"})

    def _check_draft(self, changed):
        if changed and any(row.campaign_id.state != "draft" for row in self):
            raise UserError(
                self.env._(
                    "The campaign has been launched: its sets of criteria stay; one "
                    "for another school level can be added."
                )
            )
