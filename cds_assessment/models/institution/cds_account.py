import datetime
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import hmac
from odoo.tools.misc import consteq

from ...tools.account_login import (
    bare_code,
    free_logins,
    plain_login,
    written_code,
)
from ...tools.public_address import public_address, unreachable_reason
from ...tools.qr import qr_drawing
from .discuss_channel import APART

# By role: what log-ins begin with, what people are called on paper, whose side it is,
# and the role that whoever gives it must have at least.
ROLES = {
    "head": ("hieutruong", "Hiệu trưởng", "school", "officer"),
    "council": ("thuky", "Thư ký", "school", "officer"),
    "contributor": ("giaovien", "Giáo viên", "school", "officer"),
    "authority_head": ("thutruong", "Thủ trưởng", "authority", "authority_head"),
    "officer": ("chuyenvien", "Chuyên viên", "authority", "officer"),
    "reviewer": ("thanhvien", "Thành viên đoàn", "authority", "officer"),
}
DAYS = 30  # that a code is good for
LOGIN_HOURS = 1  # that are left to choose a password, once the code was used
SCOPE = "cds_account_code"
SALT_BYTES = 16
TIME_ZONE = "Asia/Ho_Chi_Minh"


class CdsAccount(models.Model):
    """Who may log in for an institution, in which role, given by who is above it.

    Accounts begin without a password: a code on paper, good for some days, leads to
    Odoo's own page on which people choose one. No code is kept: it follows from the
    database's secret and what was drawn when its slip was asked for. Asking again takes
    the former one back; the page itself changes nothing.

    ================  ==========================================================
    who               what they give
    ================  ==========================================================
    officers          roles of schools below their own authority, officers and
                      team members of authorities below
    heads             the same, and heads of authorities below
    nobody            a role at the own institution, or above the own role
    ================  ==========================================================
    """

    _name = "cds.account"
    _description = "Account"
    _inherit = ["cds.guarded"]
    _order = "institution_id, role_rank, id"
    _rec_name = "login"

    _guarded_fields = frozenset(
        ("institution_id", "company_id", "role", "user_id", "code_until")
    )

    institution_id = fields.Many2one(
        "cds.institution", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    role = fields.Selection(
        [
            ("head", "Head of the School"),
            ("council", "Secretary, Council"),
            ("contributor", "Teacher"),
            ("authority_head", "Head of the Authority"),
            ("officer", "Officer"),
            ("reviewer", "Team Member"),
        ],
        required=True,
        readonly=True,
    )
    role_rank = fields.Integer(
        compute="_compute_role_rank", store=True, aggregator=None
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade", index=True
    )
    login = fields.Char(string="Log-in", related="user_id.login")
    name = fields.Char(string="Person", related="user_id.name")
    email = fields.Char(string="E-mail", related="user_id.email")
    login_date = fields.Datetime(string="Last Log-in", related="user_id.login_date")
    code_salt = fields.Char(readonly=True, groups=fields.NO_ACCESS, copy=False)
    code_hash = fields.Char(readonly=True, groups=fields.NO_ACCESS, copy=False)
    code_made_on = fields.Datetime(readonly=True, groups=fields.NO_ACCESS, copy=False)
    code_until = fields.Datetime(string="Code Good Until", readonly=True, copy=False)
    status = fields.Selection(
        [
            ("new", "No Slip Yet"),
            ("invited", "Slip Printed"),
            ("active", "In Use"),
            ("ended", "Ended"),
        ],
        compute="_compute_status",
    )

    _code_hash_unique = models.UniqueIndex("(code_hash) WHERE code_hash IS NOT NULL")
    _one_each = models.UniqueIndex("(institution_id, role, user_id)")

    # === COMPUTE METHODS === #

    @api.depends("role")
    def _compute_role_rank(self):
        ranks = list(ROLES)
        for account in self:
            account.role_rank = ranks.index(account.role) if account.role else 0

    @api.depends("user_id.active", "user_id.login_date", "code_until")
    def _compute_status(self):
        # sudo: whether an account is in use is for whoever sees the account
        for account in self.sudo():
            user = account.user_id
            if (
                not user.active
                or account.institution_id not in user.cds_institution_ids
            ):
                account.status = "ended"
            elif user.login_date:
                account.status = "active"
            else:
                account.status = "invited" if account.code_until else "new"

    # === MAKE === #

    @api.model
    def _make(self, pairs):
        """Make accounts with their users, without a password.

        :param pairs: list of pairs of an institution and a role
        :return: ``cds.account``
        :raise AccessError: for a role that the user may not give there
        """
        self._check_may_give(pairs)
        logins = free_logins(
            [plain_login(ROLES[role][0], i.code, i.name) for i, role in pairs],
            self._find_taken,
        )
        values = [
            self._get_user_values(institution, role, login)
            for (institution, role), login in zip(pairs, logins, strict=True)
        ]
        users = self._create_users(values)
        # sudo: accounts are made here alone
        return self.sudo().create(
            [
                {"institution_id": i.id, "role": role, "user_id": user.id}
                for (i, role), user in zip(pairs, users, strict=True)
            ]
        )

    @api.model
    def _create_users(self, values):
        """Create users whom nobody writes to: what they get is a slip."""
        # sudo: officers make no users but these
        users = self.env["res.users"].sudo()
        quiet = {"no_reset_password": True, "tracking_disable": True, APART: True}
        return users.with_context(**quiet).create(values)

    @api.model
    def _check_may_give(self, pairs):
        institutions = self.env["cds.institution"].union(*(i for i, _role in pairs))
        institutions.check_access("write")
        for institution, role in pairs:
            _prefix, _title, kind, least = ROLES[role]
            own = self.env.user.cds_institution_ids
            may = self.env.su or self.env.user.has_group(
                f"cds_assessment.group_{least}"
            )
            if not may or kind != institution.kind or institution in own:
                raise AccessError(
                    self.env._(
                        "You cannot give this role at “%s”.", institution.display_name
                    )
                )

    def _find_taken(self, logins):
        """Return those of a set of log-ins that somebody has, or had."""
        # sudo: a log-in is one user's, whoever sees them
        users = self.env["res.users"].sudo().with_context(active_test=False)
        found = users.search_fetch([("login", "in", list(logins))], ["login"])
        return set(found.mapped("login"))

    @api.model
    def _get_user_values(self, institution, role, login, name="", email=""):
        _prefix, title, _kind, _least = ROLES[role]
        # sudo: the company of an institution that the user keeps
        company = institution.sudo().company_id
        is_head = role in ("head", "authority_head")
        return {
            "name": name
            or (is_head and institution.head_name)
            or f"{title} – {institution.name}",
            "login": login,
            "email": email or institution.email,
            "tz": TIME_ZONE,
            "group_ids": [
                Command.set(self.env.ref(f"cds_assessment.group_{role}").ids)
            ],
            "cds_institution_ids": [Command.set(institution.ids)],
            **(
                {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
                if company
                else {}
            ),
        }

    # === HAND OVER === #

    def action_end(self):
        """End accounts: who had them is no staff any more, and asked for nothing.

        :raise AccessError: for those that are not the user's to keep
        """
        self._check_keeps()
        for account in self.sudo():  # sudo: officers change no users but these
            user = account.user_id
            user.cds_institution_ids -= account.institution_id
            if not user.cds_institution_ids:
                user.active = False
            account.write({"code_salt": False, "code_hash": False, "code_until": False})

    def _hand_over(self, name, email):
        """Give the role to somebody else: what is open is theirs from now on.

        The log-in goes on with who comes; who leaves keeps what they did under their
        own name.

        :return: the new ``cds.account``
        """
        self.ensure_one()
        self._check_keeps()
        institution, role, login = self.institution_id, self.role, self.login
        # sudo: as in action_end
        old = self.sudo().user_id
        [old.login] = free_logins([f"{login}.cu"], self._find_taken)
        old.flush_recordset(["login"])  # it is free for who comes
        values = self._get_user_values(institution, role, login, name, email)
        user = self._create_users([values])
        account = self.sudo().create(
            {"institution_id": institution.id, "role": role, "user_id": user.id}
        )
        account._take_over(old)
        self.action_end()
        return account.sudo(False)

    def _take_over(self, old):  # pylint: disable=unused-argument
        """Have who comes take over what is open, besides the turns of dossiers.

        :param old: ``res.users`` in superuser mode: who leaves
        """
        self.ensure_one()

    def action_hand_over(self):
        """Ask who takes the account over."""
        self.ensure_one()
        self._check_keeps()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "cds.account.handover",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    # === SLIPS === #

    def action_print_slips(self):
        """Print a slip for each institution, with new codes for its accounts.

        :raise UserError: where the address on it would lead nowhere
        """
        self._check_keeps()
        reason = unreachable_reason(self.env)
        if reason:
            raise UserError(reason)
        going = self.filtered(lambda account: account.status != "ended")
        if not going:
            raise UserError(self.env._("These accounts have ended."))
        going._draw_codes()
        report = self.env.ref("cds_assessment.action_report_account_slips")
        return report.report_action(going, config=False)

    def _draw_codes(self):
        """Draw a code for each account: the former one is good no longer."""
        now = fields.Datetime.now()
        until = now + datetime.timedelta(days=DAYS)
        for account in self.sudo():  # sudo: what codes follow from is nobody's to read
            account.code_salt = secrets.token_hex(SALT_BYTES)
            account.write(
                {
                    "code_hash": self._hash_code(account._get_code()),
                    "code_made_on": now,
                    "code_until": until,
                }
            )

    def _get_code(self):
        """Return the code that was drawn last; for superuser mode."""
        self.ensure_one()
        # sudo: the secret of this database
        digest = hmac(self.env(su=True), SCOPE, (self.id, self.code_salt))
        return written_code(digest)

    def _get_slips(self):
        """Return what the slips tell: those of accounts whose code is still good.

        :return: list of dictionaries, one for each institution
        """
        self._check_keeps()
        now = fields.Datetime.now()
        good = self.filtered(
            lambda a: a.status != "ended" and a.code_until and a.code_until > now
        )
        return [
            accounts._get_slip(institution)
            for institution, accounts in good.grouped("institution_id").items()
        ]

    def _get_slip(self, institution):
        address = public_address(self.env)
        here = self.with_context(tz=TIME_ZONE)
        until = fields.Datetime.context_timestamp(here, min(self.mapped("code_until")))
        above, _own = institution._get_letterhead()
        return {
            "above": above,
            "institution": institution.name,
            "code": institution.code or "",
            "address": f"{address}/cds/vao",
            "until": f"{until:%d/%m/%Y}",
            "rows": [account._get_slip_row(address) for account in self],
        }

    def _get_slip_row(self, address):
        code = self.sudo()._get_code()  # sudo: as in _draw_codes
        return {
            "title": ROLES[self.role][1],
            "name": self.name,
            "login": self.login,
            "code": code,
            "qr": qr_drawing(f"{address}/cds/vao/{code}"),
        }

    def _get_file_name(self):
        """Return what a file with the slip is called, without its ending."""
        self.ensure_one()
        return f"phieu-tai-khoan-{self.login}"

    @api.model
    def _hash_code(self, code):
        # sudo: the secret of this database
        return hmac(self.env(su=True), SCOPE, bare_code(code))

    @api.model
    def _get_first_use(self, typed):
        """Return where somebody with a code chooses a password.

        :param typed: the code, as it was typed
        :return: a path with Odoo's own token, None for a code that is not good
        """
        hashed = self._hash_code(typed)
        # sudo: the code is what gives the right
        account = self.sudo().search([("code_hash", "=", hashed)], limit=1)
        if not account or not consteq(account.code_hash, hashed):
            return None
        user, now = account.user_id, fields.Datetime.now()
        is_used = user.login_date and user.login_date > account.code_made_on
        if account.status == "ended" or account.code_until < now or is_used:
            return None
        partner = user.partner_id
        partner.signup_prepare("reset")
        token = partner._generate_signup_token(expiration=LOGIN_HOURS)
        return f"/web/reset_password?token={token}"

    def _check_keeps(self):
        """Refuse accounts of institutions that the user does not keep.

        :raise AccessError: and for roles that the user could not give
        """
        self.check_access("read")
        self._check_may_give([(a.institution_id, a.role) for a in self])
