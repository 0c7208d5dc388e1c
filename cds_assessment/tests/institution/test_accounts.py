import datetime
import io
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import TransactionCase
from odoo.tools.pdf import PdfReader

from ...models.institution import cds_account_batch
from ...tools.account_login import (
    ALPHABET,
    bare_code,
    free_logins,
    plain_login,
    written_code,
)
from ...tools.public_address import PARAMETER
from ..common.cases import CdsCase

SLIPS = "cds_assessment.action_report_account_slips"
ADDRESS = "https://cds.example.edu.vn"


class AccountCase(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(PARAMETER, ADDRESS)
        cls.school.code = "01001001"
        cls.leader = cls._create_user("authority_head", cls.district)
        cls.commune = cls._create_institution(
            "Commune", kind="authority", parent_id=cls.district.id
        )

    def _batch(self, institutions=None, user=None, **vals):
        return (
            self.env["cds.account.batch"]
            .with_user(user or self.officer)
            .create(
                {
                    "institution_ids": [Command.set((institutions or self.school).ids)],
                    **vals,
                }
            )
        )

    def _make(self, *args, **vals):
        batch = self._batch(*args, **vals)
        batch.action_make()
        return self.env["cds.account"].with_user(batch.user_id).search([])

    def _code(self, account):
        account.action_print_slips()
        [slip] = account._get_slips()
        [row] = slip["rows"]
        return row["code"]


@tagged("post_install", "-at_install")
class TestAccounts(AccountCase):
    def test_log_ins_are_made_of_role_and_code(self):
        accounts = self._make()
        self.assertEqual(
            accounts.mapped("login"), ["hieutruong.01001001", "thuky.01001001"]
        )
        head = accounts[0].sudo().user_id
        self.assertTrue(head.has_group("cds_assessment.group_head"))
        self.assertFalse(head.has_group("cds_assessment.group_officer"))
        self.assertEqual(head.cds_institution_ids, self.school)
        self.assertEqual(head.lang, "vi_VN")
        self.assertEqual(accounts.mapped("status"), ["new", "new"])

    def test_nothing_is_made_twice(self):
        first = self._make()
        self.assertEqual(self._make(), first)
        batch = self._batch()
        self.assertEqual((batch.total_count, batch.made_count), (2, 2))

    def test_many_are_made_in_the_background_and_go_on_after_a_stop(self):
        schools = self.env["cds.institution"].create(
            [
                {"name": f"School {n}", "code": f"9{n}", "parent_id": self.district.id}
                for n in range(4)
            ]
        )
        with (
            patch.object(cds_account_batch, "AWAITED", 1),
            patch.object(cds_account_batch, "AT_ONCE", 3),
            patch.object(
                type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60
            ),
        ):
            batch = self._batch(schools)
            batch.action_make()
            self.assertEqual((batch.state, batch.made_count), ("running", 0))
            self.assertEqual(batch._make_chunk(), 3)
            self.env.invalidate_all()
            self.assertEqual((batch.made_count, batch.progress), (3, 37))
            self.env["cds.account.batch"]._cron_make()
        self.env.invalidate_all()
        self.assertEqual((batch.state, batch.made_count), ("done", 8))
        accounts = self.env["cds.account"].search(
            [("institution_id", "in", schools.ids)]
        )
        self.assertEqual(len(set(accounts.mapped("login"))), 8)

    def test_a_slip_leads_to_a_password_once(self):
        account = self._make(for_secretary=False)
        code = self._code(account)
        self.assertEqual(account.status, "invited")
        typed = f" {code.lower().replace('-', ' ')} "
        path = self.env["cds.account"]._get_first_use(typed)
        token = path.removeprefix("/web/reset_password?token=")
        users = self.env["res.users"].sudo()
        login, _password = users.signup({"password": "Mat-khau-1"}, token)
        self.assertEqual(login, "hieutruong.01001001")
        # who has logged in since has used it
        log = self.env["res.users.log"].create({})
        self.env.cr.execute(
            "UPDATE res_users_log SET create_uid = %s, create_date = %s WHERE id = %s",
            (
                account.sudo().user_id.id,
                fields.Datetime.now() + datetime.timedelta(minutes=1),
                log.id,
            ),
        )
        self.env.invalidate_all()
        self.assertEqual(account.status, "active")
        self.assertIsNone(self.env["cds.account"]._get_first_use(code))

    def test_printing_again_takes_the_former_code_back(self):
        account = self._make(for_secretary=False)
        old, new = self._code(account), self._code(account)
        self.assertIsNone(self.env["cds.account"]._get_first_use(old))
        self.assertTrue(self.env["cds.account"]._get_first_use(new))

    def test_a_page_that_is_opened_again_changes_nothing(self):
        """Whatever leads an officer's browser there: the printed slip stays good."""
        account = self._make(for_secretary=False)
        code = self._code(account)
        for _ in range(2):
            html, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.officer)
                ._render_qweb_html(SLIPS, account.ids)
            )
            self.assertIn(code, html.decode())

    def test_a_code_expires(self):
        account = self._make(for_secretary=False)
        code = self._code(account)
        account.sudo().code_until = fields.Datetime.now() - datetime.timedelta(days=1)
        self.assertIsNone(self.env["cds.account"]._get_first_use(code))

    def test_codes_are_kept_as_hashes_that_nobody_reads(self):
        account = self._make(for_secretary=False)
        code = self._code(account)
        self.assertNotIn(bare_code(code), account.sudo().code_hash)
        with self.assertRaises(AccessError):
            account.with_user(self.admin).read(["code_hash"])
        for typed in ("", "-", "%", "AAAAA-AAAAA", "0" * 5000):
            self.assertIsNone(self.env["cds.account"]._get_first_use(typed))

    def test_an_address_that_leads_nowhere_is_not_printed(self):
        account = self._make(for_secretary=False)
        self.env["ir.config_parameter"].set_param(PARAMETER, "http://localhost:8069")
        with self.assertRaises(UserError):
            account.action_print_slips()

    def test_the_slips_of_schools(self):
        self._make(self.school | self.commune)
        accounts = self.env["cds.account"].with_user(self.officer).search([])
        accounts.action_print_slips()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(
                "cds_assessment.action_report_account_slips", accounts.ids
            )
        )
        reader = PdfReader(io.BytesIO(content))
        self.assertEqual(len(reader.pages), 2)  # one for each institution
        # letters that are moved together are read as apart
        text = "".join("".join(p.extract_text().split()) for p in reader.pages)
        for account in accounts:
            self.assertIn(account.login, text)
        self.assertIn(f"{ADDRESS}/cds/vao", text)
        self.assertIn("Tênđăngnhập", text)
        self.assertFalse(text.endswith("2"), "a page's number")

    def test_a_new_head_takes_over(self):
        account = self._make(for_secretary=False)
        old = account.sudo().user_id
        new = account._hand_over("Người Mới", "moi@example.com")
        self.assertEqual(new.login, "hieutruong.01001001")
        self.assertEqual((new.name, new.email), ("Người Mới", "moi@example.com"))
        self.assertEqual(account.status, "ended")
        self.assertFalse(old.active)
        self.assertIn(new.sudo().user_id, self.school.user_ids)
        self.assertNotIn(old, self.school.user_ids)

    def test_items_that_were_given_are_taken_over(self):
        account = self._make(for_secretary=False)
        old = account.sudo().user_id
        dossiers = self._create_assessment() | self._create_assessment(
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        dossiers.line_ids[0].assigned_user_ids = [Command.link(old.id)]
        dossiers[1].line_ids[0].assigned_user_ids = [Command.link(old.id)]
        dossiers[1]._set_state("submitted")
        new = account._hand_over("Người Mới", "").sudo().user_id
        self.assertEqual(dossiers[0].line_ids[0].assigned_user_ids, new)
        kept = dossiers[1].with_context(active_test=False)  # who left is archived
        self.assertEqual(kept.line_ids[0].assigned_user_ids, old)

    def test_who_ended_may_be_given_again(self):
        account = self._make(for_secretary=False)
        code = self._code(account)
        account.action_end()
        self.assertIsNone(self.env["cds.account"]._get_first_use(code))
        again = self._make(for_secretary=False) - account
        self.assertEqual(again.login, "hieutruong.01001001.2")


@tagged("post_install", "-at_install")
class TestWhoGivesAccounts(AccountCase):
    def test_not_at_the_own_authority_nor_elsewhere(self):
        for place in (self.district, self.province, self.other_school):
            with self.subTest(place.name), self.assertRaises(AccessError):
                self._make(place, for_officer=True)

    def test_nobody_gives_more_than_they_have(self):
        roles = {"for_authority_head": True, "for_officer": False}
        with self.assertRaises(AccessError):
            self._make(self.commune, **roles)
        account = self._make(self.commune, user=self.leader, **roles)
        self.assertEqual(account.login, "thutruong.commune")
        with self.assertRaises(AccessError):
            account.with_user(self.officer)._hand_over("Me", "")
        with self.assertRaises(AccessError):
            account.with_user(self.officer).action_end()

    def test_roles_of_schools_stay_at_schools(self):
        with self.assertRaises(AccessError):
            self.env["cds.account"].with_user(self.officer)._make(
                [(self.school, "officer")]
            )
        with self.assertRaises(AccessError):
            self.env["cds.account"].with_user(self.officer)._make(
                [(self.commune, "head")]
            )

    def test_what_moves_away_is_left(self):
        account = self._make(for_secretary=False)
        self.school.parent_id = self.other_district
        self.env.flush_all()
        self.env.invalidate_all()
        for refused in (account.action_print_slips, account.action_end):
            with self.assertRaises(AccessError):
                refused()

    def test_nothing_is_given_by_writing(self):
        account = self._make(for_secretary=False)
        for vals in (
            {"role": "authority_head"},
            {"user_id": self.officer.id},
            {"institution_id": self.other_school.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                account.write(vals)
        with self.assertRaises(UserError):
            self._batch().write({"state": "running"})
        with self.assertRaises(UserError):
            self._batch().write({"user_id": self.admin.id})

    def test_schools_give_none(self):
        with self.assertRaises(AccessError):
            self._batch(user=self.head)
        with self.assertRaises(AccessError):
            self.env["cds.account"].with_user(self.head)._make([(self.school, "head")])


@tagged("post_install", "-at_install")
class TestFirstUse(AccountCase, HttpCase):
    def test_from_the_slip_to_the_page_of_the_password(self):
        code = self._code(self._make(for_secretary=False))
        answer = self.url_open(f"/cds/vao/{code}")
        self.assertIn("/web/reset_password", answer.url)
        self.assertIn('name="token"', answer.text)
        self.assertIn("Mật khẩu", answer.text)

    def test_a_code_that_is_none(self):
        answer = self.url_open("/cds/vao/AAAAA-AAAAA")
        self.assertIn("Mã không đúng", answer.text)
        answer = self.url_open("/cds/vao")
        self.assertNotIn("Mã không đúng", answer.text)


class TestLogins(TransactionCase):
    def test_log_ins(self):
        for code, name, expected in (
            ("01001001", "Trường A", "hieutruong.01001001"),
            ("", "Trường Tiểu học Đắk R'Măng", "hieutruong.truongtieuhocdakrmang"),
            ("", "Trường Tiểu học Đăk Rmăng", "hieutruong.truongtieuhocdakrmang"),
        ):
            self.assertEqual(plain_login("hieutruong", code, name), expected)

    def test_log_ins_that_are_taken_get_a_number(self):
        used = {"thuky.1", "thuky.1.2"}
        free = free_logins(["thuky.1", "thuky.2", "thuky.2", "thuky.1"], used.__and__)
        self.assertEqual(free, ["thuky.1.3", "thuky.2", "thuky.2.2", "thuky.1.4"])

    def test_codes(self):
        codes = {written_code(f"{number:064x}") for number in range(500)}
        self.assertEqual(len(codes), 500)
        self.assertLessEqual(set("".join(codes)), set(ALPHABET + "-"))
