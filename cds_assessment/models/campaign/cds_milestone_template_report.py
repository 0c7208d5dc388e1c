from odoo import fields, models


class CdsMilestoneTemplateLine(models.Model):
    """Reports that a template of milestones asks for."""

    # A file for each concern.
    _inherit = "cds.milestone.template.line"  # pylint: disable=consider-merging-classes-inherited

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
