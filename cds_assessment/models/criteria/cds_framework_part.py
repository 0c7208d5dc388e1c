from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsFrameworkPart(models.AbstractModel):
    """A part of a set of criteria: frozen with it."""

    _name = "cds.framework.part"
    _description = "Part of a Set of Criteria"
    _inherit = ["cds.locked"]

    framework_id = fields.Many2one(
        "cds.framework", required=True, ondelete="cascade", index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        # who publishes with what was read before sees that there is more now
        parts.framework_id._hold()
        parts._check_framework_is_draft()
        return parts

    def write(self, vals):
        self.framework_id._share()
        self._check_framework_is_draft()
        result = super().write(vals)
        self._check_framework_is_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.framework_id._hold()
        self._check_framework_is_draft()

    def _check_framework_is_draft(self):
        """Refuse to go on if a set is published, whoever asks.

        :raise UserError: when a set is not a draft
        """
        frozen = self.framework_id._get_frozen()
        if frozen:
            raise UserError(
                self.env._(
                    "“%(framework)s” is published: its criteria cannot be changed. "
                    "Make a new version instead.",
                    framework=frozen[0].name,
                )
            )
