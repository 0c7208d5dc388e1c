"""Drop the overall levels that dossiers stored: they follow from the points."""

from odoo.tools import SQL

HANDS = ("self", "council", "external", "final")


def migrate(cr, version):
    """Drop the four columns, which no field has any more."""
    if not version:
        return
    for hand in HANDS:
        column = SQL.identifier(f"{hand}_overall_level_id")
        cr.execute(SQL("ALTER TABLE cds_assessment DROP COLUMN IF EXISTS %s", column))
