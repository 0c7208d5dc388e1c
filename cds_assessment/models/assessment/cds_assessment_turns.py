from odoo import models

from ..common.activities import TURNS, ask_anew


class CdsInstitution(models.Model):
    """Whose turn it is when people leave an institution or come to it."""

    # The dossiers of an institution are not its own matter.
    _inherit = "cds.institution"

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
