from odoo import api, fields, models

from .fulfilment import FULFILMENTS, SIDES


class CdsMilestone(models.Model):
    """A milestone (mốc thời hạn): what is to be delivered by whom, from when to when.

    The columns of the calendar in the annex of source-001.
    """

    _name = "cds.milestone"
    _description = "Milestone"
    _inherit = ["cds.guarded"]
    _order = "campaign_id, side, sequence, date_end, id"

    _guarded_fields = frozenset(("company_id",))

    campaign_id = fields.Many2one(
        "cds.campaign", required=True, ondelete="cascade", index=True
    )
    authority_id = fields.Many2one(
        related="campaign_id.authority_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, index="btree_not_null"
    )
    sequence = fields.Integer(default=10, aggregator=None)
    name = fields.Char(string="What Is Done", required=True)
    product = fields.Char(help="What is delivered, as the plan calls it.")
    side = fields.Selection(
        "_selection_side", string="Done By", default="school", required=True
    )
    date_start = fields.Date(string="From")
    date_end = fields.Date(string="Until")
    fulfilment = fields.Selection(
        "_selection_fulfilment", string="Delivered By", default="mark", required=True
    )
    assessment_state = fields.Selection(
        "_selection_assessment_state",
        string="State to Reach",
        help="Delivered as soon as the dossier has come this far.",
    )
    document_type_ids = fields.Many2many(
        "cds.document.type",
        "cds_milestone_document_type_rel",
        "milestone_id",
        "type_id",
        string="Papers to Issue",
    )
    deliverable_ids = fields.One2many(
        "cds.deliverable", "milestone_id", string="Deliverables"
    )

    _in_order = models.Constraint(
        "CHECK(date_start <= date_end)", "A milestone must end after it begins."
    )

    @api.model
    def _selection_side(self):
        return list(SIDES.items())

    @api.model
    def _selection_fulfilment(self):
        return list(FULFILMENTS.items())

    @api.model
    def _selection_assessment_state(self):
        return (
            self.env["cds.assessment"]._fields["state"]._description_selection(self.env)
        )
