from odoo import fields, models
from odoo.exceptions import UserError

from ...report.late_list import LateList, LateRow
from ...tools.file_name import safe_name


class CdsDeliverable(models.Model):
    """The late list (danh sách chậm nộp), as screens, workbook and letters have it."""

    _inherit = "cds.deliverable"

    def _get_late_list(self):
        """Return what is late among the records, for a workbook.

        :rtype: report.late_list.LateList
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
        :return: tuple of ``report.late_list.LateRow``
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
