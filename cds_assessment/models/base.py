from odoo import api, models
from odoo.exceptions import UserError

from ..report.plain_text import clean

# What people never meet: some hundred pages, and a name that fills one.
LONGEST = {"char": 2000, "text": 200_000, "html": 500_000}
# Where whole numbers end in a column of PostgreSQL, and where those with decimals stop
# being exact.
MOST_INTEGER = 2**31 - 1
MOST_NUMBER = 10**15


class Base(models.AbstractModel):
    """Every text and number of our models, whoever writes it, is one that can be kept.

    It stands below all models, so that none of ours can forget it; the models of others
    are left alone.
    """

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        if self._name.startswith("cds."):
            vals_list = [self._tidy(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if self._name.startswith("cds."):
            vals = self._tidy(vals)
        return super().write(vals)

    @api.model
    def _tidy(self, vals):
        """Give values as they can be kept: without control characters, within limits.

        :raise UserError: naming the field of a text that is too long, or of a number
            that no column holds
        """
        return {name: self._tidy_value(name, value) for name, value in vals.items()}

    @api.model
    def _tidy_value(self, name, value):
        kind = self._fields[name].type if name in self._fields else ""
        if value is None or value is False:
            return value
        if kind in LONGEST:
            return self._tidy_text(name, kind, value)
        if kind in ("integer", "float"):
            self._check_number(name, kind, value)
        return value

    @api.model
    def _tidy_text(self, name, kind, value):
        # what a client sends as another type becomes a text in the column anyway
        text = value.decode(errors="replace") if isinstance(value, bytes) else value
        text = clean(str(text), is_one_line=kind == "char")
        if len(text) > LONGEST[kind]:
            raise UserError(
                self.env._(
                    "%(field)s: the text has %(length)s characters, at most %(limit)s "
                    "can be kept.",
                    field=self._get_label(name),
                    length=len(text),
                    limit=LONGEST[kind],
                )
            )
        return text

    @api.model
    def _check_number(self, name, kind, value):
        limit = MOST_INTEGER if kind == "integer" else MOST_NUMBER
        try:
            # not written as "> limit": NaN is neither more nor less than anything
            is_kept = abs(float(value)) <= limit
        except (TypeError, ValueError, OverflowError):
            is_kept = False
        if not is_kept:
            raise UserError(
                self.env._(
                    "%(field)s: this is no number that can be kept.",
                    field=self._get_label(name),
                )
            )

    @api.model
    def _get_label(self, name):
        """Give a field's name as the user reads it."""
        return self._fields[name].get_description(self.env, ["string"])["string"]
