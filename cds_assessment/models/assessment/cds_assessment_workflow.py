from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.plain_text import says_something
from ...tools.states import SIDES, STATES, TRANSITIONS
from ..common import activities

# How many days before the date of a return the school is reminded.
REMINDER_DAYS = 3


class CdsAssessment(models.Model):
    """The way of a dossier from state to state: see ``states.TRANSITIONS``.

    Each action checks itself by its ``_get_cannot_<action>_reason()``, which feeds the
    button, the error and the tests.
    """

    # The dossier is cut by topic, a file each.
    _inherit = "cds.assessment"
    state_before_closing = fields.Char(readonly=True, copy=False)
    school_closed_on = fields.Date(
        related="institution_id.closed_on", string="School Closed On"
    )
    school_successor_id = fields.Many2one(
        related="institution_id.successor_id", string="School Merged Into"
    )
    receipt = fields.Char(
        compute="_compute_receipt",
        help="When the dossier was submitted, and to whom.",
    )

    # === ACTIONS === #

    def action_open_review(self):
        """Open the external review, for those who may see it."""
        self.ensure_one()
        self.check_access("read")
        review = self._find_reviews()
        if not review:
            raise UserError(self.env._("There is no external review to be seen yet."))
        return review.get_formview_action()

    def action_start(self):
        """Open the self-scoring, with items given out and last year's evidence."""
        self._begin("start")
        for assessment in self:
            assessment._assign_items()
            assessment._carry_evidence()
        self._go("start")
        # sudo: the figures are the school's own, whoever starts
        self.sudo().line_ids._take_figures()

    def action_to_council(self):
        """Hand the self-scored items to the council."""
        self._begin("to_council")
        self._go("to_council")

    def action_conclude(self):
        """Conclude for the council: nothing changes after it but by a return."""
        self._begin("conclude")
        self.sudo().concluded_by_id = self.env.user  # sudo: not for hands to write
        self._go("conclude")

    def action_send_back(self):
        """Ask why, then send a concluded dossier back to the council."""
        self._check_can("send_back")
        return self._open_return("send_back")

    def action_approve(self):
        """Approve as head what the council concluded."""
        self._begin("approve")
        self._go("approve")

    def action_submit(self):
        """Submit the dossier to the authority that assesses from outside."""
        self._begin("submit")
        self._check_files()
        self.sudo().submitted_on = fields.Datetime.now()  # sudo: as above
        self._go("submit")

    def action_receive(self):
        """Ask which team assesses, then receive the dossier."""
        self._check_can("receive")
        return self._open_dialog(
            "cds.assessment.receive",
            self.env._("Receive"),
            default_assessment_id=self.id,
        )

    def action_receive_planned(self):
        """Show which team each submitted dossier goes to, then receive them.

        :raise UserError: where none of them is submitted
        :raise AccessError: for dossiers that are not the user's, and other roles
        """
        self.check_access("read")
        submitted = self.filtered(lambda assessment: assessment.state == "submitted")
        if not submitted:
            raise UserError(self.env._("None of these dossiers waits to be received."))
        return self.env["cds.assessment.receive.all"]._open_for(submitted)

    def action_return(self):
        """Ask why and until when, then return dossiers for supplement."""
        self._check_can("return")
        return self._open_return("return")

    def action_close_external(self):
        """Close the external assessment with the points of the team's sheet."""
        self._begin("close_external")
        for assessment in self:
            # sudo: the team writes its hand by this action only
            review = assessment.sudo().review_ids
            review._transfer()
            assessment.sudo().hand = "external"
        self._go("close_external")

    def action_recognise(self):
        """Recognise the levels of the final points."""
        self._begin("recognise")
        self._go("recognise")

    def action_publish(self):
        """Publish the recognised levels."""
        self._begin("publish")
        self._go("publish")

    def action_record_recognition(self):
        """Ask what the authority's paper says, then record it by hand."""
        self._check_can("record_recognition")
        return self._open_dialog(
            "cds.assessment.record",
            self.env._("Record Recognition"),
            default_assessment_id=self.id,
        )

    def action_cancel(self):
        """Cancel the assessment; its points and papers stay to be read."""
        self._begin("cancel")
        self._go("cancel")

    # === BUSINESS METHODS === #

    def _get_cannot_start_reason(self):
        return self._get_cannot_reason("start")

    def _get_cannot_to_council_reason(self):
        reason = self._get_cannot_reason("to_council")
        todo = self.line_ids.filtered(lambda line: line.status != "done")
        if not reason and todo:
            reason = self.env._(
                "%(count)s items are not done: %(codes)s.",
                count=len(todo),
                codes=", ".join(todo.mapped("code")),
            )
        return reason

    def _get_cannot_conclude_reason(self):
        reason = self._get_cannot_reason("conclude")
        if not reason and not self.council_id:
            reason = self.env._("The dossier names no self-assessment council.")
        return reason or " ".join(self.council_id._get_problems() if not reason else ())

    def _get_cannot_send_back_reason(self):
        return self._get_cannot_reason("send_back")

    def _get_cannot_approve_reason(self):
        reason = self._get_cannot_reason("approve")
        if not reason and self.concluded_by_id == self.env.user and not self.env.su:
            reason = self.env._(
                "Who concluded for the council does not approve as head: another "
                "member of the council must conclude."
            )
        return reason

    def _get_cannot_submit_reason(self):
        reason = self._get_cannot_reason("submit")
        if not reason and not self.sudo().institution_id._get_assessor():
            # sudo: the authority may be out of the school's sight
            reason = self.env._(
                "No authority is entered for this school: record its recognition by "
                "hand instead."
            )
        return reason or self._get_blocking_reason(is_slow=False)

    def _get_cannot_receive_reason(self):
        return self._get_cannot_reason("receive")

    def _get_cannot_return_reason(self):
        return self._get_cannot_reason("return")

    def _get_cannot_close_external_reason(self):
        reason = self._get_cannot_reason("close_external")
        review = self.sudo().review_ids  # sudo: the team sees what its sheet lacks
        return reason or (review._get_not_ready_reason() if review else "")

    def _get_cannot_recognise_reason(self):
        return self._get_cannot_reason("recognise")

    def _get_cannot_publish_reason(self):
        return self._get_cannot_reason("publish")

    def _get_cannot_record_recognition_reason(self):
        reason = self._get_cannot_reason("record_recognition")
        if not reason and self.sudo().institution_id._get_assessor():
            # sudo: as in _get_cannot_submit_reason
            reason = self.env._(
                "The authority is entered here: submit the dossier to it."
            )
        return reason

    def _get_cannot_cancel_reason(self):
        return self._get_cannot_reason("cancel")

    def _get_cannot_reason(self, action):
        """Return why state or rights keep the user from an action (empty: nothing
        does).

        :param action: a key of ``states.TRANSITIONS``
        """
        self.ensure_one()
        transition = TRANSITIONS[action]
        if self.state not in transition.sources:
            return self._get_state_reason()
        return self._get_cannot_role_reason(transition.group, transition.side)

    def _get_cannot_fill_reason(self):
        """Return why the user cannot fill in the hand that is open (empty: they
        can).
        """
        self.ensure_one()
        state = STATES[self.state]
        if state.role is None:
            return self._get_state_reason()
        return self._get_cannot_role_reason(state.role, state.side)

    def _get_cannot_role_reason(self, role, side):
        """Return why the user has not a role on a side (empty: they have).

        :param role: a group of this add-on, without prefix
        :param side: one of ``states.SIDES``
        """
        if side == "team":
            return self._get_cannot_team_reason(role)
        return self._get_side(side).sudo(self.env.su)._get_cannot_act_reason(role)

    def _get_cannot_team_reason(self, role):
        """Return why the user has not a role in the team (empty: they have).

        Its members act for a team, wherever they work: schools lend teachers to it.
        """
        if self.env.su:
            return ""
        if not self.env.user.has_group(f"cds_assessment.group_{role}"):
            return self.env._("Your role does not allow this.")
        if not self._is_on_side("team"):
            return self.env._("Only the team closes its review.")
        return ""

    def _get_names_on_turn(self):
        """Return the names of those who are asked to act in the state, as a list."""
        self.ensure_one()
        _kind, who = activities.TURNS.get(self.state, (None, None))
        # sudo: who is asked does not depend on which users the reader sees
        return who(self.sudo()).mapped("name") if who else []

    def _is_on_side(self, side):
        """Return whether the user is on a side; of no dossier nobody is."""
        user = self.env.user
        if side != "team":
            return self._get_side(side) in user.cds_institution_ids
        # sudo: whose turn it is does not depend on which councils the user sees
        is_member = user in self.sudo().team_id.user_ids
        return is_member and not self._is_on_side("school")

    def _get_side(self, side):
        """Return the institution that is a side for the user.

        Staff of a school is never on the authority's side for it: none then.

        :rtype: cds.institution
        """
        if self:
            self.ensure_one()
        # sudo: whose turn it is does not depend on which institutions the user sees
        school = self.sudo().institution_id
        if side == "school":
            return school
        return school.browse() if self._is_on_side("school") else school._get_assessor()

    @api.model
    def _get_refusal_dependencies(self):
        # who is on a side follows from school and team
        sides = ("institution_id", "team_id.user_ids")
        return [*sides, *self._score_dependencies(), *self._check_dependencies()]

    def _get_open_actions(self):
        return [
            action
            for action, transition in TRANSITIONS.items()
            if self.state in transition.sources
        ]

    def _get_offered_actions(self):
        """Return the actions of the state that are the user's side's."""
        sides = [s for s in SIDES if self.env.su or self._is_on_side(s)]
        actions = self._get_open_actions()
        return [action for action in actions if TRANSITIONS[action].side in sides]

    def _get_relied_on(self, action):  # pylint: disable=unused-argument
        """Give the dossiers with the points that a state closes or a hand copies."""
        lines, reviews = self.line_ids, self.review_ids
        return [self, lines, self.result_ids, reviews, reviews.line_ids]

    def _on_held(self, action):  # pylint: disable=unused-argument
        """Have results that are those of the points."""
        self.env["cds.result.mark"]._settle(self)

    def _go(self, action):
        """Move on: begin the hand that comes with the next state, and enter it."""
        transition = TRANSITIONS[action]
        for assessment in self:
            hand = transition.begins
            # sudo: the action was checked; hands and state are closed to everyone else
            if hand and hand != assessment.hand:
                assessment.sudo().line_ids._begin_hand(hand)
                assessment.sudo().hand = hand
        self._set_state(transition.target)

    def _set_state(self, state):
        # sudo: the state is closed to everyone but the actions, which have checked;
        # the activities are others'
        self.sudo().write({"state": state})
        activities.synchronise(self.sudo())

    def _return(self, action, reason, deadline=False):
        """Send a dossier back to the council, as a new round.

        :param action: ``send_back`` (the head) or ``return`` (the authority)
        :param reason: why, for the school to read
        :param deadline: date until which the school answers
        :raise UserError: when the user cannot, or there is no reason
        """
        self._begin(action)
        if not says_something(reason):
            raise UserError(self.env._("Say why the dossier is returned."))
        for assessment in self:
            # sudo: rounds are counted by the actions only
            assessment.sudo().write(
                {
                    "round": assessment.round + 1,
                    "return_reason": reason,
                    "return_deadline": deadline,
                    "is_reminded": False,
                }
            )
            assessment.sudo().message_post(
                body=self.env._("Returned for supplement: %(reason)s", reason=reason),
                author_id=self.env.user.partner_id.id,
            )
        self._go(action)
        activities.notify_return(self.sudo())  # sudo: addresses of others

    @api.model
    def _cron_remind_deadlines(self):
        """Remind schools once, some days before they are to answer a return."""
        day = fields.Date.add(fields.Date.context_today(self), days=REMINDER_DAYS)
        near = self.search(
            [
                ("state", "=", "council"),
                ("return_deadline", "<=", day),
                ("is_reminded", "=", False),
            ]
        )
        activities.remind_deadline(near)
        near.write({"is_reminded": True})

    def _receive(self, team):
        """Receive a dossier and give it to a team.

        :raise UserError: when the user cannot, or the team may not assess this school
        """
        self._begin("receive")
        for assessment in self:
            assessment._check_team(team)
            # sudo: the team is set by this action only
            assessment.sudo().team_id = team
        self._on_received(team)
        self._go("receive")

    def _on_received(self, team):
        """Follow a team that is given dossiers, before they move on."""

    def _record_recognition(self, record):
        """Record what the paper of an authority outside of this database says.

        :param record: ``cds.assessment.record``
        :raise UserError: when the user cannot, or points are not those of the items
        """
        self._begin("record_recognition")
        if record.line_ids.line_id - self.line_ids:
            raise UserError(self.env._("These items belong to another dossier."))
        if record.line_ids.line_id != self.line_ids:
            raise UserError(
                self.env._("The record must have each item of this dossier once.")
            )
        scan = self.env["cds.remarked"]._decode(record.scan)
        reason = self.env._("Recorded from decision %(number)s", number=record.number)
        # sudo: the authority's hands are written by actions only
        self.sudo().hand = "external"
        for recorded in record.line_ids:
            recorded.line_id.sudo().with_context(cds_change_reason=reason).write(
                {
                    "external_points": recorded.points,
                    "external_met": recorded.is_met,
                    "external_note": reason,
                }
            )
        self.sudo().write(
            {
                "is_recorded_by_hand": True,
                "recognition_number": record.number,
                "recognition_date": record.date,
            }
        )
        self.sudo().message_post(
            body=reason,
            author_id=self.env.user.partner_id.id,
            attachments=[(record.scan_name or "scan", scan)],
        )
        self._go("record_recognition")

    def _check_team(self, team):
        """Refuse a team that is no team, is incomplete, or works at the school.

        :raise UserError: with the reason
        """
        self.ensure_one()
        problems = self._get_team_problems(team)
        if problems:
            raise UserError(" ".join(problems))

    def _get_team_problems(self, team):
        """Return why a team may not assess this school, as a list of sentences."""
        self.ensure_one()
        if team.kind != "external" or team.institution_id.kind != "authority":
            return [self.env._("This is no external team of an authority.")]
        problems = team._get_problems()
        conflicts = team._get_conflicts(self.institution_id)
        if conflicts:
            problems.append(
                self.env._(
                    "These members work at the school: %(names)s.",
                    names=", ".join(conflicts.mapped("name")),
                )
            )
        return problems

    def _assign_items(self):
        """Give each member of the council the items under their criteria."""
        self.ensure_one()
        # sudo: the assignment follows from the council's decision
        self.sudo()._follow_council(set())

    def _open_return(self, action):
        name = {
            "send_back": self.env._("Back to the Council"),
            "return": self.env._("Return for Supplement"),
        }[action]
        return self[:1]._open_dialog(
            "cds.assessment.return",
            name,
            default_assessment_ids=self.ids,
            default_action=action,
        )

    def _give_up(self):
        """Cancel dossiers of closed schools; all in them stays to be read."""
        self._hold("cancel")
        for state, dossiers in self.grouped("state").items():
            dossiers.write({"state_before_closing": state})
            dossiers._set_state("cancelled")
        for dossier in self.with_context(lang="vi_VN"):  # whoever the job runs as
            dossier.message_post(body=dossier.env._("Given up: the school has closed."))

    def _take_up(self):
        """Go on with dossiers of schools that have not closed after all."""
        self._hold("cancel")
        for state, dossiers in self.grouped("state_before_closing").items():
            dossiers.state_before_closing = False
            dossiers.filtered(lambda d: d.state == "cancelled")._set_state(state)

    @api.depends("submitted_on", "state", "institution_id")
    @api.depends_context("lang", "tz")
    def _compute_receipt(self):
        for assessment in self:
            assessment.receipt = False
            if not assessment.submitted_on or STATES[assessment.state].is_editable:
                continue
            on = fields.Datetime.context_timestamp(assessment, assessment.submitted_on)
            # sudo: whom it was submitted to is the school's to know
            assessor = assessment.sudo().institution_id._get_assessor()
            assessment.receipt = self.env._(
                "Submitted to %(authority)s at %(time)s.",
                authority=assessor.name or "–",
                time=on.strftime("%H:%M, %d/%m/%Y"),
            )

    @api.model
    def action_start_year(self):
        """Open the dossier of this school year in self-scoring, made if there is none.

        :return: an action: the dossier, or the form of a new one where the school or
            the set of criteria is to be chosen
        :raise UserError: where no school year runs, or the user cannot start
        :raise AccessError: for roles that make no dossiers
        """
        self.check_access("create")
        year = self.env["cds.school.year"]._get_current()
        if not year:
            raise UserError(self.env._("No school year is entered for today."))
        school = self.env["res.users"]._get_only_institution("school")
        framework = self._default_framework_id()
        if not school or not framework:
            return self._get_year_action(self.browse())
        dossier = self.search(
            [
                ("institution_id", "=", school.id),
                ("school_year_id", "=", year.id),
                ("state", "!=", "cancelled"),
            ],
            limit=1,
        ) or self.create(
            {
                "institution_id": school.id,
                "framework_id": framework.id,
                "school_year_id": year.id,
                "council_id": self.env["cds.council"]._propose(school, year).id,
            }
        )
        if dossier.state == "draft":
            dossier.action_start()
        return self._get_year_action(dossier)

    def _get_year_action(self, dossier):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_assessment_action"
        )
        return {**action, "views": [(False, "form")], "res_id": dossier.id}
