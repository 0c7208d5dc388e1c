from odoo import models
from odoo.tools import SQL


class CdsPointsByGroup(models.AbstractModel):
    """Rows of points, each of one group of criteria or one criterion.

    The groups of a set are never added or averaged (design.md, 4.6): a pivot's total
    over several of them is empty, and so is that of a graph.
    """

    _name = "cds.points.by.group"
    _description = "Points by Group of Criteria"

    def _read_group_select(self, aggregate_spec, query):
        """Return averages of what counts, and only over one group or criterion."""
        name, _, function = aggregate_spec.partition(":")
        select = super()._read_group_select(aggregate_spec, query)
        if function != "avg" or self._fields[name].type != "float":
            return select
        criterion = self._field_to_sql(self._table, "criterion_id", query)
        return SQL(
            "CASE WHEN min(%(node)s) = max(%(node)s) "
            "THEN %(average)s FILTER (WHERE %(counts)s) END",
            node=criterion,
            average=select,
            counts=self._get_counting_sql(name, query),
        )

    def _get_counting_sql(self, name, query):  # pylint: disable=unused-argument
        """Return which rows an average of a column is made of.

        :param name: of the column
        :rtype: SQL
        """
        return SQL("TRUE")
