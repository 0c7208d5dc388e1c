from odoo import api, fields, models
from odoo.fields import Domain

# Why no mail tells a school of its campaign.
NOT_WRITTEN = {
    "nobody": "Nobody works there yet",
    "no_address": "Nobody there has an e-mail address",
}
# What has become of telling it.
REACHES = {
    **NOT_WRITTEN,
    "failed": "The mail failed",
    "waiting": "The mail is on its way",
    "reached": "Reached",
}
NOT_REACHED = (*NOT_WRITTEN, "failed")
# By state of the mail that is there still: one that was sent is deleted.
BY_MAIL = {"exception": "failed", "cancel": "failed", "outgoing": "waiting"}


class CdsAssessment(models.Model):
    """Whether the school was reached by the news that its campaign has begun."""

    # A file for each concern.
    _inherit = "cds.assessment"  # pylint: disable=consider-merging-classes-inherited

    campaign_mail_id = fields.Many2one(
        "mail.mail",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_system",
    )
    campaign_notice = fields.Selection(
        [*NOT_WRITTEN.items(), ("written", "A mail was written")],
        readonly=True,
        copy=False,
    )
    campaign_reach = fields.Selection(
        list(REACHES.items()),
        string="Told of the Campaign",
        compute="_compute_campaign_reach",
        search="_search_campaign_reach",
    )

    @api.depends("is_campaign_told", "campaign_notice")
    def _compute_campaign_reach(self):
        for assessment in self:
            # sudo: whether a mail arrived is no secret to who sees the dossier
            assessment.campaign_reach = assessment.sudo()._get_campaign_reach()

    def _get_campaign_reach(self):
        if not self.is_campaign_told or not self.campaign_notice:
            return False
        if self.campaign_notice != "written":
            return self.campaign_notice
        return BY_MAIL.get(self.campaign_mail_id.state, "reached")

    @api.model
    def _search_campaign_reach(self, operator, value):
        if operator != "in":
            return NotImplemented
        told = Domain("is_campaign_told", "=", True)
        by_reach = {
            reason: Domain("campaign_notice", "=", reason) for reason in NOT_WRITTEN
        }
        written = Domain("campaign_notice", "=", "written")
        for reach in ("failed", "waiting"):
            states = [state for state, name in BY_MAIL.items() if name == reach]
            by_reach[reach] = written & Domain("campaign_mail_id.state", "in", states)
        by_reach["reached"] = written & (
            Domain("campaign_mail_id", "=", False)
            | Domain("campaign_mail_id.state", "not in", list(BY_MAIL))
        )
        wanted = Domain.OR(by_reach[reach] for reach in value if reach in by_reach)
        # sudo: as above
        return Domain("id", "in", self.sudo()._search(told & wanted))
