import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.file_name import clean_name
from ...tools.scan_names import Known, match


class CdsDocumentScans(models.TransientModel):
    """Signed scans of many papers at once: dropped, told apart by their names.

    What a name does not tell is chosen by hand; nothing is kept before all is clear.
    """

    _name = "cds.document.scans"
    _description = "Signed Scans"

    document_ids = fields.Many2many(
        "cds.document",
        "cds_document_scans_rel",
        string="Papers",
        readonly=True,
        help="Those that wait for their signed scan.",
    )
    line_ids = fields.One2many("cds.document.scans.line", "scans_id", string="Files")

    @api.model
    def _open_for(self, documents):
        """Open the dialog for those of the papers that may get a scan.

        :raise UserError: with the reasons, if none may
        """
        ready = documents.filtered(lambda paper: not paper._get_cannot_sign_reason())
        unsigned = ready.filtered(lambda paper: paper.state == "issued")
        ready = unsigned or ready
        if not ready:
            reasons = {paper._get_cannot_sign_reason() for paper in documents}
            raise UserError(
                "\n".join(filter(None, reasons))
                or self.env._("There is no issued paper that waits for its scan.")
            )
        dialog = self.create({"document_ids": ready.ids})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed Scans"),
            "res_model": self._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def add_file(self, name, datas):
        """Take a file that was dropped; what is wrong with it is said in its row.

        :param name: its name
        :param datas: its bytes as Base64
        :raise AccessError: in another one's dialog
        """
        self.ensure_one()
        self.check_access("write")
        name = clean_name(str(name or ""))
        problem = ""
        content = self.env["cds.remarked"]._decode(datas)
        try:
            name = self.env["cds.document"]._check_scan(content, name).name
        except UserError as error:
            problem = str(error)
        taken = self.line_ids.document_id
        self.env["cds.document.scans.line"].create(
            {
                "scans_id": self.id,
                "name": name,
                "datas": False if problem else base64.b64encode(content),
                "problem": problem,
                "document_id": not problem and self._find(name, taken),
            }
        )

    def _find(self, name, taken):
        papers = [
            Known(
                paper.id,
                paper.number if paper.is_numbered else 0,
                (paper.name or "").partition("/")[2],
                " ".join(filter(None, (paper.type_id.name, paper.criterion_code))),
            )
            for paper in self.document_ids
        ]
        key = match(name, papers)
        return False if key in taken.ids else key

    def action_apply(self):
        """Keep each file as the signed scan of its paper.

        :raise UserError: for files without a paper, two of one paper, or a refusal
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: not line.problem)
        if not lines:
            raise UserError(self.env._("Drop the signed scans first."))
        missing = lines.filtered(lambda line: not line.document_id)
        if missing:
            raise UserError(
                self.env._(
                    "Choose the paper, or remove the row: %(files)s.",
                    files=", ".join(missing.mapped("name")),
                )
            )
        for document, same in lines.grouped("document_id").items():
            if len(same) > 1:
                raise UserError(
                    self.env._(
                        "%(paper)s has two scans: %(files)s. Remove one, or scan them "
                        "into one file.",
                        paper=document.display_name,
                        files=", ".join(same.mapped("name")),
                    )
                )
        if lines.document_id - self.document_ids:
            raise UserError(self.env._("This paper does not wait for a scan."))
        for line in lines:
            line.document_id._sign(base64.b64decode(line.datas), line.name)
        message = self.env._("%(count)s scans are kept.", count=len(lines))
        return lines.document_id._tell_remarks(message)


class CdsDocumentScansLine(models.TransientModel):
    """A file that was dropped, and the paper that it is the scan of."""

    _name = "cds.document.scans.line"
    _description = "Signed Scan"

    scans_id = fields.Many2one(
        "cds.document.scans", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(string="File", readonly=True)
    datas = fields.Binary(attachment=False, readonly=True)
    document_id = fields.Many2one("cds.document", string="Paper", ondelete="cascade")
    problem = fields.Char(readonly=True)
