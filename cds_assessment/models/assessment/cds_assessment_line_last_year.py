from odoo import fields, models

from ...tools.number_format import format_points


class CdsAssessmentLine(models.Model):
    _inherit = "cds.assessment.line"

    last_points = fields.Char(
        "Last Year",
        compute="_compute_last_points",
        help="What counted for this item in the dossier of an earlier school year.",
    )

    def _compute_last_points(self):
        """Write out the points of the earlier dossier, through the map of versions.

        An item that stands for several of before has their sum; one that was not scored
        then, or has no points, has nothing.
        """
        self.last_points = ""
        for dossier, lines in self.grouped("assessment_id").items():
            if not dossier.id:
                continue
            points = dossier._get_last_points()
            for line in lines:
                if line.id in points and line.max_points:
                    line.last_points = format_points(line.env, points[line.id])
