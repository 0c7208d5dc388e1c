from odoo import fields, models

from ...tools.plain_text import says_something


class CdsAssessment(models.Model):
    """What is to become better after an assessment (kế hoạch cải tiến)."""

    _inherit = "cds.assessment"

    improvement_ids = fields.One2many(
        "cds.improvement", "assessment_id", string="Improvements"
    )

    def action_collect_improvements(self):
        """Make an improvement of each item whose weakness or plan has none yet.

        :raise UserError: when the user may not
        """
        self.ensure_one()
        self._check_can("collect_improvements")
        known = self.improvement_ids.assessment_line_id
        self.env["cds.improvement"].create(
            [
                {
                    "name": (line.plan or line.weaknesses).strip(),
                    "assessment_line_id": line.id,
                }
                for line in self.line_ids - known
                if says_something(line.plan or line.weaknesses)
            ]
        )
        return self.action_open_improvements()

    def action_open_improvements(self):
        """Show what is to be improved after the assessment."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_improvement_action"
        )
        return {**action, "domain": [("assessment_id", "=", self.id)], "context": {}}

    def _get_cannot_collect_improvements_reason(self):
        """Return why the user cannot collect improvements (empty: they can)."""
        self.ensure_one()
        if self.state in ("draft", "self", "cancelled"):
            return self._get_state_reason()
        return self._get_cannot_role_reason("council", "school")
