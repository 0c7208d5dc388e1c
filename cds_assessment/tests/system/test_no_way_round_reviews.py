import json

from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged

from .test_no_way_round import (
    ACCESS_ERROR,
    POINTS,
    SECRET,
    SHEET,
    WayRoundCase,
    by_each_of_the_school,
)


@tagged("post_install", "-at_install")
class TestOpenReview(WayRoundCase):
    """While the team works, the school's own people try every way to its sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school_users = cls.contributor | cls.secretary | cls.head
        cls.school_users.group_ids |= cls.env.ref("base.group_allow_export")
        cls.dossier = cls._create_dossier("external")
        cls.review = cls.dossier.review_ids
        cls.review.note = SECRET
        cls.sheet_line = cls.review.line_ids[0]
        cls._review(cls.dossier)
        cls.sheet_line.write({"points": POINTS, "note": SECRET})
        cls.message = cls.review.message_post(body=SECRET)
        cls.row = cls.sheet_line.change_ids[:1]
        cls.hidden = cls.review, cls.sheet_line, cls.row

    def test_the_team_gets_what_the_school_is_refused(self):
        self._log_in(self.reviewer)
        answer = self._call("cds.review.line", "read", self.sheet_line.ids)
        self.assertIn(str(POINTS), json.dumps(answer))
        self.assertIn(SECRET, json.dumps(answer))
        messages = self._call("mail.message", "search", [("body", "ilike", SECRET)])
        self.assertEqual(messages, self.message.ids)

    @by_each_of_the_school
    def test_reading(self):
        for record in self.hidden:
            self._assert_denied(record._name, "read", record.ids)
            name = "reason" if record == self.row else "note"
            self._assert_denied(record._name, "export_data", record.ids, [name])

    @by_each_of_the_school
    def test_searching(self):
        for record in self.hidden:
            # the school has rows of its own in the ledger
            of_sheet = [("review_line_id", "!=", False)]
            all_of_it = of_sheet if record == self.row else []
            for domain in ([("id", "=", record.id)], all_of_it):
                self.assertEqual(self._call(record._name, "search", domain), [])
            names = self._call(record._name, "name_search", "", all_of_it)
            self.assertEqual(names, [])
            groups = self._call(
                record._name,
                "formatted_read_group",
                all_of_it,
                groupby=["create_uid"],
                aggregates=["__count"],
            )
            self.assertEqual(groups, [])

    @by_each_of_the_school
    def test_from_the_dossier(self):
        lines = {"fields": {"points": {}, "note": {}}}
        answer = self._call(
            "cds.assessment",
            "web_read",
            self.dossier.ids,
            specification={"review_ids": {"fields": {"note": {}, "line_ids": lines}}},
        )
        self.assertEqual(answer[0]["review_ids"], [])
        self._assert_no_secret(answer)

    @by_each_of_the_school
    def test_a_domain_through_the_dossier(self):
        for domain in (
            [("review_ids.line_ids.points", "=", POINTS)],
            [("review_ids.note", "ilike", SECRET)],
            [("review_ids.line_ids.note", "ilike", SECRET)],
            [("line_ids.change_ids.new_points", "=", POINTS)],
            [("change_ids.reason", "ilike", SECRET)],
        ):
            domain = [("id", "=", self.dossier.id), *domain]
            count = self._call("cds.assessment", "search_count", domain)
            self.assertEqual(count, 0, domain)

    @by_each_of_the_school
    def test_an_export_of_the_dossier(self):
        paths = ["review_ids/note", "review_ids/line_ids/points", "gap_line_ids/gap"]
        answer = self._call("cds.assessment", "export_data", self.dossier.ids, paths)
        self._assert_no_secret(answer)

    @by_each_of_the_school
    def test_what_the_school_reads_of_its_dossier(self):
        """No field of the dossier, its items, results or ledger tells the points."""
        for records in (
            self.dossier,
            self.dossier.line_ids,
            self.dossier.result_ids,
            self.dossier.change_ids,
        ):
            answer = self._call(records._name, "read", records.ids)
            self._assert_no_secret(answer)

    @by_each_of_the_school
    def test_the_external_hand_is_blank(self):
        lines = self._call(
            "cds.assessment.line",
            "read",
            self.dossier.line_ids.ids,
            ["external_points", "external_met", "external_note"],
        )
        results = self._call(
            "cds.assessment.result",
            "read",
            self.dossier.result_ids.ids,
            ["external_points", "external_level_id"],
        )
        values = {
            value
            for row in (*lines, *results)
            for name, value in row.items()
            if name != "id"
        }
        self.assertEqual(values, {0})  # False counts as 0
        self.assertFalse(
            self._call(
                "cds.score.change",
                "search",
                [("hand", "in", ("external", "final"))],
            )
        )

    @by_each_of_the_school
    def test_a_screen_of_the_sheet(self):
        """Of a sheet or an item that a client makes up around a hidden one."""
        shown = {"points": {}, "note": {}, "score_board": {}, "school_reply": {}}
        for record in self.hidden[:2]:
            names = {name: {} for name in shown if name in record}
            for ids, values in (
                (record.ids, {}),
                ([], {"review_id": self.review.id, "line_ids": []}),
            ):
                values = {k: v for k, v in values.items() if k in record}
                try:
                    answer = self._call(
                        record._name, "onchange", ids, values, list(values), names
                    )
                except JsonRpcException as error:
                    self.assertEqual(str(error), ACCESS_ERROR)
                else:
                    self._assert_no_secret(answer)

    @by_each_of_the_school
    def test_there_is_no_sheet_for_the_school(self):
        answer = self._call("cds.assessment", "read", self.dossier.ids, ["has_review"])
        self.assertFalse(answer[0]["has_review"])
        with self.assertRaises(JsonRpcException):
            self._call("cds.assessment", "action_open_review", self.dossier.ids)
        for method in ("action_share", "action_finish_reply", "action_close"):
            self._assert_denied("cds.review", method, self.review.ids)

    def test_why_the_team_cannot_close_is_not_told(self):
        self.sheet_line.note = False
        for user in self.school_users:
            self._log_in(user)
            answer = self._call(
                "cds.assessment", "read", self.dossier.ids, ["refusals"]
            )
            reason = answer[0]["refusals"]["close_external"]
            self.assertEqual(reason, "Your role does not allow this.")

    @by_each_of_the_school
    def test_the_chatter(self):
        thread = {"thread_model": "cds.review", "thread_id": self.review.id}
        self._assert_denied("mail.message", "read", self.message.ids, ["body"])
        for domain in (
            [("model", "=", "cds.review")],
            [("body", "ilike", SECRET)],
        ):
            self.assertEqual(self._call("mail.message", "search", domain), [])
        self._assert_no_secret(self._ask("/mail/thread/messages", thread))

    def test_a_file_on_the_sheet(self):
        attachment = self._attach(self.review)
        self._log_in(self.reviewer)
        self.assertEqual(self._get(f"/web/content/{attachment.id}").status_code, 200)
        for user in self.school_users:
            self._log_in(user)
            response = self._get(f"/web/content/{attachment.id}")
            self.assertGreaterEqual(response.status_code, 400)
            self._assert_denied("ir.attachment", "read", attachment.ids, ["raw"])

    @by_each_of_the_school
    def test_papers_and_downloads(self):
        response = self._get(f"/report/html/{SHEET}/{self.dossier.id}")
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("37,5", response.text)
        self.assertNotIn(SECRET, response.text)

    @by_each_of_the_school
    def test_writing_and_closing(self):
        review = self.review
        self._assert_denied("cds.review", "write", review.ids, {"school_reply": "x"})
        self._assert_denied(
            "cds.review.line", "write", self.sheet_line.ids, {"points": 60}
        )
        self._assert_denied("cds.review", "action_close", review.ids)
        self._assert_denied("cds.review", "message_post", review.ids, body="x")
        self.env.invalidate_all()
        self.assertEqual((self.review.state, self.sheet_line.points), ("open", POINTS))

    def test_after_the_close_the_school_sees_it(self):
        self._share(self.dossier)
        self.dossier.with_user(self.reviewer).action_close_external()
        for user in self.school_users:
            self._log_in(user)
            answer = self._call("cds.review.line", "read", self.sheet_line.ids)
            self.assertEqual((answer[0]["points"], answer[0]["note"]), (POINTS, SECRET))


@tagged("post_install", "-at_install")
class TestSharedReview(WayRoundCase):
    """Sent to the school: it reads the sheet, not its history; others read nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school_users = cls.contributor | cls.secretary | cls.head
        cls.dossier = cls._create_dossier("external")
        cls.review = cls.dossier.review_ids
        cls._review(cls.dossier)
        cls.sheet_line = cls.review.with_user(cls.reviewer).line_ids[0]
        cls.sheet_line.write({"points": POINTS, "note": "Before."})
        cls.sheet_line.write({"points": 12, "note": SECRET})
        cls.review.with_user(cls.reviewer).action_share()
        cls.rows = cls.sheet_line.with_env(cls.env).change_ids
        cls.stranger = cls._create_user("reviewer", cls.other_district)
        cls._create_council(cls.other_district, [cls.stranger], kind="external")

    def test_the_school_reads(self):
        for user in self.school_users:
            self._log_in(user)
            answer = self._call("cds.review.line", "read", self.sheet_line.ids)
            self.assertEqual((answer[0]["points"], answer[0]["note"]), (12, SECRET))
            answer = self._call("cds.review", "read", self.review.ids)
            self.assertEqual(answer[0]["state"], "shared")
            self.assertNotIn(str(POINTS), json.dumps(answer))

    @by_each_of_the_school
    def test_the_school_does_not_see_how_points_came_about(self):
        self._assert_denied("cds.score.change", "read", self.rows.ids)
        answer = self._call("cds.review.line", "read", self.sheet_line.ids)
        self.assertEqual(answer[0]["change_ids"], [])
        rows = {"change_ids": {"fields": {"new_points": {}, "reason": {}}}}
        for record, specification in (
            (self.sheet_line, rows),
            (self.review, {"line_ids": {"fields": rows}}),
            (self.dossier, {"line_ids": {"fields": rows}}),
            (self.dossier, rows),
        ):
            answer = self._call(
                record._name, "web_read", record.ids, specification=specification
            )
            self._assert_no_secret(answer)

    def test_others_see_nothing(self):
        for user in (self.other_head, self.other_secretary, self.stranger):
            self._log_in(user)
            for record in (self.review, self.sheet_line, self.rows[0]):
                with self.subTest(record._name, user=user.name):
                    self._assert_denied(record._name, "read", record.ids)
                    domain = [("id", "=", record.id)]
                    self.assertEqual(self._call(record._name, "search", domain), [])
            for model, ids in (
                ("cds.review", self.review.ids),
                ("cds.review.line", self.sheet_line.ids),
            ):
                reply = {"school_reply": "x"}
                self._assert_denied(model, "write", ids, reply)
                self._assert_denied(model, "web_save", ids, reply, specification={})
            for method in ("action_share", "action_finish_reply", "action_close"):
                self._assert_denied("cds.review", method, self.review.ids)
        self.env.invalidate_all()
        self.assertFalse(self.review.school_reply or self.sheet_line.school_reply)


