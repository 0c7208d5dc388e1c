import hashlib
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.evidence_content import ContentError, check_url
from ...tools.file_name import clean_name


class CdsEvidenceFile(models.Model):
    """A file or a link: the content of a piece of evidence.

    Rows are added and deleted, never changed: so nobody can write their attachments
    either, whose access follows the row's.
    """

    _name = "cds.evidence.file"
    _description = "Content of Evidence"
    _inherit = ["cds.guarded", "cds.remarked"]
    _order = "evidence_id, id"

    _guarded_fields = frozenset(
        (
            "kind",
            "attachment_id",
            "sha256",
            "size",
            "mimetype",
            "remarks",
            "company_id",
        )
    )

    evidence_id = fields.Many2one(
        "cds.evidence", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [("file", "File"), ("link", "Link")],
        default="file",
        required=True,
        readonly=True,
    )
    name = fields.Char(required=True)
    url = fields.Char(string="Link")
    datas = fields.Binary(
        string="File",
        store=False,
        help="A file to be kept: taken once, when the row is created.",
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
    )
    sha256 = fields.Char(
        string="SHA-256", readonly=True, index="btree_not_null", copy=False
    )
    size = fields.Integer(
        string="Size (Bytes)", readonly=True, copy=False, aggregator="sum"
    )
    mimetype = fields.Char(string="Type", readonly=True, copy=False)
    company_id = fields.Many2one(
        related="evidence_id.company_id", store=True, index="btree_not_null"
    )
    preview_url = fields.Char(
        string="View",
        compute="_compute_preview_url",
        help="Where a browser shows the file, or the link itself.",
    )

    _file_or_link = models.Constraint(
        "CHECK((kind = 'link') = (url IS NOT NULL) AND (kind = 'file') = (sha256 IS "
        "NOT NULL))",
        "Content is either a file or a link.",
    )
    _file_once = models.UniqueIndex(
        "(evidence_id, sha256) WHERE sha256 IS NOT NULL",
        "This piece of evidence has this file already.",
    )

    @api.depends("kind", "url", "attachment_id")
    def _compute_preview_url(self):
        for row in self:
            if row.kind == "link":
                row.preview_url = row.url
            else:
                # sudo: the number alone; who opens it is checked
                row.preview_url = f"/web/content/{row.sudo().attachment_id.id}"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create rows from files (``datas``, Base64) or links (``url``).

        A file that the piece has already, and that the store has lost, is put back in
        its old row: also where a locked dossier stands on it.

        :raise UserError: for a file or link that is refused, and for a piece that a
            locked dossier uses
        """
        for vals in vals_list:
            self._check_guarded({} if self.env.su else vals)
        prepared = [self._prepare(vals) for vals in vals_list]
        restored = [self._restore(vals, raw) for vals, raw in prepared]
        fresh = [pair for pair, row in zip(prepared, restored, strict=True) if not row]
        if not self.env.su:
            self._check_may_change([vals.get("evidence_id") for vals, _raw in fresh])
        # sudo: hash and attachment are written here only; who may add to the piece was
        # checked just above, rights to create are checked below
        rows = super(CdsEvidenceFile, self.sudo()).create(
            [vals for vals, _raw in fresh]
        )
        rows = rows.sudo(self.env.su)
        rows.check_access("create")
        rows.sudo()._keep_new([raw for _vals, raw in fresh])
        made = iter(rows)
        return self.browse().concat(*(row or next(made) for row in restored))

    def _keep_new(self, contents):
        """Keep the bytes of new rows, in their order; None for links."""
        for row, raw in zip(self, contents, strict=True):
            if raw is not None:
                row._keep(raw)
        self.evidence_id._submit_again()

    def _restore(self, vals, raw):
        """Put a lost file back in its row.

        :return: that row; none for what is new, or not lost
        :raise AccessError: when the user may not write the piece of evidence
        """
        piece = self.env["cds.evidence"].browse(vals.get("evidence_id"))
        if raw is None or not piece:
            return self.browse()
        piece.check_access("write")
        return piece._restore_file(vals["sha256"], raw)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        if not self.env.su:
            self._check_may_change(self.evidence_id.ids)
            self.evidence_id._check_not_submitted()
        self.evidence_id._submit_again()

    def _check_may_change(self, evidence_ids):
        """Refuse to change the content of pieces that are not the user's to change."""
        pieces = self.env["cds.evidence"].browse(filter(None, evidence_ids))
        pieces.check_access("write")
        pieces._check_own()
        pieces._check_not_locked()

    def _prepare(self, vals):
        """Check the content that a row is made of.

        :return: the row's values, and the bytes of its file (None for a link)
        """
        vals = dict(vals)
        datas = vals.pop("datas", None)
        raw = vals.pop("raw", None)
        if vals.get("url"):
            return {**vals, **self._prepare_link(vals)}, None
        if raw is None or not isinstance(raw, bytes):
            raw = self._decode(datas)
        name = clean_name(str(vals.get("name") or ""))
        content = self._check_content(name, raw)
        return {
            **vals,
            "kind": "file",
            "url": False,
            "attachment_id": False,
            "name": content.name,
            "mimetype": content.mimetype,
            "remarks": ",".join(content.remarks),
            "size": len(raw),
            "sha256": hashlib.sha256(raw).hexdigest(),
        }, raw

    def _prepare_link(self, vals):
        try:
            url = check_url(vals["url"])
        except ContentError as error:
            refusal = self._get_content_refusal(error.code)
            raise UserError(refusal) from error
        name = vals.get("name")
        name = name.strip() if isinstance(name, str) else ""
        return {
            "kind": "link",
            "url": url,
            "name": name[:200] or url[:200],
            # said, so that no default in a context says otherwise
            "attachment_id": False,
            "sha256": False,
            "size": 0,
            "mimetype": False,
            "remarks": False,
        }

    def _keep(self, raw):
        """Keep the bytes of a new row as its attachment."""
        self.ensure_one()
        # In superuser mode, see create(): an attachment of a row is nobody's to write.
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": self.name,
                "raw": raw,
                "mimetype": self.mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    # === BUSINESS METHODS === #

    @api.model
    def _create_from_bytes(self, evidence, name, raw):
        """Add a file to a piece of evidence.

        :param evidence: ``cds.evidence``
        :param name: the file's name as it came
        :param raw: its bytes
        :return: the new row
        :raise UserError: for a file that is refused
        """
        return self.create({"evidence_id": evidence.id, "name": name, "raw": raw})

    def _get_path(self):
        """Return where the file lies on the disk; empty where the database keeps it."""
        self.ensure_one()
        self.check_access("read")
        attachment = self.attachment_id.sudo()  # sudo: its row was checked just above
        name = attachment.store_fname
        return attachment._full_path(name) if name else ""

    def _open(self):
        """Open the file to be read piece by piece.

        :return: a binary file object
        """
        path = self._get_path()
        if path:
            return open(path, "rb")
        return io.BytesIO(self.attachment_id.sudo().raw or b"")  # sudo: as above
