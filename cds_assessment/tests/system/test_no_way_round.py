import json
import re
from functools import wraps

from requests import HTTPError

from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, TransactionCase, tagged
from odoo.tools import mute_logger

from ..common.workflow import WorkflowCase

SECRET = "BI-MAT-77"  # stands in every text and file that must not be found
POINTS = 37.5  # what a hand gave to an item that must not be known
# Half past the 37th second is no secret: what an answer says of the clock is left out.
CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d+)?")
ACCESS_ERROR = "odoo.exceptions.AccessError"
SHEET = "cds_assessment.report_score_sheet"


def for_each_hidden(test):
    """Run a test with each of the hidden records."""

    @wraps(test)
    def run(self):
        for model, record in self.hidden.items():
            with self.subTest(model):
                test(self, model, record)

    return run


def by_each_of_the_school(test):
    """Run a test with each user of the school logged in."""

    @wraps(test)
    def run(self):
        for user in self.school_users:
            with self.subTest(user=user.name):
                self._log_in(user)
                test(self)

    return run


class WayRoundCase(WorkflowCase, HttpCase):
    """Asks a running server, as a client does that is not bound by screens."""

    def setUp(self):
        super().setUp()
        self.enterContext(
            mute_logger("odoo.http", "odoo.addons.web.controllers.report")
        )

    def _log_in(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        self.authenticate(user.login, user.login)

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _assert_denied(self, model, method, *args, **kwargs):
        with self.assertRaises(JsonRpcException) as caught:
            self._call(model, method, *args, **kwargs)
        self.assertEqual(str(caught.exception), ACCESS_ERROR, (model, method))

    def _ask(self, route, params):
        """Give the answer of a route, or nothing when it refuses."""
        try:
            return self.make_jsonrpc_request(route, params)
        except (JsonRpcException, HTTPError):
            return None

    def _assert_no_secret(self, answer):
        text = json.dumps(answer, default=str, ensure_ascii=False)
        self.assertNotIn(SECRET, text)
        self.assertNotIn(str(POINTS), CLOCK.sub("", text))

    def _get(self, url, **kwargs):
        return self.url_open(url, allow_redirects=False, **kwargs)

    def _attach(self, record):
        return self.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET.encode(),
                "res_model": record._name,
                "res_id": record.id,
            }
        )


