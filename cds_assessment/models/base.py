from odoo import models

from .reading import check_links


class Base(models.AbstractModel):
    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        """Refuse ids of our records that are not the user's to read, on any form.

        :raise AccessError: see :func:`.reading.check_links`
        """
        if not self.env.su:
            check_links(self, values, fields_spec)
        return super().onchange(values, field_names, fields_spec)
