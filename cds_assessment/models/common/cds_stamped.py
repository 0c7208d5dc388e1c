from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import SessionExpiredException


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

    def web_save(self, vals, specification, next_id=None):
        """Save what a sheet sends, in the name of the one who typed it alone.

        :raise SessionExpiredException: when another user has logged in meanwhile, in
            another tab of the same browser
        """
        typed_by = self.env.context.get("cds_typed_by")
        if typed_by and typed_by != self.env.uid:
            raise SessionExpiredException("Typed by another user")
        # the sums read all rows: they are fetched together with this one
        rows = self.with_prefetch(self._get_sheet_rows()._ids)
        return super(CdsStamped, rows).web_save(vals, specification, next_id=next_id)

    def _get_sheet_rows(self):
        """Give the rows of the sheets that the records stand in."""
        return self

    def _check_stamp(self, base_stamp):
        """Refuse a change that is based on what someone else has changed meanwhile.

        :raise UserError: saying who changed the item, and when
        """
        for record in self:
            if record.stamp != base_stamp:
                changed = fields.Datetime.context_timestamp(record, record.write_date)
                raise UserError(
                    self.env._(
                        "%(item)s was changed by %(user)s at %(time)s; your change "
                        "was not saved.",
                        item=record.display_name,
                        # sudo: a colleague's name, whoever may read the user
                        user=record.sudo().write_uid.name,
                        time=changed.strftime("%H:%M %d/%m/%Y"),
                    )
                )
