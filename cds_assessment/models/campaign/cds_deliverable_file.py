import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.file_name import clean_name


class CdsDeliverableFile(models.Model):
    """A file that is delivered to a milestone.

    Rows come and go by actions only; nobody may write them, and so neither their
    attachments, whose access follows the row's.
    """

    _name = "cds.deliverable.file"
    _description = "File of a Deliverable"
    _inherit = ["cds.guarded", "cds.remarked"]
    _order = "deliverable_id, id"

    _guarded_fields = frozenset(
        (
            "deliverable_id",
            "company_id",
            "attachment_id",
            "name",
            "sha256",
            "size",
            "remarks",
        )
    )

    deliverable_id = fields.Many2one(
        "cds.deliverable", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="deliverable_id.company_id", store=True, index="btree_not_null"
    )
    name = fields.Char(required=True, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    sha256 = fields.Char(string="SHA-256", readonly=True, required=True)
    size = fields.Integer(string="Size (Bytes)", readonly=True, aggregator="sum")
    uploaded_on = fields.Date(readonly=True, default=fields.Date.context_today)

    _file_once = models.UniqueIndex(
        "(deliverable_id, sha256)", "This file has been uploaded already."
    )

    def _keep(self, deliverable, name, raw):
        """Keep a file that was checked.

        :param deliverable: ``cds.deliverable``
        :param name: its name as it came
        :param raw: its bytes
        :raise UserError: for content that is refused, or is there already
        """
        content = self._check_content(clean_name(name), raw)
        digest = hashlib.sha256(raw).hexdigest()
        # sudo: rows are made by actions that have checked
        rows = self.sudo()
        known = deliverable.sudo().file_ids.filtered(lambda row: row.sha256 == digest)
        if known:
            # the same file again: where the store has lost it, it is back
            if known.attachment_id._restore(raw):
                return known
            raise UserError(self.env._("This file has been uploaded already."))
        row = rows.create(
            {
                "deliverable_id": deliverable.id,
                "name": content.name,
                "size": len(raw),
                "sha256": digest,
                "remarks": ",".join(content.remarks),
            }
        )
        row.attachment_id = rows.env["ir.attachment"].create(
            {
                "name": content.name,
                "raw": raw,
                "mimetype": content.mimetype,
                "res_model": self._name,
                "res_id": row.id,
            }
        )
        return row

    def action_download(self):
        """Download the file."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the number alone; who opens it is checked
        number = self.sudo().attachment_id.id
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{number}?download=true",
            "target": "download",
        }

    def action_remove(self):
        """Take the file back, while its campaign runs.

        :raise UserError: when the user cannot
        """
        self._begin("remove")
        deliverables = self.deliverable_id
        for row in self:
            row.deliverable_id._tell(
                self.env._(
                    "The file “%(name)s” was taken back (SHA-256 %(hash)s).",
                    name=row.name,
                    hash=row.sha256,
                )
            )
        # sudo: rows go by this action only, which has checked; their content with them
        self.sudo().unlink()
        deliverables._refresh()

    def _get_relied_on(self, action):  # pylint: disable=unused-argument
        return [self, self.deliverable_id]

    def _get_shared(self, action):  # pylint: disable=unused-argument
        return [self.deliverable_id.campaign_id]

    def _get_cannot_remove_reason(self):
        self.ensure_one()
        deliverable = self.deliverable_id
        if deliverable.sudo().campaign_id.state == "closed":  # sudo: no secret
            return self.env._("The campaign is closed.")
        return deliverable._get_cannot_upload_reason()
