from odoo import fields, models


class CdsReminder(models.Model):
    """A reminder that was sent: so that nobody is told the same twice."""

    _name = "cds.reminder"
    _description = "Reminder"
    _inherit = ["cds.guarded"]
    _order = "id desc"
    _rec_name = "deliverable_id"

    _guarded_fields = frozenset(
        ("deliverable_id", "user_id", "date_due", "offset", "sent_on", "company_id")
    )

    deliverable_id = fields.Many2one(
        "cds.deliverable", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="deliverable_id.company_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Reminded",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    date_due = fields.Date(string="Due", required=True, readonly=True)
    offset = fields.Integer(
        string="Days From the Date",
        required=True,
        readonly=True,
        aggregator=None,
        help="Negative: days before it.",
    )
    sent_on = fields.Date(
        readonly=True, required=True, help="The day that it was for who was reminded."
    )

    _once = models.UniqueIndex(
        '(deliverable_id, user_id, date_due, "offset")',
        "Nobody is reminded of the same twice.",
    )
