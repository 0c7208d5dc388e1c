from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...models.common.reading import is_ours
from ..common.workflow import WorkflowCase

X2MANY = ("one2many", "many2many")
NAMES = {"display_name": {}}


@tagged("post_install", "-at_install")
@mute_logger("odoo.addons.base.models.ir_rule")
class TestHiddenNames(WorkflowCase):
    """An id from outside does not tell what stands behind it.

    Found, not listed: every link of every model to one of ours, for each role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls._create_institution("Far Authority", kind="authority")
        cls.far_school = cls._create_institution("Far School", parent_id=cls.far.id)
        far_officer = cls._create_user("officer", cls.far)
        far_head = cls._create_user("head", cls.far_school)
        cls.dossier = cls._create_dossier("recognised")
        cls.evidence = cls._create_evidence()
        cls.inspection_board = cls._create_council(cls.school, kind="inspection")
        cls.plan = cls.env["cds.inspection.plan"].create(
            {
                "institution_id": cls.school.id,
                "school_year_id": cls.year.id,
                "council_id": cls.inspection_board.id,
            }
        )
        cls.env["cds.inspection"].create(
            {
                "name": "Inspection",
                "plan_id": cls.plan.id,
                "inspected_ids": [Command.create({"name": "Somebody"})],
                "item_ids": [Command.create({"code": "1", "name": "Content"})],
                "improvement_ids": [Command.create({"name": "Better"})],
            }
        )
        cls.campaign = cls.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": cls.district.id,
                "school_year_id": cls.year.id,
                "institution_ids": [Command.set(cls.school.ids)],
                "template_id": cls.env.ref("cds_assessment.milestone_template_plan").id,
            }
        )
        plan = cls.env.ref("cds_assessment.document_type_plan")
        cls.env["cds.document"].create(
            {"assessment_id": cls.dossier.id, "type_id": plan.id}
        )
        cls.env["cds.number.book"]._get_book(cls.school, "QĐ", 2023)
        cls.far_users = {
            role: cls._create_user(role, place)
            for role, place in (
                ("contributor", cls.far_school),
                ("council", cls.far_school),
                ("reviewer", cls.far),
                ("authority_head", cls.far),
            )
        } | {"head": far_head, "officer": far_officer}
        cls.none = new_test_user(cls.env, "cds_none", groups="base.group_user")
        cls.env.flush_all()

    def _get_links(self):
        """Yield model and field of each link to one of our models."""
        for model, cls in sorted(self.env.registry.items()):
            if cls._abstract or model.startswith("ir."):
                continue
            for _name, field in sorted(cls._fields.items()):
                if field.relational and is_ours(self.env, field.comodel_name):
                    yield model, field

    def _find_hidden(self, model, user):
        """Return a record that exists and is not the user's to read, if there
        is one.
        """
        records = self.env[model].with_context(active_test=False)
        if records._abstract or records._transient:
            return records.browse()
        readable = self.env[model].browse()
        if readable.with_user(user).has_access("read"):
            readable = records.with_user(user).search([]).sudo()
        return records.search([("id", "not in", readable.ids)], limit=1)

    def _get_users(self):
        return [*self.far_users.values(), self.none]

    # === FORMS === #

    def _get_values(self, field, hidden):
        """Return the shapes in which a client can name an id."""
        if field.type == "many2one":
            return (hidden.id, {"id": hidden.id}, [hidden.id, "?"])
        return (
            [Command.link(hidden.id)],
            [Command.set(hidden.ids)],
            [Command.update(hidden.id, {})],
            [hidden.id],
        )

    def _ask_form(self, records, field, value, spec):
        """Yield what a form says of a value: when it changes, is there, is a
        default.
        """
        name = field.name
        for values, changed, context in (
            ({name: value}, [name], {}),
            ({name: value}, ["id"], {}),
            ({}, [], {f"default_{name}": value}),
        ):
            with suppress(UserError, ValueError, TypeError, KeyError):
                yield records.with_context(**context).onchange(
                    dict(values), changed, {name: {"fields": dict(spec)}}
                )

    def test_forms_do_not_name_what_is_hidden(self):
        tried, told = 0, []
        for user in self._get_users():
            for model, field in self._get_links():
                records = self.env[model].with_user(user)
                if not records.has_access("create") or field.name == "id":
                    continue
                hidden = self._find_hidden(field.comodel_name, user)
                if not hidden:
                    continue
                secret = hidden.display_name
                for value in self._get_values(field, hidden):
                    with self._undone():
                        for answer in self._ask_form(records, field, value, NAMES):
                            tried += 1
                            if secret in str(answer) or f"{hidden.id}, " in str(
                                answer.get("value")
                            ):
                                told.append((user.login, model, field.name, value))
        self.assertEqual(told, [])
        self.assertGreater(tried, 50)

    def test_rows_of_a_form_do_not_name_what_is_hidden(self):
        """Where the link is in a row of a list, and where a default reaches there."""
        user = self.far_users["officer"]
        spec = {"visit_ids": {"fields": {"institution_id": {"fields": NAMES}}}}
        row = {"institution_id": self.school.id}
        forms = self.env["cds.campaign"].with_user(user)
        for values, context in (
            ({"visit_ids": [Command.create(row)]}, {}),
            ({"visit_ids": [[0, "virtual_1", row]]}, {}),
            ({"visit_ids": [{"id": False, **row}]}, {}),
            ({"visit_ids": [[0, "virtual_1", {}]]},
             {"default_institution_id": self.school.id}),
        ):  # fmt: skip
            with self.subTest(values=values, context=context):
                with self.assertRaises(AccessError):
                    forms.with_context(**context).onchange(values, ["visit_ids"], spec)

    def test_what_the_server_gave_may_come_back(self):
        """A form asks again with what it was told: no false alarm, for any role."""
        users = [
            self.contributor,
            self.secretary,
            self.head,
            self.reviewer,
            self.officer,
            self.authority_head,
            self.admin,
        ]
        refused, tried = [], 0
        for user in users:
            for model, records in self._get_forms(user):
                spec = self._get_spec(model)
                with self._undone():
                    try:
                        values = records.onchange({}, [], dict(spec))["value"]
                    except Exception:  # noqa: S112 BLE001 crashes are the crawler's
                        continue
                    tried += 1
                    with suppress(AccessError):
                        records.onchange(dict(values), ["id"], dict(spec))
                        continue
                    refused.append((user.login, model))
        self.assertEqual(refused, [])
        self.assertGreater(tried, 50)

    def _get_forms(self, user):
        for model in sorted(self.env.registry):
            if is_ours(self.env, model) and not self.env[model]._abstract:
                records = self.env[model].with_user(user)
                if records.has_access("create"):
                    yield model, records

    def _get_spec(self, model):
        return {
            name: {"fields": NAMES} if field.relational else {}
            for name, field in self.env[model]._fields.items()
            if name not in ("id", "activity_exception_decoration")
            and not name.startswith(("message_", "activity_", "website_"))
        }

    # === WHAT IS SAVED === #

    def test_what_is_saved_does_not_name_what_is_hidden(self):
        """A link to what is hidden is refused, or does not come back with its name."""
        told, tried = [], 0
        insiders = [self.secretary, self.head, self.officer, self.authority_head]
        for user in insiders:
            for model, field in self._get_links():
                records = self.env[model].with_user(user)
                if not (field.store and is_ours(self.env, model)):
                    continue
                if not records.has_access("write"):
                    continue
                hidden = self._find_hidden(field.comodel_name, user)
                own = records.search([], limit=30)
                own = own._filtered_access("write")[:1]
                if not (hidden and own) or hidden in own[field.name]:
                    continue
                secret = hidden.display_name
                value = (
                    hidden.id if field.type == "many2one" else [Command.link(hidden.id)]
                )
                with self._undone():
                    spec = {field.name: {"fields": NAMES}}
                    with suppress(UserError, ValueError, TypeError):
                        tried += 1
                        answer = own.web_save({field.name: value}, spec)
                        if secret in str(answer):
                            told.append((user.login, model, field.name))
                self.env.invalidate_all()
        self.assertGreater(tried, 50)
        self.assertEqual(told, [])

    # === SEARCHES === #

    def _search_by_id(self, model, field, user, key):
        """Return what each search by an id finds, groups included; refusals are
        none.
        """
        records = self.env[model].with_user(user).with_context(active_test=False)
        found = []
        for operator, value in (
            ("in", [key]),
            ("=", key),
            ("any", [("id", "=", key)]),
            ("child_of", [key]),
            ("not in", [key]),
        ):
            try:
                found.append(records.search([(field.name, operator, value)]).ids)
            except (AccessError, ValueError, NotImplementedError):
                found.append(None)
        return found

    def test_searches_of_others_do_not_know_ours(self):
        """What is not ours links to ours only for those who keep it."""
        for model, field in self._get_links():
            if is_ours(self.env, model) or not field._description_searchable:
                continue
            for user in self._get_users():
                hidden = self._find_hidden(field.comodel_name, user)
                if not hidden or not self.env[model].with_user(user).has_access("read"):
                    continue
                with self.subTest(model, field=field.name, user=user.login):
                    self.assertEqual(
                        self._search_by_id(model, field, user, hidden.id),
                        self._search_by_id(model, field, user, 2**31 - 1),
                    )

    def test_the_staff_of_a_hidden_institution(self):
        """Not by a domain, however long the way, and not by groups or sorting."""
        for user in self._get_users():
            env = self.env(user=user)
            for model, path in (
                ("res.users", "cds_institution_ids"),
                ("res.partner", "user_ids.cds_institution_ids"),
                ("res.partner", "create_uid.cds_institution_ids"),
                ("res.groups", "user_ids.cds_institution_ids"),
            ):
                for domain in (
                    [(path, "in", self.school.ids)],
                    [(path, "child_of", self.school.ids)],
                    [(f"{path}.name", "ilike", "School")],
                ):
                    with self.subTest(user.login, model=model, domain=domain):
                        found = env[model].browse()
                        with suppress(AccessError):
                            found = env[model].search(domain)
                        self.assertFalse(found)
            with self.subTest(user.login), self.assertRaises(AccessError):
                env["res.users"].formatted_read_group(
                    [], ["cds_institution_ids"], ["__count"]
                )
            with self.subTest(user.login), self.assertRaises(AccessError):
                env["res.users"].browse(self.head.id).read(["cds_institution_ids"])

    def test_who_keeps_log_ins_sees_where_they_work(self):
        found = self.env["res.users"].with_user(self.admin)
        found = found.search([("cds_institution_ids", "in", self.school.ids)])
        self.assertIn(self.head, found)
