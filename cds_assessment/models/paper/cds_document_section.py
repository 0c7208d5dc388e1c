from odoo import fields, models


class CdsDocumentSection(models.Model):
    """A text of a paper that people may edit.

    What nobody has edited follows the data until the paper is issued.
    """

    _name = "cds.document.section"
    _description = "Text of a Paper"
    _inherit = ["cds.guarded"]
    _order = "document_id, sequence, id"
    _rec_name = "label"
    _guarded_fields = frozenset(
        ("document_id", "code", "label", "sequence", "is_own_wording", "own_numbers")
    )

    document_id = fields.Many2one(
        "cds.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    code = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Section", required=True, readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    text = fields.Text()
    is_edited = fields.Boolean(string="Edited", default=False)
    is_own_wording = fields.Boolean(
        readonly=True, help="Proposed in the words of the institution itself."
    )
    own_numbers = fields.Char(
        readonly=True, help="Numbers in its own words that no data stands behind."
    )

    _once = models.UniqueIndex(
        "(document_id, code)", "A paper has each of its texts once."
    )

    def write(self, vals):
        """Keep note of what people edit, so that data does not overwrite it.

        :raise UserError: when the paper is not the user's to edit
        """
        if not self.env.su:
            self.document_id.check_access("read")
            # who edits while the paper is issued is told so
            self.document_id._share()
            self.document_id._check_can("edit")
        if "text" in vals and not self.env.context.get("cds_suggested"):
            vals = {**vals, "is_edited": True}
        return super().write(vals)

    # === ACTIONS === #

    def action_suggest(self):
        """Take the proposed text again."""
        self.check_access("write")
        for section in self:
            section.write({"is_edited": False})
        self.document_id._refresh_sections()

    def action_keep_wording(self):
        """Keep the text as the institution's own wording, proposed from now on.

        :raise UserError: when the paper is not the user's to edit
        """
        self.check_access("write")
        for section in self:
            section.document_id._check_can("edit")
            proposal = section.document_id._get_proposal(section.code)
            self.env["cds.paper.wording"]._keep(section, proposal)
            section.write({"is_edited": False})
        self.document_id._refresh_sections()

    def action_drop_wording(self):
        """Have the institution's own wording proposed no more.

        :raise UserError: when the paper is not the user's to edit
        """
        self.check_access("write")
        for section in self:
            section.document_id._check_can("edit")
            wordings = self.env["cds.paper.wording"]._find(section.document_id)
            wordings.get(section.code, self.env["cds.paper.wording"]).unlink()
        self.document_id._refresh_sections()
