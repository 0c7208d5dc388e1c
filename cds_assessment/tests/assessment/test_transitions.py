import re

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ...tools.states import STATES, TRANSITIONS
from ..common.workflow import WorkflowCase

SCHOOL = ("contributor", "council", "head")
AUTHORITY = ("reviewer", "officer", "authority_head")
# Who is who: roles (with those implied) and the side on which the user stands. Written
# down here, not read from the groups, so that a wrong implication is found.
WHO = {
    "plain": ((), "school"),
    "contributor": (SCHOOL[:1], "school"),
    "secretary": (SCHOOL[:2], "school"),
    "head": (SCHOOL, "school"),
    "reviewer": (AUTHORITY[:1], "authority"),
    "officer": (AUTHORITY[:2], "authority"),
    "authority_head": (AUTHORITY, "authority"),
    "admin": (SCHOOL + AUTHORITY, "above"),
    "other_head": (SCHOOL, None),
    "other_authority_head": (AUTHORITY, None),
    "two_hats": (AUTHORITY, "school"),
}
# By state and hand; the external hand is written by closing the team's sheet only.
WRITERS = {
    ("self", "self"): {"contributor", "secretary", "head"},
    ("council", "council"): {"secretary", "head"},
    ("reviewed", "final"): {"authority_head"},
}
SCAN = "JVBERi0xLjQK"


