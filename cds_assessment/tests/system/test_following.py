import ast
from contextlib import contextmanager

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ...models.common.reading import is_ours
from ...models.institution import cds_institution, res_users
from ..common.workflow import WorkflowCase

SECRET, HELLO = "Secret", "Hello"

# Links in rules by which nobody loses a right: they are written once.
WRITTEN_ONCE = {
    ("cds.certificate", "assessment_id"),
    ("cds.document", "assessment_id"),
    ("cds.document", "inspection_id"),
    ("cds.document", "review_id"),
    ("cds.improvement", "inspection_id"),
}
MAIL = """From: %(sender)s
To: catchall@example.com
Subject: Re: Hello
Message-Id: <%(sender)s>
In-Reply-To: %(answered)s
Content-Type: text/plain

An answer.
"""


class FollowingCase(WorkflowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = cls._create_dossier("external")
        cls.review = cls.running.review_ids
        cls.profile = cls.running.profile_id or cls.env["cds.profile"].create(
            {"institution_id": cls.school.id, "school_year_id": cls.year.id}
        )
        cls.improvement = cls.env["cds.improvement"].create(
            {
                "institution_id": cls.school.id,
                "school_year_id": cls.year.id,
                "name": "Better",
                "user_id": cls.contributor.id,
            }
        )
        cls._create_inspection()

    @classmethod
    def _create_inspection(cls):
        board = cls._create_council(
            cls.school, [cls.head, cls.contributor], kind="inspection"
        )
        plan = cls.env["cds.inspection.plan"].create(
            {
                "institution_id": cls.school.id,
                "school_year_id": cls.year.id,
                "council_id": board.id,
            }
        )
        cls.inspection = cls.env["cds.inspection"].create(
            {
                "name": "Inspection",
                "plan_id": plan.id,
                "inspected_ids": [Command.create({"user_id": cls.secretary.id})],
            }
        )

    def _follow(self, record, users):
        record.message_subscribe(users.partner_id.ids)
        self.assertLessEqual(users.partner_id, record.message_partner_ids)

    def _get_followers(self, record):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.message_partner_ids.with_context(active_test=False)


@tagged("post_install", "-at_install")
class TestFollowing(FollowingCase):
    """Who loses the right to read loses the following, whatever the way."""

    def _get_losses(self):
        """Return what happens, with what its user followed: label, user,
        record, act.
        """
        dossier, review = self.running, self.review
        group = self.env.ref("cds_assessment.group_contributor")
        member = self.team.member_ids.filtered(lambda m: m.user_id == self.reviewer)
        inspector = self.inspection.inspector_ids.filtered(
            lambda m: m.user_id == self.contributor
        )
        unlink = Command.unlink
        company = self.env["res.company"].create({"name": "Another"})
        other_team = self._create_council(self.district, kind="external")
        return [
            ("leaves", self.contributor, dossier, self.school,
             {"user_ids": [unlink(self.contributor.id)]}),
            ("leaves, on the form of the user", self.contributor, self.profile,
             self.contributor, {"cds_institution_ids": [Command.clear()]}),
            ("goes to another school", self.contributor, dossier, self.contributor,
             {"cds_institution_ids": [Command.set(self.other_school.ids)]}),
            ("is archived", self.head, dossier, self.head, {"active": False}),
            ("school archived", self.head, dossier, self.school, {"active": False}),
            ("authority archived", self.watcher, dossier, self.district,
             {"active": False}),
            ("school moves", self.watcher, dossier, self.school,
             {"parent_id": self.other_district.id}),
            ("authority moves", self.upper, dossier, self.district,
             {"parent_id": False}),
            ("assessor changes", self.assessor, dossier, self.school,
             {"assessor_id": False}),
            ("another company", self.head, dossier, self.school,
             {"company_id": company.id}),
            ("user changes company", self.contributor, self.mine, self.contributor,
             {"company_id": company.id, "company_ids": [Command.set(company.ids)]}),
            ("loses the role", self.contributor, dossier, self.contributor,
             {"group_ids": [unlink(group.id)]}),
            ("loses the role, on the group", self.contributor, dossier, group,
             {"user_ids": [unlink(self.contributor.id)]}),
            ("the role loses the right", self.by_host, dossier, self.host_role,
             {"implied_ids": [unlink(group.id)]}),
            ("leaves the team", self.reviewer, dossier, member,
             {"user_id": self.other_head.id}),
            ("leaves the team, sheet", self.reviewer, review, member,
             {"user_id": self.other_head.id}),
            ("leaves the team, on the council", self.reviewer, dossier, self.team,
             {"member_ids": [Command.delete(member.id)]}),
            ("another team", self.reviewer, dossier, dossier,
             {"team_id": other_team.id}),
            ("another team, sheet", self.reviewer, review, review,
             {"team_id": other_team.id}),
            ("inspects no more", self.contributor, self.inspection, self.inspection,
             {"inspector_ids": [unlink(inspector.id)]}),
            ("leaves the board", self.contributor, self.inspection, inspector,
             {"user_id": False, "name": "Nobody"}),
            ("responsible no more", self.responsible, self.improvement,
             self.improvement, {"user_id": False}),
        ]  # fmt: skip

    def setUp(self):
        super().setUp()
        self.upper = self._create_user("officer", self.province)
        self.watcher = self._create_login("cds_watcher", "officer", self.district)
        self.assessor = self._create_user("officer", self.other_district)
        self.school.assessor_id = self.other_district
        self.responsible = self._create_login(
            "cds_responsible", "contributor", self.school
        )
        group = self.env.ref("cds_assessment.group_contributor")
        self.by_host = self._create_login("cds_by_host", False, self.school)
        self.host_role = self.env["res.groups"].create(
            {
                "name": "Teacher",
                "implied_ids": [Command.link(group.id)],
                "user_ids": [Command.link(self.by_host.id)],
            }
        )
        self.improvement.user_id = self.responsible
        # a company's own school
        self.mine = self.profile
        self.school.company_id = self.env.company
        self.env.flush_all()

    def _create_login(self, login, role, institution):
        return new_test_user(
            self.env,
            login,
            groups=f"cds_assessment.group_{role}" if role else "base.group_user",
            cds_institution_ids=[Command.set(institution.ids)],
            lang="en_US",
        )

    @contextmanager
    def _undone(self):
        """Take back whatever happens inside, from all that is kept as well."""
        with super()._undone():
            yield
        self.env.registry.clear_all_caches()
        self.env.transaction.reset()

    def _reads(self, user, record):
        self.env.flush_all()
        self.env.transaction.reset()
        return user.active and record.with_user(user).has_access("read")

    def test_each_loss(self):
        staying = self.admin
        for label, user, record, changed, vals in self._get_losses():
            with self.subTest(label), self._undone():
                self._follow(record, user | staying)
                self.assertTrue(self._reads(user, record))
                changed.sudo().write(vals)
                self.assertFalse(self._reads(user, record))
                followers = self._get_followers(record)
                self.assertNotIn(user.partner_id, followers)
                if "company" not in label:
                    self.assertIn(staying.partner_id, followers)

    def test_what_is_deleted(self):
        """A member, a team with its members, a group, a log-in."""
        member = self.team.member_ids.filtered(lambda m: m.user_id == self.reviewer)
        leaver = self.responsible
        for label, user, record, deleted in (
            ("member", self.reviewer, self.running, member),
            ("user", leaver, self.profile, leaver),
            ("group", self.by_host, self.profile, self.host_role),
        ):
            with self.subTest(label), self._undone():
                self._follow(record, user)
                partner = user.partner_id
                self.improvement.user_id = False
                deleted.unlink()
                self.assertNotIn(partner, self._get_followers(record))

    def test_who_keeps_the_right_keeps_the_following(self):
        self._follow(self.running, self.head)
        self.school.user_ids -= self.contributor
        self.head.cds_institution_ids += self.other_school
        self.school.assessor_id = False
        self.assertIn(self.head.partner_id, self._get_followers(self.running))

    def test_what_is_not_ours_is_left_alone(self):
        partner = self.env["res.partner"].create({"name": "Somebody"})
        self._follow(partner, self.contributor)
        self.school.user_ids -= self.contributor
        self.assertIn(self.contributor.partner_id, self._get_followers(partner))

    # === THE TABLES ARE COMPLETE === #

    def test_every_way_to_a_user_in_the_rules_is_watched(self):
        """A rule that gives a right by a new link names it where it is written."""
        unwatched = set()
        for rule in self.env["ir.rule"].search([]):
            model = rule.model_id.model
            if is_ours(self.env, model) and "message_ids" in self.env[model]:
                for path in self._get_paths_to_users(rule):
                    unwatched |= self._find_unwatched(model, path)
        self.assertEqual(unwatched - WRITTEN_ONCE, set())
        self.assertEqual(WRITTEN_ONCE - unwatched, set())

    def _get_paths_to_users(self, rule):
        """Give the fields of a rule that are compared with the user."""
        marked = rule.domain_force.replace("user.ids", "'me'").replace(
            "user.id)", "'me')"
        )
        marked = marked.replace("user.cds_institution_ids.ids", "'ours'")
        names = {"company_ids": [], "user": self.env.user}
        for leaf in ast.walk(ast.parse(marked.strip(), mode="eval")):
            if isinstance(leaf, ast.Tuple) and len(leaf.elts) == 3:
                source = ast.unparse(leaf)
                if "'me'" in source:
                    path = safe_eval(source, names)[0]
                    if path != "create_uid":
                        yield path

    def _find_unwatched(self, model, path):
        unwatched = set()
        for name in path.split("."):
            field = self.env[model]._fields[name]
            paths = getattr(self.env[model], "_reader_paths", {})
            watched = (
                name in paths
                or field.type == "one2many"
                or (model == "cds.institution" and name in cds_institution.RIGHTS)
                or (model == "res.users" and name in res_users.RIGHTS)
            )
            if not watched:
                unwatched.add((model, name))
            model = field.comodel_name
        return unwatched


@tagged("post_install", "-at_install")
class TestWriting(FollowingCase):
    """What is written goes to those who may read it, and comes from them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "cds_portal", groups="base.group_portal")
        cls.strangers = cls.other_head | cls.plain | cls.portal
        cls.outsider = cls.env["res.partner"].create(
            {"name": "Nobody", "email": "nobody@example.com"}
        )

    def _get_records(self):
        return (
            self.running,
            self.review,
            self.profile,
            self.improvement,
            self.inspection,
            self.inspection.plan_id,
        )

    def _subscribe(self, record):
        """Let strangers follow, however they came to."""
        record.message_subscribe((self.strangers.partner_id | self.outsider).ids)
        record.message_subscribe(self.admin.partner_id.ids)

    def test_followers_who_may_not_read_are_not_written_to(self):
        for record in self._get_records():
            with self.subTest(record._name):
                self._subscribe(record)
                message = (
                    record.with_user(self.secretary)
                    .sudo()
                    .message_post(body=SECRET, subtype_xmlid="mail.mt_comment")
                )
                told = message.notification_ids.res_partner_id
                hidden_from = self.strangers.partner_id | self.outsider
                self.assertIn(self.admin.partner_id, told)
                self.assertFalse(told & hidden_from)
                mails = self.env["mail.mail"].search(
                    [("mail_message_id", "=", message.id)]
                )
                self.assertFalse(mails.recipient_ids & hidden_from)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_may_not_read_does_not_write(self):
        """Not as a follower, not as an answer to what once came by mail."""
        for record in self._get_records():
            self._subscribe(record)
            parent = record.message_post(
                body=HELLO, partner_ids=self.strangers.partner_id.ids
            )
            for user in self.strangers:
                for vals in ({}, {"parent_id": parent.id}):
                    with self.subTest(record._name, user=user.login, **vals):
                        with self.assertRaises(AccessError):
                            self.env["mail.message"].with_user(user).create(
                                {
                                    "model": record._name,
                                    "res_id": record.id,
                                    "body": "Mine",
                                    "message_type": "comment",
                                    **vals,
                                }
                            )
                        with self.assertRaises(AccessError):
                            record.with_user(user).message_post(body=HELLO, **vals)

    def test_an_answer_by_mail(self):
        """What comes in by mail is kept from those who may read the record."""
        first = self.running.message_post(body=HELLO)
        for user, is_kept in ((self.head, True), (self.other_head, False)):
            user.email = f"{user.login}@example.com"
            before = self.running.message_ids
            self.env["mail.thread"].message_process(
                False, MAIL % {"sender": user.email, "answered": first.message_id}
            )
            written = self.running.message_ids - before
            with self.subTest(user.login):
                self.assertEqual(bool(written), is_kept)
                self.assertEqual(written.author_id, user.partner_id[:is_kept])
        bounce = self.env["mail.mail"].search(
            [("email_to", "=", self.other_head.email)]
        )
        self.assertIn("not open to you", bounce.body_html)

    def test_who_may_read_and_follows_writes(self):
        self._follow(self.running, self.contributor)
        self.env["mail.message"].with_user(self.contributor).create(
            {"model": "cds.assessment", "res_id": self.running.id, "body": "Mine"}
        )

    def test_who_is_named_is_written_to(self):
        """An author may write to anybody, as by e-mail; that is no following."""
        message = self.running.with_user(self.secretary).message_post(
            body=HELLO, partner_ids=self.outsider.ids
        )
        self.assertIn(self.outsider, message.notification_ids.res_partner_id)
