from odoo import api, fields, models


class CdsDocument(models.Model):
    """Papers that a campaign asks for: what is owed follows them."""

    # A file for each concern.
    _inherit = "cds.document"  # pylint: disable=consider-merging-classes-inherited

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
        """Give the day of issuing as the user's time zone has it."""
        self.ensure_one()
        if not self.issued_on:
            return self.date or fields.Date.context_today(self)
        return fields.Datetime.context_timestamp(self, self.issued_on).date()
