from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsStamped(models.AbstractModel):
    """Records that several people fill in at once, none of them over another.

    A screen sends along the version that its change is based on (``base_stamp``); a
    change based on another one than the latest is refused.
    """

    _name = "cds.stamped"
    _description = "Record With a Version"
    _inherit = ["cds.locked"]

    stamp = fields.Char(
        compute="_compute_stamp", help="The version of the item that a screen shows."
    )
    base_stamp = fields.Char(
        store=False,
        help="The version that a change is based on; a change based on another one "
        "than the latest is refused.",
    )

    @api.depends("write_date")
    def _compute_stamp(self):
        for record in self:
            written = record._origin.write_date
            record.stamp = written and written.isoformat()

    def _check_stamp(self, base_stamp):
        """Refuse a change that is based on what someone else has changed meanwhile.

        :raise UserError: saying who changed the item, and when
        """
        for record in self:
            if record.stamp != base_stamp:
                changed = fields.Datetime.context_timestamp(record, record.write_date)
                raise UserError(
                    self.env._(
                        "%(item)s was changed by %(user)s at %(time)s. Reload to see "
                        "it; your change was not saved.",
                        item=record.display_name,
                        # sudo: a colleague's name, whoever may read the user
                        user=record.sudo().write_uid.name,
                        time=changed.strftime("%H:%M %d/%m/%Y"),
                    )
                )
