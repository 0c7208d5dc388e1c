from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.states import STATES

# Where the points may still follow the figures, and where they are only looked at.
FOLLOWING = ("draft", "self")
REVIEWING = ("council",)


class CdsProfile(models.Model):
    """The dossiers whose items the figures of the year answer."""

    _inherit = "cds.profile"

    assessment_ids = fields.One2many(
        "cds.assessment", "profile_id", string="Assessments"
    )

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._link_assessments()
        return profiles

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for profile in self:
            # sudo: a dossier stands in the way whoever may see it
            if profile.sudo().assessment_ids:
                raise UserError(
                    self.env._(
                        "“%(profile)s” is used by a dossier: it cannot be deleted.",
                        profile=profile.display_name,
                    )
                )

    def _link_assessments(self):
        """Let the dossiers of the same school and school year find the profiles."""
        # sudo: the link follows from school and year, whoever creates the profile
        assessments = self.env["cds.assessment"].sudo()
        found = assessments.search(
            [
                ("institution_id", "in", self.institution_id.ids),
                ("school_year_id", "in", self.school_year_id.ids),
            ]
        )
        self.env.add_to_compute(assessments._fields["profile_id"], found)

    @api.model
    def _figures_changed(self, profile, changes):
        """Let dossiers that are still scored follow; mark those that are concluded."""
        result = super()._figures_changed(profile, changes)
        # sudo: what follows belongs to others, and to states where hands are closed
        lines = profile.sudo().assessment_ids._get_lines_of_figures(changes)
        lines.filtered(
            lambda line: line.assessment_id.state in FOLLOWING
        )._follow_figures(changes)
        settled = set(STATES) - {*FOLLOWING, *REVIEWING, "cancelled"}
        lines.filtered(
            lambda line: line.assessment_id.state in settled
        )._mark_figures_changed(changes)
        return result
