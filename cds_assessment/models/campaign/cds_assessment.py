from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsAssessment(models.Model):
    """The campaign in which a school is assessed."""

    _name = "cds.assessment"
    _inherit = ["cds.assessment", "cds.told"]

    campaign_id = fields.Many2one(
        "cds.campaign",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    deliverable_ids = fields.One2many(
        "cds.deliverable", "assessment_id", string="Deliverables"
    )
    next_milestone_id = fields.Many2one(
        "cds.milestone", compute="_compute_next_milestone"
    )
    next_due = fields.Date(compute="_compute_next_milestone")

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

    def _get_earlier(self):
        """Return the latest earlier dossier; of a school that was made by a merger that
        of the one school which went into it.
        """
        own = super()._get_earlier()
        if own:
            return own
        gone = self.institution_id._get_predecessors()
        return self._find_earlier(gone) if len(gone) == 1 else own

    def _get_carried_from(self):
        """Return them with the latest one of each school that has gone into its own."""
        earlier = super()._get_carried_from()
        for school in self.institution_id._get_predecessors():
            earlier |= self._find_earlier(school)
        return earlier

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
