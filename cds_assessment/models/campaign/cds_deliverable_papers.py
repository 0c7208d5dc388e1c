from odoo import fields, models
from odoo.exceptions import UserError

from ...report.workbooks.late_list import LateList, LateRow
from ...tools.file_name import safe_name
from ...tools.fulfilment import OPEN_STATES


class CdsDeliverable(models.Model):
    """The report that is owed, written by the outline of its milestone."""

    # Subjects may tell papers apart; these need not.  pylint: disable=unused-argument

    _inherit = "cds.deliverable"

    _paper_subject = "deliverable"
    _paper_school_year = "campaign_id.school_year_id"

    document_ids = fields.One2many("cds.document", "deliverable_id", string="Papers")

    # === BUSINESS METHODS === #

    def _get_cannot_paper_reason(self, action, document):
        """A school's council writes its report; officers do for an authority."""
        self.ensure_one()
        if self.fulfilment != "report":
            return self.env._("This is not delivered as a report.")
        is_open = self.state in OPEN_STATES
        if self.state == "waived" and action in ("create", "edit", "issue"):
            return self._get_state_reason()
        # sudo: whether it is closed is no secret to those who owe
        is_closed = self.sudo().campaign_id.state == "closed"
        if action == "cancel" and is_closed and not is_open:
            return self.env._("The campaign is closed.")
        return self._get_cannot_owner_reason()

    def _get_paper_types(self):
        if self.fulfilment != "report":
            return self.env["cds.document.type"]
        return self.env.ref("cds_assessment.document_type_owed_report")

    def _get_paper_placeholders(self, document):
        """The report goes to who runs the campaign; an authority's to the one above."""
        placeholders = super()._get_paper_placeholders(document)
        if self.side == "school":
            placeholders["authority"] = self.campaign_id.authority_id.name
        return placeholders

    def _get_progress_report(self):
        """The report is issued, or signed where the milestone asks for that."""
        papers = self.env["cds.document"].search(
            [("deliverable_id", "in", self.ids), ("state", "!=", "cancelled")]
        )
        return {
            deliverable.id: deliverable._get_paper_progress(own)
            for deliverable, own in papers.grouped("deliverable_id").items()
        }

    def _get_late_list(self):
        """Return what is late among the records, for a workbook.

        :rtype: report.workbooks.late_list.LateList
        """
        late = self.filtered("is_late")
        return LateList(
            authority=", ".join(late.campaign_id.authority_id.mapped("name")),
            campaigns=", ".join(late.campaign_id.mapped("name")),
            date=fields.Date.context_today(self),
            rows=late._get_late_rows(),
        )

    def _get_late_rows(self, day=None):
        """Return a row for each that is late, by institution and date.

        :param day: the day on which they are late; today by default
        :return: tuple of ``report.workbooks.late_list.LateRow``
        """
        day = day or fields.Date.context_today(self)
        late = self.filtered(lambda d: d._is_owed() and d.date_due and d.date_due < day)
        return tuple(
            LateRow(
                institution=deliverable.institution_id.display_name,
                product=deliverable.product or deliverable.milestone_id.name,
                date_due=deliverable.date_due,
                days_late=(day - deliverable.date_due).days,
                remark=deliverable._get_late_remark(),
            )
            for deliverable in late.sorted(
                lambda d: (d.institution_id.sort_key, d.date_due, d.id)
            )
        )

    def action_make_letter(self):
        """Draft a letter that reminds of what is late among the records.

        :raise UserError: for what several authorities ask for, or nothing late
        """
        late = self.filtered("is_late")
        late.check_access("read")
        campaigns = late.campaign_id
        if not late:
            raise UserError(self.env._("Nothing among this is late."))
        if len(campaigns.authority_id) > 1:
            raise UserError(
                self.env._("A letter reminds of what one authority asks for.")
            )
        # What is owed since earlier goes into the letter of the campaign that runs.
        running = campaigns.filtered(lambda c: c.state == "launched")
        return (running or campaigns)[:1]._make_letter(late)

    def _get_late_remark(self):
        parts = [self.note or ""]
        if self.is_carried:
            # Vietnamese whatever the user's language: it is printed.
            parts.append(f"Nợ từ {self.campaign_id.name}")
        if self.is_extended:
            parts.append("Đã gia hạn")
        return "; ".join(filter(None, parts))

    def _get_late_file_name(self):
        """Name the workbook by the day, without an ending."""
        today = fields.Date.context_today(self)
        return safe_name("Danh sach cham nop", today.strftime("%d-%m-%Y"))
