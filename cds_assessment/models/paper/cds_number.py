from odoo import api, fields, models


class CdsNumber(models.Model):
    """A number of a book, and what bears it or is to bear it.

    It is taken before the paper is printed and stays with the paper, see
    ``cds.number.book``. One that its paper could not use is free again, and the next
    paper gets it. Written by the book alone, below the ORM: it is shared by
    transactions.
    """

    _name = "cds.number"
    _description = "Number of a Book"
    _order = "book_id, number"
    _rec_name = "number"

    book_id = fields.Many2one(
        "cds.number.book",
        required=True,
        ondelete="cascade",
        readonly=True,
        index=True,
    )
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    holder = fields.Char(
        readonly=True, help="What bears it, as “model,id”; empty: it is free again."
    )
    token = fields.Char(readonly=True, help="Names the taking, see the book.")

    _number_once = models.Constraint(
        "UNIQUE(book_id, number)", "This number has been given already."
    )
    _holder_once = models.Constraint("UNIQUE(holder)", "A paper bears one number.")

    @api.model
    def _get_holder(self, record):
        """Name a record as a number does."""
        return f"{record._name},{record.id}"

    def _find_held(self, holders):
        """Return book and number of those that have one, by holder."""
        self.env.cr.execute(
            "SELECT holder, book_id, number FROM cds_number WHERE holder IN %s",
            [tuple(holders)],
        )
        return {
            holder: (book, number) for holder, book, number in self.env.cr.fetchall()
        }

    def _let_go(self, holders):
        """Make the numbers of holders free again."""
        self.env.cr.execute(
            "UPDATE cds_number SET holder = NULL WHERE holder IN %s", [tuple(holders)]
        )

    def _give(self, book_id, holder, number, following, token):
        """Give a holder a number of a book that this transaction has locked.

        :param number: the one wished for; 0: the lowest that is free, or ``following``
        :return: the number; 0 for one that is given already
        """
        cr = self.env.cr
        if not number:
            cr.execute(
                "SELECT MIN(number) FROM cds_number "
                "WHERE book_id = %s AND holder IS NULL",
                [book_id],
            )
            number = cr.fetchone()[0] or following
        cr.execute(
            """
            INSERT INTO cds_number (book_id, number, holder, token)
            VALUES (%s, %s, %s, %s)
            ON CONFLICT (book_id, number)
                DO UPDATE SET holder = EXCLUDED.holder, token = EXCLUDED.token
                WHERE cds_number.holder IS NULL
            RETURNING number
            """,
            (book_id, number, holder, token),
        )
        return number if cr.fetchone() else 0

    @api.model
    def _get_bearers(self):
        """Return the models that bear numbers, with the field that says so."""
        return {"cds.document": "name"}

    def _let_go_of_taking(self, token):
        """Make the numbers of a taking free again, but those that are borne."""
        borne = [
            self._get_holder(record)
            for model, name in self._get_bearers().items()
            for record in self.env[model]
            .sudo()  # sudo: who bears it does not depend on who asks
            .browse(self._find_taken(token, model))
            .exists()
            if record[name]
        ]
        self.env.cr.execute(
            "UPDATE cds_number SET holder = NULL "
            "WHERE token = %s AND holder != ALL(%s)",
            (token, borne),
        )

    def _find_taken(self, token, model):
        self.env.cr.execute(
            "SELECT holder FROM cds_number WHERE token = %s AND holder LIKE %s",
            (token, f"{model},%"),
        )
        return [int(holder.split(",")[1]) for (holder,) in self.env.cr.fetchall()]

    def _forget(self, records):
        """Make the numbers free that records were to bear, which are deleted."""
        if records:
            self._let_go(map(self._get_holder, records))
            self.invalidate_model()
