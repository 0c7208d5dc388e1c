from odoo import fields, models


class CdsLegalBasis(models.Model):
    """A legal basis (căn cứ) as papers quote it, from the library or a school's own."""

    _name = "cds.legal.basis"
    _description = "Legal Basis"
    _order = "sequence, date, id"
    _inherit = ["cds.guarded"]
    _guarded_fields = frozenset(("company_id",))

    name = fields.Text(
        string="Sentence",
        required=True,
        help="For instance: Căn cứ Quyết định số 4725/QĐ-BGDĐT ngày 30/12/2022 …",
    )
    number = fields.Char(help="Number and symbol, for instance 4725/QĐ-BGDĐT.")
    date = fields.Date()
    sequence = fields.Integer(default=10, aggregator=None)
    valid_from = fields.Date(string="In Force From")
    valid_until = fields.Date(string="In Force Until")
    school_level_ids = fields.Many2many(
        "cds.school.level", string="School Levels", help="Empty: for all levels."
    )
    institution_id = fields.Many2one(
        "cds.institution",
        string="Only For",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: for every institution.",
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    verification = fields.Selection(
        [("verified", "Verified"), ("provisional", "Provisional")],
        default="verified",
        required=True,
    )
    source_note = fields.Text(string="Where It Comes From")
    active = fields.Boolean(default=True)

    def _for(self, institution, date):
        """Return those that an institution may quote on a day.

        :param date: ``date`` or False: bases of any time
        """
        return self.filtered(
            lambda basis: (
                basis.institution_id in (basis.institution_id.browse(), institution)
                and (
                    not basis.school_level_ids
                    or institution.school_level_id in basis.school_level_ids
                )
                and (not date or not basis.valid_from or basis.valid_from <= date)
                and (not date or not basis.valid_until or date <= basis.valid_until)
            )
        )