@tagged("post_install", "-at_install")
class TestAnotherSchool(WayRoundCase):
    """The head of another school tries every way to a dossier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_head.group_ids |= cls.env.ref("base.group_allow_export")
        cls.dossier = cls._create_dossier("council")
        cls.line = cls.dossier.line_ids[0].with_user(cls.secretary)
        cls.line.write({"council_points": POINTS, "council_note": SECRET})
        cls.line.strengths = SECRET
        cls.own = cls._create_assessment(cls.other_school, framework_id=cls.small.id)
        cls.own.line_ids[0].self_points = 1
        cls.message = cls.dossier.message_post(body=SECRET, subject=SECRET)
        cls.activity = cls.dossier.activity_schedule(
            summary=SECRET, note=SECRET, user_id=cls.head.id
        )
        cls.hidden = {
            record._name: record.sudo()
            for record in (
                cls.dossier,
                cls.line,
                cls.dossier.result_ids[0],
                cls.dossier.change_ids[0],
                cls.council,
                cls.council.member_ids[0],
                cls.message,
                cls.activity,
            )
        }

    def setUp(self):
        super().setUp()
        self.attachment = self._attach(self.dossier)
        self.hidden = {**self.hidden, "ir.attachment": self.attachment}
        self._log_in(self.other_head)

    def test_the_owner_gets_what_the_others_are_refused(self):
        """Else all of these would pass for want of anything to find."""
        self._log_in(self.secretary)
        for model, record in self.hidden.items():
            if model != "mail.activity":
                self.assertTrue(self._call(model, "read", record.ids, ["display_name"]))
        answer = self._call("cds.assessment.line", "read", self.line.ids)
        self.assertIn(SECRET, json.dumps(answer))
        self.assertIn(str(POINTS), json.dumps(answer))
        for url in self._attachment_urls():
            self.assertEqual(self._get(url).status_code, 200, url)
        self.assertIn("37,5", self._get(f"/report/html/{SHEET}/{self.dossier.id}").text)
        self.assertIn("37,5", self._get(self._report_download_url()).text)
        first, *_others, last = self._screens()
        answer = self._call("cds.assessment", "onchange", *first)
        self.assertIn(SECRET, json.dumps(answer))
        answer = self._call("cds.assessment", "onchange", *last)
        self.assertIn("problems", json.dumps(answer))

    # === READING === #

    @for_each_hidden
    def test_read(self, model, record):
        self._assert_denied(model, "read", record.ids)
        self._assert_denied(model, "read", record.ids, ["display_name"])

    @for_each_hidden
    def test_web_read(self, model, record):
        self._assert_denied(
            model, "web_read", record.ids, specification={"display_name": {}}
        )

    def test_web_read_from_what_is_seen(self):
        """From the province, which everybody sees, down to the items."""
        below = {"fields": {"name": {}}}
        lines = {"fields": {"council_points": {}, "council_note": {}}}
        below["fields"]["assessment_ids"] = {"fields": {"line_ids": lines}}
        for _level in range(2):
            below = {"fields": {"child_ids": below, "user_ids": {}}}
        answer = self._call(
            "cds.institution",
            "web_read",
            self.province.ids,
            specification=below["fields"],
        )
        self._assert_no_secret(answer)

    @for_each_hidden
    def test_search(self, model, record):
        domain = [("id", "=", record.id)]
        self.assertEqual(self._call(model, "search", domain), [])
        self.assertEqual(self._call(model, "search_count", domain), 0)
        self.assertEqual(self._call(model, "search_read", domain), [])

    @for_each_hidden
    def test_web_search_read(self, model, record):
        answer = self._call(
            model,
            "web_search_read",
            [("id", "=", record.id)],
            specification={"display_name": {}},
        )
        self.assertEqual((answer["length"], answer["records"]), (0, []))

    @for_each_hidden
    def test_name_search(self, model, record):
        answer = self._call(
            model, "name_search", name="", domain=[("id", "=", record.id)]
        )
        self.assertEqual(answer, [])

    def test_name_search_by_name(self):
        names = self._call("cds.assessment", "name_search", name="School", limit=100)
        self.assertEqual([key for key, _name in names], self.own.ids)

    @for_each_hidden
    def test_a_domain_on_any_hidden_record(self, model, record):
        domain = [("id", "=", record.id), ("create_date", "!=", False)]
        self.assertEqual(self._call(model, "search_count", domain), 0)

    def test_a_domain_on_a_hidden_field(self):
        for domain in (
            [("council_points", "=", POINTS)],
            [("council_note", "ilike", SECRET)],
            [("assessment_id.institution_id", "=", self.school.id)],
        ):
            count = self._call("cds.assessment.line", "search_count", domain)
            self.assertEqual(count, 0, domain)

    def test_a_domain_through_relations(self):
        """A count of what is seen must not answer questions about what is hidden."""
        path = "assessment_ids.line_ids"
        for model, domain in (
            ("cds.institution", [(f"child_ids.{path}.council_points", "=", POINTS)]),
            (
                "cds.institution",
                [(f"child_ids.child_ids.{path}.council_note", "ilike", SECRET)],
            ),
            ("res.partner", [("message_ids.body", "ilike", SECRET)]),
        ):
            with self.subTest(model, domain=domain):
                self.assertEqual(self._call(model, "search_count", domain), 0)

    def test_a_domain_through_where_people_work(self):
        """The way from log-ins to what is ours is closed as a whole."""
        path = "cds_institution_ids.assessment_ids"
        for domain in (
            [(f"{path}.line_ids.council_points", "=", POINTS)],
            [(f"{path}.state", "=", "council")],
        ):
            with self.subTest(domain=domain):
                with self.assertRaises(JsonRpcException) as caught:
                    self._call("res.users", "search_count", domain)
                self.assertEqual(str(caught.exception), "odoo.exceptions.AccessError")

    @for_each_hidden
    def test_groups(self, model, record):
        domain = [("id", "=", record.id)]
        groups = self._call(
            model,
            "formatted_read_group",
            domain,
            groupby=["create_uid"],
            aggregates=["__count"],
        )
        self.assertEqual(groups, [])

    def test_groups_of_all(self):
        for model, aggregate in (
            ("cds.assessment.line", "council_points:max"),
            ("cds.assessment.result", "council_points:max"),
        ):
            for method in ("formatted_read_group", "web_read_group"):
                with self.subTest(model, method=method):
                    answer = self._call(
                        model,
                        method,
                        [],
                        groupby=["assessment_id"],
                        aggregates=[aggregate, "__count"],
                    )
                    self._assert_no_secret(answer)
                    self.assertNotIn(
                        "School, 2023",
                        json.dumps(answer).replace("Other School, 2023", ""),
                    )

    def test_private_ways_of_grouping(self):
        for method in ("_read_group", "_search", "_read_format", "_score"):
            with self.subTest(method):
                self._assert_denied("cds.assessment.line", method, [])

    @for_each_hidden
    def test_export(self, model, record):
        self._assert_denied(model, "export_data", record.ids, ["id", "create_date"])

    def test_export_from_what_is_seen(self):
        path = "child_ids/child_ids/assessment_ids/line_ids"
        answer = self._call(
            "cds.institution",
            "export_data",
            self.province.ids,
            ["name", f"{path}/council_points", f"{path}/council_note"],
        )
        self._assert_no_secret(answer)

    def test_copy(self):
        for model in ("cds.assessment", "cds.council"):
            with self.subTest(model):
                self._assert_denied(model, "copy", self.hidden[model].ids)

    @mute_logger("odoo.sql_db")
    def test_creating_tells_nothing_of_what_there_is(self):
        """Taken or free: the answer to someone else is the same."""
        for year in (self.year, self.env.ref("cds_assessment.school_year_2024")):
            with self.subTest(year.name):
                vals = {
                    "institution_id": self.school.id,
                    "framework_id": self.small.id,
                    "school_year_id": year.id,
                }
                self._assert_denied("cds.assessment", "create", [vals])

    # === SCREENS === #

    def test_onchange_of_the_hidden_record(self):
        for model in ("cds.assessment", "cds.assessment.line"):
            with self.subTest(model):
                self._assert_denied(
                    model,
                    "onchange",
                    self.hidden[model].ids,
                    {},
                    [],
                    {"display_name": {}},
                )

    def _screens(self):
        """Yield screens of something of one's own that point at something hidden.

        As what ``onchange`` is asked: ids, values, names of changed fields, fields.
        """
        texts = {"council_points": {}, "council_note": {}, "strengths": {}}
        link = [Command.link(self.line.id)]
        shown = {"line_ids": {"fields": texts}, "score_board": {}, "explanation": {}}
        new = {"framework_id": self.small.id, "hand": "council", "line_ids": link}
        yield [], new, [], shown
        yield [], new, ["line_ids"], shown
        yield self.own.ids, {"line_ids": link}, ["line_ids"], shown
        council = {"council_id": {"fields": {"problems": {}, "member_ids": {}}}}
        yield [], {"council_id": self.council.id}, [], council

    def test_onchange_that_names_the_hidden_record(self):
        for ids, *screen in self._screens():
            with self.subTest(ids=ids, screen=screen):
                try:
                    answer = self._call("cds.assessment", "onchange", ids, *screen)
                except JsonRpcException as error:
                    self.assertEqual(str(error), ACCESS_ERROR)
                else:
                    self._assert_no_secret(answer)
                    self.assertNotIn("problems", json.dumps(answer))

    def test_dialogs_of_others(self):
        """What someone typed into a dialog stays there for a while."""
        record = self.env["cds.assessment.record"].create(
            {
                "assessment_id": self.dossier.id,
                "number": SECRET,
                "date": "2024-05-01",
                "scan": "JVBERi0xLjQK",
            }
        )
        dialog = self.env["cds.assessment.return"].create(
            {
                "assessment_ids": self.dossier.ids,
                "action": "send_back",
                "reason": SECRET,
            }
        )
        self._log_in(self.other_head)
        for hidden in (record, dialog, record.line_ids[0]):
            with self.subTest(hidden._name):
                self.assertEqual(self._call(hidden._name, "search", []), [])
                self._assert_denied(hidden._name, "read", hidden.ids)

    # === FILES === #

    def _attachment_urls(self):
        key = self.attachment.id
        yield f"/web/content/{key}"
        yield f"/web/content/{key}?download=true"
        yield f"/web/content/{key}/{SECRET}.txt"
        yield f"/web/content?model=ir.attachment&id={key}&field=raw"
        yield f"/web/content/ir.attachment/{key}/datas"

    def test_an_attachment_by_its_address(self):
        for url in self._attachment_urls():
            with self.subTest(url):
                response = self._get(url)
                self.assertGreaterEqual(response.status_code, 400)
                self.assertNotIn(SECRET, response.text.replace(url, ""))

    def test_an_attachment_as_a_picture(self):
        for url in (
            f"/web/image/{self.attachment.id}",
            f"/web/image/ir.attachment/{self.attachment.id}/datas",
            f"/web/image/cds.assessment/{self.dossier.id}/message_main_attachment_id",
        ):
            with self.subTest(url):
                self.assertNotIn(SECRET.encode(), self._get(url).content)

    def test_an_attachment_moved_to_where_it_is_seen(self):
        for vals in (
            {"res_model": "cds.assessment", "res_id": self.own.id},
            {"public": True},
            {"name": "Mine"},
        ):
            with self.subTest(vals):
                self._assert_denied("ir.attachment", "write", self.attachment.ids, vals)
        self._assert_denied("ir.attachment", "copy", self.attachment.ids)

    def test_an_attachment_laid_on_the_dossier(self):
        vals = {
            "name": "x",
            "raw": "x",
            "res_model": "cds.assessment",
            "res_id": self.dossier.id,
        }
        self._assert_denied("ir.attachment", "create", [vals])

    def test_the_attachment_in_a_message_of_ones_own(self):
        """Posting someone else's file on one's own dossier does not open it."""
        try:
            self._call(
                "cds.assessment",
                "message_post",
                self.own.ids,
                body="Look",
                attachment_ids=self.attachment.ids,
            )
        except JsonRpcException as error:
            self.assertEqual(str(error), ACCESS_ERROR)
        self._assert_denied("ir.attachment", "read", self.attachment.ids, ["raw"])
        self.assertEqual(self.attachment.res_id, self.dossier.id)

    def test_reports(self):
        for kind in ("html", "pdf", "text"):
            for ids in (f"{self.dossier.id}", f"{self.own.id},{self.dossier.id}"):
                with self.subTest(kind, ids=ids):
                    response = self._get(f"/report/{kind}/{SHEET}/{ids}")
                    self.assertGreaterEqual(response.status_code, 400)
                    self.assertNotIn("37,5", response.text)

    def _report_download_url(self):
        data = json.dumps([f"/report/pdf/{SHEET}/{self.dossier.id}", "qweb-pdf"])
        return f"/report/download?data={data}&context=%7B%7D"

    def test_a_report_by_the_download_route(self):
        response = self._get(self._report_download_url())
        self.assertFalse(response.content.startswith(b"%PDF"))
        self.assertNotIn("37,5", response.text)

    def test_our_downloads(self):
        for kind in ("xlsx", "zip"):
            for ids in (f"{self.dossier.id}", f"{self.own.id},{self.dossier.id}"):
                with self.subTest(kind, ids=ids):
                    response = self._get(
                        f"/cds_assessment/score_sheets.{kind}?ids={ids}"
                    )
                    self.assertEqual(response.status_code, 403)

    # === CHATTER === #

    def _thread(self):
        return {"thread_model": "cds.assessment", "thread_id": self.dossier.id}

    def test_the_thread(self):
        for route, params in (
            ("/mail/thread/messages", self._thread()),
            ("/mail/data", {"fetch_params": [["mail.thread", self._store_thread()]]}),
        ):
            with self.subTest(route):
                self._assert_no_secret(self._ask(route, params))

    def _store_thread(self):
        return {
            **self._thread(),
            "request_list": ["activities", "attachments", "followers", "messages"],
        }

    def test_posting_on_the_thread(self):
        before = len(self.dossier.message_ids)
        self._assert_denied(
            "cds.assessment", "message_post", self.dossier.ids, body="Hello"
        )
        self._ask(
            "/mail/message/post",
            {**self._thread(), "post_data": {"body": "Hello"}},
        )
        self.env.invalidate_all()
        self.assertEqual(len(self.dossier.message_ids), before)

    def test_following_the_thread(self):
        partner = self.other_head.partner_id
        self._call("cds.assessment", "message_subscribe", self.dossier.ids, partner.ids)
        self._ask(
            "/mail/thread/subscribe",
            {
                "res_model": "cds.assessment",
                "res_id": self.dossier.id,
                "partner_ids": partner.ids,
            },
        )
        self._assert_denied(
            "mail.followers",
            "create",
            [
                {
                    "res_model": "cds.assessment",
                    "res_id": self.dossier.id,
                    "partner_id": partner.id,
                }
            ],
        )
        self.env.invalidate_all()
        self.assertNotIn(partner, self.dossier.message_partner_ids)

    def test_a_follower_by_mistake_reads_no_dossier(self):
        """To follow is to get messages; it opens nothing else."""
        self.dossier.message_subscribe(self.other_head.partner_id.ids)
        self._log_in(self.other_head)
        self._assert_denied("cds.assessment", "read", self.dossier.ids)
        self._assert_denied("ir.attachment", "read", self.attachment.ids)

    def test_messages_by_search(self):
        domain = [("model", "=", "cds.assessment"), ("res_id", "=", self.dossier.id)]
        self.assertEqual(self._call("mail.message", "search", domain), [])
        domain = [("body", "ilike", SECRET)]
        self.assertEqual(self._call("mail.message", "search_count", domain), 0)

    def test_activities(self):
        self.assertEqual(
            self._call("mail.activity", "search", [("summary", "=", SECRET)]), []
        )
        self._assert_denied(
            "cds.assessment", "activity_schedule", self.dossier.ids, summary="Hello"
        )
        model = self.env["ir.model"]._get_id("cds.assessment")
        vals = {"res_model_id": model, "res_id": self.dossier.id, "summary": "Hello"}
        self._assert_denied("mail.activity", "create", [vals])
        self._assert_denied("mail.activity", "action_done", self.activity.ids)

    def test_the_overview_of_activities(self):
        answer = self._call(
            "mail.activity", "get_activity_data", "cds.assessment", [], limit=100
        )
        self.assertNotIn(str(self.dossier.id), answer["grouped_activities"])
        self._assert_no_secret(answer)


@tagged("post_install", "-at_install")
class TestGuardsAddUp(TransactionCase):
    """What one class of a model guards no other class of it lays open."""

    def test_guarded_fields_of_all_classes(self):
        checked = 0
        for name, model in self.env.items():
            if not hasattr(model, "_guarded_fields"):
                continue
            for part in type(model).mro():
                for field in vars(part).get("_guarded_fields", ()):
                    with self.subTest(name, field=field):
                        self.assertTrue(model._is_guarded(field))
                    checked += 1
        self.assertGreater(checked, 100)

    def test_reader_paths_stand_in_one_class(self):
        for name, model in self.env.items():
            if hasattr(model, "_reader_paths"):
                parts = {
                    part.__module__
                    for part in type(model).mro()
                    if vars(part).get("_reader_paths")
                }
                self.assertLessEqual(len(parts), 1, name)
