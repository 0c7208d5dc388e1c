from odoo import api, fields, models

from ...tools.states import ISSUED

# The institution's own way to sign is looked for in so many of its last papers.
LOOKED_AT = 50


class CdsDocumentIssueLine(models.TransientModel):
    """A draft as it will be: number, symbol, date, place and signer."""

    _name = "cds.document.issue.line"
    _description = "Paper to Be Issued"

    issue_id = fields.Many2one(
        "cds.document.issue", required=True, ondelete="cascade", index=True
    )
    document_id = fields.Many2one(
        "cds.document",
        string="Paper",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    is_numbered = fields.Boolean(related="document_id.is_numbered", related_sudo=False)
    number = fields.Integer()
    proposed_number = fields.Integer(
        readonly=True, help="The next one of the book, unless another is wished for."
    )
    symbol = fields.Char(size=60)
    date = fields.Date()
    place = fields.Char()
    signer_title = fields.Char()
    signer_name = fields.Char(string="Signer")

    @api.onchange("date")
    def _onchange_date(self):
        """Propose the next number of the year of the date."""
        if self.date and self.is_numbered and self._is_as_proposed():
            number = self._find_book()._propose({"": 0})[""]
            self.number = self.proposed_number = number

    def _is_as_proposed(self):
        return not self.number or self.number == self.proposed_number

    def _find_book(self):
        """Give the book by the date that is typed, in superuser mode."""
        document = self.document_id._origin
        draft = document.new({"date": self.date}, origin=document)
        return draft._find_book()

    def _renew_proposals(self):
        """Propose numbers again where nobody has typed one."""
        for line in self.filtered(lambda line: line._is_as_proposed() and line.date):
            number = line._find_book()._propose(line._get_wanted())[line._holder]
            line.write({"number": number, "proposed_number": number})

    @property
    def _holder(self):
        return f"cds.document,{self.document_id.id}"

    def _get_wanted(self):
        """Return what is wished for of the same book, by holder, in order."""
        book_key = self._get_book_key()
        return {
            line._holder: 0 if line._is_as_proposed() else line.number
            for line in self.issue_id.line_ids
            if line.is_numbered and line._get_book_key() == book_key
        }

    def _get_book_key(self):
        document = self.document_id
        year = self.date and self.date.year
        return document.institution_id, document.type_id.symbol, year

    def _get_shown(self):
        """Give the values of the draft that make it look as it will."""
        values = self._get_values()
        if self.is_numbered:
            values.pop("number")
            number = f"{self.number or self.proposed_number:02d}"
            symbol = values["own_symbol"] or self.document_id.usual_symbol
            values["name"] = "/".join(filter(None, (number, symbol)))
        return values

    def _get_values(self):
        """Return what is typed, as values of the draft."""
        values = {
            "date": self.date,
            "place": self.place,
            "signer_title": self.signer_title,
            "signer_name": self.signer_name,
        }
        if self.is_numbered:
            symbol = (self.symbol or "").strip()
            usual = self.document_id.usual_symbol
            values["number"] = 0 if self._is_as_proposed() else self.number
            values["own_symbol"] = symbol if symbol != usual else False
        return values

    def _write_draft(self):
        """Write what was changed onto the draft, as the user."""
        self.ensure_one()
        document = self.document_id
        document.check_access("read")
        changed = {
            name: value
            for name, value in self._get_values().items()
            if (document[name] or False) != (value or False)
        }
        if changed:
            document.write(changed)

    # === BUSINESS METHODS === #

    def _get_number_problems(self):
        """Return which numbers are given already, or are wished for twice."""
        problems, seen = [], set()
        for line in self.filtered("is_numbered"):
            key = (*line._get_book_key(), line.number)
            if key in seen or line._is_given():
                problems.append(
                    self.env._(
                        "%(paper)s: number %(number)s is given already.",
                        paper=line.document_id.display_name,
                        number=line.number,
                    )
                )
            seen.add(key)
        return problems

    def _is_given(self):
        """Return whether another paper bears the number or is to bear it."""
        if not self.date or not self.document_id.id:
            return False
        # sudo: that a number is given is no secret to those who take one
        given = self._find_book().sudo().number_ids.filtered("holder")
        others = given.filtered(lambda number: number.holder != self._holder)
        if self.number in others.mapped("number"):
            return True
        name = self._get_shown()["name"]
        return bool(
            self.env["cds.document"]
            .sudo()  # sudo: as above
            .search_count(
                [
                    ("institution_id", "=", self.document_id.institution_id.id),
                    ("number_year", "=", self.date.year),
                    ("name", "=", name),
                ],
                limit=1,
            )
        )

    def _get_warnings(self):
        """Return what looks wrong with one paper, a sentence each."""
        if not self.is_numbered or not self.date:
            return []
        return [*self._get_number_problems(), *self._get_gap(), *self._get_odd_symbol()]

    def _get_gap(self):
        book = self._find_book()
        following = book.next_number or 1
        wished = [n for n in self._get_wanted().values() if n]
        name = self.document_id.display_name
        if self.number > following and self.number in wished:
            # those that follow each other leave no gap
            if all(n in wished for n in range(following, self.number)):
                return
            yield self.env._(
                "%(paper)s: number %(number)s leaves a gap, the next one in the book "
                "is %(next)s.",
                paper=name,
                number=self.number,
                next=following,
            )
        elif self.number < following and not self._is_as_proposed():
            yield self.env._(
                "%(paper)s: number %(number)s is lower than the next one in the book, "
                "which is %(next)s.",
                paper=name,
                number=self.number,
                next=following,
            )

    def _get_odd_symbol(self):
        """Compare how the institution signs with its other papers."""
        document = self.document_id
        # sudo: how the institution signs is no secret to those who sign for it
        others = document.sudo().search(
            [
                ("institution_id", "=", document.institution_id.id),
                ("name", "!=", False),
                ("state", "in", ISSUED),
            ],
            order="issued_on desc",
            limit=LOOKED_AT,
        )
        signs = {_sign(paper, paper.name.partition("/")[2]) for paper in others}
        if signs and _sign(document, self.symbol or "") not in signs:
            yield self.env._(
                "%(paper)s: the symbol %(symbol)s is other than on the institution's "
                "papers, such as %(other)s.",
                paper=document.display_name,
                symbol=self.symbol or "–",
                other=others[:1].name,
            )


def _sign(document, symbol):
    """Return what names the institution in a symbol: "TH" of "QĐ-TH"."""
    kind = document.type_id.symbol or ""
    return symbol.strip().removeprefix(f"{kind}-").removeprefix(f"{kind}/")
