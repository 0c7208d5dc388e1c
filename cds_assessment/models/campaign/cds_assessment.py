from odoo import api, fields, models
from odoo.exceptions import UserError
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


class CdsAssessment(models.Model):
    """The campaign in which a school is assessed."""

    _inherit = "cds.assessment"

    campaign_id = fields.Many2one(
        "cds.campaign",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    is_campaign_told = fields.Boolean(
        readonly=True,
        copy=False,
        help="The school has been told that the campaign has begun.",
    )
    deliverable_ids = fields.One2many(
        "cds.deliverable", "assessment_id", string="Deliverables"
    )
    next_milestone_id = fields.Many2one(
        "cds.milestone", compute="_compute_next_milestone"
    )
    next_due = fields.Date(compute="_compute_next_milestone")
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

    @api.depends("deliverable_ids.state", "deliverable_ids.date_due")
    def _compute_next_milestone(self):
        """Find the first milestone that is still to be delivered."""
        # in the order of the dates; without a date last
        todo = self.env["cds.deliverable"].search_fetch(
            [
                ("assessment_id", "in", self.ids),
                ("state", "in", ("todo", "doing")),
            ],
            ["assessment_id", "milestone_id", "date_due"],
            order="date_due, id",
        )
        first = {}
        for deliverable in todo:
            first.setdefault(deliverable.assessment_id, deliverable)
        for assessment in self:
            deliverable = first.get(assessment._origin, todo.browse())
            assessment.next_milestone_id = deliverable.milestone_id
            assessment.next_due = deliverable.date_due

    def action_leave_campaign(self):
        """Take the schools of some dossiers out of their campaign.

        :raise UserError: when the user cannot, or a school has begun
        """
        self.check_access("read")
        for campaign, assessments in self.grouped("campaign_id").items():
            if not campaign:
                raise UserError(self.env._("It belongs to no campaign."))
            campaign._remove_schools(assessments.institution_id)

    def _is_untouched(self):
        """Return whether nobody has touched it since a campaign was launched."""
        self.ensure_one()
        talk = self.message_ids.filtered(lambda m: m.message_type == "comment")
        launcher = self.campaign_id.launched_by_id
        return (
            self.state == "draft"
            and self.create_uid == self.write_uid == launcher
            and not (self.council_id or self.document_ids or self.evidence_ids or talk)
        )

    def _get_recognition_decisions(self):
        """Return the decisions that recognised the levels.

        :return: pairs of number and date by id, of those that are recognised
        """
        return {
            assessment.id: (
                assessment.recognition_number or "",
                assessment.recognition_date or None,
            )
            for assessment in self
        }

    def _set_state(self, state):
        """Let what the campaign asks for follow the dossier."""
        result = super()._set_state(state)
        self.env["cds.deliverable"]._refresh_for_assessments(self)
        return result

    def _get_reached_on(self, state):
        """Return the day on which the dossier came to a state, False if nothing
        tells.
        """
        self.ensure_one()
        if state == "submitted" and self.submitted_on:
            return fields.Datetime.context_timestamp(self, self.submitted_on).date()
        return False

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
