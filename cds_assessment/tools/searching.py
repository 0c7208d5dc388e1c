"""Searching by what is computed."""

from odoo.fields import Domain


def search_flag(operator, value, domain):
    """Return the domain of records by a computed boolean, for its search method.

    :param operator: as Odoo asks: it turns all others than ``in`` round
    :param value: a collection of booleans
    :param domain: of the records whose boolean is true
    """
    if operator != "in":
        return NotImplemented
    if {True, False} <= set(value):
        return Domain.TRUE
    return Domain(domain) if True in value else ~Domain(domain)


def compare_as_stored(field, operator, value):
    """Return the domain that compares a computed field as if it were stored.

    Its model tells by ``_field_to_sql`` what would stand in the column. Whatever the
    client sends is compared as Odoo does with a column.

    :param field: an ``odoo.fields.Field``
    """
    return Domain.custom(
        to_sql=lambda model, alias, query: field.condition_to_sql(
            field.name, operator, value, model, alias, query
        )
    )
