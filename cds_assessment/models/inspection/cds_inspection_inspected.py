from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .cds_inspection import OPINION_IN


class CdsInspectionInspected(models.Model):
    """One who is inspected: a user, or only a name, with what they say to it."""

    _name = "cds.inspection.inspected"
    _description = "Inspected Person or Unit"
    _inherit = ["cds.inspection.part"]
    _order = "inspection_id, sequence, id"
    _reader_paths = {"user_id": "user_id", "inspection_id": "user_id"}

    inspection_id = fields.Many2one(
        "cds.inspection", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10, aggregator=None)
    user_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        index="btree_not_null",
        help="A user sees the minutes and writes their own opinion.",
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    position = fields.Char(help="The office held, or the unit.")
    opinion = fields.Text(copy=False)
    can_opine = fields.Boolean(compute="_compute_can_opine")

    _once = models.UniqueIndex(
        "(inspection_id, user_id) WHERE user_id IS NOT NULL",
        "A user is inspected only once by an inspection.",
    )

    @api.depends("user_id")
    def _compute_name(self):
        for row in self:
            row.name = row.user_id.name or row.name

    @api.depends("user_id", "inspection_id.state")
    @api.depends_context("uid")
    def _compute_can_opine(self):
        for row in self:
            row.can_opine = not row._get_cannot_write_reason({"opinion"})

    @api.constrains("user_id", "inspection_id")
    def _check_staff(self):
        for row in self:
            # sudo: the staff of a school is not for everyone to read
            school = row.sudo().inspection_id.institution_id
            if row.user_id and row.user_id not in school.user_ids:
                raise ValidationError(
                    self.env._("Users who are inspected work at the school.")
                )
            row.sudo().inspection_id._check_people()

    def _check_may_write(self, vals):
        """Let people write their own opinion, and the inspectors all the rest.

        :raise UserError: with the reason
        """
        if self.env.su:
            return
        for row in self:
            reason = row._get_cannot_write_reason(set(vals))
            if reason:
                raise UserError(reason)
        if set(vals) - {"opinion"}:
            self._check_open()

    def _get_cannot_write_reason(self, names):
        """Return why the user cannot write fields of a row (empty: they can)."""
        self.ensure_one()
        # sudo: whoever reads a row may know how far its inspection is
        inspection = self.sudo().inspection_id.sudo(False)
        is_own = self.user_id == self.env.user
        if is_own and names - {"opinion"}:
            return self.env._("Who is inspected writes their opinion only.")
        if "opinion" in names and inspection.sudo().state not in OPINION_IN:
            return inspection.sudo()._get_state_reason()
        if "opinion" in names and self.user_id and not is_own:
            return self.env._("An opinion is written by who holds it.")
        return "" if is_own else inspection._get_cannot_role_reason("team")
