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

    def _get_recognition_decisions(self):
        """Give the decisions that recognised the levels.

        :return: pairs of number and date by id, of those that are recognised
        """
        return {
            assessment.id: (
                assessment.recognition_number or "",
                assessment.recognition_date or None,
            )
            for assessment in self
        }
