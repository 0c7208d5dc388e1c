from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.activities import TURNS, ask_anew


class CdsInstitution(models.Model):
    """The dossiers of a school; nobody assesses their own."""

    _inherit = "cds.institution"

    assessment_ids = fields.One2many(
        "cds.assessment", "institution_id", string="Assessments"
    )

    @api.constrains("user_ids", "active")
    def _check_no_judge_in_own_case(self):
        """Nobody becomes staff of a school while their team assesses it."""
        assessments = self.env["cds.assessment"].sudo()  # wherever the dossier is
        for institution in self:
            open_ones = assessments.search(
                [("institution_id", "=", institution.id), ("state", "=", "external")]
            )
            conflict = institution._get_staff() & open_ones.team_id._get_users()
            if conflict:
                raise ValidationError(
                    self.env._(
                        "%(names)s assess this school from outside just now.",
                        names=", ".join(conflict.mapped("name")),
                    )
                )

    def _get_partners_in_sight(self):
        """Return them with the teams that assess the institutions."""
        dossiers = self.env["cds.assessment"].sudo()  # sudo: whatever the user sees
        teams = dossiers.search([("institution_id", "in", self.ids)]).team_id
        return super()._get_partners_in_sight() | teams._get_users().partner_id

    def _ask_anew(self):
        """Hand open turns of the institutions' dossiers to those who are there now.

        The school's own, and where the institution assesses from outside those that it
        is to receive or recognise.
        """
        if not self:
            return
        # sudo: who is asked does not depend on who sees the dossier
        dossiers = self.env["cds.assessment"].sudo()
        authority = ("submitted", "reviewed")
        school = [state for state in TURNS if state not in (*authority, "external")]
        ask_anew(
            dossiers.search(
                [
                    "|",
                    "&",
                    ("institution_id", "in", self.ids),
                    ("state", "in", school),
                    "&",
                    ("state", "in", authority),
                    "|",
                    ("institution_id.assessor_id", "in", self.ids),
                    "&",
                    ("institution_id.assessor_id", "=", False),
                    ("institution_id.parent_id", "in", self.ids),
                ]
            )
        )
