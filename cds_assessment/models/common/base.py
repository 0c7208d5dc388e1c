from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.plain_text import clean
from .reading import check_links

# What people never meet: some hundred pages, and a name that fills one.
LONGEST = {"char": 2000, "text": 100_000, "html": 500_000}
# Where whole numbers end in a column of PostgreSQL; numbers with decimals end nowhere,
# but one like this is none that anybody has counted.
MOST = {"integer": 2**31 - 1, "float": 10**30}


class Base(models.AbstractModel):
    """What holds for all models of ours: it stands below them, so that none forgets it.

    Every text and number, whoever writes it, is one that can be kept; the models of
    others are left alone. No form, others' included, names records of ours to those who
    may not read them.
    """

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        if self._name.startswith("cds."):
            vals_list = [tidy(self, vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if self._name.startswith("cds."):
            vals = tidy(self, vals)
        return super().write(vals)

    @api.model
    def _search_display_name(self, operator, value):
        """Find nothing by a name among records of ours that have none.

        Odoo would warn, and find all of them.
        """
        is_named = self._rec_name or self._rec_names_search
        if is_named or not self._name.startswith("cds."):
            return super()._search_display_name(operator, value)
        return Domain((operator in Domain.NEGATIVE_OPERATORS) == bool(value))

    def onchange(self, values, field_names, fields_spec):
        """Refuse ids of our records that are not the user's to read, on any form.

        :raise AccessError: see :func:`.reading.check_links`
        """
        if not self.env.su:
            check_links(self, values, fields_spec)
        return super().onchange(values, field_names, fields_spec)


def tidy(model, vals):
    """Give values as they can be kept: without control characters, within limits.

    :param model: whose fields they are
    :param vals: values by name of the field, as ``write()`` takes them
    :raise UserError: naming the field of a text that is too long, or of a number that
        no column holds
    """
    return {name: _tidy_value(model, name, value) for name, value in vals.items()}


def _tidy_value(model, name, value):
    field = model._fields.get(name)
    if field is None or value is None or value is False:
        return value
    if field.type in LONGEST:
        return _tidy_text(model, field, value)
    if field.type in MOST:
        _check_number(model, field, value)
    return value


def _tidy_text(model, field, value):
    # what a client sends as another type becomes a text in the column anyway
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    text = clean(text, is_one_line=field.type == "char")
    limit = LONGEST[field.type]
    if len(text) > limit:
        raise UserError(
            model.env._(
                "%(field)s: the text has %(length)s characters, at most %(limit)s can "
                "be kept.",
                field=_label(model, field),
                length=len(text),
                limit=limit,
            )
        )
    return text


def _check_number(model, field, value):
    try:
        # not written as "more than": NaN is neither more nor less than anything
        is_kept = abs(float(value)) <= MOST[field.type]
    except (TypeError, ValueError, OverflowError):
        is_kept = False
    if not is_kept:
        raise UserError(
            model.env._(
                "%(field)s: this is no number that can be kept.",
                field=_label(model, field),
            )
        )


def _label(model, field):
    """Return a field's name as the user reads it."""
    return field.get_description(model.env, ["string"])["string"]
