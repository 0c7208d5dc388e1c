import os

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The files of our records prove something: they are kept byte for byte.

    All of them come by here, whatever field or row they belong to: evidence, signed
    scans, delivered files, frozen papers, dossiers.
    """

    _inherit = "ir.attachment"

    def _postprocess_contents(self, values):
        # Odoo makes pictures smaller (base.image_autoresize_max_px): what is kept would
        # no longer be what was signed, photographed, hashed.
        if self._is_ours(values):
            return values
        return super()._postprocess_contents(values)

    def _is_ours(self, values):
        """Return whether values are of a file of our records, new or there already."""
        name = values.get("res_model")
        names = [name] if name else self.mapped("res_model")
        return any((name or "").startswith("cds.") for name in names)

    def _to_http_stream(self):
        if self._is_ours({}):
            try:
                self._check_there()
            except UserError as lost:
                # what answers a browser drops the sentence of a UserError
                answer = Response(
                    str(lost), 404, content_type="text/plain; charset=utf-8"
                )
                raise HTTPException(response=answer) from lost
        return super()._to_http_stream()

    def _check_there(self):
        """Refuse to open a file that the store has lost.

        :raise UserError: naming it, with what to do instead
        """
        self.ensure_one()
        name = self.store_fname
        if not name or os.access(self._full_path(name), os.R_OK):
            return
        if self.res_field == "pdf":
            # what was frozen is uploaded nowhere; but the store knows files by their
            # content: the same bytes attached to any record lie in the same place
            sentence = self.env._(
                "The file of “%(name)s” is gone from the server's store. If you have "
                "kept this PDF, attach it to a message below the record: then it is "
                "there again. If not, ask your administrator to bring the file back "
                "from a backup.",
                name=self._get_owner_name(),
            )
        else:
            sentence = self.env._(
                "The file “%(name)s” is gone from the server's store. Upload the same "
                "file again at the same place: then it is there again. If you do not "
                "have it, ask your administrator to bring it back from a backup.",
                name=self._get_owner_name(),
            )
        raise UserError(sentence)

    def _get_owner_name(self):
        """Return what people call a file: its name, or the record whose field it is."""
        if not self.res_field:
            return self.name
        # sudo: who opens a file of a record may read the record
        return self.env[self.res_model].sudo().browse(self.res_id).display_name

    def _restore(self, raw):
        """Put back the bytes of a file that the store has lost, or keeps otherwise.

        :param raw: what it was when it was kept: the caller has compared the hash
        :return: whether anything was wrong with it
        """
        self.ensure_one()
        if self.raw == raw:
            return False
        self.write({"raw": raw, "mimetype": self.mimetype})
        return True

    @api.model
    def _get_kept(self, record, field):
        """Return the attachment that keeps a field of a record.

        :param record: one record whose reading was checked by the caller
        :return: at most one attachment, in superuser mode
        """
        # sudo: see above
        return self.sudo().search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("res_field", "=", field),
            ],
            limit=1,
        )

    @api.model
    def _read_kept(self, record, field):
        """Give the bytes of a field of a record, frozen ones for instance.

        :raise UserError: for a file that the store has lost, with what to do
        """
        attachment = self._get_kept(record, field)
        if attachment:
            attachment._check_there()
        return attachment.raw or b""
