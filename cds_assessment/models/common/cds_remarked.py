import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import office_file, pdf_file, picture_file
from ...tools.evidence_content import ContentError, check_content

DEFAULT_MAX_MB = 50


class CdsRemarked(models.AbstractModel):
    """A file as people upload it: checked, and what a bound volume does not show."""

    _name = "cds.remarked"
    _description = "File With Remarks"

    remarks = fields.Char(
        readonly=True,
        copy=False,
        help="Codes of what a bound volume does not show of the file.",
    )
    remark = fields.Char(compute="_compute_remark")

    @api.depends("remarks")
    @api.depends_context("lang")
    def _compute_remark(self):
        for record in self:
            codes = (record.remarks or "").split(",")
            record.remark = self._get_remark(codes)

    def _tell_remarks(self, message=""):
        """Close a dialog, saying what is odd about the files that it has kept.

        :param message: what is said before it
        """
        remarks = dict.fromkeys(filter(None, self.mapped("remark")))
        close = {"type": "ir.actions.act_window_close"}
        if not message and not remarks:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if remarks else "success",
                "sticky": bool(remarks),
                "message": " ".join(filter(None, (message, *remarks))),
                "next": close,
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _decode(self, datas):
        """Give the bytes of a file that a client sent as Base64.

        :raise UserError: for what is none
        """
        try:
            return base64.b64decode(datas or b"", validate=False)
        except (binascii.Error, TypeError, ValueError) as error:
            raise UserError(self.env._("The file did not arrive whole.")) from error

    @api.model
    def _get_max_bytes(self):
        # sudo: a setting that everybody's uploads are measured with
        parameters = self.env["ir.config_parameter"].sudo()
        value = parameters.get_param("cds_assessment.evidence_max_mb", DEFAULT_MAX_MB)
        try:
            return int(value) * 1024 * 1024
        except ValueError:
            return DEFAULT_MAX_MB * 1024 * 1024

    @api.model
    def _check_content(self, name, raw):
        """Check a file before it is kept.

        :param name: its name, clean
        :param raw: its bytes
        :return: ``evidence_content.Content``, with the name to keep it by
        :raise UserError: saying what is wrong with it
        """
        try:
            return check_content(name, raw, self._get_max_bytes())
        except ContentError as error:
            refusal = self._get_content_refusal(error.code, name, error.ending)
            raise UserError(refusal) from error

    @api.model
    def _get_content_refusal(self, code, name="", ending=""):
        """Put a refusal into a sentence."""
        megabytes = self._get_max_bytes() // (1024 * 1024)
        sentences = {
            "empty": self.env._("“%(name)s” is empty.", name=name),
            "too_large": self.env._(
                "“%(name)s” is larger than %(limit)s MB.", name=name, limit=megabytes
            ),
            "type": self.env._(
                "“%(name)s”: files of this type are not taken. Use PDF, pictures, "
                "Office files, text, ZIP, MP3 or MP4.",
                name=name,
            ),
            "mismatch": self.env._(
                "“%(name)s”: the content is not what the name says.", name=name
            ),
            "other": self.env._(
                "“%(name)s”: the content is not what the name says, it is that of a "
                "file “.%(ending)s”. Give the file this ending, and upload it again.",
                name=name,
                ending=ending,
            ),
            "web": self.env._(
                "“%(name)s”: the content is not what the name says, it is a web page. "
                "Open it in Word or Excel, choose “Save As”, and save it as .docx, "
                ".xlsx or PDF.",
                name=name,
            ),
            "text": self.env._(
                "“%(name)s”: the content is not what the name says, it is plain text. "
                "Open it in Word or Excel, choose “Save As”, and save it as .docx, "
                ".xlsx or PDF.",
                name=name,
            ),
            "heic": self.env._(
                "“%(name)s” is a picture in the HEIC format of phones. Open it and "
                "save it as JPEG, or set the camera to “Most Compatible” (JPEG) and "
                "take it again.",
                name=name,
            ),
            "archive": self.env._(
                "“%(name)s” is an archive (RAR, 7-Zip, GZ) that is not taken. Unpack "
                "it, then upload its files, or a ZIP of them.",
                name=name,
            ),
            "unreadable": self.env._(
                "“%(name)s” cannot be opened: the file is damaged.", name=name
            ),
            "too_fine": self.env._(
                "“%(name)s” has more dots than can be opened here (178 million). Save "
                "it smaller, or take it again with the camera's usual setting.",
                name=name,
            ),
            "encrypted": self.env._(
                "“%(name)s” is protected with a password: remove it first.", name=name
            ),
            "link": self.env._(
                "This is no link: it must begin with http:// or https:// and name a "
                "site, without user name and password."
            ),
        }
        return sentences[code]

    @api.model
    def _get_remark(self, codes):
        """Return what a bound volume will not show of a file.

        :param codes: remarks of ``evidence_content.Content``
        :return: sentences, empty where it shows everything
        """
        sentences = {
            pdf_file.XFA: self.env._(
                "This form (XFA) is whole only as its own file: a bound volume holds "
                "no more than its cover page."
            ),
            pdf_file.FORM: self.env._(
                "This is a filled-in form: what was filled in is sure to be seen only "
                "in its own file. To have it bound whole, print it to a PDF."
            ),
            pdf_file.PORTFOLIO: self.env._(
                "This is a PDF portfolio: a bound volume holds its cover only. To have "
                "its papers bound, upload them one by one."
            ),
            pdf_file.ATTACHED: self.env._(
                "Other files are attached within this PDF: a bound volume does not "
                "hold them. To have them bound, upload them one by one."
            ),
            pdf_file.LAYERS: self.env._(
                "This PDF has hidden layers: so that these are not shown, it is not "
                "bound, and goes along as its own file. To have it bound, print it to "
                "a PDF."
            ),
            office_file.MAY_BE_LOCKED: self.env._(
                "This workbook may ask for a password: see whether it opens without "
                "one. If not, remove the password and upload it again."
            ),
            picture_file.MOVING: self.env._(
                "This is a moving picture: a bound volume shows its first moment only."
            ),
        }
        return " ".join(sentences[code] for code in codes if code in sentences)
