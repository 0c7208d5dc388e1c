from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CdsNumberBook(models.Model):
    """The book of numbers (sổ văn bản) of an institution: a kind of paper, a year.

    An institution numbers each kind of paper from 1 on every calendar year. Numbers
    that it gave to papers outside of this software are passed over by setting the next
    number, which is recorded; beyond that no number is left out or given twice.
    """

    _name = "cds.number.book"
    _description = "Book of Numbers"
    _inherit = ["cds.guarded", "cds.chatter"]
    _order = "year desc, institution_id, symbol"
    _rec_name = "symbol"
    _guarded_fields = frozenset(("company_id",))

    institution_id = fields.Many2one(
        "cds.institution", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    symbol = fields.Char(required=True, help="For instance QĐ.")
    year = fields.Integer(required=True, aggregator=None)
    next_number = fields.Integer(
        default=1, required=True, tracking=True, aggregator=None
    )

    _one_book = models.Constraint(
        "UNIQUE(institution_id, symbol, year)",
        "There is already a book for this kind of paper and year.",
    )
    _next_positive = models.Constraint(
        "CHECK(next_number > 0)", "Numbers begin with 1."
    )

    @api.depends("symbol", "year")
    def _compute_display_name(self):
        for book in self:
            book.display_name = f"{book.symbol} {book.year}"

    @api.constrains("next_number", "institution_id", "symbol", "year")
    def _check_next_number(self):
        """Refuse to go back behind a number that a paper bears."""
        for book in self:
            last = book._get_last_number()
            if book.next_number <= last:
                raise ValidationError(
                    self.env._(
                        "%(book)s: number %(last)s is given already.",
                        book=book.display_name,
                        last=last,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create books.

        :raise AccessError: for an institution that is not the user's
        """
        # Before the database speaks of what there is already.
        institutions = [vals.get("institution_id") for vals in vals_list]
        self.env["cds.institution"].browse(filter(None, institutions)).check_access(
            "read"
        )
        return super().create(vals_list)

    def write(self, vals):
        """Keep what a book is the book of, once papers bear its numbers.

        :raise UserError: for a book whose numbers papers bear
        """
        if {"institution_id", "symbol", "year"} & set(vals):
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        for book in self:
            if book._get_last_number():
                raise UserError(
                    self.env._(
                        "A book whose numbers papers bear is neither deleted nor made "
                        "another one."
                    )
                )

    def _get_last_number(self):
        """Give the highest number that a paper or certificate bears, 0 for none."""
        self.ensure_one()
        # sudo: numbers are taken by papers that the user may not see
        return max(
            self.env[model].sudo()._get_last_number(self)
            for model in ("cds.document", "cds.certificate")
        )

    @api.model
    def _get_book(self, institution, symbol, year):
        """Give a book, made where it is missing.

        :return: a record in superuser mode
        """
        # sudo: the book follows from the paper, whose rights were checked
        books = self.sudo()
        key = [
            ("institution_id", "=", institution.id),
            ("symbol", "=", symbol),
            ("year", "=", year),
        ]
        return books.search(key) or books.create(
            {"institution_id": institution.id, "symbol": symbol, "year": year}
        )

    def _take(self, number=0):
        """Take a number from the book.

        :param number: the number wanted; 0: the next one
        :return: the number
        :raise UserError: for a number that would leave a gap or stand twice
        """
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset(["next_number"])
        number = number or self.next_number
        if number != self.next_number:
            raise UserError(
                self.env._(
                    "The next number in the book %(book)s is %(next)s, not %(number)s. "
                    "If numbers were given to papers elsewhere, set the next number in "
                    "the book first.",
                    book=self.display_name,
                    next=self.next_number,
                    number=number,
                )
            )
        self.next_number = number + 1
        return number

    def _take_many(self, count):
        """Take the next numbers from the book, one after the other.

        :param count: how many
        :return: the first of them
        """
        first = self._take()
        self.next_number = first + count
        return first
