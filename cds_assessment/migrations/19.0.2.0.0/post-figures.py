"""Link the items of Decision 4725 with the year's figures that answer them.

The published set is frozen for the model layer, and its data file is not read again:
databases that have it already get the links here. What somebody has set stays.
"""

from odoo.tools import SQL

MODULE = "cds_assessment"
LINKS = (
    ("criterion_4725_1_4", "quantity_figure_id", "figure_digital_materials"),
    ("criterion_4725_1_6_1", "numerator_figure_id", "figure_teachers_with_account"),
    ("criterion_4725_1_6_1", "denominator_figure_id", "figure_teachers"),
    ("criterion_4725_1_6_2", "numerator_figure_id", "figure_teachers_using_tools"),
    ("criterion_4725_1_6_2", "denominator_figure_id", "figure_teachers"),
    ("criterion_4725_1_6_3", "numerator_figure_id", "figure_teachers_making_materials"),
    ("criterion_4725_1_6_3", "denominator_figure_id", "figure_teachers"),
    ("criterion_4725_1_7_1", "numerator_figure_id", "figure_equipped_rooms"),
    ("criterion_4725_1_7_1", "denominator_figure_id", "figure_classrooms"),
    ("criterion_4725_1_7_2", "numerator_figure_id", "figure_pupils_at_computers"),
    ("criterion_4725_1_7_2", "denominator_figure_id", "figure_largest_class"),
)


def migrate(cr, version):
    """Set the links that are missing."""
    for criterion, column, figure in LINKS:
        cr.execute(
            SQL(
                """
                UPDATE cds_criterion criterion
                SET %(column)s = figure.res_id
                FROM ir_model_data own, ir_model_data figure
                WHERE own.module = %(module)s AND own.name = %(criterion)s
                    AND own.model = 'cds.criterion' AND own.res_id = criterion.id
                    AND figure.module = %(module)s AND figure.name = %(figure)s
                    AND figure.model = 'cds.figure'
                    AND criterion.%(column)s IS NULL
                """,
                column=SQL.identifier(column),
                module=MODULE,
                criterion=criterion,
                figure=figure,
            )
        )
