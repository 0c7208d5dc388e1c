from odoo import api, fields, models

from ...tools.states import RECOGNISED
from ..common import activities

DEFAULT_REPLY_DAYS = 5
# By state: its actions, and whose they are.
ACTIONS = {
    "open": {"share": "team"},
    "shared": {"close": "team", "finish_reply": "school"},
    "closed": {},
}


class CdsReview(models.Model):
    """The way of a sheet: sent to the school, answered by it, closed.

    Who closes waits for the school: until it has finished its reply, or its time is
    over. The dossier itself stays in the state ``external`` meanwhile.
    """

    _inherit = "cds.review"
    _paper_subject = "review"
    _paper_institution = "team_id.institution_id"
    _paper_school_year = "assessment_id.school_year_id"

    document_ids = fields.One2many("cds.document", "review_id", string="Papers")

    can_make_papers = fields.Boolean(compute="_compute_can_make_papers")

    @api.model
    def _get_refusal_dependencies(self):
        return [
            "state",
            "team_id.user_ids",
            "reply_deadline",
            "reply_finished_on",
            "line_ids.status",
            "line_ids.is_different",
            "line_ids.note",
            "assessment_id.state",
        ]

    def _get_open_actions(self):
        return list(ACTIONS[self.state])

    def _get_offered_actions(self):
        """Return the actions of the state that are for the user's side."""
        if self._is_of_team():
            side = "team"
        else:
            side = "school" if self.assessment_id._is_on_side("school") else None
        return [
            action for action, whose in ACTIONS[self.state].items() if whose == side
        ]

    # === ACTIONS === #

    def action_share(self):
        """Send the team's result to the school, which may reply until a date.

        :raise UserError: with the reason why not
        """
        self._begin("share")
        today = fields.Date.context_today(self)
        # sudo: the way is closed to everyone but the actions, which have checked; the
        # activities are others'
        self.sudo().write(
            {
                "state": "shared",
                "shared_on": fields.Datetime.now(),
                "reply_deadline": fields.Date.add(today, days=self._get_reply_days()),
            }
        )
        activities.ask_for_reply(self.sudo())

    def action_finish_reply(self):
        """Say for the school that it has nothing (more) to remark.

        :raise UserError: with the reason why not
        """
        self._begin("finish_reply")
        # sudo: as above
        self.sudo().write(
            {
                "reply_finished_on": fields.Datetime.now(),
                "reply_finished_by_id": self.env.uid,
            }
        )
        activities.tell_of_reply(self.sudo())

    def action_close(self):
        """Close the review: its points become the assessment's external points.

        :raise UserError: with the reason why not
        """
        self.ensure_one()
        return self.assessment_id.action_close_external()

    def _get_relied_on(self, action):  # pylint: disable=unused-argument
        """Give the sheets with the points that the school is shown."""
        return [self, self.line_ids]

    # === BUSINESS METHODS === #

    def _get_cannot_score_reason(self):
        """Return why the user cannot fill in the sheet (empty: they can)."""
        self.ensure_one()
        if self.state == "closed":
            return self.env._("A closed review cannot be changed.")
        if not self._is_of_team():
            return self.env._("Only the team fills in its review.")
        return ""

    def _get_cannot_reply_reason(self):
        """Return why the user cannot reply for the school (empty: they can)."""
        self.ensure_one()
        if self.state == "closed":
            return self.env._("A closed review cannot be changed.")
        if self.state == "open":
            return self.env._("The school replies once the team has sent its result.")
        reason = "" if self.env.su else self._get_not_replying_reason()
        if not reason and self.reply_finished_on:
            reason = self.env._("The school has finished its reply.")
        if not reason and self._is_reply_over():
            reason = self.env._(
                "The school could reply until %(date)s.",
                date=self.reply_deadline.strftime("%d/%m/%Y"),
            )
        return reason

    def _get_not_replying_reason(self):
        return self.assessment_id._get_cannot_role_reason("council", "school")

    def _get_cannot_finish_reply_reason(self):
        return self._get_cannot_reply_reason()

    def _get_cannot_share_reason(self):
        self.ensure_one()
        if self.state != "open":
            return self.env._("The result has been sent to the school.")
        return self._get_cannot_score_reason() or " ".join(self._get_open_problems())

    def _get_cannot_close_reason(self):
        self.ensure_one()
        return self.assessment_id._get_cannot_close_external_reason()

    def _get_not_ready_reason(self):
        """Return what the team waits for before it closes, or still has to do."""
        self.ensure_one()
        problems = self._get_open_problems()
        if problems:
            return " ".join(problems)
        if self.state == "open":
            return self.env._("The team first sends its result to the school.")
        if not self.reply_finished_on and not self._is_reply_over():
            return self.env._(
                "The school may reply until %(date)s.",
                date=self.reply_deadline.strftime("%d/%m/%Y"),
            )
        return ""

    def _is_reply_over(self):
        """Return whether the school's time to reply has passed; the last day counts."""
        deadline = self.reply_deadline
        return bool(deadline) and deadline < fields.Date.context_today(self)

    def _is_of_team(self):
        """Return whether the user is of the team, and not of the school."""
        self.ensure_one()
        if self.env.su:
            return True
        # sudo: who is of the team does not depend on which councils the user sees
        # Who asks is active: nobody else's state is read.
        review = self.sudo().with_context(active_test=False)
        is_member = self.env.user in review.team_id.user_ids
        return is_member and self.env.user not in review.institution_id.user_ids

    @api.model
    def _get_reply_days(self):
        """Give the days that a school has for its reply, a setting."""
        # sudo: a plain number that everybody may know.
        parameters = self.env["ir.config_parameter"].sudo()
        days = parameters.get_param("cds_assessment.reply_days", DEFAULT_REPLY_DAYS)
        return max(int(days), 0)

    def _get_paper_council(self):
        return self.team_id

    @api.depends("team_id.user_ids", "document_ids.state")
    @api.depends_context("uid")
    def _compute_can_make_papers(self):
        for review in self:
            is_there = review.document_count
            reason = review._get_cannot_make_papers_reason()
            review.can_make_papers = not is_there and not reason

    # Hooks get more than what they look at.
    # pylint: disable=unused-argument

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        if action == "issue" and self.state == "open":
            return self.env._(
                "The minutes are issued once the school has seen the team's points."
            )
        if action == "issue" and self.todo_count:
            return self.env._("%(count)s items are not done.", count=self.todo_count)
        # sudo: when it is too late does not depend on what the user sees
        if action == "cancel" and self.assessment_id.sudo().state in RECOGNISED:
            return self.env._("The dossier has been recognised on these minutes.")
        if self.env.su:
            return ""
        # sudo: who is in the team does not depend on what the user sees
        team = self.sudo().team_id
        if self.env.user not in team.user_ids:
            return self.env._("The minutes are the team's.")
        if action in ("issue", "cancel") and self.env.user not in team._get_leading():
            return self.env._("The chair or the secretary of the team does this.")
        return ""

    def _get_paper_signers(self, document):
        return self.team_id._get_leading()

    def _get_paper_bases(self, document):
        """Minutes quote no legal bases: the decision on the team is named in them."""
        return []

    def _get_paper_placeholders(self, document):
        """Return the words that stand for ``{school}`` and its like, by name."""
        words = super()._get_paper_placeholders(document)
        return words | {"school": self.institution_id.name}

    def _get_paper_values(self, document):
        """Date the minutes on the last day of the visit, at the school."""
        values = super()._get_paper_values(document)
        values["signer_title"] = "Trưởng đoàn"
        if self.visit_end:
            values["date"] = self.visit_end
        if self.institution_id.locality:
            values["place"] = self.institution_id.locality
        return values
