from odoo import fields, models


class CdsMilestoneTemplateLine(models.Model):
    """Reports that a template of milestones asks for."""

    _inherit = "cds.milestone.template.line"

    outline_id = fields.Many2one(
        "cds.outline", ondelete="restrict", index="btree_not_null"
    )
    is_signed_needed = fields.Boolean(string="Counts Once Signed")

    def _get_milestone_values(self, school_year):
        return {
            **super()._get_milestone_values(school_year),
            "outline_id": self.outline_id.id,
            "is_signed_needed": self.is_signed_needed,
        }
