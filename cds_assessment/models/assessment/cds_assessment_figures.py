from markupsafe import Markup

from odoo import api, fields, models


class CdsAssessment(models.Model):
    """The year's figures that a dossier rests on."""

    # The dossier is cut by topic, a file each.
    _inherit = "cds.assessment"

    profile_id = fields.Many2one(
        "cds.profile",
        string="Year's Figures",
        compute="_compute_profile_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The figures of the same school and school year.",
    )

    @api.depends("institution_id", "school_year_id")
    def _compute_profile_id(self):
        profiles = self.env["cds.profile"].search(
            [
                ("institution_id", "in", self.institution_id.ids),
                ("school_year_id", "in", self.school_year_id.ids),
            ]
        )
        found = {(p.institution_id, p.school_year_id): p for p in profiles}
        for assessment in self:
            key = assessment.institution_id, assessment.school_year_id
            assessment.profile_id = found.get(key)

    def action_open_profile(self):
        """Open the year's figures of the school, new ones where there are none yet.

        Who may not begin them gets the form, which says so.
        """
        self.ensure_one()
        self.check_access("read")
        profile = self.profile_id
        if not profile and self._is_on_side("school"):
            profile = self._begin_profile()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Year's Figures"),
            "res_model": "cds.profile",
            "res_id": profile.id,
            "views": [(False, "form")],
            "context": {
                "default_institution_id": self.institution_id.id,
                "default_school_year_id": self.school_year_id.id,
            },
        }

    def _begin_profile(self):
        profiles = self.env["cds.profile"]
        if not profiles.has_access("create"):
            return profiles
        return profiles.create(
            {
                "institution_id": self.institution_id.id,
                "school_year_id": self.school_year_id.id,
            }
        )

    def _get_lines_of_figures(self, codes):
        """Return the items that take one of some figures.

        :param codes: codes of ``cds.figure``
        """
        codes = list(codes)
        return self.env["cds.assessment.line"].search(
            [
                ("assessment_id", "in", self.ids),
                "|",
                "|",
                ("criterion_id.numerator_figure_id.code", "in", codes),
                ("criterion_id.denominator_figure_id.code", "in", codes),
                ("criterion_id.quantity_figure_id.code", "in", codes),
            ]
        )

    def _tell_figures_changed(self, lines, changes):
        """Tell in the chatter that figures changed which concluded items rest on.

        :param lines: the items
        :param changes: old and new number by code of ``cds.figure``
        """
        self.ensure_one()
        profile = self.profile_id
        figures = self.env["cds.figure"].search([("code", "in", list(changes))])
        rows = (
            Markup("<li>%s: %s → %s</li>")
            % (figure.name, *map(profile._format, changes[figure.code]))
            for figure in figures & lines.criterion_id._get_figures()
        )
        self.message_post(
            body=Markup("%s<ul>%s</ul>%s")
            % (
                self.env._("Figures have changed after the council concluded:"),
                Markup().join(rows),
                self.env._(
                    "Items that rest on them: %(codes)s",
                    codes=", ".join(lines.mapped("code")),
                ),
            ),
            author_id=self.env.user.partner_id.id,
        )
