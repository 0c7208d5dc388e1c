import inspect
import json
from contextlib import suppress
from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ...tools.states import STATES, TRANSITIONS
from ..common.files import pdf_bytes
from ..common.workflow import WorkflowCase
from .rpc_tables import (
    CONTRIBUTOR_MAY,
    CONVERTERS,
    INHERITED,
    SAMPLES,
    STRANGER_MAY,
    WRITES,
)

PACKAGE = "odoo.addons.cds_assessment"
REFUSALS = {
    f"odoo.exceptions.{name}"
    for name in ("AccessError", "UserError", "ValidationError")
}


def defined_here(cls):
    """Return the names of what our own classes define in a model's class.

    What stands below all models, others' included, is no method of this one.
    """
    return {
        name
        for base in cls.__mro__
        if base.__module__.startswith(PACKAGE)
        and base.__module__ != f"{PACKAGE}.models.common.base"
        for name, value in vars(base).items()
        if inspect.isfunction(value)
    }


@tagged("post_install", "-at_install")
class TestRpc(WorkflowCase, HttpCase):
    """Every public method, called by those who may not, on a running server.

    The methods are found, not listed: a new one is called as well, with arguments made
    up for the names of its parameters. One that anybody may call on anything must have
    no effect and is to be entered in the table above.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = [cls._create_dossier_in(state) for state in STATES]
        cls.evidence = cls._create_evidence(user=cls.contributor)
        for dossier in cls.dossiers:
            dossier._use_evidence(cls.evidence, dossier.line_ids[0])
        cls.env["cds.result.mark"].create(
            [{"assessment_id": dossier.id} for dossier in cls.dossiers]
        )
        plan = cls.env.ref("cds_assessment.document_type_plan")
        cls.papers = cls.env["cds.document"].create(
            [{"assessment_id": d.id, "type_id": plan.id} for d in cls.dossiers]
        )
        for paper, state in zip(cls.papers[1:], ("issued", "signed"), strict=False):
            paper.state = state
        cls.book = cls.env["cds.number.book"]._get_book(cls.school, "QĐ", 2023)
        cls.draft_set = cls.small.copy()
        cls.next_year = cls.env.ref("cds_assessment.school_year_2024")
        cls.profile = cls.env["cds.profile"].create(
            {"institution_id": cls.school.id, "school_year_id": cls.year.id}
        )
        cls.account = cls.env["cds.account"].create(
            {
                "institution_id": cls.school.id,
                "role": "council",
                "user_id": cls.secretary.id,
            }
        )
        cls.software = cls.env["cds.software"].create(
            {"institution_id": cls.school.id, "name": "LMS"}
        )
        cls.certificates = cls._create_certificates()
        cls.campaign = cls.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": cls.district.id,
                "school_year_id": cls.year.id,
                "institution_ids": [Command.set(cls.school.ids)],
                "template_id": cls.env.ref("cds_assessment.milestone_template_plan").id,
            }
        )
        cls.visit = cls.env["cds.team.visit"].create(
            {
                "campaign_id": cls.campaign.id,
                "institution_id": cls.school.id,
                "team_id": cls.team.id,
            }
        )
        cls.equipment = cls.env["cds.equipment"].create(
            {"institution_id": cls.school.id, "name": "Projector"}
        )
        cls._create_inspection_records()
        cls.deliverables = [cls._create_deliverable(d) for d in cls.dossiers]
        cls.stranger = cls.other_head

    @classmethod
    def _create_inspection_records(cls):
        """Create an inspection by strangers, of strangers, with a paper."""
        board = cls._create_council(cls.school, kind="inspection")
        cls.plan = cls.env["cds.inspection.plan"].create(
            {
                "institution_id": cls.school.id,
                "school_year_id": cls.year.id,
                "council_id": board.id,
            }
        )
        figure = Command.create({"label": "Teachers", "numerator": 1})
        item = {"code": "1", "name": "Content", "figure_ids": [figure]}
        cls.inspection = cls.env["cds.inspection"].create(
            {
                "name": "Inspection",
                "plan_id": cls.plan.id,
                "inspected_ids": [Command.create({"name": "Somebody"})],
                "item_ids": [Command.create(item)],
                "improvement_ids": [Command.create({"name": "Better"})],
            }
        )
        cls.inspection.action_begin()

    @classmethod
    def _create_dossier_in(cls, state):
        framework = cls._create_framework([("1.1", 60), ("1.2", 40)], code=state)
        return cls._create_dossier(state, framework_id=framework.id)

    @classmethod
    def _create_certificates(cls):
        """Let the authority recognise and publish, and draft another decision."""
        dossiers = {dossier.state: dossier for dossier in cls.dossiers}
        drafts = cls.env["cds.recognition"]
        for state in ("recognised", "reviewed"):
            drafts |= drafts.with_user(cls.officer).create(
                {
                    "authority_id": cls.district.id,
                    "school_year_id": cls.year.id,
                    "decision_number": "9/QĐ",
                    "decision_date": "2024-05-01",
                }
            )
            drafts[-1]._take_in(dossiers[state].with_user(cls.officer))
        drafts[0].with_user(cls.authority_head).action_issue()
        campaign = cls.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": cls.district.id,
                "school_year_id": cls.year.id,
            }
        )
        dossiers["recognised"].campaign_id = campaign
        cls.env["cds.publication"].create({"campaign_id": campaign.id})
        return drafts.certificate_ids

    @classmethod
    def _create_deliverable(cls, dossier):
        """Let the school owe a file in a campaign, with one there already."""
        campaign = cls.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": cls.district.id,
                "school_year_id": cls.year.id,
                "institution_ids": [Command.set(cls.school.ids)],
                "state": "launched",
                "milestone_ids": [
                    Command.create({"name": "Report", "fulfilment": "upload"})
                ],
            }
        )
        deliverable = cls.env["cds.deliverable"].create(
            {
                "campaign_id": campaign.id,
                "milestone_id": campaign.milestone_ids.id,
                "institution_id": cls.school.id,
                "assessment_id": dossier.id,
                "date_due": "2023-06-10",
            }
        )
        cls.env["cds.deliverable.file"]._keep(deliverable, "a.pdf", pdf_bytes())
        cls.env["cds.reminder"].create(
            {
                "deliverable_id": deliverable.id,
                "user_id": cls.head.id,
                "date_due": "2023-06-10",
                "offset": 1,
                "sent_on": "2023-06-11",
            }
        )
        return deliverable

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http"))

    # === WHAT IS CALLED === #

    def _get_public_methods(self):
        """Yield model and name of each method that a client may call."""
        for model in sorted(self.env.registry):
            cls = self.env.registry[model]
            ours = defined_here(cls)
            if cls._abstract or not ours:
                continue
            # a dialog is its user's own to change: only what it does is refused
            if cls._original_module == "cds_assessment" and not cls._transient:
                ours |= {name for name in INHERITED if hasattr(cls, name)}
                ours -= set() if "active" in cls._fields else {"action_archive"}
            for name in sorted(ours):
                if self._is_public(model, name):
                    yield model, name

    def _is_public(self, model, name):
        try:
            return bool(get_public_method(self.env[model], name))
        except AccessError:
            return False

    def _get_victims(self, model, user):
        """Yield records of a model that the user may not act on."""
        if model == "cds.assessment":
            yield from self.dossiers
        elif self.env[model]._transient:
            for dossier in self.dossiers:
                yield self._create_dialog(model, dossier, user)
        elif "deliverable_id" in self.env[model] and model != "cds.document":
            for deliverable in self.deliverables:
                yield self._find(model, [("deliverable_id", "=", deliverable.id)])
        elif model in (of_school := self._get_records_of_school()):
            yield of_school[model]
        elif "assessment_id" in self.env[model]:
            for dossier in self.dossiers:
                yield self._find(model, [("assessment_id", "=", dossier.id)])
        elif model == "cds.review.line":
            for review in self.dossiers[0].search([]).review_ids:
                yield review.line_ids[:1]
        elif model == "cds.document.section":
            yield from (paper.section_ids[0] for paper in self.papers)
        elif model == "cds.framework":
            yield from (self.small, self.draft_set)
        elif "framework_id" in self.env[model]:
            for framework in (self.small, self.draft_set):
                yield self._find(model, [("framework_id", "=", framework.id)])
        else:
            yield self._find(model, [])

    def _get_records_of_school(self):
        """Return a record of each model that belongs to the school itself."""
        records = (
            self.council,
            self.council.member_ids[0],
            self.school,
            self.profile,
            self.profile.value_ids[0],
            self.software,
            self.equipment,
            self.plan,
            self.inspection,
            self.inspection.item_ids,
            self.inspection.item_ids.figure_ids,
            self.inspection.inspected_ids,
            self.inspection.improvement_ids,
            self.book,
            self.campaign,
            self.visit,
            self.campaign.milestone_ids[0],
        )
        return {record._name: record for record in records}

    def _find(self, model, domain):
        return self.env[model].search(domain, limit=1)

    def _find_deliverables(self, dossier):
        return self.env["cds.deliverable"].search([("assessment_id", "=", dossier.id)])

    def _create_dialog(self, model, dossier, user):
        """Create a dialog that is the user's own, about a dossier that is not."""
        team = self.team
        values = {
            "assessment_id": dossier.id,
            "assessment_ids": [Command.set(dossier.ids)],
            "campaign_id": self.campaign.id,
            "profile_id": self.profile.id,
            "document_id": dossier.document_ids[:1].id,
            "action": "return" if dossier.state == "submitted" else "send_back",
            "reason": "Because.",
            "team_id": team.id,
            "number": "9/QĐ",
            "date": "2024-05-01",
            "scan": "JVBERi0xLjQK",
            "use_id": dossier.evidence_ids.filtered(
                lambda use: use.evidence_id == self.evidence
            ).id,
            "note": "Because.",
            "certificate_id": self.certificates[0].id,
            "account_id": self.account.id,
            "name": "Another paper",
        }
        if model == "cds.document.issue":
            paper = self._find("cds.document", [("assessment_id", "=", dossier.id)])
            line = {"document_id": paper.id, "date": "2023-10-30"}
            values = {"line_ids": [Command.create(line)]}
        if model == "cds.evidence.hide":
            values = {"evidence_id": self.evidence.id, "reason": "Because."}
        if model == "cds.deliverable.change":
            values = {
                "action": "waive",
                "deliverable_ids": self._find_deliverables(dossier).ids,
                "reason": "Because.",
            }
        # sudo: whatever the access table says of dialogs, the action must refuse
        dialogs = self.env[model].with_user(user).sudo()
        if model == "cds.assessment.record.line":
            record = self._create_dialog("cds.assessment.record", dossier, user)
            return record.line_ids[:1]
        return dialogs.create({k: v for k, v in values.items() if k in dialogs})

    def _get_arguments(self, record, name):
        method = getattr(type(record), name)
        _self, *parameters = inspect.signature(method).parameters.values()
        arguments = [
            self._get_argument(record, parameter.name)
            for parameter in parameters
            if parameter.default is parameter.empty
            and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]
        is_model_method = getattr(method, "_api_model", False)
        return arguments if is_model_method else [record.ids, *arguments]

    def _get_argument(self, record, name):
        if name == "vals":
            return self._get_change(record)
        if name == "vals_list":
            return [self._get_values(record)]
        return {"display_name": {}} if name == "specification" else record.ids

    def _get_change(self, record):
        """Give values of a write that would change the record."""
        if record._name in WRITES:
            return WRITES[record._name]
        for name, field in sorted(record._fields.items()):
            if (
                field.store
                and field.type in SAMPLES
                and not (field.readonly or field.compute or name in MAGIC_COLUMNS)
                and record[name] != SAMPLES[field.type]
            ):
                return {name: SAMPLES[field.type]}
        raise AssertionError(f"Nothing to write on {record._name}: add it to WRITES.")

    def _get_values(self, record):
        """Give values that would create another record at the same place."""
        values = {
            name: field.convert_to_write(record[name], record)
            for name, field in record._fields.items()
            if field.required
            and field.store
            and name not in (*MAGIC_COLUMNS, "state", "hand", "date")
        }
        if "school_year_id" in values:  # this one's is taken, whoever asks
            values["school_year_id"] = self.next_year.id
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
        }

    # === WHAT MUST COME OF IT === #

    def _call(self, model, method, args):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": args, "kwargs": {}},
        )

    def _find_fault(self, record, method):
        """Call a method as who is logged in; say what is wrong, or nothing."""
        args = self._get_arguments(record, method)
        self.env.flush_all()
        try:
            answer = self._call(record._name, method, args)
        except JsonRpcException as error:
            if str(error) not in REFUSALS:
                return f"{self._name(record)}: {error}"
        else:
            return f"{self._name(record)}: answers {str(answer)[:200]}"

    def _name(self, record):
        assessment = record if "refusals" in record else record[:0]
        if "assessment_id" in record:
            assessment = record.assessment_id
        return f"in state {assessment.state}" if assessment else f"{record}"

    def _get_content(self):
        """Return a sum of all rows that could have changed, by table."""
        self.env.flush_all()
        tables = {
            model._table: SQL("TRUE")
            for model in self.env.registry.values()
            if model._original_module == "cds_assessment"
            and model._auto
            and not model._transient
            and not model._abstract
        }
        tables["mail_message"] = SQL("t.model LIKE 'cds.%%'")
        for table in ("mail_activity", "mail_followers", "ir_attachment"):
            tables[table] = SQL("t.res_model LIKE 'cds.%%'")
        return {table: self._get_sum(table, tables[table]) for table in tables}

    def _get_sum(self, table, condition):
        query = SQL(
            "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t.id)) "
            "FROM %s t WHERE %s",
            SQL.identifier(table),
            condition,
        )
        return self.env.execute_query(query)[0]

    def _check(self, user, may=frozenset()):
        called = 0
        self.authenticate(user.login, user.login)
        for model, method in self._get_public_methods():
            if (model, method) in may:
                continue
            with self.subTest(f"{model}.{method}"), self._undone():
                victims = [
                    record for record in self._get_victims(model, user) if record
                ]
                before = self._get_content()
                faults = [self._find_fault(record, method) for record in victims]
                self.assertEqual([fault for fault in faults if fault], [])
                self.assertEqual(self._get_content(), before)
                called += len(victims)
        return called

    def test_the_walk_finds_the_methods(self):
        found = set(self._get_public_methods())
        for action in TRANSITIONS:
            self.assertIn(("cds.assessment", f"action_{action}"), found)
        for model in ("return", "receive", "record"):
            self.assertIn((f"cds.assessment.{model}", "action_apply"), found)
        self.assertIn(("cds.criterion", "write"), found)
        self.assertNotIn(("cds.assessment", "explain"), found)
        self.assertLessEqual(CONTRIBUTOR_MAY, found)

    def test_the_head_of_another_school(self):
        self.assertGreater(self._check(self.stranger, STRANGER_MAY), 200)

    def test_a_contributor_of_the_school(self):
        self.assertGreater(self._check(self.contributor, CONTRIBUTOR_MAY), 200)

    def test_a_user_without_a_role(self):
        self.assertGreater(self._check(self.plain), 200)

    # === REPORTS === #

    def _get_reports(self):
        return self.env["ir.actions.report"].search(
            [("model", "in", self._get_our_models())]
        )

    def _create_outsiders(self):
        """Create a log-in of each role elsewhere, and such as have no role."""
        outsiders = [self.plain, self._create_login("cds_none", "base.group_user")]
        outsiders.append(self._create_login("cds_portal", "base.group_portal"))
        for role in ("contributor", "council", "head"):
            outsiders.append(self._create_user(role, self.far_school))
        for role in ("reviewer", "officer", "authority_head"):
            outsiders.append(self._create_user(role, self.other_district))
        return outsiders

    def _create_login(self, login, group):
        return new_test_user(self.env, login, groups=group)

    def _get_status(self, converter, report, ids):
        url = f"/report/{converter}/{report.report_name}/{ids}"
        return self.url_open(url, allow_redirects=False).status_code

    def _find_open_reports(self, report, records, user):
        """Name the ways by which a user comes to a report that is not theirs."""
        mine = self.env["ir.actions.report"].with_user(user)
        for converter in CONVERTERS:
            for record in records:
                status = self._get_status(converter, report, record.id)
                if status != 403:
                    yield f"{converter} of {record}: {status}"
            render = getattr(mine, f"_render_qweb_{converter}")
            with suppress(AccessError):
                render(report.report_name, records.ids, data={})
                yield f"{converter} on the server"

    def test_a_report_is_read_by_those_who_read_the_record(self):
        """As HTML and text as well, where Odoo itself checks nothing."""
        reports = self._get_reports()
        self.assertGreaterEqual(len(reports), 3)
        self.far_school = self._create_institution("Far School")
        outsiders = self._create_outsiders()
        self.env.flush_all()
        tried = 0
        for user in outsiders:
            self.authenticate(user.login, user.login)
            for report in reports:
                records = self.env[report.model].search([], order="id desc", limit=12)
                self.assertTrue(records, report.model)
                tried += len(records) * len(CONVERTERS)
                with self.subTest(user.login, report=report.report_name):
                    faults = list(self._find_open_reports(report, records, user))
                    self.assertEqual(faults, [])
        self.assertGreater(tried, 400)

    def test_a_draft_of_a_certificate_is_the_authoritys(self):
        """The school reads the certificate, not what is going to be decided."""
        issued, draft = self.certificates.sorted("state", reverse=True)
        self.assertEqual((issued.state, draft.state), ("valid", "draft"))
        report = self.env.ref("cds_assessment.action_report_certificate")
        for user, expected in (
            (self.contributor, (200, 403, 403)),
            (self.officer, (200, 200, 200)),
        ):
            self.authenticate(user.login, user.login)
            for ids, status in zip(
                (issued.id, draft.id, f"{issued.id},{draft.id}"), expected, strict=True
            ):
                for converter in ("html", "text"):
                    with self.subTest(user.login, ids=ids, converter=converter):
                        self.assertEqual(
                            self._get_status(converter, report, ids), status
                        )

    def test_a_report_without_a_log_in(self):
        for report in self._get_reports():
            record = self.env[report.model].search([], limit=1)
            for converter in CONVERTERS:
                with self.subTest(report.report_name, converter=converter):
                    status = self._get_status(converter, report, record.id)
                    self.assertEqual(status, 303)  # to the log-in

    # === REFUSALS === #

    def test_a_refusal_does_not_name_what_it_refuses(self):
        """In debug mode, which everybody can switch on, Odoo itself does."""
        user = self.stranger
        self.authenticate(user.login, user.login)
        self.url_open("/odoo?debug=1", allow_redirects=False)
        self.assertTrue(user._has_group("base.group_no_one"))
        refused = 0
        for model in self._get_our_models():
            kind = self.env["ir.model"]._get(model).name
            for record in filter(None, self._get_victims(model, user)):
                for method, args in (
                    ("read", [record.ids, ["display_name"]]),
                    ("write", [record.ids, {"write_uid": 1}]),
                ):
                    answer = self._get_answer(model, method, args)
                    if "odoo.exceptions.AccessError" in answer:
                        refused += 1
                        with self.subTest(model, method=method):
                            told = answer.replace(kind, "")
                            name = record.display_name
                            # a bare number stands in any answer
                            self.assertFalse(not name.isdigit() and name in told)
        self.assertGreater(refused, 50)

    def _get_our_models(self):
        return [
            name
            for name, model in sorted(self.env.registry.items())
            if model._original_module == "cds_assessment"
            and model._auto
            and not (model._abstract or model._transient)
        ]

    def _get_answer(self, model, method, args):
        """Return the whole answer of a call, as text of Unicode."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        self.env.flush_all()
        response = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw", json={"params": params}
        )
        return json.dumps(response.json(), ensure_ascii=False)

    def test_several_at_once(self):
        """One that may be acted on does not carry the others along."""
        own = self._create_assessment(self.other_school, framework_id=self.small.id)
        self.authenticate(self.stranger.login, self.stranger.login)
        before = self._get_content()
        for method in (
            "action_cancel",
            "action_to_council",
            "action_print_score_sheet",
        ):
            for dossier in self.dossiers:
                with self.subTest(method, state=dossier.state):
                    with self.assertRaises(JsonRpcException) as caught:
                        self._call("cds.assessment", method, [(own | dossier).ids])
                    self.assertIn(str(caught.exception), REFUSALS)
        self.assertEqual(self._get_content(), before)
