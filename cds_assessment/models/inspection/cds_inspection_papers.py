from odoo import fields, models

from ...report.readers.inspection import decision, report
from ...tools.states import ISSUED

STATES = ("planned", "minutes", "reported", "concluded", "followed_up")
# By kind of paper: the state since when it is drafted, that since when it is issued,
# and the field of the inspection that is its date.
PAPERS = {
    "inspection_minutes": ("minutes", "reported", "minutes_date"),
    "inspection_report": ("reported", "reported", "report_date"),
    "inspection_notice": ("reported", "concluded", "notice_date"),
}


class CdsInspection(models.Model):
    """The papers of an inspection: minutes, report, notice."""

    _inherit = "cds.inspection"

    _paper_subject = "inspection"

    document_ids = fields.One2many("cds.document", "inspection_id", string="Papers")

    def write(self, vals):
        """Let drafts of papers follow the dates of the inspection."""
        result = super().write(vals)
        if {name for _draft, _issue, name in PAPERS.values()} & set(vals):
            # sudo: the date of a paper is the inspection's, whoever sees the paper
            for paper in self.sudo().document_ids:
                if paper.state == "draft":
                    day = paper.inspection_id[PAPERS[paper.code][2]]
                    paper.write({"date": day or paper.date})
        return result

    def _get_paper_council(self):
        return self.council_id

    # === BUSINESS METHODS === #

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        if action == "issue":
            _draft, since, name = PAPERS[document.code]
            if not self._has_reached(since):
                labels = dict(self._fields["state"]._description_selection(self.env))
                return self.env._(
                    "This paper is issued once the inspection is: %(since)s.",
                    since=labels[since],
                )
            if document.date != self[name]:
                return self.env._(
                    "The paper is not dated as the inspection says: %(date)s.",
                    date=f"{self[name]:%d/%m/%Y}" if self[name] else "…",
                )
        if action == "create" and document and not self._has_reached("minutes"):
            return self.env._("There are no minutes yet.")
        return self._get_cannot_paper_role_reason("council")

    def _get_cannot_make_papers_reason(self):
        """Return why the user cannot draft papers (empty: they can)."""
        if not self._has_reached("minutes"):
            return self.env._("There are no minutes yet.")
        return super()._get_cannot_make_papers_reason()

    def _get_cannot_send_back_reason(self):
        reason = super()._get_cannot_send_back_reason()
        # sudo: papers count, whoever may see them
        issued = self.sudo().document_ids.filtered(lambda paper: paper.state in ISSUED)
        if not reason and issued:
            reason = self.env._(
                "Papers are issued already, cancel them first: %(papers)s.",
                papers=", ".join(issued.mapped("display_name")),
            )
        return reason

    def _has_reached(self, state):
        return STATES.index(self.state) >= STATES.index(state)

    def _get_paper_types(self):
        """Return those whose time has come."""
        return (
            super()
            ._get_paper_types()
            .filtered(lambda kind: self._has_reached(PAPERS[kind.code][0]))
        )

    def _get_paper_bases(self, document):
        """Let papers rest on the decision of the year, the notice on the report."""
        bases = [f"Thực hiện {decision(self.council_id).words}"]
        if document.code == "inspection_notice":
            bases.append(
                f"Xét {report(self).words}, ý kiến giải trình của các đối tượng kiểm "
                "tra"
            )
        return bases

    def _get_paper_values(self, document):
        """Let the paper be dated as the inspection says."""
        return {"date": self[PAPERS[document.code][2]] or document.date}

    def _get_paper_placeholders(self, document):
        """Let {head} stand for the title of the head, whom the report goes to."""
        head = self.institution_id.head_title or "Thủ trưởng đơn vị"
        return {**super()._get_paper_placeholders(document), "head": head}
