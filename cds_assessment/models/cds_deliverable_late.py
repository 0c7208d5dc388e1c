from odoo import fields, models

from ..report.file_name import safe_name
from ..report.late_list import LateList, LateRow


class CdsDeliverable(models.Model):
    """The late list (danh sách chậm nộp), as screens, workbook and letters have it."""

    # A file for each concern.
    _inherit = "cds.deliverable"  # pylint: disable=consider-merging-classes-inherited

    def _get_late_list(self):
        """Give what is late among the records, for a workbook.

        :rtype: report.late_list.LateList
        """
        late = self.filtered("is_late")
        return LateList(
            authority=", ".join(late.campaign_id.authority_id.mapped("name")),
            campaigns=", ".join(late.campaign_id.mapped("name")),
            date=fields.Date.context_today(self),
            rows=late._get_late_rows(),
        )

    def _get_late_rows(self):
        """Give a row for each, by institution and date.

        :return: tuple of ``report.late_list.LateRow``
        """
        return tuple(
            LateRow(
                institution=deliverable.institution_id.name,
                product=deliverable.product or deliverable.milestone_id.name,
                date_due=deliverable.date_due,
                days_late=deliverable.days_late,
                remark=deliverable._get_late_remark(),
            )
            for deliverable in self.sorted(
                lambda d: (d.institution_id.name, d.date_due, d.id)
            )
        )

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
