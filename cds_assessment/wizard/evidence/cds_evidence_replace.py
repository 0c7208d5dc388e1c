from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.plain_text import says_something


class CdsEvidenceReplace(models.TransientModel):
    """Which paper takes the place of another: one of the store, or a new one."""

    _name = "cds.evidence.replace"
    _description = "Replace Evidence"

    use_id = fields.Many2one(
        "cds.assessment.evidence",
        string="Replaced",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    institution_id = fields.Many2one(
        related="use_id.institution_id", related_sudo=False
    )
    evidence_id = fields.Many2one(
        "cds.evidence",
        string="From the Store",
        ondelete="cascade",
        domain="[('institution_id', '=', institution_id)]",
        help="Leave empty to enter a new one.",
    )
    name = fields.Char()
    kind = fields.Selection("_selection_kind", default="other")
    number = fields.Char(string="Number and Symbol")
    date = fields.Date()
    issuer = fields.Char()
    datas = fields.Binary(string="File")
    file_name = fields.Char()
    url = fields.Char(string="Link")

    @api.model
    def _selection_kind(self):
        return self.env["cds.evidence"]._fields["kind"]._description_selection(self.env)

    def action_apply(self):
        """Replace; the use checks that the user may."""
        self.ensure_one()
        use = self.use_id
        use._check_can("replace")
        evidence = self.evidence_id
        evidence.check_access("read")
        if evidence and evidence.institution_id != use.institution_id:
            raise UserError(self.env._("This evidence belongs to another institution."))
        use._replace(evidence or self._create_evidence())
        return {"type": "ir.actions.act_window_close"}

    def _create_evidence(self):
        """Create the new piece with its file and link.

        :raise UserError: where there is nothing to create it of
        """
        if not says_something(self.name):
            raise UserError(
                self.env._("Choose a piece of evidence, or name a new one.")
            )
        assessment = self.use_id.assessment_id
        evidence = self.env["cds.evidence"].create(
            {
                "institution_id": assessment.institution_id.id,
                "school_year_id": assessment.school_year_id.id,
                **{
                    name: self[name]
                    for name in ("name", "kind", "number", "date", "issuer")
                },
            }
        )
        rows = self.env["cds.evidence.file"]
        if self.datas:
            rows.create(
                {
                    "evidence_id": evidence.id,
                    "name": self.file_name,
                    "datas": self.datas,
                }
            )
        if self.url:
            rows.create({"evidence_id": evidence.id, "url": self.url})
        return evidence
