from odoo import models
from odoo.exceptions import UserError

from ...report.papers.proposal_list import CODE as LIST
from ...report.papers.recognition_decision import CODE as DECISION
from ...tools.plain_text import says_something


class CdsRecognition(models.Model):
    """The papers of a recognition: the list, the decision, the certificates."""

    _inherit = "cds.recognition"

    def action_make_list(self):
        """Draft the list of the schools that are proposed, or open it.

        :raise UserError: when the user may not draft it
        """
        self.ensure_one()
        paper = self._get_live_papers().filtered(lambda paper: paper.code == LIST)
        if not paper:
            self._check_can("make_papers")
            kind = self.env.ref("cds_assessment.document_type_proposal_list")
            values = {"recognition_id": self.id, "type_id": kind.id}
            paper = self.env["cds.document"].create(values)
        return paper._get_records_action(name=paper.type_id.name)

    def action_issue(self):
        """Recognise all schools by the decision and give them certificates, or none.

        :raise UserError: with the reason why not
        """
        self._begin("issue")
        for recognition in self:
            paper = recognition._get_draft_decision()
            if paper:
                paper.action_issue()  # which comes back to _issue
            else:
                recognition._issue()

    def action_open_issue(self):
        """Show the decision as it will be, to issue it or submit it for signature.

        :raise UserError: with the reason why not
        """
        self.ensure_one()
        self._check_can("open_issue")
        return self._get_draft_decision().action_open_issue()

    def action_print_certificates(self):
        """Download the certificates in one PDF, without those that are withdrawn."""
        self.check_access("read")
        standing = self.certificate_ids.filtered(lambda c: c.state != "withdrawn")
        if not standing:
            raise UserError(self.env._("All its certificates are withdrawn."))
        return standing.action_print()

    def _get_cannot_open_issue_reason(self):
        self.ensure_one()
        paper = self._get_draft_decision()
        if not paper:
            return self.env._("The decision is not drafted as a paper.")
        if not paper.has_access("read"):
            return self.env._("Your role does not allow this.")
        return paper._get_cannot_open_issue_reason()

    def _get_cannot_issue_reason(self):
        self.ensure_one()
        reason = self._get_cannot_reason("authority_head")
        paper = self._get_draft_decision()
        problems = self._get_problems() if paper else self._get_number_problems()
        if not reason and paper and not paper.date:
            problems.append(self.env._("The date of the decision is missing."))
        return reason or " ".join(problems)

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        is_list = document.code == LIST
        if action == "cancel" and not is_list:
            return self.env._(
                "The schools are recognised by it: withdraw their certificates instead."
            )
        if action != "sign" and self.state != "draft":
            return self.env._("This is possible with a draft only.")
        if action in ("create", "edit"):
            return self._get_cannot_paper_role_reason("officer")
        reason = self._get_cannot_paper_role_reason("authority_head")
        if not reason and action == "issue":
            problems = (
                self._get_list_problems()
                if is_list
                else self._get_problems(document.date)
            )
            reason = " ".join(problems)
        return reason

    def _get_list_problems(self):
        """Return what keeps the list of schools from being issued."""
        if self.certificate_ids:
            return []
        return [self.env._("There is no school in it.")]

    def _get_number_problems(self):
        """Return what keeps a draft with a decision from elsewhere from being
        issued.
        """
        problems = []
        if not says_something(self.decision_number) or not self.decision_date:
            problems.append(
                self.env._(
                    "Draft the decision as a paper, or enter number and date of one "
                    "from elsewhere."
                )
            )
        return problems + self._get_problems(self.decision_date)

    def _get_draft_papers(self):
        return self.document_ids.filtered(lambda paper: paper.state == "draft")

    def _get_draft_decision(self):
        return self._get_draft_papers().filtered(lambda paper: paper.code == DECISION)

    # Hooks get more than what they look at.
    # pylint: disable=unused-argument

    def _get_paper_bases(self, document):
        frameworks = self.certificate_ids.assessment_id.framework_id
        return list(filter(None, frameworks.mapped("legal_basis")))

    def _get_paper_values(self, document):
        values = {"place": self.place, "signer_title": self.signer_title}
        return {**values, "signer_name": self.signer_name}

    def _get_paper_addressed(self, document):
        if document.code == DECISION:
            return self.certificate_ids.institution_id
        return super()._get_paper_addressed(document)

    def _on_paper_issued(self, document):
        """Recognise by the decision that is issued; in superuser mode, checked."""
        if document.code == DECISION and self.state == "draft":
            self._hold("issue")
            self.write(
                {
                    "decision_number": document.name,
                    "decision_date": document.date,
                    "place": document.place,
                    "signer_title": document.signer_title,
                    "signer_name": document.signer_name,
                }
            )
            self._issue()
