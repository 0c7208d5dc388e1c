from odoo import api, models

from ...tools.number_format import format_points
from ...tools.states import ISSUED


class CdsProfile(models.Model):
    """Papers follow the figures of the year, or say that figures have changed."""

    _inherit = "cds.profile"

    @api.model
    def _figures_changed(self, profile, changes):
        """Mark the issued papers that tell a figure which has changed."""
        result = super()._figures_changed(profile, changes)
        # sudo: papers are marked whoever changed the figure
        papers = (
            self.env["cds.document"]
            .sudo()
            .search(
                [
                    ("institution_id", "=", profile.institution_id.id),
                    ("school_year_id", "=", profile.school_year_id.id),
                    ("state", "in", ISSUED),
                ]
            )
        )
        for paper in papers:
            used = [code for code in paper.used_figures or () if code in changes]
            if used:
                note = self._describe_changes({code: changes[code] for code in used})
                notes = filter(None, (paper.outdated_note, note))
                paper.write({"is_outdated": True, "outdated_note": "\n".join(notes)})
        return result

    @api.model
    def _describe_changes(self, changes):
        """Write changes of figures: "Học sinh: 623 → 625"."""
        # sudo: the catalogue of figures is for everyone
        figures = self.env["cds.figure"].sudo().search([("code", "in", list(changes))])
        return "; ".join(
            f"{figure.name}: {self._describe_number(changes[figure.code][0])} → "
            f"{self._describe_number(changes[figure.code][1])}"
            for figure in figures
        )

    def _describe_number(self, number):
        return "–" if number is None else format_points(self.env, number)