class TransitionCase(WorkflowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_authority_head = cls._create_user(
            "authority_head", cls.other_district
        )
        # head of the authority, and staff of the very school
        cls.two_hats = cls._create_user("authority_head", cls.school)
        cls.two_hats.cds_institution_ids |= cls.district
        cls.team.member_ids[3].user_id = cls.admin

    def _go(self, dossier, user, action):
        """Take an action as a user does: button, and dialog where there is one."""
        mine = dossier.with_user(user)
        if action in ("send_back", "return"):
            self._return(mine, user, action, "The evidence is missing.")
        elif action == "receive":
            self._press(mine, "receive", "cds.assessment.receive", team_id=self.team.id)
        elif action == "record_recognition":
            self._record(mine)
        else:
            getattr(mine, f"action_{action}")()

    def _press(self, mine, action, model, **vals):
        getattr(mine, f"action_{action}")()
        dialog = mine.env[model].create({"assessment_id": mine.id, **vals})
        dialog.action_apply()

    def _record(self, mine, **vals):
        vals = {"number": "9/QĐ", "date": "2024-05-01", "scan": SCAN, **vals}
        self._press(mine, "record_recognition", "cds.assessment.record", **vals)

    def _press_button(self, dossier, user, action):
        getattr(dossier.with_user(user), f"action_{action}")()

    def _behind_the_button(self, dossier, user, action):
        """Call what a dialog calls, past its access table."""
        mine = dossier.with_user(user)
        if action in ("send_back", "return"):
            mine._return(action, "The evidence is missing.")
        elif action == "receive":
            mine._receive(self.team.with_env(mine.env))
        elif action == "record_recognition":
            record = self.env["cds.assessment.record"].create(
                {
                    "assessment_id": dossier.id,
                    "number": "9/QĐ",
                    "date": "2024-05-01",
                    "scan": SCAN,
                }
            )
            mine._record_recognition(record.with_env(mine.env))
        else:
            getattr(mine, f"action_{action}")()

    def _assert_refused(self, dossier, user, action, pattern):
        """Check that button, error and state say the same."""
        before = dossier.state
        mine = dossier.with_user(user)
        reason = getattr(mine, f"_get_cannot_{action}_reason")()
        self.assertRegex(reason, pattern)
        self.assertEqual(mine.refusals[action], reason)
        # Unlike assertRaises, this takes nothing back: the state stands on its own.
        with self.assertRaisesRegex(UserError, re.escape(reason)):
            getattr(mine, f"action_{action}")()
        self.assertEqual(dossier.state, before)


@tagged("post_install", "-at_install")
class TestTransitions(TransitionCase):
    """Every action in every state by every user, by the tables of ``states``."""

    def test_the_table_is_whole(self):
        for action, transition in TRANSITIONS.items():
            self.assertLessEqual({*transition.sources, transition.target}, set(STATES))
            self.assertIn(transition.group, SCHOOL + AUTHORITY, action)
        reached = {transition.target for transition in TRANSITIONS.values()}
        self.assertEqual(reached | {"draft"}, set(STATES))

    def _is_allowed(self, name, action, state):
        roles, side = WHO[name]
        transition = TRANSITIONS[action]
        return (
            state in transition.sources
            and transition.group in roles
            and (transition.side == side or self._is_of_team(name, transition))
        )

    def _is_of_team(self, name, transition):
        is_member = getattr(self, name) in self.team.user_ids
        return transition.side == "team" and is_member

    def _find_faults(self, dossier, state):
        """Take each action as each user; give what is not as the tables say."""
        for action in TRANSITIONS:
            with self._undone():
                if action == "record_recognition":  # only without an authority
                    self.school.parent_id = False
                for name in WHO:
                    allowed = self._is_allowed(name, action, state)
                    check = self._try_allowed if allowed else self._try_refused
                    with self._undone():
                        fault = check(dossier, getattr(self, name), action)
                    if fault:
                        yield f"{state}, {action}, {name}: {fault}"

    def _try_allowed(self, dossier, user, action):
        reason = getattr(dossier.with_user(user), f"_get_cannot_{action}_reason")()
        if reason:
            return f"refused: {reason}"
        try:
            self._go(dossier, user, action)
        except UserError as error:
            return f"fails: {error}"
        target = TRANSITIONS[action].target
        return dossier.state != target and f"leads to {dossier.state}"

    def _try_refused(self, dossier, user, action):
        before = dossier.state
        mine = dossier.with_user(user)
        self.env.cr.clear()
        reason = None
        if mine.has_access("read"):
            reason = getattr(mine, f"_get_cannot_{action}_reason")()
            if not reason:
                return "no reason"
        for way in (self._press_button, self._behind_the_button):
            fault = self._refusal_fault(way, dossier, user, action, reason)
            if fault:
                return fault
        return dossier.state != before and f"changes to {dossier.state}"

    def _refusal_fault(self, way, dossier, user, action, reason):
        try:
            way(dossier, user, action)
        except AccessError as error:
            # only for those who may not even read the dossier
            return reason is not None and f"no sentence: {error}"
        except UserError as error:
            return (reason is None or reason not in str(error)) and f"says: {error}"
        return f"not refused ({way.__name__})"

    def test_every_transition(self):
        for state in STATES:
            with self.subTest(state), self._undone():
                dossier = self._create_dossier(state)
                if state == "self":
                    self._score(dossier)
                elif state == "external":
                    self._review(dossier)
                    self._share(dossier)
                self.assertEqual(list(self._find_faults(dossier, state)), [])

    def test_each_side_is_offered_its_own_actions(self):
        dossier = self._create_dossier("approved")
        own = ["send_back", "submit", "record_recognition"]
        for user, offered in (
            (self.contributor, own),
            (self.officer, []),
            (self.other_head, own),
        ):
            mine = dossier.with_user(user).sudo(user == self.other_head)
            self.assertEqual(mine.offered_actions, offered or False)

    def test_what_is_offered_follows_the_school_of_a_new_dossier(self):
        draft = (
            self.env["cds.assessment"]
            .with_user(self.secretary)
            .new(
                {"institution_id": self.other_school.id, "framework_id": self.small.id}
            )
        )
        self.assertFalse(draft.offered_actions)
        draft.institution_id = self.school
        self.assertIn("start", draft.offered_actions)


@tagged("post_install", "-at_install")
class TestRefusals(TransitionCase):
    """Each thing that must be there, missing once."""

    def test_items_that_are_not_done(self):
        dossier = self._create_dossier("self")
        self._line(dossier, "1.2").self_points = 1
        self._assert_refused(
            dossier, self.secretary, "to_council", "^2 items are not done: 1.1, 1.3"
        )
        self._line(dossier, "1.1").self_points = 0
        self._line(dossier, "1.3").answer_yes = False
        dossier.with_user(self.secretary).action_to_council()
        self.assertEqual(dossier.state, "council")

    def test_no_council(self):
        dossier = self._create_dossier("council", council_id=False)
        self._assert_refused(
            dossier, self.secretary, "conclude", "no self-assessment council"
        )

    def test_an_incomplete_council(self):
        dossier = self._create_dossier("council")
        chair, secretary, *_rest = self.council.member_ids
        lacks = {
            "one secretary": lambda: secretary.write({"role": "member"}),
            "one chair": lambda: chair.write({"role": "member"}),
            "one chair.": lambda: secretary.write({"role": "chair"}),
            "5 members or more, there are 4": _rest[-1].unlink,
            "Number and date": lambda: self.council.write({"decision_number": False}),
            "date of the decision": lambda: self.council.write(
                {"decision_date": False}
            ),
        }
        for sentence, break_it in lacks.items():
            with self.subTest(sentence), self._undone():
                break_it()
                self._assert_refused(dossier, self.secretary, "conclude", sentence)
        dossier.with_user(self.secretary).action_conclude()

    def test_the_minimum_is_a_setting(self):
        dossier = self._create_dossier("council")
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("cds_assessment.self_council_minimum", "7")
        self._assert_refused(dossier, self.secretary, "conclude", "7 members or more")
        parameters.set_param("cds_assessment.self_council_minimum", "3")
        dossier.with_user(self.secretary).action_conclude()
        self.assertEqual(dossier.state, "concluded")

    def test_a_council_of_someone_else(self):
        """What another school or an authority set up does not conclude here."""
        foreign = self._create_council(self.other_school, [self.secretary])
        for council in (foreign, self.team):
            with self.subTest(council.name), self._undone():
                with self.assertRaises(UserError):
                    self._create_dossier("concluded", council_id=council.id)

    def test_who_concluded_does_not_approve(self):
        dossier = self._create_dossier("council")
        dossier.with_user(self.head).action_conclude()
        self._assert_refused(dossier, self.head, "approve", "another member")
        deputy = self._create_deputy()
        dossier.with_user(deputy).action_approve()
        self.assertEqual(dossier.state, "approved")

    def _create_deputy(self):
        deputy = self._create_user("head", self.district)
        deputy.cds_institution_ids = self.school
        return deputy

    def test_concluding_again_makes_the_other_one_the_one_who_concluded(self):
        dossier = self._create_dossier("council")
        dossier.with_user(self.head).action_conclude()
        deputy = self._create_deputy()
        self._return(dossier, deputy, "send_back", "Not signed.")
        dossier.with_user(deputy).action_conclude()
        self._assert_refused(dossier, deputy, "approve", "another member")
        dossier.with_user(self.head).action_approve()
        self.assertEqual(dossier.state, "approved")

    def _create_strict_dossier(self, is_met):
        strict = self._create_framework(
            [
                ("1.1", 100),
                {
                    "code": "1.2",
                    "max_points": 0,
                    "is_mandatory": True,
                    "measure": "yes_no",
                },
            ],
            code="STRICT",
            mandatory_policy="block",
        )
        dossier = self._create_dossier("self", framework_id=strict.id)
        self._line(dossier, "1.1").self_points = 80
        self._line(dossier, "1.2").answer_yes = is_met
        self._prove(dossier, self.contributor)
        dossier.with_user(self.secretary).action_to_council()
        dossier.with_user(self.secretary).action_conclude()
        dossier.with_user(self.head).action_approve()
        return dossier

    def test_a_mandatory_condition_blocks(self):
        dossier = self._create_strict_dossier(is_met=False)
        self._assert_refused(
            dossier, self.head, "submit", "Mandatory condition not met: 1.2"
        )

    def test_a_mandatory_condition_met_does_not_block(self):
        dossier = self._create_strict_dossier(is_met=True)
        dossier.with_user(self.head).action_submit()
        self.assertEqual(dossier.state, "submitted")

    def test_no_authority_to_submit_to(self):
        dossier = self._create_dossier("approved")
        self.school.parent_id = False
        self._assert_refused(dossier, self.head, "submit", "No authority is entered")

    def test_an_authority_is_not_recorded_by_hand(self):
        dossier = self._create_dossier("approved")
        self._assert_refused(
            dossier, self.head, "record_recognition", "submit the dossier to it"
        )

    def test_the_assessor_comes_before_who_manages(self):
        dossier = self._create_dossier("submitted")
        self.school.assessor_id = self.other_district
        self._assert_unseen_or_refused(dossier, self.officer)
        officer = self._create_user("officer", self.other_district)
        self.assertFalse(dossier.with_user(officer)._get_cannot_receive_reason())

    def _assert_unseen_or_refused(self, dossier, user):
        with self.assertRaises(UserError):
            dossier.with_user(user).action_receive()
        self.assertEqual(dossier.state, "submitted")

    def _assert_team_refused(self, dossier, team, sentence):
        with self.assertRaisesRegex(UserError, sentence):
            self._receive(dossier, team)
        self.assertEqual(dossier.state, "submitted")
        self.assertFalse(dossier.team_id)
        self.assertFalse(dossier.review_ids)

    def test_a_team_with_staff_of_the_school(self):
        dossier = self._create_dossier("submitted")
        self.team.member_ids[3].user_id = self.contributor
        self._assert_team_refused(dossier, self.team, "work at the school")

    def test_a_team_that_is_none(self):
        dossier = self._create_dossier("submitted")
        own = self._create_council(self.district)
        self._assert_team_refused(dossier, own, "no external team")

    def test_a_team_that_the_school_set_up(self):
        """An external team is an authority's: no school chooses its judges."""
        dossier = self._create_dossier("submitted")
        with self.assertRaises(UserError):
            mine = self._create_council(self.school, [self.reviewer], kind="external")
            self._receive(dossier, mine)

    def test_a_team_without_a_chair(self):
        dossier = self._create_dossier("submitted")
        self.team.member_ids[0].role = "member"
        self._assert_team_refused(dossier, self.team, "one chair")

    def test_staff_of_the_school_does_not_join_later(self):
        self._create_dossier("external")
        with self.assertRaisesRegex(ValidationError, "works at a school"):
            self.team.member_ids[3].user_id = self.contributor

    def test_who_joins_the_school_later_leaves_the_team(self):
        """The conflict counts, whichever of the two came first."""
        dossier = self._create_dossier("external")
        try:
            self.school.user_ids |= self.reviewer
        except ValidationError:
            return
        self._review(dossier)
        self._assert_refused(dossier, self.reviewer, "close_external", ".")

    def test_a_review_that_is_not_done(self):
        dossier = self._create_dossier("external")
        line = dossier.review_ids.with_user(self.reviewer).line_ids[0]
        line.points = line.council_points
        self._assert_refused(
            dossier, self.reviewer, "close_external", "2 items are not done"
        )

    def test_points_that_differ_without_a_note(self):
        dossier = self._create_dossier("external")
        self._review(dossier)
        line = dossier.review_ids.with_user(self.reviewer).line_ids[0]
        line.points = 3
        self._assert_refused(
            dossier, self.reviewer, "close_external", "1.1.*a note must say why"
        )
        line.note = "  "
        self._assert_refused(dossier, self.reviewer, "close_external", "a note must")
        line.note = "The rooms were locked."
        self._share(dossier)
        dossier.review_ids.with_user(self.reviewer).action_close()
        self.assertEqual(dossier.state, "reviewed")

    def test_a_condition_that_differs_without_a_note(self):
        dossier = self._create_dossier("external")
        self._review(dossier)
        line = dossier.review_ids.with_user(self.reviewer).line_ids[2]
        line.is_met = False
        self._assert_refused(dossier, self.reviewer, "close_external", "1.3.*a note")

    def test_who_is_not_of_the_team_does_not_close(self):
        dossier = self._create_dossier("submitted")
        small = self._create_council(self.district, [self.reviewer], kind="external")
        self._receive(dossier, small)
        self._review(dossier)
        for user in (self.officer, self.authority_head):
            self._assert_refused(dossier, user, "close_external", "Only the team")

    def test_a_closed_review_is_fixed(self):
        dossier = self._create_dossier("reviewed")
        review = dossier.review_ids.with_user(self.reviewer)
        with self.assertRaisesRegex(UserError, "closed review"):
            review.note = "Later thoughts."
        with self.assertRaisesRegex(UserError, "closed review"):
            review.line_ids[0].points = 1
        with self.assertRaises(UserError):
            review.state = "open"
        for user in (self.secretary, self.head, self.reviewer):
            with self.assertRaises(UserError):
                dossier.review_ids.with_user(user).school_reply = "We repaired them."

    def test_a_member_without_access_stops_nobody(self):
        """A council may name users who have no role here, or work elsewhere."""
        self.council.member_ids[3].write(
            {"user_id": self.other_head.id, "criterion_ids": self.small.criterion_ids}
        )
        self.council.member_ids[4].user_id = self.plain
        team = self._create_council(
            self.district, [self.reviewer, self.other_secretary], kind="external"
        )
        dossier = self._create_dossier("submitted")
        self._receive(dossier, team)
        self.assertEqual(dossier.state, "external")
        self.env.invalidate_all()
        for user in (self.other_head, self.plain, self.other_secretary):
            with self.subTest(user.name):
                self.assertFalse(dossier.with_user(user).has_access("read"))
                self.assertNotIn(user.partner_id, dossier.message_partner_ids)

    def test_a_return_says_why(self):
        for state, user, action in (
            ("concluded", self.head, "send_back"),
            ("submitted", self.officer, "return"),
        ):
            with self._undone():
                dossier = self._create_dossier(state)
                for reason in ("", "  ", False, "\n"):
                    with self.subTest(state, reason=reason):
                        with self.assertRaisesRegex(UserError, "Say why"):
                            dossier.with_user(user)._return(action, reason)
                        self.assertEqual((dossier.state, dossier.round), (state, 1))

    def _create_two(self, state):
        later = self.env.ref("cds_assessment.school_year_2024")
        return self._create_dossier(state) | self._create_dossier(
            state, school_year_id=later.id
        )

    def test_many_go_back_for_one_reason(self):
        dossiers = self._create_two("submitted")
        action = dossiers.with_user(self.officer).action_return()
        dialogs = self.env[action["res_model"]].with_user(self.officer)
        dialogs.with_context(**action["context"]).create(
            {"reason": "Thiếu minh chứng."}
        ).action_apply()
        self.assertEqual(dossiers.mapped("state"), ["council", "council"])
        self.assertEqual(set(dossiers.mapped("return_reason")), {"Thiếu minh chứng."})

    def test_of_many_all_go_back_or_none(self):
        dossiers = self._create_two("submitted")
        self._receive(dossiers[1])
        with self.assertRaisesRegex(UserError, "not possible in the state"):
            self._return(dossiers, self.officer, "return", "Missing.")
        self.assertEqual(dossiers.mapped("state"), ["submitted", "external"])

    def test_papers_of_many(self):
        self.env.ref("cds_assessment.document_type_report").is_required = True
        dossiers = self._create_two("self")
        action = dossiers.with_user(self.secretary).action_make_papers()
        papers = self.env["cds.document"].search(action["domain"])
        self.assertEqual(papers.assessment_id, dossiers)

    def test_a_dialog_of_the_other_side(self):
        """The action that a dialog carries is checked, not the button's name."""
        concluded = self._create_dossier("concluded")
        with self.assertRaisesRegex(UserError, "not possible in the state"):
            self._return(concluded, self.head, "return", "As authority.")
        self.assertEqual((concluded.state, concluded.round), ("concluded", 1))

    def test_a_recorded_decision(self):
        dossier = self._create_dossier("approved")
        self.school.parent_id = False
        mine = dossier.with_user(self.head)
        tomorrow = fields.Date.add(fields.Date.context_today(mine), days=1)
        with self.assertRaisesRegex(UserError, "in the future"):
            self._record(mine, date=tomorrow)
        self.assertEqual(dossier.state, "approved")

    def test_a_recorded_decision_about_items_of_another_school(self):
        dossier = self._create_dossier("approved")
        other = self._create_assessment(self.other_school)
        self.school.parent_id = False
        rows = [Command.create({"line_id": other.line_ids[2].id})]
        with self.assertRaisesRegex(UserError, "another dossier"):
            self._record(dossier.with_user(self.head), line_ids=rows)
        self.assertEqual(dossier.state, "approved")

    def test_a_recorded_decision_leaves_no_item_out(self):
        """An item without a row must not count as 0 points of the authority."""
        dossier = self._create_dossier("approved")
        self.school.parent_id = False
        first = self._line(dossier, "1.1")
        try:
            self._record(
                dossier.with_user(self.head),
                line_ids=[
                    Command.create(
                        {"line_id": first.id, "points": first.council_points}
                    )
                ],
            )
        except UserError:
            return
        second = self._line(dossier, "1.2")
        self.assertEqual(second.final_points, second.council_points)

    def test_recorded_points_beyond_the_maximum(self):
        dossier = self._create_dossier("approved")
        self.school.parent_id = False
        rows = [
            Command.create({"line_id": line.id, "points": 999})
            for line in dossier.line_ids
        ]
        with self.assertRaisesRegex(UserError, "above the maximum"):
            self._record(dossier.with_user(self.head), line_ids=rows)
