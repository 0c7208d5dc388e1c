import logging
import secrets

from psycopg2 import Error as DatabaseError
from psycopg2.errors import LockNotAvailable

from odoo import api, fields, models, modules
from odoo.exceptions import UserError, ValidationError

_logger = logging.getLogger(__name__)

# Numbers are typed by hand as well; beyond this one a year is mistaken for a number.
MOST = 999_999
# So long a paper waits for a number; numbers are taken in milliseconds.
WAIT_SECONDS = 20


class CdsNumberBook(models.Model):
    """The book of numbers (sổ văn bản) of an institution: a kind of paper, a year.

    An institution numbers each kind of paper from 1 on every calendar year, in Arabic
    numerals (Decree 30/2020/NĐ-CP). It keeps its own register: any number may be wished
    for, and what it gave to papers outside of this software is passed over by setting
    the next number, which is recorded. None is given twice.

    Numbers are taken in a short transaction of their own, see :meth:`_take`: papers
    that are issued at once wait for each other for milliseconds, and not while the
    paper before is printed.
    """

    _name = "cds.number.book"
    _description = "Book of Numbers"
    _inherit = ["cds.guarded", "cds.chatter"]
    _order = "year desc, institution_id, symbol"
    _rec_name = "symbol"
    _guarded_fields = frozenset(("company_id",))

    institution_id = fields.Many2one(
        "cds.institution",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self._get_own_institution(),
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    symbol = fields.Char(required=True, help="For instance QĐ.")
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
    )
    next_number = fields.Integer(
        default=1, required=True, tracking=True, aggregator=None
    )
    number_ids = fields.One2many(
        "cds.number", "book_id", readonly=True, groups="cds_assessment.group_admin"
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
            parts = (book.symbol, str(book.year or ""))
            book.display_name = " ".join(filter(None, parts))

    def _get_own_institution(self):
        own = self.env.user.cds_institution_ids
        return own if len(own) == 1 else own.browse()

    @api.constrains("next_number", "institution_id", "symbol", "year")
    def _check_next_number(self):
        """Refuse to go back behind a number that a paper bears."""
        for book in self:
            last = book._get_last_number()
            if book.next_number > MOST + 1:
                raise ValidationError(
                    self.env._("Numbers end with %(most)s.", most=MOST)
                )
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
        result = super().write(vals)
        if "next_number" in vals:
            # Those below were given elsewhere. sudo: numbers are nobody's to write.
            self.sudo().number_ids.filtered(lambda number: not number.holder).unlink()
        return result

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
        """Return the highest number that a paper or certificate bears, 0 for none."""
        self.ensure_one()
        # sudo: numbers are taken by papers that the user may not see
        held = self.sudo().number_ids.filtered("holder")
        return max(held.mapped("number"), default=0)

    @api.model
    def _get_book(self, institution, symbol, year):
        """Return a book, made where it is missing.

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

    # === BUSINESS METHODS === #

    def _propose(self, wanted):
        """Return the numbers that papers would get now; nothing is taken.

        :param wanted: as for :meth:`_take`
        :return: numbers by holder; a wished one as it is, taken or not
        """
        # sudo: the next number is no secret to those who see the paper
        numbers = self.sudo().number_ids
        held = {number.holder: number.number for number in numbers if number.holder}
        free = sorted(number.number for number in numbers if not number.holder)
        given = set(held.values()) | set(filter(None, wanted.values()))
        proposed = {}
        following = max([self.next_number or 1, *(n + 1 for n in wanted.values() if n)])
        for holder, number in wanted.items():
            number = number or held.get(holder)
            if not number:
                number = next((n for n in free if n not in given), following)
                following = max(following, number + 1)
                given.add(number)
            proposed[holder] = number
        return proposed

    @api.model
    def _take(self, institution, symbol, year, wanted):
        """Take numbers from a book, which is opened where it is missing.

        The numbers are taken in a transaction of their own, so that nobody waits while
        a paper is printed. What is rolled back afterwards gives them back; and a number
        that nobody could give back, since the server was killed, is kept for its
        holder, who gets it again. So none stands twice, and none is left out.

        What exists in this transaction only takes its numbers in this one.

        :param institution: who issues, a ``cds.institution``
        :param symbol: the symbol of the kind of paper
        :param year: the calendar year
        :param wanted: by holder ("cds.document,15"), in order, the number that is
            wished for; 0: the next one. The caller has locked the holders, so that
            nobody else takes numbers for them.
        :return: numbers by holder
        :raise UserError: for a number that is given already, or out of reach
        """
        wrong = [number for number in wanted.values() if not 0 <= number <= MOST]
        if wrong:
            raise UserError(
                self.env._(
                    "Numbers go from 1 to %(most)s, not %(number)s.",
                    most=MOST,
                    number=wrong[0],
                )
            )
        key, token = (institution.id, symbol, year), secrets.token_hex(8)
        numbers = None
        if self._has_transactions() and key not in self._get_locked_here():
            numbers = self._take_apart(key, wanted, token)
        if numbers is None:
            self.env.flush_all()
            self._get_locked_here().add(key)
            numbers, *_moved = self._take_now(key, wanted, token)
        self.invalidate_model()
        self.env["cds.number"].invalidate_model()
        return numbers

    @api.model
    def _has_transactions(self):
        """Return whether there is more than one transaction: tests are one."""
        return self.env.registry.ready and not modules.module.current_test

    def _get_locked_here(self):
        """Give the keys of the books that this transaction itself has locked."""
        return self.env.cr.cache.setdefault("cds_books_locked_here", set())

    def _take_apart(self, key, wanted, token):
        """Take numbers in a transaction of its own.

        :return: numbers by holder; None if this transaction has to take them
        """
        try:
            with self.env.registry.cursor() as cr:
                _begin(cr)
                books = self.with_env(self.env(cr=cr))
                if not books._can_see(key, wanted):
                    return None
                numbers, *moved = books._take_now(key, wanted, token)
        except LockNotAvailable as error:
            if self._is_locked_here(key):
                return None
            raise UserError(
                self.env._(
                    "The book of numbers %(symbol)s %(year)s is in use by somebody "
                    "else. Try again in a moment.",
                    symbol=key[1],
                    year=key[2],
                )
            ) from error
        self.env.cr.postrollback.add(_GivingBack(self.env, key, token, *moved))
        return numbers

    def _can_see(self, key, wanted):
        """Return whether institution and holders exist outside of their transaction."""
        names = [f"cds.institution,{key[0]}", *wanted]
        by_model = {}
        for model, id_ in (name.split(",") for name in names):
            by_model.setdefault(model, set()).add(int(id_))
        return all(
            len(self.env[model].browse(ids).exists()) == len(ids)
            for model, ids in by_model.items()
        )

    def _is_locked_here(self, key):
        """Return whether this transaction itself holds the book, or nobody any more."""
        self.env.cr.execute(f"{_FIND_BOOK} FOR NO KEY UPDATE SKIP LOCKED", key)
        return bool(self.env.cr.fetchone())

    def _take_now(self, key, wanted, token):
        """Take numbers in the transaction of this environment.

        :param token: names this taking of theirs
        :return: numbers by holder; the next number of the book before and after
        """
        cr, number_model = self.env.cr, self.env["cds.number"]
        # Who waits for too long is told so, see above: no fault of the query.
        opening = (*key[1:], self.env.uid, self.env.uid, key[0])
        cr.execute(_OPEN_BOOK, opening, log_exceptions=False)
        # pylint: disable-next=sql-injection
        cr.execute(f"{_FIND_BOOK} FOR NO KEY UPDATE", key, log_exceptions=False)
        book_id, before = cr.fetchone()
        following = before
        held = number_model._find_held(wanted)
        numbers = {}
        # What is wished for is taken before what is left to the book.
        for holder in sorted(wanted, key=lambda holder: not wanted[holder]):
            number, had = wanted[holder], held.get(holder)
            if had and had[0] == book_id and number in (0, had[1]):
                number = had[1]
            if had:
                number_model._let_go([holder])
            taken = number_model._give(book_id, holder, number, following, token)
            if not taken:
                raise UserError(self._get_taken_reason(book_id, number, following))
            numbers[holder] = taken
            following = max(following, taken + 1)
        cr.execute(
            "UPDATE cds_number_book SET next_number = %s WHERE id = %s",
            (following, book_id),
        )
        return {holder: numbers[holder] for holder in wanted}, before, following

    def _get_taken_reason(self, book_id, number, following):
        book = self.sudo().browse(book_id)  # sudo: as in _get_book
        return self.env._(
            "Number %(number)s of the book %(book)s is given already. The next one is "
            "%(next)s.",
            number=number,
            book=book.display_name,
            next=following,
        )

    def _give_back(self, key, token, before, after):
        """Take back the numbers of a taking that came to nothing.

        :param before: the next number of the book when they were taken
        :param after: the next number once they were
        """
        cr = self.env.cr
        # pylint: disable-next=sql-injection
        cr.execute(f"{_FIND_BOOK} FOR NO KEY UPDATE", key, log_exceptions=False)
        found = cr.fetchone()
        if not found:
            return
        book_id, following = found
        self.env["cds.number"]._let_go_of_taking(token)
        if following != after:
            return  # others went on behind them: they are free, for the next papers
        # As if they had never been taken, but for what others took among them.
        cr.execute(
            """
            UPDATE cds_number_book SET next_number = GREATEST(%(before)s, (
                SELECT MAX(number) + 1 FROM cds_number
                WHERE book_id = %(book)s AND holder IS NOT NULL
            )) WHERE id = %(book)s
            """,
            {"book": book_id, "before": before},
        )
        cr.execute(
            """
            DELETE FROM cds_number USING cds_number_book book
            WHERE book.id = %s AND book_id = book.id AND holder IS NULL
                AND number >= next_number
            """,
            [book_id],
        )


_FIND_BOOK = (
    "SELECT id, next_number FROM cds_number_book "
    "WHERE institution_id = %s AND symbol = %s AND year = %s"
)
_OPEN_BOOK = """
    INSERT INTO cds_number_book (
        institution_id, company_id, symbol, year, next_number,
        create_uid, write_uid, create_date, write_date
    )
    SELECT id, company_id, %s, %s, 1, %s, %s, moment, moment
    FROM cds_institution, CAST(now() AT TIME ZONE 'UTC' AS timestamp) moment
    WHERE id = %s
    ON CONFLICT DO NOTHING
"""


def _begin(cr):
    """Begin a transaction in which who waited sees what was taken meanwhile."""
    cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    cr.execute("SELECT set_config('lock_timeout', %s, true)", [f"{WAIT_SECONDS}s"])


class _GivingBack:
    """What is done when the transaction that wanted numbers is rolled back."""

    def __init__(self, env, *taking):
        self._registry, self._uid, self._taking = env.registry, env.uid, taking

    def __call__(self):
        try:
            with self._registry.cursor() as cr:
                _begin(cr)
                books = api.Environment(cr, self._uid, {})["cds.number.book"]
                books._give_back(*self._taking)
        except DatabaseError:
            # they stay with their holders, who get them again
            _logger.info("Numbers were not given back.", exc_info=True)
