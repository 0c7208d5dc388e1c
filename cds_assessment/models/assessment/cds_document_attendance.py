from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...report.papers.facts import Attendance

# The kinds of paper that say who was there, and that they were read out.
MINUTES = ("minutes", "external_minutes", "inspection_minutes")

ATTENDANCE = frozenset(
    ("is_attendance_entered", "absent_ids", "absence_note", "is_read_out")
)


class CdsDocument(models.Model):
    """Who was there when minutes were taken, and whether they were read out.

    Nobody knows that but those who were there: it is entered, or minutes leave it open
    as blanks, which the check names.
    """

    _inherit = "cds.document"

    has_attendance = fields.Boolean(compute="_compute_attendance")
    attendance_council_id = fields.Many2one(
        "cds.council", compute="_compute_attendance"
    )
    is_attendance_entered = fields.Boolean(
        string="Attendance Taken",
        copy=False,
        help="All others of the council were there.",
    )
    absent_ids = fields.Many2many(
        "cds.council.member",
        "cds_document_absent_rel",
        "document_id",
        "member_id",
        copy=False,
        domain="[('council_id', '=', attendance_council_id)]",
    )
    absence_note = fields.Char(string="Why Absent", copy=False)
    is_read_out = fields.Boolean(
        string="Read Out and Agreed",
        copy=False,
        help="The minutes were read to those present, and they agreed.",
    )

    @api.depends("type_id", "subject_key")
    def _compute_attendance(self):
        for document in self:
            document.has_attendance = document.code in MINUTES
            # sudo: whose meeting it was is printed on the paper
            subject = document.sudo()._get_subject()
            council = self.env["cds.council"]
            if subject and document.has_attendance:
                council = subject._get_paper_council()
            document.attendance_council_id = council

    def write(self, vals):
        """Let the texts that say who was there follow."""
        result = super().write(vals)
        if ATTENDANCE & set(vals):
            self._refresh_sections()
        return result

    @api.constrains("absent_ids")
    def _check_absent(self):
        for document in self:
            if document.absent_ids.council_id - document.attendance_council_id:
                raise ValidationError(
                    self.env._("Only members of the council can be absent.")
                )

    def _get_attendance(self):
        """Return what minutes say of attendance, None for other papers.

        :rtype: report.papers.facts.Attendance
        """
        self.ensure_one()
        if not self.has_attendance:
            return None
        return Attendance(
            is_entered=self.is_attendance_entered,
            absent=tuple(self.absent_ids.mapped("name")),
            note=self.absence_note or "",
            is_read_out=self.is_read_out,
        )
