from odoo import fields, models


class CdsMilestoneTemplate(models.Model):
    """A template of milestones: the calendar of a campaign, for any school year."""

    _name = "cds.milestone.template"
    _description = "Template of Milestones"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, aggregator=None)
    note = fields.Text(help="Where it comes from and what it is meant for.")
    active = fields.Boolean(default=True)
    line_ids = fields.One2many(
        "cds.milestone.template.line", "template_id", string="Milestones", copy=True
    )
