from odoo import api, fields, models


class CdsTitled(models.AbstractModel):
    """Records whose title is proposed, and proposed again until somebody edits it.

    ``proposed_name`` is what was proposed last: a title that reads otherwise is
    somebody's own and stays. Forms carry it along, hidden.
    """

    _name = "cds.titled"
    _description = "Record With a Proposed Title"

    # What the title is made of.
    _title_fields = ()

    name = fields.Char(
        compute="_compute_name",
        # Not as superuser: a screen may name any record.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
    )
    proposed_name = fields.Char(
        compute="_compute_name",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )

    @api.depends(lambda self: self._title_fields)
    def _compute_name(self):
        for record in self:
            proposed = record._get_proposed_name()
            if not record.name or record.name == record.proposed_name:
                record.name = proposed
            record.proposed_name = proposed

    def _get_proposed_name(self):
        """Give the title by what the record is about.

        In Vietnamese whatever the user's language: it is printed or published.
        """
        raise NotImplementedError
