from odoo import api, fields, models

from .fulfilment import DELIVERABLE_STATES


class CdsDeliverable(models.Model):
    """A deliverable (sản phẩm phải nộp): what one institution owes to a milestone."""

    _name = "cds.deliverable"
    _description = "Deliverable"
    _inherit = ["cds.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "date_due, institution_id, id"
    _rec_name = "milestone_id"

    _guarded_fields = frozenset(
        (
            "campaign_id",
            "milestone_id",
            "institution_id",
            "assessment_id",
            "company_id",
            "state",
            "done_on",
            "date_due",
        )
    )

    milestone_id = fields.Many2one(
        "cds.milestone", required=True, readonly=True, ondelete="cascade", index=True
    )
    campaign_id = fields.Many2one(
        "cds.campaign", required=True, readonly=True, ondelete="cascade", index=True
    )
    institution_id = fields.Many2one(
        "cds.institution", required=True, readonly=True, ondelete="restrict", index=True
    )
    assessment_id = fields.Many2one(
        "cds.assessment", readonly=True, ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    date_due = fields.Date(string="Due", readonly=True, index=True)
    state = fields.Selection(
        "_selection_state", default="todo", required=True, readonly=True, index=True
    )
    done_on = fields.Date(string="Delivered On", readonly=True)

    _once = models.UniqueIndex(
        "(milestone_id, institution_id)",
        "An institution owes a milestone only once.",
    )

    @api.model
    def _selection_state(self):
        return list(DELIVERABLE_STATES.items())
