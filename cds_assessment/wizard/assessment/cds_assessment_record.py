from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsAssessmentRecord(models.TransientModel):
    """What the paper of an authority that is not in this database says.

    The head enters the decision and the points that it recognises; the dossier says
    that they were recorded by hand.
    """

    _name = "cds.assessment.record"
    _description = "Record a Recognition"

    assessment_id = fields.Many2one(
        "cds.assessment", required=True, readonly=True, ondelete="cascade"
    )
    number = fields.Char(string="Decision Number", required=True)
    date = fields.Date(string="Decision Date", required=True)
    scan = fields.Binary(required=True)
    scan_name = fields.Char()
    line_ids = fields.One2many(
        "cds.assessment.record.line",
        "record_id",
        string="Items",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("assessment_id")
    def _compute_line_ids(self):
        """Begin with the school's own points: most are recognised as they are."""
        for record in self:
            record.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create(
                        {
                            "line_id": line.id,
                            "points": line.council_points,
                            "is_met": line.council_met,
                        }
                    )
                    for line in record.assessment_id.line_ids
                ),
            ]

    def action_apply(self):
        """Record points and decision, and enter the state "recognised".

        :raise UserError: when the user cannot, or the date lies in the future
        """
        self.ensure_one()
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._("The decision is dated in the future."))
        self.assessment_id._record_recognition(self)
        return {"type": "ir.actions.act_window_close"}
