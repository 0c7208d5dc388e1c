from odoo import fields, models


class CdsAssessmentRecordLine(models.TransientModel):
    """The points that the paper gives to one item."""

    _name = "cds.assessment.record.line"
    _description = "Recorded Points of an Item"
    _order = "id"

    record_id = fields.Many2one(
        "cds.assessment.record", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one("cds.assessment.line", required=True, ondelete="cascade")
    criterion_id = fields.Many2one(related="line_id.criterion_id")
    max_points = fields.Float(related="line_id.max_points")
    points = fields.Float(digits=(6, 2))
    is_met = fields.Boolean(string="Condition Met")
