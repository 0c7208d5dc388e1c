from odoo import fields, models


class CdsDocumentReading(models.Model):
    """That somebody whom a paper is addressed to has opened it: who, where, when.

    Written by ``cds.document._note_reading`` alone; those who issued the paper see whom
    it has reached.
    """

    _name = "cds.document.reading"
    _description = "Reading of a Paper"
    _order = "read_on, id"
    _rec_name = "reader"

    document_id = fields.Many2one(
        "cds.document", string="Paper", required=True, ondelete="cascade", index=True
    )
    institution_id = fields.Many2one(
        "cds.institution", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="document_id.company_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", index=True
    )
    # as it was then, and for those who see no users of schools
    reader = fields.Char(required=True)
    read_on = fields.Datetime(
        string="Opened On", required=True, default=fields.Datetime.now
    )

    _once = models.UniqueIndex(
        "(document_id, institution_id, user_id)",
        "A paper is opened by somebody for the first time only once.",
    )
