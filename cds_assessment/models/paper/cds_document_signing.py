from odoo import api, fields, models

from ..common import activities


class CdsDocument(models.Model):
    """A draft that waits for the one who may issue it (trình ký)."""

    _inherit = "cds.document"

    is_submitted = fields.Boolean(
        string="Waiting for Signature", readonly=True, copy=False, tracking=True
    )
    submitted_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False
    )
    submitted_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _get_refusal_dependencies(self):
        return ["state", "date", "is_submitted", "type_id"]

    def _get_open_actions(self):
        """Return what a draft's editor can do: issue it, submit it, take it back."""
        if not self.id or self.state != "draft" or not self.has_access("write"):
            return []
        is_mine = not self._get_cannot_issue_reason() or not self._find_signers()
        if self.is_submitted:
            return ["open_issue", "take_back"] if is_mine else ["take_back"]
        return ["open_issue"] if is_mine else ["submit"]

    # === ACTIONS === #

    def action_open_issue(self):
        """Show how drafts will be as papers, to issue them or submit them for it.

        :raise UserError: with the reasons why neither is possible
        """
        self.check_access("read")
        return self.env["cds.document.issue"]._open_for(self)

    def action_submit(self):
        """Submit drafts to those who may issue them.

        :raise UserError: with the reason why not
        """
        self._check_can("submit")
        for document in self:
            signers = document._find_signers()
            # sudo: who waits for what is closed to everyone but the actions
            paper = document.sudo()
            paper.write(
                {
                    "is_submitted": True,
                    "submitted_by_id": self.env.uid,
                    "submitted_on": fields.Datetime.now(),
                }
            )
            activities.ask_to_sign(paper, signers)
            paper.message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Submitted for signature to: %(names)s.",
                    names=", ".join(signers.mapped("name")),
                ),
            )

    def action_take_back(self):
        """Let drafts wait no longer: who submitted them, or who should sign, says so.

        :raise UserError: with the reason why not
        """
        self._check_can("take_back")
        self._end_waiting()
        for document in self.sudo():  # sudo: as in action_submit
            document.message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._("No longer submitted for signature."),
            )

    def _end_waiting(self):
        # sudo: as in action_submit
        waiting = self.sudo().filtered("is_submitted")
        waiting.is_submitted = False
        activities.close_signing(waiting)

    # === BUSINESS METHODS === #

    def _get_cannot_open_issue_reason(self):
        """Return why a draft can neither be issued nor submitted for it."""
        self.ensure_one()
        reason = self._get_cannot_issue_reason()
        return reason if reason and self._get_cannot_submit_reason() else ""

    def _get_cannot_submit_reason(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("Only a draft is submitted for signature.")
        if not self.has_access("write"):
            return self.env._("Your role does not allow this.")
        if self.is_submitted:
            return self.env._("It is submitted for signature already.")
        if not self.date:
            return self.env._("The date is missing.")
        reason = self._get_cannot_subject_reason("edit")
        if not reason and not self._find_signers():
            reason = self._get_cannot_issue_reason() or self.env._(
                "Nobody else needs to sign it: issue it yourself."
            )
        return reason

    def _get_cannot_take_back_reason(self):
        self.ensure_one()
        if self.state != "draft" or not self.is_submitted:
            return self.env._("It is not submitted for signature.")
        if not self.has_access("write"):
            return self.env._("Your role does not allow this.")
        return self._get_cannot_subject_reason("edit")

    def _find_signers(self):
        """Return those who may issue the paper as it stands.

        :rtype: res.users
        """
        self.ensure_one()
        # sudo: who signs at an institution does not depend on who asks
        candidates = self.sudo()._get_subject()._get_paper_signers(self)
        return candidates.filtered(
            lambda user: not self.with_user(user)._get_cannot_issue_reason()
        )

    def _get_reasons_left_out(self):
        """Return why papers cannot be issued, a sentence for each reason."""
        by_reason = self.grouped(lambda paper: paper._get_cannot_issue_reason())
        return [
            self.env._(
                "%(record)s: %(reason)s",
                record=", ".join(papers.mapped("display_name")),
                reason=reason,
            )
            for reason, papers in by_reason.items()
        ]
