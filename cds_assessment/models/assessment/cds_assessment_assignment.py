from collections import defaultdict
from contextlib import contextmanager

from odoo import api, fields, models

from ..common import activities

# The states in which a change of the council reaches the items: those in preparation
# are given out when the scoring begins.
FOLLOWING = ("self", "council")


class CdsAssessment(models.Model):
    """Who fills in which items, as the council's decision says.

    A change of the council, its members or their criteria moves what it changes and
    nothing else: what was given or taken back by hand stays so.
    """

    # The dossier is cut by topic, a file each.
    _inherit = "cds.assessment"

    assignable_user_ids = fields.Many2many(
        "res.users",
        string="May Be Given Items",
        compute="_compute_assignable_user_ids",
        help="The staff of the school and the members of its council.",
    )

    @api.depends("institution_id.user_ids", "council_id.user_ids")
    def _compute_assignable_user_ids(self):
        for assessment in self:
            # sudo: who works at a school that the user may read
            own = assessment.sudo()
            people = own.institution_id.user_ids | own.council_id.user_ids
            assessment.assignable_user_ids = people.with_env(self.env)

    def write(self, vals):
        """Let the items follow another council."""
        if "council_id" not in vals:
            return super().write(vals)
        with self._following_council():
            return super().write(vals)

    @contextmanager
    def _following_council(self):
        """Move the items of the councils' dossiers by what changes within."""
        # sudo: the assignment follows from the council's decision
        dossiers = self.sudo().filtered(lambda dossier: dossier.state in FOLLOWING)
        before = {dossier: dossier._get_council_items() for dossier in dossiers}
        yield
        for dossier, items in before.items():
            dossier._follow_council(items)

    def _get_council_items(self):
        """Return what the council's decision gives to whom.

        :return: set of pairs of user and line
        """
        self.ensure_one()
        lines = {line.criterion_id: line for line in self.line_ids}
        return {
            (user, lines[criterion])
            for user, criteria in self.council_id._get_criteria_by_user().items()
            for criterion in criteria
            if criterion in lines
        }

    def _follow_council(self, before):
        after = self._get_council_items()
        taken, given = _by_user(before - after), _by_user(after - before)
        for user, lines in taken.items():
            lines._change_assigned(user, fields.Command.UNLINK)
        news = {
            user: lines._change_assigned(user, fields.Command.LINK)
            for user, lines in given.items()
        }
        activities.tell_assigned(self, news)


def _by_user(pairs):
    by_user = defaultdict(set)
    for user, line in pairs:
        by_user[user].add(line)
    return {
        user: next(iter(lines)).union(*lines).sorted("sequence")
        for user, lines in by_user.items()
    }
