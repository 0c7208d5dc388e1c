from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CdsDocument(models.Model):
    """Papers that a campaign asks for: what is owed follows them."""

    _inherit = "cds.document"

    campaign_id = fields.Many2one(
        "cds.campaign", ondelete="restrict", index="btree_not_null"
    )
    deliverable_id = fields.Many2one(
        "cds.deliverable", ondelete="restrict", index="btree_not_null"
    )
    late_ids = fields.Many2many(
        "cds.deliverable",
        "cds_document_late_rel",
        "document_id",
        "deliverable_id",
        string="What Is Late",
        copy=False,
        help="What a letter reminds of; what has come in the meantime is left out.",
    )

    @api.constrains("late_ids", "campaign_id")
    def _check_late(self):
        """A letter tells of what its own authority asks for: clients name any ids."""
        for document in self:
            # sudo: what the user may not read must be found as well
            asking = document.sudo().late_ids.campaign_id.authority_id
            if asking - document.sudo().campaign_id.authority_id:
                raise ValidationError(
                    self.env._("A letter reminds of what one authority asks for.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        self.env["cds.deliverable"]._refresh_for_papers(documents)
        return documents

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.env["cds.deliverable"]._refresh_for_papers(self)
        return result

    def unlink(self):
        """Delete drafts, which leaves what they were for undone."""
        deliverables = self.env["cds.deliverable"]._get_asking_for(self)
        result = super().unlink()
        deliverables._refresh()
        return result

    def _get_issue_date(self):
        """Return the day of issuing as the user's time zone has it."""
        self.ensure_one()
        if not self.issued_on:
            return self.date or fields.Date.context_today(self)
        return fields.Datetime.context_timestamp(self, self.issued_on).date()
