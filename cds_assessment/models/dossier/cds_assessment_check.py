from odoo import models
from odoo.exceptions import UserError

from ...tools.states import standing_hand
from .checks import SEVERITIES, read_dossier, run_checks

SHOWN = 3  # findings that a refusal tells


class CdsAssessment(models.Model):
    """The check before sending (khám hồ sơ): see ``checks.registry`` for its rules."""

    _inherit = "cds.assessment"

    # === ACTIONS === #

    def action_check(self):
        """Show what the check finds.

        :raise UserError: when the user may not check it
        """
        self.ensure_one()
        self._check_may_check()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cds_assessment.cds_assessment_action_check"
        )
        return {**action, "context": {"active_id": self.id, "active_model": self._name}}

    def get_check(self):
        """Run the check, its slow rules as well.

        :return: ``name`` of the dossier, ``counts`` by severity and ``findings``, each
            with ``severity``, ``sentence``, ``code``, and where it is put right:
            ``model``, ``res_id``, ``field``, ``item``
        :raise UserError: when the user may not check it
        """
        self.ensure_one()
        self._check_may_check()
        findings = run_checks(read_dossier(self))
        return {
            "name": self.display_name,
            "counts": {
                severity: sum(finding.severity == severity for finding in findings)
                for severity in SEVERITIES
            },
            "findings": [self._describe_finding(finding) for finding in findings],
        }

    def _describe_finding(self, finding):
        place = finding.place
        return {
            "severity": finding.severity,
            "sentence": finding.sentence,
            "code": finding.code,
            "model": place.model if place else "",
            "res_id": place.res_id if place else 0,
            "field": place.field if place else "",
            "item": place.item if place else "",
            "action": place.action if place else "",
        }

    # === BUSINESS METHODS === #

    def _get_cannot_check_reason(self):
        """Return why the user cannot run the check (empty: they can).

        It reads all that the school has, drafts as well: so it is the school's own,
        and once the dossier is submitted, that of the officers who receive it.
        """
        self.ensure_one()
        if self.env.su:
            return ""
        reason = self._get_cannot_role_reason("contributor", "school")
        if reason and standing_hand(self.state):
            return self._get_cannot_role_reason("officer", "authority")
        return reason

    def _check_may_check(self):
        self.check_access("read")
        self._check_can("check")

    def _check_dependencies(self):
        """Name what the quick rules look at, as far as it changes while people work."""
        return (
            "council_id.problems",
            "document_ids.date",
            "document_ids.state",
            "evidence_ids.line_ids",
            "evidence_ids.state",
        )

    def _get_blocking_reason(self, is_slow):
        """Return what stops the dossier from being sent (empty: nothing does).

        :param is_slow: look at the files, or at all the rest
        """
        self.ensure_one()
        findings = run_checks(read_dossier(self), is_slow=is_slow)
        found = [f.sentence for f in findings if f.severity == "blocking"]
        if not found:
            return ""
        return self.env._(
            "The check found %(count)s faults that must be put right first: "
            "%(sentences)s",
            count=len(found),
            sentences=" ".join(found[:SHOWN]),
        )

    def _check_files(self):
        """Refuse to send files that are not what they were.

        :raise UserError: with what the check found
        """
        for assessment in self:
            reason = assessment._get_blocking_reason(is_slow=True)
            if reason:
                raise UserError(
                    self.env._(
                        "%(assessment)s: %(reason)s",
                        assessment=assessment.display_name,
                        reason=reason,
                    )
                )
