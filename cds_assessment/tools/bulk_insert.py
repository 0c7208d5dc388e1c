"""What rows that are made in the database have in common with those of ``create()``."""

from odoo import SUPERUSER_ID
from odoo.tools import SQL


def default_columns(records, given):
    """Return what ``create()`` would fill in by itself.

    :param records: the model, with the user and the context to create with
    :param given: the names of the fields that the statement fills in
    :return: values of columns by name of the field
    """
    names = [
        name
        for name, field in records._fields.items()
        if field.store and field.column_type and name not in given
    ]
    defaults = records.default_get(names)
    return {
        name: records._fields[name].convert_to_column_insert(value, records)
        for name, value in defaults.items()
    }


def log_columns(env):
    """Return who made a row, and when, as values of columns by name."""
    uid, now = env.uid or SUPERUSER_ID, env.cr.now()
    return {
        "create_uid": uid,
        "write_uid": uid,
        "create_date": now,
        "write_date": now,
    }


def columns_and_values(values):
    """Return two lists for an ``INSERT … SELECT``: names of columns, and their values.

    :param values: values, or ``SQL`` expressions, by name of the column
    """
    columns = SQL(", ").join(SQL.identifier(name) for name in values)
    expressions = SQL(", ").join(
        value if isinstance(value, SQL) else SQL("%s", value)
        for value in values.values()
    )
    return columns, expressions
