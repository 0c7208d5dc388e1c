from odoo import fields, models


class CdsDocument(models.Model):
    """Papers about dossiers and teams."""

    _inherit = "cds.document"

    assessment_id = fields.Many2one(
        "cds.assessment", ondelete="restrict", index="btree_not_null"
    )
    team_id = fields.Many2one(
        "cds.council",
        string="External Team",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('kind', '=', 'external')]",
    )

    def _on_held(self, action):
        """Have points and levels that are the latest, for papers to be issued."""
        result = super()._on_held(action)
        if action == "issue":
            papers = self.sudo()  # sudo: as in what it holds
            self.env["cds.result.mark"]._settle(papers.assessment_id)
        return result
