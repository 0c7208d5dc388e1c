from odoo import fields, models


class CdsAssessment(models.Model):
    """A dossier whose school closes before it has handed it in."""

    _inherit = "cds.assessment"

    state_before_closing = fields.Char(readonly=True, copy=False)
    school_closed_on = fields.Date(
        related="institution_id.closed_on", string="School Closed On"
    )
    school_successor_id = fields.Many2one(
        related="institution_id.successor_id", string="School Merged Into"
    )

    def _give_up(self):
        """Cancel dossiers of closed schools; all in them stays to be read."""
        self._hold("cancel")
        for state, dossiers in self.grouped("state").items():
            dossiers.write({"state_before_closing": state})
            dossiers._set_state("cancelled")
        for dossier in self.with_context(lang="vi_VN"):  # whoever the job runs as
            dossier.message_post(body=dossier.env._("Given up: the school has closed."))

    def _take_up(self):
        """Go on with dossiers of schools that have not closed after all."""
        self._hold("cancel")
        for state, dossiers in self.grouped("state_before_closing").items():
            dossiers.state_before_closing = False
            dossiers.filtered(lambda d: d.state == "cancelled")._set_state(state)
