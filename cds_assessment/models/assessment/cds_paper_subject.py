from odoo import models


class CdsPaperSubject(models.AbstractModel):
    """Whose meeting the minutes about a record tell of."""

    _inherit = "cds.paper.subject"

    def _get_paper_council(self):
        """Return the council whose meeting the subject's minutes tell of.

        :rtype: cds.council
        """
        return self.env["cds.council"]
