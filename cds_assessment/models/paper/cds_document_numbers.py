from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .cds_number_book import MOST


def _shelf(paper):
    """Return what names the book of a paper: institution, symbol of its kind, year."""
    return paper.institution_id, paper.type_id.symbol, paper.date and paper.date.year


class CdsDocument(models.Model):
    """The number that a paper takes from the book of who issues it."""

    _inherit = "cds.document"

    is_numbered = fields.Boolean(compute="_compute_is_numbered")
    number = fields.Integer(
        copy=False,
        aggregator=None,
        help="Empty: the next number in the book when the paper is issued.",
    )
    own_symbol = fields.Char(
        size=60,
        copy=False,
        help="What stands behind the number if it is not as usual, for instance "
        "QĐ-THTA.",
    )
    usual_symbol = fields.Char(compute="_compute_usual_symbol")
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

    @api.depends("type_id", "institution_id", "institution_id.short_name")
    def _compute_usual_symbol(self):
        for document in self:
            document.usual_symbol = document._get_usual_symbol()

    @api.depends("state", "date", "type_id", "institution_id")
    def _compute_next_number(self):
        for document in self:
            holder = self.env["cds.number"]._get_holder(document._origin)
            document.next_number = document._find_book()._propose({holder: 0})[holder]

    @api.constrains("number")
    def _check_number(self):
        for document in self:
            if not 0 <= document.number <= MOST:
                raise ValidationError(
                    self.env._(
                        "Numbers go from 1 to %(most)s, not %(number)s.",
                        most=MOST,
                        number=document.number,
                    )
                )

    def _get_printed_number(self):
        """Return number and symbol for the letterhead; dots where it is still
        to come.
        """
        self.ensure_one()
        if not self.type_id.symbol:
            return ""
        return self.name or self._join_symbol("……")

    def _get_usual_symbol(self):
        """Return what stands behind the number: "QĐ-TH", of a letter "PGDĐT"."""
        if not self.type_id.symbol:
            return ""
        kind_symbol = "" if self._get_kind().is_letter else self.type_id.symbol
        # sudo: whoever sees a paper may see how its institution signs
        short_name = self._get_readable_institution().short_name
        return "-".join(filter(None, (kind_symbol, short_name)))

    def _join_symbol(self, number):
        """Write a number with its symbol: "282/QĐ-TH", of a letter "15/PGDĐT"."""
        symbol = (self.own_symbol or "").strip() or self._get_usual_symbol()
        return "/".join(filter(None, (number, symbol)))

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

    def _propose_numbers(self):
        """Return the number that each paper would get if all were issued now, by paper.

        A number that is wished for stands as it is, taken or not.
        """
        numbers, get_holder = {}, self.env["cds.number"]._get_holder
        for papers in self.filtered("type_id.symbol").grouped(_shelf).values():
            holders = {get_holder(paper): paper for paper in papers.sorted()}
            wanted = {holder: paper.number for holder, paper in holders.items()}
            proposed = papers[:1]._find_book()._propose(wanted)
            numbers |= {holders[name]: number for name, number in proposed.items()}
        return numbers

    def _take_numbers(self):
        """Give each paper a number of its book: the one wished for, or the next.

        :raise UserError: for a number that is given already
        """
        books = self.env["cds.number.book"]
        get_holder = self.env["cds.number"]._get_holder
        numbered = self.filtered("type_id.symbol").sorted()
        for (institution, symbol, year), papers in numbered.grouped(_shelf).items():
            holders = {get_holder(paper): paper for paper in papers}
            wanted = {holder: paper.number for holder, paper in holders.items()}
            numbers = books._take(institution, symbol, year, wanted)
            for holder, number in numbers.items():
                paper = holders[holder]
                # sudo: the number is given by the action, which has checked
                paper.sudo().write(
                    {
                        "number": number,
                        "number_year": year,
                        "name": paper._join_symbol(f"{number:02d}"),
                    }
                )
