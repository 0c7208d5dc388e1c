from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import scoring
from ...tools.number_format import format_points
from .cds_assessment_line import FIGURES


class CdsAssessmentLine(models.Model):
    """How the figures of an item follow those of the school year (``cds.profile``).

    Until the self-scoring is over they follow; who types another number keeps it. Once
    the council has concluded, a change of the year's figures only marks the item.
    """

    _inherit = "cds.assessment.line"

    figure_origin = fields.Char(
        compute="_compute_figure_origin",
        help="How the figures stand to those of the school year.",
    )
    is_figure_changed = fields.Boolean(
        string="Year's Figures Changed",
        readonly=True,
        copy=False,
        help="A figure that the item rests on has changed after the council concluded.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        *FIGURES,
        "is_figure_changed",
        "assessment_id.profile_id.value_ids.value",
        "assessment_id.profile_id.value_ids.is_known",
    )
    @api.depends_context("lang", "uid")
    def _compute_figure_origin(self):
        # Not as superuser: a screen may name any dossier.
        profiles = self.assessment_id.profile_id._filtered_access("read")
        known = {profile: profile._get_figures() for profile in profiles}
        for line in self:
            profile = line.assessment_id.profile_id
            figures = line._find_figures(known.get(profile, {}))
            line.figure_origin = figures and line._describe_origin(figures) or False

    # === ACTIONS === #

    def action_take_figures(self):
        """Let the council take the year's figures in place of those of the item.

        What was scored stays: the council gives other points itself.

        :raise UserError: when the council's turn is over, or the user is not of it
        """
        for line in self:
            line._check_figures_may_be_settled(line.assessment_id.open_hand)
        for line in self.sudo():  # sudo: figures are closed to hands, checked above
            profile = line.assessment_id.profile_id
            figures = line._find_figures(profile._get_figures())
            if figures and line._can_have(figures):
                line.write({**figures, "self_points": line.self_points})
        self._clear_figure_mark()

    def action_clear(self):
        """Take the mark away that a figure has changed: it was looked at.

        :raise UserError: when the user is not of the school's council
        """
        for line in self:
            line._check_figures_may_be_settled("council")
        self._clear_figure_mark()

    def _check_figures_may_be_settled(self, hand):
        self.check_access("write")
        reason = self.assessment_id._get_cannot_role_reason("council", "school")
        if not reason and hand != "council":
            reason = self.assessment_id._get_state_reason()
        if reason and not self.env.su:
            raise UserError(
                self.env._(
                    "%(assessment)s: %(reason)s",
                    assessment=self.criterion_id.display_name,
                    reason=reason,
                )
            )

    def _clear_figure_mark(self):
        # sudo: marks are closed to hands, the callers have checked
        self.sudo().write({"is_figure_changed": False})

    # === BUSINESS METHODS === #

    def _find_figures(self, known):
        """Return what the year's figures answer to the item; empty if not all of it.

        :param known: number by code
        :return: number by field: numerator and denominator, or quantity
        """
        self.ensure_one()
        codes = self.criterion_id._get_figure_codes()
        if any(code not in known for code in codes.values()):
            return {}
        return {name: known[code] for name, code in codes.items()}

    def _get_own_figures(self):
        """Return the figures that stand on the item, by field."""
        self.ensure_one()
        return {name: self[name] for name in self.criterion_id._get_figure_codes()}

    def _describe_origin(self, figures):
        """Return how the item's figures stand to the year's, which are all known."""
        params = {
            "figures": self._format_figures(figures),
            "own": self._format_figures(self._get_own_figures()),
        }
        if params["own"] == params["figures"]:
            return self.env._("Year's figures: %(figures)s", **params)
        if self.is_figure_changed:
            return self.env._(
                "The year's figures have changed: %(own)s → %(figures)s", **params
            )
        return self.env._("Differs from the year's figures (%(figures)s)", **params)

    def _format_figures(self, figures):
        return "/".join(format_points(self.env, number) for number in figures.values())

    def _can_have(self, figures):
        """Return whether the rules take figures, so that a profile is never refused for
        the sake of a dossier.
        """
        try:
            if "numerator" in figures:
                numbers = map(scoring.to_decimal, figures.values())
                figure = scoring.percentage(*numbers)
            else:
                figure = scoring.to_decimal(figures["quantity"])
            rules = self.assessment_id.framework_id._get_rules()
            scoring.converted_points(rules.nodes[self.criterion_id.id], figure)
        except scoring.ScoringError:
            return False
        return True

    def _take_figures(self):
        """Fill items that nobody has given figures with those of the school year."""
        known = {p: p._get_figures() for p in self.assessment_id.profile_id}
        for line in self:
            profile = line.assessment_id.profile_id
            if profile and line._follows({}):
                line._write_figures(line._find_figures(known[profile]))

    def _follow_figures(self, changes):
        """Let items follow a change of figures, but those where people typed others.

        :param changes: old and new number by code; None for "not known"
        """
        old = {code: before for code, (before, _after) in changes.items()}
        known = {p: p._get_figures() for p in self.assessment_id.profile_id}
        for line in self:
            after = known[line.assessment_id.profile_id]
            before = {
                code: number
                for code, number in {**after, **old}.items()
                if number is not None
            }
            if line._follows(line._find_figures(before)):
                line._write_figures(line._find_figures(after))

    def _follows(self, figures):
        """Return whether an item has the figures of a profile, or none at all."""
        own = self._get_own_figures()
        if figures and self._can_have(figures):
            return own == figures
        return not any(own.values()) and not self._is_answered_by_figures()

    def _is_answered_by_figures(self):
        return self.status == "done" and bool(self.criterion_id.conversion_ids)

    def _write_figures(self, figures):
        """Write figures of the school year; empty takes them away again."""
        converts = bool(self.criterion_id.conversion_ids)
        status = "done" if converts else self.status
        if not figures:
            figures = dict.fromkeys(self._get_own_figures(), 0)
            status = "doing" if self._is_answered_by_figures() else self.status
        elif not self._can_have(figures):
            return
        if self._get_own_figures() != figures:
            self.with_context(cds_change_reason=self.env._("Year's figures")).write(
                {**figures, "status": status}
            )

    def _mark_figures_changed(self, changes):
        """Mark items that rest on figures which are others now, and tell the dossier.

        :param changes: old and new number by code; None for "not known"
        """
        marked = self.filtered(lambda line: line._rests_on(changes))
        back = (self - marked).filtered(
            lambda line: line.is_figure_changed and line._has_figures_of_profile()
        )
        back.write({"is_figure_changed": False})
        marked.write({"is_figure_changed": True})
        for assessment, lines in marked.grouped("assessment_id").items():
            assessment._tell_figures_changed(lines, changes)

    def _rests_on(self, changes):
        """Return whether a number on the item is the old one of a change."""
        return any(
            code in changes
            and changes[code][0] is not None
            # both are numbers of two decimals, as read from a column
            and self[name] == changes[code][0]
            for name, code in self.criterion_id._get_figure_codes().items()
        )

    def _has_figures_of_profile(self):
        known = self.assessment_id.profile_id._get_figures()
        figures = self._find_figures(known)
        return bool(figures) and self._get_own_figures() == figures
