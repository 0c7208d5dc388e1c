from odoo import fields, models


class CdsDeliverableChange(models.TransientModel):
    """What a change of deliverables needs to know: since when, until when, why."""

    _name = "cds.deliverable.change"
    _description = "Change a Deliverable"

    action = fields.Selection(
        [
            ("mark", "Mark as Delivered"),
            ("waive", "Waive"),
            ("extend", "Put Off the Date"),
            ("upload", "Upload a File"),
        ],
        required=True,
        readonly=True,
    )
    deliverable_ids = fields.Many2many(
        "cds.deliverable",
        "cds_deliverable_change_rel",
        "change_id",
        "deliverable_id",
        string="Deliverables",
        readonly=True,
        required=True,
    )
    date_done = fields.Date(string="Delivered On", default=fields.Date.context_today)
    date_due = fields.Date(string="New Date")
    reason = fields.Text()
    file = fields.Binary(attachment=False)
    file_name = fields.Char()

    def action_apply(self):
        """Do it; the deliverables check that the user may."""
        self.ensure_one()
        # sudo: those that the user may not read are to be refused, not left out
        deliverables = self.sudo().deliverable_ids.with_env(self.env)
        deliverables.check_access("read")
        if self.action == "mark":
            deliverables._mark(self.date_done)
        elif self.action == "waive":
            deliverables._waive(self.reason)
        elif self.action == "extend":
            deliverables._extend(self.date_due, self.reason)
        else:
            raw = self.env["cds.remarked"]._decode(self.file)
            return deliverables._upload(self.file_name or "", raw)._tell_remarks()
        return {"type": "ir.actions.act_window_close"}
