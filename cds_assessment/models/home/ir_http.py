from odoo import models


class IrHttp(models.AbstractModel):
    """Where our users land when they log in."""

    _inherit = "ir.http"

    def session_info(self):
        """Lead our users to their home, unless they chose another action.

        Who keeps the whole Odoo has other things to look at first.
        """
        info = super().session_info()
        user = self.env.user
        if (
            not user.action_id
            and self.env["cds.home"]._has_role()
            and not user.has_group("base.group_system")
        ):
            info["home_action_id"] = self.env.ref("cds_assessment.cds_home_action").id
        return info
