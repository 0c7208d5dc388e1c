from odoo import fields, models


class CdsAssessment(models.Model):
    """The campaign in which a school is assessed."""

    # A file for each concern.
    _inherit = "cds.assessment"  # pylint: disable=consider-merging-classes-inherited

    campaign_id = fields.Many2one(
        "cds.campaign",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    def _set_state(self, state):
        """Let what the campaign asks for follow the dossier."""
        result = super()._set_state(state)
        self.env["cds.deliverable"]._refresh_for_assessments(self)
        return result

    def _get_reached_on(self, state):
        """Give the day on which the dossier came to a state, False if nothing tells."""
        self.ensure_one()
        if state == "submitted" and self.submitted_on:
            return fields.Datetime.context_timestamp(self, self.submitted_on).date()
        return False
