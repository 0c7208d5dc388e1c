from odoo import fields, models


class CdsDocument(models.Model):
    """Papers about recognitions and publications."""

    _inherit = "cds.document"

    recognition_id = fields.Many2one(
        "cds.recognition", ondelete="restrict", index="btree_not_null"
    )
    publication_id = fields.Many2one(
        "cds.publication", ondelete="restrict", index="btree_not_null"
    )

    def _get_relied_on(self, action):
        """Return the papers; with a decision that is issued, all it recognises."""
        relied_on = super()._get_relied_on(action)
        if action != "issue":
            return relied_on
        return [*relied_on, *self.recognition_id._get_relied_on("issue")]

    def _on_held(self, action):
        """Have points and levels that are the latest, for what is recognised."""
        result = super()._on_held(action)
        if action == "issue":
            papers = self.sudo()  # sudo: as in what it holds
            recognised = papers.recognition_id.certificate_ids.assessment_id
            self.env["cds.result.mark"]._settle(recognised)
        return result
