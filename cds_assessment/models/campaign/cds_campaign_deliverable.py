from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.fulfilment import LATE_SCHOOLS


class CdsCampaign(models.Model):
    """What is owed in a campaign, and since earlier ones."""

    _inherit = "cds.campaign"

    late_count = fields.Integer(compute="_compute_late_count")
    carried_count = fields.Integer(
        string="Owed Since Earlier", compute="_compute_carried_count"
    )

    @api.depends("deliverable_ids.state", "deliverable_ids.date_due")
    @api.depends_context("tz", "uid")
    def _compute_late_count(self):
        counts = dict(
            self.env["cds.deliverable"]._read_group(
                [("campaign_id", "in", self.ids), *LATE_SCHOOLS],
                ["campaign_id"],
                ["__count"],
            )
        )
        for campaign in self:
            campaign.late_count = counts.get(campaign._origin, 0)

    @api.depends("authority_id", "state")
    def _compute_carried_count(self):
        for campaign in self:
            campaign.carried_count = self.env["cds.deliverable"].search_count(
                campaign._get_carried_domain()
            )

    def _get_carried_domain(self):
        """Return what schools still owe since earlier campaigns of the authority."""
        self.ensure_one()
        return [
            ("campaign_id.authority_id", "=", self.authority_id.id),
            ("campaign_id", "!=", self._origin.id),
            ("is_carried", "=", True),
        ]

    def action_open_late(self):
        """Show what schools are late with in the campaign: what the button counts."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_deliverable_action_late"
        )
        return {
            **action,
            "domain": [("campaign_id", "=", self.id), *LATE_SCHOOLS],
            "context": {"search_default_group_by_institution": 1},
        }

    def action_open_carried(self):
        """Show what schools still owe since earlier campaigns."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_deliverable_action"
        )
        return {**action, "domain": self._get_carried_domain(), "context": {}}

    def action_download_late_list(self):
        """Download the late list as a workbook."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/campaigns/{self.id}/late_list.xlsx",
            "target": "download",
        }

    def _get_late(self):
        """Return what schools are late with, in the campaign and since earlier ones."""
        self.ensure_one()
        late = fields.Domain(LATE_SCHOOLS)
        own = fields.Domain("campaign_id", "=", self.id)
        carried = fields.Domain(self._get_carried_domain())
        return self.env["cds.deliverable"].search(late & (own | carried))

    # === ACTIONS === #

    def action_make_letter(self):
        """Draft a letter that reminds all who are late.

        :raise UserError: when the user cannot, or nobody is late
        """
        self.ensure_one()
        self.check_access("read")
        late = self._get_late()
        if not late:
            raise UserError(self.env._("Nobody is late."))
        return self._make_letter(late)

    def _make_letter(self, late):
        """Draft a letter and open it.

        :param late: ``cds.deliverable``: what it lists, as far as it is late still
        """
        self._check_can("make_papers")
        letter = self.env["cds.document"].create(
            {
                "campaign_id": self.id,
                "type_id": self.env.ref(
                    "cds_assessment.document_type_reminder_letter"
                ).id,
                "late_ids": [Command.set(late.ids)],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "cds.document",
            "res_id": letter.id,
            "views": [(False, "form")],
        }

    def _get_paper_addressed(self, document):
        if document.code == "reminder_letter":
            return document.late_ids.institution_id
        return super()._get_paper_addressed(document)

    def _on_paper_issued(self, document):
        """Let a letter reach those whom it reminds, beside the post."""
        if document.code == "reminder_letter":
            document.late_ids._remind_by_letter(document)
        return super()._on_paper_issued(document)
