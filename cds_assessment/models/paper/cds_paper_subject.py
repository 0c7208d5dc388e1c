from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common import activities

SIGNING_ROLES = ("head", "council", "authority_head", "officer")


class CdsPaperSubject(models.AbstractModel):
    """What papers are about: a dossier, a campaign, a team, a certificate …

    A model that papers can be about inherits this, declares its ``document_ids`` and
    gets a field in ``cds.document``, by extension and on the form.
    """

    # Hooks get more than what their defaults look at.
    # pylint: disable=unused-argument

    _name = "cds.paper.subject"
    _description = "What Papers Are About"
    _inherit = ["cds.guarded"]

    # The key of the model in ``cds.document.type.subject``.
    _paper_subject = ""
    # The fields, dots allowed, that lead to who issues the papers, and to their year.
    _paper_institution = "institution_id"
    _paper_school_year = "school_year_id"

    document_count = fields.Integer(compute="_compute_document_count")

    @api.depends("document_ids.state")
    def _compute_document_count(self):
        for subject in self:
            subject.document_count = len(subject._get_live_papers())

    # === ACTIONS === #

    def action_make_papers(self):
        """Draft the papers that are not there yet, and show all.

        :raise UserError: when the user may not
        """
        for record in self:
            record._check_can("make_papers")
            record._make_papers()
        return self.action_open_papers()

    def action_open_papers(self):
        """Show the papers about the record: the paper itself where there is one."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_document_action"
        )
        name = self._get_paper_field()
        if len(self) > 1:
            return {
                **action,
                "domain": [(name, "in", self.ids)],
                "context": {"search_default_live": 1},
            }
        papers = self._get_live_papers()
        if len(papers) == 1 and len(self._get_paper_types()) <= 1:
            return {
                **action,
                "views": [(False, "form")],
                "res_id": papers.id,
                "context": {f"default_{name}": self.id},
            }
        return {
            **action,
            "domain": [(name, "=", self.id)],
            "context": {f"default_{name}": self.id, "search_default_live": 1},
        }

    def action_print_papers(self):
        """Download all papers as one PDF, drafts with a watermark."""
        self.ensure_one()
        self.check_access("read")
        papers = self._get_live_papers()
        if not papers:
            raise UserError(self.env._("There are no papers yet."))
        return papers.action_print()

    # === BUSINESS METHODS === #

    def _get_cannot_make_papers_reason(self):
        """Return why the user cannot draft papers (empty: they can)."""
        return self._get_cannot_paper_reason("create", self.env["cds.document"])

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can).

        The record is one that the user may read. What lies in the paper itself, such as
        its own state, is checked by ``cds.document``. By default the officers of the
        authority that issues the paper do everything.

        :param action: create, edit (and delete), issue, sign or cancel
        :param document: ``cds.document``: for ``create`` one that is not saved, or none
        """
        return self._get_cannot_paper_role_reason("officer")

    def _get_cannot_paper_role_reason(self, role):
        """Return why the user is not one of a role at the institution that issues."""
        self.ensure_one()
        # sudo: whose papers they are does not depend on what the user sees
        institution = self.sudo()._get_paper_institution().sudo(self.env.su)
        return institution._get_cannot_act_reason(
            role, self.env._("You do not belong to the institution that issues it.")
        )

    def _get_paper_signers(self, document):
        """Return those who could issue a paper, if nothing else is in the way.

        :rtype: res.users
        """
        staff = self._get_paper_institution().user_ids
        return activities.with_any_role(staff, SIGNING_ROLES)

    def _get_paper_institution(self):
        """Return who issues the papers.

        :rtype: cds.institution
        """
        return self.mapped(self._paper_institution)

    def _get_paper_school_year(self):
        """Return the school year that the papers are about.

        :rtype: cds.school.year
        """
        return self.mapped(self._paper_school_year)

    def _get_paper_bases(self, document):
        """Return legal bases that stand before those of the paper, a sentence each."""
        return []

    def _get_paper_recipients(self, document):
        """Return the recipients that are proposed, a line each; in superuser mode."""
        recipients = document.type_id.recipients or ""
        for name, words in self._get_paper_placeholders(document).items():
            recipients = recipients.replace(f"{{{name}}}", words)
        return recipients

    def _get_paper_placeholders(self, document):
        """Return the words that stand for ``{authority}`` and its like, by name."""
        authority = self._get_paper_institution()._get_assessor()
        return {"authority": authority.name or "Cơ quan quản lý cấp trên"}

    def _get_paper_values(self, document):
        """Return the values of ``cds.document`` that a new draft takes over.

        :param document: the draft with what it has already, which is to be looked at
        """
        return {}

    def _on_paper_issued(self, document):
        """Follow a paper that is issued and frozen; called in superuser mode."""

    def _get_paper_addressed(self, document):
        """Return the institutions that may read a paper once it is issued, being named.

        :rtype: cds.institution
        """
        return self.env["cds.institution"]

    def _on_paper_cancelled(self, document):
        """Follow a paper that is cancelled; called in superuser mode."""

    def _get_paper_field(self):
        """Return the field of ``cds.document`` that holds the record."""
        return self._fields["document_ids"].inverse_name

    def _get_live_papers(self):
        return self.document_ids.filtered(lambda paper: paper.state != "cancelled")

    def _get_paper_types(self):
        """Return the types of paper that are drafted together.

        :rtype: cds.document.type
        """
        return self.env["cds.document.type"].search(
            [("subject", "=", self._paper_subject), ("is_required", "=", True)]
        )

    def _get_paper_criteria(self):
        """Return the criteria that have a paper each, for types of that sort.

        :rtype: cds.criterion
        """
        return self.env["cds.criterion"]

    def _is_paper_criterion(self, criterion):
        """Return whether a paper can be about a criterion."""
        return criterion in self._get_paper_criteria()

    def _make_papers(self):
        """Draft each paper that is missing.

        :rtype: cds.document
        """
        self.ensure_one()
        live = self._get_live_papers()
        have = {(paper.type_id, paper.criterion_id) for paper in live}
        vals_list = []
        for kind in self._get_paper_types():
            criteria = self._get_paper_criteria() if kind.is_per_criterion else [None]
            for criterion in criteria:
                about = criterion or self.env["cds.criterion"]
                if (kind, about) not in have:
                    vals_list.append(
                        {
                            self._get_paper_field(): self.id,
                            "type_id": kind.id,
                            "criterion_id": about.id,
                        }
                    )
        return self.env["cds.document"].create(vals_list)

    def _write_papers(self, values):
        """Write on drafts that are named by the codes of their types.

        :param values: by code, values of ``cds.document``; ``texts`` among them are
            texts by the code of the section
        """
        self.ensure_one()
        for paper in self.document_ids.filtered(lambda paper: paper.state == "draft"):
            vals = dict(values.get(paper.code, {}))
            texts = vals.pop("texts", {})
            paper.write(vals)
            paper._refresh_sections()
            paper._write_texts(texts)
