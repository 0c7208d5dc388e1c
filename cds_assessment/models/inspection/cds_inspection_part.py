from odoo import api, models
from odoo.exceptions import UserError


class CdsInspectionPart(models.AbstractModel):
    """A part of an inspection: written while its minutes are.

    Each model that inherits it has a field ``inspection_id``.
    """

    _name = "cds.inspection.part"
    _description = "Part of an Inspection"
    _inherit = ["cds.guarded"]

    # The link to what a part belongs to, which stays as it is.
    _owner = "inspection_id"

    @api.model_create_multi
    def create(self, vals_list):
        """Create parts of inspections whose minutes are open.

        :raise AccessError: for an inspection that is not the user's
        :raise UserError: for one whose minutes are closed to the user
        """
        # Before the database speaks of what there is already.
        owner = self._fields[self._owner].comodel_name
        owners = [vals.get(self._owner) for vals in vals_list]
        self.env[owner].browse(filter(None, owners)).check_access("read")
        parts = super().create(vals_list)
        # who reports with what was read before sees that there is more now
        parts.sudo().inspection_id._hold()  # sudo: as in _check_open
        parts._check_open()
        return parts

    def write(self, vals):
        """Keep parts in their inspection, and as they are once it is reported.

        :raise UserError: when the part is closed to the user
        """
        if self._owner in vals and any(
            p[self._owner].id != vals[self._owner] for p in self
        ):
            raise UserError(self.env._("A part stays in its inspection."))
        self.sudo().inspection_id._share()  # sudo: as in _check_open
        self._check_may_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.sudo().inspection_id._hold()  # sudo: as in _check_open
        self._check_open()

    def _check_may_write(self, _vals):
        self._check_open()

    def _check_open(self):
        """Refuse to go on where the minutes are closed to the user.

        :raise UserError: with the reason
        """
        if self.env.su:
            return
        # sudo: who may write a part may know whether its inspection is open
        for inspection in self.sudo().inspection_id:
            inspection.sudo(False)._check_may_write({"item_ids": []})
