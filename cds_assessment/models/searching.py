"""Searching by what is computed."""

from odoo.fields import Domain


def search_flag(operator, value, domain):
    """Give the domain of records by a computed boolean, for its search method.

    :param operator: as Odoo asks: it turns all others than ``in`` round
    :param value: a collection of booleans
    :param domain: of the records whose boolean is true
    """
    if operator != "in":
        return NotImplemented
    if {True, False} <= set(value):
        return Domain.TRUE
    return Domain(domain) if True in value else ~Domain(domain)
