from odoo import api, fields, models

from ...report.paper.structure import school_year_words
from ...report.papers.wording import carry


class CdsPaperWording(models.Model):
    """An institution's own wording of a text, for all papers of one kind.

    It is proposed instead of ours, with what the data says by then: see
    ``report.papers.wording``. Kept and dropped by the actions of a paper's texts.
    """

    _name = "cds.paper.wording"
    _description = "Own Wording"
    _inherit = ["cds.guarded"]
    _order = "institution_id, type_id, criterion_code, code"
    _rec_name = "label"

    institution_id = fields.Many2one(
        "cds.institution", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    type_id = fields.Many2one(
        "cds.document.type",
        string="Type of Paper",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    criterion_code = fields.Char(readonly=True)
    code = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Section", required=True, readonly=True)
    text = fields.Text(readonly=True)
    proposal = fields.Text(
        readonly=True, help="What was proposed when the wording was kept."
    )
    school_year_id = fields.Many2one(
        "cds.school.year", readonly=True, ondelete="restrict", index="btree_not_null"
    )

    _once = models.UniqueIndex(
        "(institution_id, type_id, COALESCE(criterion_code, ''), code)",
        "There is an own wording of this text already.",
    )

    @api.model
    def _find(self, document):
        """Return the wordings of who issues a paper, by the code of the text.

        :rtype: dict
        """
        # sudo: whoever may see a paper sees how its institution words it
        wordings = self.sudo().search(
            [
                ("institution_id", "=", document.institution_id.id),
                ("type_id", "=", document.type_id.id),
                ("criterion_code", "=", document.criterion_code),
            ]
        )
        return {wording.code: wording for wording in wordings}

    @api.model
    def _keep(self, section, proposal):
        """Keep the text of a section as the wording of who issues its paper.

        :param proposal: what the data proposes for the section
        """
        document = section.document_id
        former = self._find(document).get(section.code)
        values = {
            "label": section.label,
            "text": section.text,
            "proposal": proposal,
            "school_year_id": document.school_year_id.id,
        }
        if former:
            former.write(values)
            return
        # sudo: who may edit the paper was checked
        self.sudo().create(
            {
                "institution_id": document.institution_id.id,
                "type_id": document.type_id.id,
                "criterion_code": document.criterion_code,
                "code": section.code,
                **values,
            }
        )

    def _carry(self, proposal, school_year):
        """Return the wording with what a proposal says now.

        :param school_year: ``cds.school.year`` of the paper
        :return: the text, and the numbers in it that no data stands behind
        """
        self.ensure_one()
        before, now = self.school_year_id.name or "", school_year.name or ""
        renamed = []
        if before and now:
            renamed = [
                (before, now),
                (school_year_words(before), school_year_words(now)),
                (before.replace("-", " - "), now.replace("-", " - ")),
            ]
        return carry(self.text or "", self.proposal or "", proposal, renamed)
