from odoo import api, fields, models
from odoo.exceptions import UserError

# The fields of a row that leave this server.
PUBLIC = (
    "name",
    "school_level",
    "ownership",
    "locality",
    "managed_by",
    "results",
    "decision_number",
    "decision_date",
    "certificate_number",
    "valid_until",
)


class CdsPublicationLine(models.Model):
    """One school in a published snapshot: plain values, nobody's names."""

    _name = "cds.publication.line"
    _description = "Published Result"
    _order = "publication_id, sequence, id"

    publication_id = fields.Many2one(
        "cds.publication", required=True, readonly=True, ondelete="cascade", index=True
    )
    # for those who work here only, see PUBLIC
    certificate_id = fields.Many2one(
        "cds.certificate", required=True, readonly=True, ondelete="restrict", index=True
    )
    is_withdrawn = fields.Boolean(
        string="Withdrawn",
        compute="_compute_is_withdrawn",
        store=True,
        help="The certificate has been withdrawn since: the row is not shown any more.",
    )
    sequence = fields.Integer(readonly=True, aggregator=None)
    name = fields.Char(string="School", required=True, readonly=True)
    school_level = fields.Char(readonly=True)
    ownership = fields.Char(readonly=True)
    locality = fields.Char(readonly=True)
    managed_by = fields.Char(readonly=True)
    results = fields.Json(
        readonly=True, help="Of each group: code, name, points, maximum, level."
    )
    result_summary = fields.Char(
        string="Points and Levels", compute="_compute_result_summary"
    )
    decision_number = fields.Char(readonly=True)
    decision_date = fields.Date(readonly=True)
    certificate_number = fields.Char(readonly=True)
    valid_until = fields.Date(readonly=True)

    @api.depends("certificate_id.state")
    def _compute_is_withdrawn(self):
        for line in self:
            line.is_withdrawn = line.certificate_id.state == "withdrawn"

    @api.depends("results")
    @api.depends_context("lang")
    def _compute_result_summary(self):
        for line in self:
            # sudo: the summary is of frozen values; who may read the row may read it
            line.result_summary = line.sudo().certificate_id.result_summary

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse rows by hand: snapshots are taken.

        :raise UserError: outside of superuser mode
        """
        self._check_is_code()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse changes by hand.

        :raise UserError: outside of superuser mode
        """
        self._check_is_code()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_code(self):
        self._check_is_code()

    def _check_is_code(self):
        if not self.env.su:
            raise UserError(self.env._("This changes by the buttons only."))

    def _get_public_rows(self):
        """Return the rows that hold as dictionaries of what anybody may know."""
        rows = self.filtered(lambda line: not line.is_withdrawn).read(PUBLIC)
        return [{name: row[name] for name in PUBLIC} for row in rows]