@tagged("post_install", "-at_install")
class TestAnotherTeam(WayRoundCase):
    """A reviewer of another team tries to see dossiers through the own sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("council")
        cls.line = cls.dossier.line_ids[0]
        cls.line.write({"council_points": POINTS, "council_note": SECRET})
        evidence = cls._create_evidence(name=SECRET)
        use = cls.dossier._use_evidence(evidence, cls.line)
        use._judge("accepted")
        cls.stranger = cls._create_user("reviewer", cls.other_district)
        team = cls._create_council(cls.other_district, [cls.stranger], kind="external")
        assessed = cls._create_assessment(
            cls.other_school,
            started=False,
            framework_id=cls.small.id,
            state="external",
            team_id=team.id,
        )
        cls.review = cls.env["cds.review"]._create_for(assessed, team)

    def setUp(self):
        super().setUp()
        self._log_in(self.stranger)

    def test_the_own_sheet_is_seen(self):
        self.assertTrue(self._call("cds.review", "read", self.review.ids))
        self._assert_denied("cds.assessment.line", "read", self.line.ids)

    def test_a_screen_of_the_own_sheet_about_another_item(self):
        """Its fields follow the item past the rules: the item must not be chosen."""
        own = self.review.line_ids[0]
        told = (
            "council_points",
            "council_met",
            "council_note",
            "status_quo",
            "strengths",
            "school_answer",
            "evidence_codes",
            "evidence_chips",
            "is_different",
        )
        fields = {name: {} for name in told}
        change = {"line_id": self.line.id}
        row = [Command.create(change)]
        for model, ids, values, names in (
            ("cds.review.line", own.ids, change, ["line_id"]),
            ("cds.review.line", own.ids, change, []),
            ("cds.review.line", [], change, []),
            ("cds.review", self.review.ids, {"line_ids": row}, ["line_ids"]),
            ("cds.review", self.review.ids, {"line_ids": row}, []),
        ):
            shown = fields
            if model == "cds.review":
                shown = {"line_ids": {"fields": {"line_id": {}, **fields}}}
            with self.subTest(model, ids=ids, names=names):
                try:
                    answer = self._call(model, "onchange", ids, values, names, shown)
                except JsonRpcException as error:
                    self.assertEqual(str(error), ACCESS_ERROR)
                else:
                    self._assert_no_secret(answer)

    def test_another_item_is_not_written_into_the_own_sheet(self):
        own = self.review.line_ids[0]
        for model, ids, vals in (
            ("cds.review.line", own.ids, {"line_id": self.line.id}),
            (
                "cds.review",
                self.review.ids,
                {"line_ids": [Command.create({"line_id": self.line.id})]},
            ),
        ):
            with self.subTest(model), self.assertRaises(JsonRpcException) as caught:
                self._call(model, "write", ids, vals)
            self.assertRegex(str(caught.exception), "AccessError|UserError")
