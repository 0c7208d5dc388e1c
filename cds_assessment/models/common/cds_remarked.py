from odoo import api, fields, models


class CdsRemarked(models.AbstractModel):
    """A file that a bound volume may not show whole, and what it does not show."""

    _name = "cds.remarked"
    _description = "File With Remarks"

    remarks = fields.Char(
        readonly=True,
        copy=False,
        help="Codes of what a bound volume does not show of the file.",
    )
    remark = fields.Char(compute="_compute_remark")

    @api.depends("remarks")
    @api.depends_context("lang")
    def _compute_remark(self):
        for record in self:
            codes = (record.remarks or "").split(",")
            record.remark = self.env["cds.evidence"]._get_remark(codes)

    def _tell_remarks(self, message=""):
        """Close a dialog, saying what is odd about the files that it has kept.

        :param message: what is said before it
        """
        remarks = dict.fromkeys(filter(None, self.mapped("remark")))
        close = {"type": "ir.actions.act_window_close"}
        if not message and not remarks:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if remarks else "success",
                "sticky": bool(remarks),
                "message": " ".join(filter(None, (message, *remarks))),
                "next": close,
            },
        }
