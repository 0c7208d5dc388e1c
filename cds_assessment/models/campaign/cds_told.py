from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.searching import compare_as_stored

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


class CdsTold(models.AbstractModel):
    """What tells a school that a campaign has begun: once, and whether it arrived.

    In a campaign of an assessment that is its dossier, in one of reports the first of
    what the school owes.
    """

    _name = "cds.told"
    _description = "Told of a Campaign"

    is_campaign_told = fields.Boolean(
        readonly=True,
        copy=False,
        help="The school has been told that the campaign has begun.",
    )
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
        return compare_as_stored(self._fields["campaign_reach"], operator, value)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Return in SQL what :meth:`_get_campaign_reach` says."""
        if field_expr != "campaign_reach":
            return super()._field_to_sql(alias, field_expr, query)
        told = super()._field_to_sql(alias, "is_campaign_told", query)
        notice = super()._field_to_sql(alias, "campaign_notice", query)
        # By its name: who may see the dossier may know whether its mail arrived, but
        # not read the mail.
        mail = SQL.identifier(
            alias, "campaign_mail_id", to_flush=self._fields["campaign_mail_id"]
        )
        state = SQL.identifier(
            "mail", "state", to_flush=self.env["mail.mail"]._fields["state"]
        )
        return SQL(
            """
            CASE WHEN %(told)s IS NOT TRUE THEN NULL
                WHEN %(notice)s != 'written' THEN %(notice)s
                WHEN %(notice)s = 'written' THEN COALESCE((
                    SELECT by_mail.reach
                    FROM mail_mail AS mail
                    JOIN unnest(%(states)s, %(reaches)s) AS by_mail(state, reach)
                        ON by_mail.state = %(state)s
                    WHERE mail.id = %(mail)s), 'reached')
                END
            """,
            told=told,
            notice=notice,
            states=list(BY_MAIL),
            reaches=list(BY_MAIL.values()),
            state=state,
            mail=mail,
        )
