from odoo import fields, models


class CdsDocumentSign(models.TransientModel):
    """Ask for the scan of a signed paper."""

    _name = "cds.document.sign"
    _description = "Keep a Signed Scan"

    document_id = fields.Many2one("cds.document", required=True, readonly=True)
    scan = fields.Binary("Signed Scan", required=True, attachment=False)
    scan_name = fields.Char()

    def action_apply(self):
        """Keep the scan beside the issued paper."""
        self.ensure_one()
        content = self.env["cds.remarked"]._decode(self.scan)
        self.document_id._sign(content, self.scan_name or "scan.pdf")
        return self.document_id._tell_remarks()
