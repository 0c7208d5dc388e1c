from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.inspection import InspectionCase

NOTE = "X"


@tagged("post_install", "-at_install")
class TestInspection(InspectionCase):
    """From the plan to the follow-up, each step by the user whose turn it is."""

    def _mine(self, user, inspection=None):
        return (inspection or self.inspection).with_user(user)

    def test_the_way(self):
        with freeze_time("2024-05-18"):
            self._mine(self.inspector).action_begin()
        self.assertEqual(self.inspection.state, "minutes")
        self.assertEqual(str(self.inspection.minutes_date), "2024-05-18")
        self.assertEqual(
            self.inspection.item_ids.mapped("code"), ["1", "2", "2.1", "2.2", "3"]
        )
        self.assertEqual(self._item("2").is_heading, True)
        self._tell(self.inspection)
        with freeze_time("2024-05-19"):
            self._mine(self.inspector).action_report()
        with freeze_time("2024-05-20"):
            self._mine(self.head).action_conclude()
        self.assertEqual(self.inspection.state, "concluded")
        self.assertEqual(
            [str(self.inspection[name]) for name in ("report_date", "notice_date")],
            ["2024-05-19", "2024-05-20"],
        )
        self._mine(self.secretary).action_follow_up()
        self.assertEqual(self.inspection.state, "followed_up")

    def test_each_step_is_its_roles_own(self):
        """Those who are inspected, and others of the school, go no step."""
        turns = {
            "begin": {self.inspector, self.secretary, self.head},
            "report": {self.inspector, self.secretary, self.head},
            "send_back": {self.head},
            "conclude": {self.head},
            "follow_up": {self.secretary, self.head},
        }
        users = (
            self.inspector,
            self.inspected,
            self.contributor,
            self.secretary,
            self.head,
            self.officer,
            self.other_head,
        )
        ready = {"report": self._tell}
        states = {
            "report": "minutes",
            "send_back": "reported",
            "conclude": "reported",
            "follow_up": "concluded",
        }
        for action, who in turns.items():
            inspection = self._create_inspection()
            if action in states:
                self._lead(inspection, states[action])
            ready.get(action, lambda _i: None)(inspection)
            for user in users:
                with self.subTest(action, user=user.name), self._undone():
                    run = getattr(self._mine(user, inspection), f"action_{action}")
                    before = inspection.state
                    if user in who:
                        run()
                        self.assertNotEqual(inspection.state, before)
                    else:
                        with self.assertRaises(UserError):
                            run()
                        self.assertEqual(inspection.state, before)

    def test_reasons_feed_the_buttons(self):
        mine = self._mine(self.contributor)
        self.assertFalse(mine.has_access("read"))
        mine = self._mine(self.inspector)
        self.assertEqual(mine.refusals, {"begin": ""})
        self.assertEqual(mine.offered_actions, ["begin"])
        self._lead(self.inspection, "minutes")
        self.env.invalidate_all()
        self.assertIn("2.1 ", mine.refusals["report"])
        theirs = self._mine(self.inspected)
        self.assertEqual(theirs.offered_actions, ["opine"])
        self.assertEqual(
            theirs.refusals["report"], "Who is inspected does not inspect."
        )

    def test_it_begins_with_a_decision(self):
        self.board.decision_date = False
        with self.assertRaisesRegex(UserError, "decision"):
            self._mine(self.inspector).action_begin()

    def test_it_begins_with_something_to_look_at(self):
        self.inspection.framework_id = False
        with self.assertRaisesRegex(UserError, "checklist"):
            self._mine(self.inspector).action_begin()
        self._mine(self.secretary).item_ids = [
            Command.create({"code": "1", "name": "Hồ sơ"})
        ]
        self._mine(self.inspector).action_begin()
        self.assertEqual(self.inspection.item_ids.name, "Hồ sơ")

    def test_a_board_needs_a_chair_and_two_members(self):
        self.board.member_ids[1].unlink()
        with self.assertRaisesRegex(UserError, "2 members"):
            self._mine(self.secretary).action_begin()

    def test_nothing_unfinished_is_reported(self):
        self._lead(self.inspection, "minutes")
        self._tell(self.inspection)
        self._item("3").findings = "- Số bài: {4}"
        with self.assertRaisesRegex(UserError, r"\{4\}"):
            self._mine(self.inspector).action_report()
        self._item("3").findings = " "
        with self.assertRaisesRegex(UserError, "3 Trang"):
            self._mine(self.inspector).action_report()
        self._item("3").findings = "- Có."
        self.inspection.inspected_ids.unlink()
        with self.assertRaisesRegex(UserError, "Nobody is named"):
            self._mine(self.inspector).action_report()

    def test_what_is_reported_stays(self):
        self._lead(self.inspection, "reported")
        figure = {"label": "Bài giảng", "numerator": 3}
        for write in (
            lambda i: i.write({"strengths": "Khác"}),
            lambda i: i.write({"minutes_date": "2024-05-01"}),
            lambda i: i.write({"inspector_ids": [Command.clear()]}),
            lambda i: i.item_ids[0].write({"findings": "- Khác."}),
            lambda i: i.item_ids[0].write({"figure_ids": [Command.create(figure)]}),
            lambda i: i.item_ids.unlink(),
            lambda i: i.inspected_ids[1].write({"name": "Khác"}),
            lambda i: i.inspected_ids.unlink(),
            lambda i: i.write({"item_ids": [Command.clear()]}),
            lambda i: i.write(
                {"improvement_ids": [Command.create({"name": "Kiến nghị mới"})]}
            ),
            lambda i: i.unlink(),
        ):
            for user in (self.inspector, self.head):
                with self._undone(), self.assertRaises(UserError):
                    write(self._mine(user))
                    self.env.flush_all()

    def test_the_head_opens_the_minutes_again(self):
        self._lead(self.inspection, "reported")
        self._mine(self.head).action_send_back()
        self.assertEqual(self.inspection.state, "minutes")
        self.assertFalse(self.inspection.report_date)
        self._item("1").with_user(self.inspector).findings = "- Khác."
        self._mine(self.inspector).action_report()
        self.assertEqual(self._item("1").text, "- Khác.")

    def test_the_plan_is_the_councils(self):
        for user in (self.inspector, self.inspected, self.contributor):
            with self.subTest(user.name), self.assertRaises(UserError):
                self._mine(user).name = "Khác"
        self._mine(self.secretary).name = "Khác"
        self._lead(self.inspection, "minutes")
        with self.assertRaises(UserError):
            self._mine(self.secretary).name = "Lại khác"

    def test_state_and_school_are_closed(self):
        for vals in (
            {"state": "concluded"},
            {"institution_id": self.other_school.id},
            {"school_year_id": self.year.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self._mine(self.head).write(vals)

    # === DATES === #

    def test_dates_do_not_go_back(self):
        self.plan.plan_date = "2023-09-30"
        self._lead(self.inspection, "reported")
        inspection = self.inspection.sudo()
        inspection.write(
            {
                "minutes_date": "2024-05-18",
                "report_date": "2024-05-18",
                "notice_date": "2024-05-20",
            }
        )
        for name, day in (
            ("minutes_date", "2023-09-26"),
            ("minutes_date", "2023-09-29"),
            ("minutes_date", "2024-05-19"),
            ("report_date", "2024-05-17"),
            ("report_date", "2024-05-21"),
            ("notice_date", "2024-05-17"),
        ):
            with self.subTest(name, day=day), self._undone():
                with self.assertRaisesRegex(ValidationError, "before"):
                    inspection.write({name: day})

    def test_a_decision_is_not_moved_behind_its_inspections(self):
        with freeze_time("2024-05-18"):
            self._lead(self.inspection, "minutes")
        self.board.decision_date = "2024-05-18"
        with self.assertRaises(ValidationError):
            self.board.decision_date = "2024-05-19"

    def test_a_plan_is_not_moved_behind_its_inspections(self):
        with freeze_time("2024-05-18"):
            self._lead(self.inspection, "minutes")
        with self.assertRaises(ValidationError):
            self.plan.plan_date = "2024-05-19"
        with self.assertRaises(ValidationError):
            self.plan.plan_date = "2023-09-26"

    # === PEOPLE === #

    def test_nobody_inspects_themselves(self):
        with self.assertRaises(ValidationError):
            self.inspection.inspected_ids = [
                Command.create({"user_id": self.inspector.id})
            ]

    def test_those_inspected_work_at_the_school(self):
        with self.assertRaises(ValidationError):
            self.inspection.inspected_ids = [
                Command.create({"user_id": self.other_head.id})
            ]

    def test_inspectors_are_of_the_board(self):
        with self.assertRaises(ValidationError):
            self.inspection.inspector_ids = self.council.member_ids[0]

    def test_boards_of_other_schools_do_not_inspect(self):
        board = self._create_board(
            self.other_school, self.other_head, self.other_secretary
        )
        for council in (board, self.council, self.team):
            with self.subTest(council.name), self.assertRaises(ValidationError):
                self.inspection.council_id = council

    def test_a_council_member_who_is_inspected_writes_no_minutes(self):
        self.inspection.inspected_ids = [Command.create({"user_id": self.secretary.id})]
        self._lead(self.inspection, "minutes")
        mine = self._mine(self.secretary)
        with self.assertRaises(UserError):
            mine.item_ids[0].findings = "- Rất tốt."
        with self.assertRaises(UserError):
            mine.strengths = "Rất tốt"
        with self.assertRaises(UserError):
            mine.inspected_ids.filtered("user_id").unlink()

    # === THOSE INSPECTED === #

    def test_those_inspected_see_the_minutes_and_answer(self):
        mine = self._mine(self.inspected)
        self.assertFalse(mine.has_access("read"))
        self._lead(self.inspection, "minutes")
        self.env.invalidate_all()
        self.assertTrue(mine.has_access("read"))
        self.assertFalse(mine.has_access("write"))
        self.assertEqual(len(mine.item_ids), 5)
        action = mine.action_opine()
        row = self.env[action["res_model"]].browse(action["res_id"])
        row.with_user(self.inspected).opinion = "Nhất trí."
        self.assertEqual(self.inspection.inspected_ids[0].opinion, "Nhất trí.")

    def test_nothing_else(self):
        self._lead(self.inspection, "minutes")
        mine = self._mine(self.inspected)
        own, other = mine.inspected_ids
        for write in (
            lambda: own.write({"name": "Khác"}),
            lambda: own.write({"user_id": self.contributor.id}),
            lambda: own.write({"opinion": "Được", "position": "Khác"}),
            lambda: other.write({"opinion": "Nhất trí."}),
            own.unlink,
            lambda: mine.item_ids[0].write({"findings": "- Tốt."}),
            lambda: mine.write({"strengths": "Tốt"}),
            lambda: mine.write(
                {"inspected_ids": [Command.update(own.id, {"opinion": "X"})]}
            ),
            lambda: (
                self.env["cds.inspection.item"]
                .with_user(self.inspected)
                .create({"inspection_id": mine.id, "code": "9", "name": "X"})
            ),
            lambda: (
                self.env["cds.improvement"]
                .with_user(self.inspected)
                .create({"inspection_id": mine.id, "name": "X"})
            ),
            lambda: mine.message_post(body=NOTE),
        ):
            with self._undone(), self.assertRaises(UserError):
                write()
                self.env.flush_all()

    def test_an_opinion_is_of_its_time_and_of_its_holder(self):
        self._lead(self.inspection, "minutes")
        own, other = self.inspection.inspected_ids
        with self.assertRaises(UserError):
            own.with_user(self.inspector).opinion = "Nhất trí."
        other.with_user(self.inspector).opinion = "Nhất trí."
        self._tell_and_report(self.inspection)
        own.with_user(self.inspected).opinion = "Có ý kiến."
        self._mine(self.head).action_conclude()
        with self.assertRaises(UserError):
            own.with_user(self.inspected).opinion = "Ý kiến khác."
        self.assertEqual(own.opinion, "Có ý kiến.")

    def test_who_leaves_the_school_sees_nothing(self):
        self._lead(self.inspection, "minutes")
        for user in (self.inspected, self.inspector):
            self.school.user_ids -= user
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertFalse(self._mine(user).has_access("read"))

    def test_a_colleague_sees_nothing(self):
        self._lead(self.inspection, "concluded")
        for record in (
            self.inspection,
            self.inspection.item_ids[0],
            self.inspection.inspected_ids[0],
        ):
            self.assertFalse(record.with_user(self.contributor).has_access("read"))

    def test_the_authority_sees_what_is_concluded(self):
        self._lead(self.inspection, "reported")
        mine = self._mine(self.officer)
        self.assertFalse(mine.has_access("read"))
        self._mine(self.head).action_conclude()
        self.env.invalidate_all()
        self.assertTrue(mine.has_access("read"))
        self.assertFalse(mine.has_access("write"))

    # === HOSTILE IDS === #

    def test_another_schools_plan_takes_no_inspection(self):
        mine = self.env["cds.inspection"].with_user(self.other_secretary)
        with self.assertRaises(UserError):
            mine.create({"name": "X", "plan_id": self.plan.id})
            self.env.flush_all()

    def test_parts_do_not_move(self):
        other = self._create_inspection()
        self._lead(self.inspection, "minutes")
        item = self._item("1")
        with self.assertRaises(UserError):
            item.with_user(self.secretary).inspection_id = other
        row = self.inspection.inspected_ids[1]
        with self.assertRaises(UserError):
            row.with_user(self.secretary).inspection_id = other

    @mute_logger("odoo.sql_db")
    def test_rules_speak_before_unique_constraints(self):
        rows = self.env["cds.inspection.inspected"].with_user(self.other_head)
        with self.assertRaises(AccessError):
            rows.create(
                {"inspection_id": self.inspection.id, "user_id": self.inspected.id}
            )
        plans = self.env["cds.inspection.plan"].with_user(self.other_head)
        with self.assertRaises(AccessError):
            plans.create(
                {"institution_id": self.school.id, "school_year_id": self.year.id}
            )
        with self.assertRaises(IntegrityError):
            self.plan.copy()

    # === ACTIVITIES === #

    def test_whose_turn_it_is(self):
        self.assertFalse(self.inspection.activity_ids)
        self._lead(self.inspection, "minutes")
        self.assertEqual(
            self.inspection.activity_ids.user_id, self.head | self.inspector
        )
        self._tell_and_report(self.inspection)
        self.assertEqual(self.inspection.activity_ids.user_id, self.head)
        self.assertFalse(self.inspection.message_partner_ids & self.head.partner_id)
        self._mine(self.head).action_conclude()
        self.assertFalse(self.inspection.activity_ids)


@tagged("post_install", "-at_install")
class TestFigures(InspectionCase):
    """Figures in findings: written once, rounded right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._lead(cls.inspection, "minutes")
        cls.item = cls.inspection.item_ids.filtered(lambda item: item.code == "2.2")
        cls.item = cls.item.with_user(cls.inspector).with_context(lang="vi_VN")

    def _figure(self, numerator, denominator=0, **vals):
        self.item.figure_ids = [
            Command.create(
                {
                    "label": "Giáo viên",
                    "numerator": numerator,
                    "denominator": denominator,
                    **vals,
                }
            )
        ]
        return self.item.figure_ids[-1]

    def test_percentages_are_rounded_half_up(self):
        for part, whole, text in (
            (8, 29, "8/29 (27,59%)"),
            (21, 29, "21/29 (72,41%)"),
            (29, 29, "29/29 (100%)"),
            (1, 800, "1/800 (0,13%)"),  # 0.125, which a float would round down
            (0, 29, "0/29 (0%)"),
        ):
            with self.subTest(text):
                self.assertEqual(self._figure(part, whole).text, text)

    def test_counts(self):
        for number, unit, text in (
            (2683, "bài giảng", "2683 bài giảng"),
            (1630397, "lượt", "1.630.397 lượt"),
            (200, "triệu đồng", "200 triệu đồng"),
            (0.5, "", "0,5"),
        ):
            with self.subTest(text):
                self.assertEqual(self._figure(number, unit=unit).text, text)

    @mute_logger("odoo.sql_db")
    def test_a_part_is_within_its_whole(self):
        with self.assertRaises(ValidationError):
            self._figure(30, 29)
        with self.assertRaises(IntegrityError):
            self._figure(-1, 29)

    def test_they_stand_where_the_findings_say(self):
        self._figure(8, 29)
        self._figure(21, 29)
        self._figure(2683, label="Số bài giảng", unit="bài")
        self.item.findings = "- Kỹ năng:\n\n+ Nâng cao: {1}, cơ bản {2}."
        self.assertEqual(
            self.item.text.splitlines(),
            [
                "- Kỹ năng:",
                "+ Nâng cao: 8/29 (27,59%), cơ bản 21/29 (72,41%).",
                "+ Số bài giảng: 2683 bài",
            ],
        )

    def test_a_number_is_given_once(self):
        first, second = self._figure(1), self._figure(2)
        first.unlink()
        third = self._figure(3)
        self.assertEqual((second.number, third.number), (2, 3))
        with self.assertRaises(UserError):
            third.number = 1


@tagged("post_install", "-at_install")
class TestChecklist(InspectionCase):
    """Sets of criteria for inspections, with or without points."""

    def _create_scored(self, **vals):
        return self._create_framework(
            [("1.1", 60), ("1.2", 40)], code="SCORED", kind="checklist", **vals
        )

    def test_it_is_not_offered_for_assessments(self):
        newest = self._create_scored(issued_date="2026-01-01")
        default = self.env["cds.assessment"]._default_framework_id()
        self.assertEqual(default.kind, "assessment")
        with self.assertRaisesRegex(UserError, "checklist"):
            self._create_assessment(framework_id=newest.id)
        with self.assertRaises(ValidationError):
            self.inspection.framework_id = self.small

    def test_it_is_frozen_as_others_are(self):
        self.assertEqual(self.checklist.state, "published")
        with self.assertRaises(UserError):
            self.checklist.criterion_ids[0].name = "Khác"
        with self.assertRaises(UserError):
            self.checklist.kind = "assessment"

    def test_drafts_inspect_nothing(self):
        draft = self._create_scored(publish=False)
        with self.assertRaises(ValidationError):
            self.inspection.framework_id = draft

    def test_an_assessment_still_needs_points(self):
        framework = self.checklist.copy({"kind": "assessment"})
        with self.assertRaises(UserError):
            framework.action_publish()

    def test_one_with_points_is_scored_by_the_same_rules(self):
        self.inspection.framework_id = self._create_scored()
        self._lead(self.inspection, "minutes")
        items = {item.code: item for item in self.inspection.item_ids}
        self.assertTrue(self.inspection.is_scored)
        items["1.1"].with_user(self.inspector).points = 40
        items["1.2"].with_user(self.inspector).points = 35.5
        self.assertEqual(self.inspection.result, "1. Group: 75.5/100 points, Mức độ 3")
        for points in (60.5, -0.5, 0.3):
            with self.subTest(points), self.assertRaises(ValidationError):
                items["1.1"].with_user(self.inspector).points = points

    def test_one_without_points_has_no_result(self):
        self._lead(self.inspection, "minutes")
        self.assertFalse(self.inspection.is_scored)
        self.assertEqual(self.inspection.result, "")
