from odoo import models
from odoo.exceptions import UserError

from ...tools.file_name import safe_name


class CdsAssessment(models.Model):
    """The dossier of an assessment, to be taken away as one ZIP."""

    _inherit = "cds.assessment"

    def action_build_dossier(self):
        """Build the dossier: at once and down it goes, or in the background.

        Of several assessments there is one ZIP for each.

        :raise UserError: for one that is cancelled
        """
        self.check_access("read")
        cancelled = self.filtered(lambda assessment: assessment.state == "cancelled")
        if cancelled:
            raise UserError(
                self.env._(
                    "“%(assessment)s” is cancelled: it has no dossier.",
                    assessment=cancelled[0].display_name,
                )
            )
        if len(self) > 1:
            batch = self.env["cds.dossier.batch"]._request(self)
            return self._open_dossier(batch)
        dossier = self.env["cds.dossier"]._request(self)
        if dossier.state == "queued" and dossier._is_small():
            dossier._build_at_once()
        else:
            dossier._queue()
        if dossier.state == "done" and not dossier.warnings:
            return dossier.action_download()
        return self._open_dossier(dossier)

    def _open_dossier(self, record):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossier"),
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _get_dossier_name(self):
        """Name the ZIP by school and year, without an ending."""
        self.ensure_one()
        return safe_name(
            "Bo ho so",
            self.sudo().institution_id.name,  # sudo: as in the display name
            self.school_year_id.name,
        )
