from odoo.tools import SQL

# What held for a level of before holds for schools of several levels too: sets of
# criteria for those of all levels, and the charter of schools with several levels
# (Circular 32/2020/TT-BGDĐT).
TABLES = (
    ("cds_framework", "school_level_combined"),
    ("cds_legal_basis", "school_level_upper_secondary"),
)
SEVERAL = (
    "school_level_primary_lower",
    "school_level_secondary",
    "school_level_combined",
)


def migrate(cr, version):
    """Let the two new levels stand where their like stood.

    By SQL: published sets are frozen, and what they score does not change by it.
    """
    if not version:
        return
    for table, level in TABLES:
        cr.execute(
            SQL(
                """
                INSERT INTO %(relation)s (%(column)s, cds_school_level_id)
                SELECT old.%(column)s, new.res_id
                  FROM %(relation)s AS old
                  JOIN ir_model_data AS known
                    ON known.module = 'cds_assessment'
                   AND known.name = %(level)s
                   AND known.res_id = old.cds_school_level_id
                  JOIN ir_model_data AS new
                    ON new.module = 'cds_assessment'
                   AND new.name IN %(several)s
                ON CONFLICT DO NOTHING
                """,
                relation=SQL.identifier(f"{table}_cds_school_level_rel"),
                column=SQL.identifier(f"{table}_id"),
                level=level,
                several=SEVERAL,
            )
        )
