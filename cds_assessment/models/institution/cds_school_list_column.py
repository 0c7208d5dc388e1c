from collections import defaultdict

from odoo import fields, models


class CdsSchoolListColumn(models.Model):
    """A column of a list of schools: what it is taken for."""

    _name = "cds.school.list.column"
    _description = "Column of a List of Schools"
    _inherit = ["cds.guarded"]
    _order = "list_id, sheet, number"
    _rec_name = "heading"

    _guarded_fields = frozenset(("list_id", "sheet", "number", "heading", "samples"))

    list_id = fields.Many2one(
        "cds.school.list", required=True, ondelete="cascade", index=True
    )
    sheet = fields.Char(readonly=True)
    number = fields.Integer(readonly=True, aggregator=None, help="Counted from 0.")
    heading = fields.Char(string="Heading of the Column", readonly=True)
    samples = fields.Char(readonly=True)
    meaning = fields.Selection(
        [
            ("name", "Name of the school"),
            ("code", "Sector code"),
            ("level", "School level"),
            ("ownership", "Ownership"),
            ("commune", "Commune, ward"),
            ("parent", "Managed by"),
            ("parent_code", "Code of who manages it"),
            ("short_name", "Short name"),
            ("head_name", "Name of the head"),
            ("address", "Address"),
            ("phone", "Telephone"),
            ("email", "E-mail"),
            ("remark", "Remark (merged, dissolved)"),
            ("number", "Running number"),
        ],
        string="Taken For",
        help="Empty: the column is left out.",
    )

    def _get_meanings(self):
        """Return what columns hold: by sheet, fields by number of the column."""
        meanings = defaultdict(dict)
        for column in self:
            meanings[column.sheet][column.number] = column.meaning or ""
        return meanings
