from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsCertificateResult(models.Model):
    """Points and level of one group as a certificate bears them, for good."""

    _name = "cds.certificate.result"
    _description = "Result on a Certificate"
    _order = "certificate_id, code, id"
    _rec_name = "name"

    certificate_id = fields.Many2one(
        "cds.certificate", required=True, readonly=True, ondelete="cascade", index=True
    )
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    points = fields.Float(digits=(6, 2), readonly=True, aggregator="avg")
    max_points = fields.Float(digits=(6, 2), readonly=True, aggregator=None)
    level_number = fields.Integer(readonly=True, aggregator=None)
    level_name = fields.Char(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Create what is frozen, with a certificate that is still a draft.

        :raise UserError: outside of superuser mode, and for an issued certificate
        """
        results = super().create(vals_list)
        results._check_is_open()
        return results

    def write(self, vals):
        """Keep what is issued as it is, whoever writes.

        :raise UserError: outside of superuser mode, and for an issued certificate
        """
        self._check_is_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._check_is_open()

    def _check_is_open(self):
        # sudo: an issued certificate is found whoever asks
        if not self.env.su or any(
            certificate.state != "draft" for certificate in self.sudo().certificate_id
        ):
            raise UserError(
                self.env._("An issued certificate stays as it is: withdraw it instead.")
            )

    def _to_data(self):
        """Return the results as plain values, in the order of the groups."""
        return [
            {
                "code": result.code,
                "name": result.name,
                "points": result.points,
                "max_points": result.max_points,
                "level_number": result.level_number,
                "level_name": result.level_name or "",
            }
            for result in self
        ]
