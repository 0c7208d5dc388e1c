from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from ..common.workflow import WorkflowCase

NOTE = "Mine."

ROLES = ("contributor", "council", "head", "officer", "authority_head", "admin")


@tagged("post_install", "-at_install")
class TestKeptHistory(WorkflowCase, HttpCase):
    """The history of every model of ours stays as it was written, whoever asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                f"history_{role}",
                groups=f"base.group_user,cds_assessment.group_{role}",
                cds_institution_ids=[Command.set((cls.school | cls.district).ids)],
                lang="en_US",
            )
            for role in ROLES
        }
        cls.dossier = cls._create_dossier("council")

    def _get_models(self):
        for name, model in self.env.registry.items():
            is_ours = model._original_module == "cds_assessment"
            if is_ours and not model._abstract and "message_ids" in model._fields:
                yield name

    def _write_history(self, model, record_id, author):
        """Return a tracked change, a note and one's own words on a record."""
        vals = {
            "model": model,
            "res_id": record_id,
            "author_id": author.id,
            # said, since it is looked up on the record otherwise
            "reply_to": "reply@example.com",
        }
        field = self.env["ir.model.fields"]._get(model, "create_date")
        change = {"field_id": field.id, "new_value_char": "Returned."}
        file = {"name": "scan.txt", "raw": b"Scan", "res_model": model}
        return self.env["mail.message"].create(
            [
                {
                    **vals,
                    "author_id": self.head.partner_id.id,
                    "message_type": "notification",
                    "tracking_value_ids": [Command.create(change)],
                },
                {
                    **vals,
                    "body": "Note.",
                    "subtype_id": self.env.ref("mail.mt_note").id,
                },
                {
                    **vals,
                    "body": "Mine.",
                    "message_type": "comment",
                    "attachment_ids": [Command.create({**file, "res_id": record_id})],
                },
            ]
        )

    def test_models(self):
        """Who has a history keeps it: a new model cannot forget."""
        for name in self._get_models():
            with self.subTest(name):
                self.assertTrue(self.env[name]._is_history_kept)

    def test_nobody_edits_or_deletes(self):
        """Of every model, by every role, each kind of message and its files."""
        ways = {
            "write": lambda message: message.write({"body": "Never."}),
            "unlink": lambda message: message.unlink(),
            "files": lambda message: message.write({"attachment_ids": [(5, 0, 0)]}),
        }
        for name in self._get_models():
            record = self.env[name].search([], limit=1)
            # where there is none in the database, the right goes by the model alone
            number = record.id or self.dossier.id
            for role, user in self.users.items():
                messages = self._write_history(name, number, user.partner_id)
                for message in messages.with_user(user):
                    for way, change in ways.items():
                        with self.subTest(name, role=role, way=way):
                            with self.assertRaises(AccessError), self._undone():
                                change(message)
                file = messages.attachment_ids.with_user(user)
                with self.subTest(name, role=role, way="file"):
                    with self.assertRaises(AccessError), self._undone():
                        file.unlink()
                    with self.assertRaises(AccessError), self._undone():
                        file.raw = b"Another"
                    with self.assertRaises(AccessError), self._undone():
                        file.sudo()._delete_and_notify(messages[2])
                messages.unlink()

    def test_the_administrator_of_the_database_may(self):
        system = new_test_user(
            self.env,
            "history_system",
            "base.group_system,cds_assessment.group_admin",
        )
        messages = self._write_history(
            "cds.assessment", self.dossier.id, self.head.partner_id
        )
        messages[1].with_user(system).body = "A name is taken out."
        self.assertIn("taken out", messages[1].body)

    def test_not_from_the_menu_of_a_message(self):
        user = self.users["head"]
        message = self._write_history(
            "cds.assessment", self.dossier.id, user.partner_id
        )[2]
        self.authenticate(user.login, user.login)
        for body in ("Never.", ""):
            with (
                mute_logger("odoo.http"),
                self.assertRaises(JsonRpcException),
            ):
                self.make_jsonrpc_request(
                    "/mail/message/update_content",
                    {
                        "message_id": message.id,
                        "update_data": {"body": body, "attachment_ids": []},
                    },
                )
        self.assertIn("Mine.", message.body)
        self.assertTrue(message.attachment_ids.exists())

    def test_in_ones_own_name(self):
        dossier = self.dossier.with_user(self.contributor)
        words = dossier.message_post(body=NOTE, message_type="comment")
        self.assertEqual(words.author_id, self.contributor.partner_id)
        head = self.head.partner_id
        for vals in (
            {"author_id": head.id},
            {"email_from": head.email_formatted},
            {"date": "2020-01-01 00:00:00"},
        ):
            with self.subTest(vals), self._undone():
                with self.assertRaises(AccessError):
                    dossier.message_post(body=NOTE, **vals)
            with self.subTest(vals), self._undone():
                with self.assertRaises(AccessError):
                    dossier.env["mail.message"].create(
                        {
                            "model": dossier._name,
                            "res_id": dossier.id,
                            "body": "Not mine.",
                            **vals,
                        }
                    )

    def test_other_histories_are_none_of_ours(self):
        partner = self.env["res.partner"].create({"name": "Other"})
        user = self.users["head"]
        user.group_ids |= self.env.ref("base.group_partner_manager")
        message = self._write_history(partner._name, partner.id, user.partner_id)[2]
        message.with_user(user).body = "Changed."
        self.assertIn("Changed.", message.body)


@tagged("post_install", "-at_install")
class TestDerivedFields(WorkflowCase):
    """What is stored and follows from something else is nobody's to write."""

    # refused by rights or by rules of their own, whatever the field
    CLOSED = {
        "cds.assessment.line",
        "cds.assessment.result",
        "cds.certificate.result",
        "cds.publication.line",
        "cds.score.change",
    }

    def test_every_model(self):
        for name, model in self.env.registry.items():
            is_ours = model._original_module == "cds_assessment"
            if not is_ours or model._abstract or model._transient or not model._auto:
                continue
            derived = [
                field.name
                for field in model._fields.values()
                if field.store
                and field.compute
                and field.readonly
                and not field.inverse
                # what Odoo keeps of itself
                and field.name not in ("display_name", "parent_path")
            ]
            writable = self.env["ir.model.access"].search_count(
                [
                    ("model_id.model", "=", name),
                    ("perm_write", "=", True),
                    ("group_id", "!=", self.env.ref("cds_assessment.group_admin").id),
                ]
            )
            if not derived or not writable or name in self.CLOSED:
                continue
            record = self.env[name].with_user(self.head)
            for field in derived:
                with self.subTest(name, field=field), self.assertRaises(UserError):
                    record._check_guarded({field: 1})

    def test_a_milestone_stays_with_its_authority(self):
        campaign = self.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": self.district.id,
                "school_year_id": self.year.id,
                "milestone_ids": [Command.create({"name": "Report"})],
            }
        )
        milestone = campaign.milestone_ids.with_user(self.officer)
        with self.assertRaises(UserError):
            milestone.write({"authority_id": self.province.id})
        self.assertEqual(milestone.authority_id, self.district)
