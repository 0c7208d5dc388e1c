from odoo import api, fields, models
from odoo.fields import Command

from .cds_assessment_evidence import OPEN_STATES


class CdsAssessment(models.Model):
    """The evidence of a dossier: its numbers, and what comes along from last year."""

    _inherit = "cds.assessment"

    evidence_ids = fields.One2many("cds.assessment.evidence", "assessment_id")
    evidence_numbers = fields.Json(
        readonly=True,
        copy=False,
        help="The highest number that was given in each criterion.",
    )
    carried_count = fields.Integer(
        string="To Be Answered",
        compute="_compute_carried_count",
        help="Papers of last year that are to be kept, replaced or dropped.",
    )

    @api.depends("evidence_ids.state")
    def _compute_carried_count(self):
        for assessment in self:
            states = assessment.evidence_ids.mapped("state")
            assessment.carried_count = states.count("carried")

    # === ACTIONS === #

    def action_carry_evidence(self):
        """Bring along the evidence of the latest earlier dossier."""
        self.check_access("write")
        self._begin("carry_evidence")
        for assessment in self:
            assessment._carry_evidence()

    def _get_cannot_carry_evidence_reason(self):
        reason = self._get_cannot_change_evidence_reason()
        return reason or (self._get_cannot_role_reason("council", "school"))

    def _get_cannot_change_evidence_reason(self):
        """Return why the user cannot change what proves the points (empty: they
        can).
        """
        if self:  # a row may be of no dossier yet
            self.ensure_one()
        if self.state not in OPEN_STATES:
            return self._get_state_reason()
        return "" if self.env.su else self._get_cannot_fill_reason()

    # === BUSINESS METHODS === #

    def _next_evidence_number(self, root):
        """Return the next number of a paper in a criterion, never one given before.

        It is written into the assessment's own row: of two users at once the second
        is refused by the database, and tried again by Odoo with what the first wrote.

        :param root: ``cds.criterion``
        """
        self.ensure_one()
        numbers = dict(self.evidence_numbers or {})
        key = str(root.id)
        numbers[key] = numbers.get(key, 0) + 1
        # Not by write(): a counter is no change of the dossier.
        self.env.cr.execute(
            "UPDATE cds_assessment SET evidence_numbers = %s WHERE id = %s",
            (
                self._fields["evidence_numbers"].convert_to_column(numbers, self),
                self.id,
            ),
        )
        self.invalidate_recordset(["evidence_numbers"], flush=False)
        return numbers[key]

    def _use_evidence(self, evidence, lines):
        """Let a piece of the store prove items; who calls has checked that it may.

        :param evidence: one ``cds.evidence``
        :param lines: items of this assessment
        :return: the use, which keeps its code if the paper is used here already
        """
        self.ensure_one()
        # sudo: uses are written by code only
        uses = self.env["cds.assessment.evidence"].sudo()
        use = uses.search(
            [("assessment_id", "=", self.id), ("evidence_id", "=", evidence.id)]
        )
        if use:
            use._attach(lines)
        else:
            use = uses.create(
                {
                    "assessment_id": self.id,
                    "evidence_id": evidence.id,
                    "line_ids": [Command.set(lines.ids)],
                }
            )
        return use.sudo(self.env.su)

    def _attach_by_code(self, pairs):
        """Attach pieces of the store to items that are named by their codes.

        :param pairs: pairs of a ``cds.evidence`` id and a list of codes of items
        :raise KeyError: for a code that the set of criteria does not have
        :raise AccessError: for items that the user may not fill in
        """
        self.ensure_one()
        by_code = {line.code: line for line in self.line_ids}
        for evidence_id, codes in pairs:
            for code in codes:
                by_code[code].attach_evidence([evidence_id])

    def _accept_all(self):
        """Accept what waits for it and is the user's to accept."""
        for use in self.evidence_ids:
            if use.state == "submitted" and not use._get_cannot_accept_reason():
                use.action_accept()

    def _carry_evidence(self):
        """Bring along what earlier dossiers have proved, to be answered.

        What is used here already stays as it is: run twice, nothing is doubled.

        :return: the new uses
        """
        self.ensure_one()
        new_uses = self.env["cds.assessment.evidence"]
        for earlier in self._get_carried_from():
            new_uses |= self._carry_evidence_from(earlier)
        return new_uses

    def _get_carried_from(self):
        """Return the dossiers whose evidence is brought along: the latest earlier one.

        :rtype: cds.assessment
        """
        return self._get_earlier()

    def _carry_evidence_from(self, earlier):
        """Bring along what one dossier has proved.

        :param earlier: an earlier ``cds.assessment``, of this institution or of one
            that has gone into it
        :return: the new uses
        """
        new_uses = self.env["cds.assessment.evidence"]
        lines_by_criterion = self._map_criteria(earlier.framework_id)
        # sudo: uses are written by code only; what has gone into an institution is its
        here = self.sudo()
        known = (
            here.evidence_ids.evidence_id | here.evidence_ids.previous_id.evidence_id
        )
        for use in earlier.sudo().evidence_ids:
            lines = here.line_ids.browse(
                line_id
                for old in use.line_ids
                for line_id in lines_by_criterion.get(old.criterion_id.id, ())
            )
            is_taken = use.evidence_id in known or not use.evidence_id.active
            if use.state not in ("accepted", "submitted") or is_taken or not lines:
                continue
            new_uses |= new_uses.sudo().create(
                {
                    "assessment_id": self.id,
                    "evidence_id": use.evidence_id._get_for(here.institution_id).id,
                    "line_ids": [Command.set(lines.ids)],
                    "state": "carried",
                    "previous_id": use.id,
                }
            )
        return new_uses.sudo(self.env.su)
