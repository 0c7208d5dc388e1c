from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CdsDocument(models.Model):
    """The number that a paper takes from the book of who issues it."""

    # A file for each concern.
    _inherit = "cds.document"  # pylint: disable=consider-merging-classes-inherited

    is_numbered = fields.Boolean(compute="_compute_is_numbered")
    number = fields.Integer(
        copy=False,
        aggregator=None,
        help="Empty: the next number in the book when the paper is issued.",
    )
    next_number = fields.Integer(compute="_compute_next_number")
    number_year = fields.Integer(readonly=True, copy=False, aggregator=None)

    _number_once = models.UniqueIndex(
        "(institution_id, number_year, name) WHERE name IS NOT NULL",
        "This number has been given already.",
    )

    @api.depends("type_id.symbol")
    def _compute_is_numbered(self):
        for document in self:
            document.is_numbered = bool(document.type_id.symbol)

    @api.depends("state", "date", "type_id", "institution_id")
    def _compute_next_number(self):
        for document in self:
            book = document._find_book()
            document.next_number = book.next_number if book else 1

    @api.constrains("number")
    def _check_number(self):
        for document in self:
            if document.number < 0:
                raise ValidationError(self.env._("Numbers begin with 1."))

    def _get_printed_number(self):
        """Give number and symbol for the letterhead; dots where it is still to come."""
        self.ensure_one()
        if not self.type_id.symbol:
            return ""
        return self.name or self._get_symbol("……")

    def _get_symbol(self, number):
        """Write a number with its symbol: "282/QĐ-TH", of a letter "15/PGDĐT"."""
        kind_symbol = "" if self._get_kind().is_letter else self.type_id.symbol
        parts = (kind_symbol, self.institution_id.short_name)
        return "/".join(filter(None, (number, "-".join(filter(None, parts)))))

    def _find_book(self):
        institution = self._get_readable_institution()
        if not self.type_id.symbol or not self.date or not institution:
            return self.env["cds.number.book"]
        # sudo: the next number is no secret to those who see the paper
        return (
            self.env["cds.number.book"]
            .sudo()
            .search(
                [
                    ("institution_id", "=", institution.id),
                    ("symbol", "=", self.type_id.symbol),
                    ("year", "=", self.date.year),
                ]
            )
        )

    @api.model
    def _get_last_number(self, book):
        """Give the highest number of a book that a paper bears, 0 for none."""
        papers = self.search(
            [
                ("institution_id", "=", book.institution_id.id),
                ("type_id.symbol", "=", book.symbol),
                ("number_year", "=", book.year),
                ("name", "!=", False),
            ],
            order="number desc",
            limit=1,
        )
        return papers.number

    def _take_number(self):
        """Give the paper the next number of its book.

        :raise UserError: for a number that would leave a gap or stand twice
        """
        self.ensure_one()
        if not self.type_id.symbol:
            return
        book = self.env["cds.number.book"]._get_book(
            self.institution_id, self.type_id.symbol, self.date.year
        )
        number = book._take(self.number)
        # sudo: the number is given by the action, which has checked
        self.sudo().write(
            {
                "number": number,
                "number_year": self.date.year,
                "name": self._get_symbol(f"{number:02d}"),
            }
        )
