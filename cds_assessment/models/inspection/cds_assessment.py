from odoo import fields, models

from ...tools.number_format import format_points
from ...tools.plain_text import says_something

PLAN = "cds_assessment.document_type_improvement_plan"
# An item with less than this share of its points is low.
LOW_SHARE = 0.5


class CdsAssessment(models.Model):
    """What is to become better after an assessment (kế hoạch cải tiến)."""

    _inherit = "cds.assessment"

    improvement_ids = fields.One2many(
        "cds.improvement", "assessment_id", string="Improvements"
    )

    # === ACTIONS === #

    def action_collect_improvements(self):
        """Make an improvement of each item that needs one and has none yet.

        That is what the school plans, what the external team remarks, a weakness, or
        few points.

        :raise UserError: when the user may not
        """
        self.ensure_one()
        self._check_can("collect_improvements")
        known = self.improvement_ids.assessment_line_id
        wanted = {line: self._propose_improvement(line) for line in self.line_ids}
        self.env["cds.improvement"].create(
            [
                {"name": words, "assessment_line_id": line.id}
                for line, words in wanted.items()
                if words and line not in known
            ]
        )
        return self.action_open_improvements()

    def action_make_improvement_plan(self):
        """Draft the plan of improvements as a paper, and open it.

        :raise UserError: when the user may not
        """
        self.ensure_one()
        self._check_can("make_improvement_plan")
        kind = self.env.ref(PLAN)
        paper = self._get_live_papers().filtered(lambda paper: paper.type_id == kind)
        if not paper:
            paper = self.env["cds.document"].create(
                {"assessment_id": self.id, "type_id": kind.id}
            )
        return paper[:1].get_formview_action()

    def action_open_improvements(self):
        """Show what is to be improved after the assessment."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_improvement_action"
        )
        return {**action, "domain": [("assessment_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #

    def _get_cannot_collect_improvements_reason(self):
        """Return why the user cannot collect improvements (empty: they can)."""
        self.ensure_one()
        if self.state in ("draft", "self", "cancelled"):
            return self._get_state_reason()
        return self._get_cannot_role_reason("council", "school")

    def _get_cannot_make_improvement_plan_reason(self):
        """Return why the user cannot draft their plan (empty: they can)."""
        reason = self._get_cannot_collect_improvements_reason()
        if not reason and not self.improvement_ids:
            reason = self.env._("Collect improvements first.")
        return reason

    def _propose_improvement(self, line):
        """Return what is to be done about an item, "" for nothing."""
        remark = line.external_note if self.hand in ("external", "final") else ""
        for words in (line.plan, remark, line.weaknesses):
            if says_something(words):
                return words.strip()
        points = line[f"{self.hand}_points"]
        if line.status != "done" or points >= LOW_SHARE * line.max_points:
            return ""
        return self.env._(
            "Raise “%(item)s” (%(points)s of %(maximum)s points)",
            item=line.criterion_id.name,
            points=format_points(self.env, points),
            maximum=format_points(self.env, line.max_points),
        )

    def _get_later(self):
        """Return the dossier that goes on from this one, of a later school year.

        :rtype: cds.assessment
        """
        self.ensure_one()
        later = self.search(
            [
                ("institution_id", "=", self.institution_id.id),
                ("school_year_id.date_start", ">", self.school_year_id.date_start),
                ("state", "not in", ("draft", "self", "cancelled")),
            ]
        ).sorted(lambda dossier: dossier.school_year_id.date_start)
        return later.filtered(lambda dossier: dossier._get_earlier() == self)[:1]

    def _get_points_of_items(self, framework):
        """Return the points that count, of items that were scored.

        :param framework: the version of the set whose criteria are asked for
        :return: points by id of its ``cds.criterion``, through the map of versions
        """
        points = {line.id: line[f"{self.hand}_points"] for line in self.line_ids}
        done = self.line_ids.filtered(lambda line: line.status == "done")
        return {
            criterion: sum(points[line_id] for line_id in line_ids)
            for criterion, line_ids in self._map_criteria(framework).items()
            if set(line_ids) <= set(done.ids)
        }
