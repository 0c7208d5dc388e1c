from odoo import fields, models


class CdsCertificateWithdraw(models.TransientModel):
    """Ask why a certificate is withdrawn."""

    _name = "cds.certificate.withdraw"
    _description = "Withdraw a Certificate"

    certificate_id = fields.Many2one("cds.certificate", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        """Withdraw the certificate for the reason given."""
        self.ensure_one()
        self.certificate_id._withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
