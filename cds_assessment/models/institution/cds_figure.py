from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import scoring
from ...tools.number_format import format_points, get_number_refusal
from ...tools.number_reading import Limits, read_cell

# More than any school has of anything: what is above it is a slip of the finger.
LARGEST = Decimal(10_000_000)


class CdsFigure(models.Model):
    """A figure that schools give once a school year: pupils, rooms, computers.

    The catalogue is data; a new figure gets a row in every profile that there is.
    """

    _name = "cds.figure"
    _description = "Figure"
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        required=True, help="Its name for programs and workbooks, for instance pupils."
    )
    name = fields.Char(required=True)
    unit = fields.Char(help="What is counted, for instance rooms.")
    section = fields.Selection(
        [
            ("school", "School"),
            ("people", "People"),
            ("rooms", "Rooms"),
            ("equipment", "Equipment"),
            ("families", "Pupils and Families"),
            ("digital", "Digital Teaching"),
        ],
        default="school",
        required=True,
    )
    sequence = fields.Integer(default=1000, aggregator=None)
    is_whole = fields.Boolean(
        string="Whole Number", default=True, help="What cannot be given in parts."
    )
    limit_id = fields.Many2one(
        "cds.figure",
        string="Never Above",
        ondelete="restrict",
        index="btree_not_null",
        help="The figure that this one is a part of, for instance all teachers.",
    )
    adds_up = fields.Boolean(
        help="With the others that add up it does not exceed the figure that limits "
        "it: the kinds of staff together are not more than the staff.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(code)", "There is already a figure with this code."
    )
    _limit_is_another = models.Constraint(
        "CHECK(limit_id IS NULL OR limit_id != id)",
        "A figure cannot limit itself.",
    )

    @api.constrains("limit_id")
    def _check_limit(self):
        if self._has_cycle("limit_id"):
            raise ValidationError(self.env._("Figures cannot limit each other."))

    @api.model_create_multi
    def create(self, vals_list):
        """Create figures, with a row in every profile."""
        figures = super().create(vals_list)
        figures._add_to_profiles()
        return figures

    def write(self, vals):
        """Keep the code, by which programs and workbooks know the figure.

        :raise ValidationError: when the code of a figure would change
        """
        if any(figure.code != vals.get("code", figure.code) for figure in self):
            raise ValidationError(self.env._("The code of a figure stays as it is."))
        result = super().write(vals)
        if vals.get("active"):
            self._add_to_profiles()
        return result

    def _add_to_profiles(self):
        # sudo: a row without a number tells nothing, whose profile it may be
        profiles = self.env["cds.profile"].sudo()
        profiles.search([])._add_rows(self)  # pylint: disable=no-search-all

    @api.model
    def _get_by_code(self, code):
        """Give the figure of a code, also one out of use; empty if there is none."""
        return self.with_context(active_test=False).search([("code", "=", code)])

    def _get_reading(self, value):
        """Read what was typed, or stands in a workbook's cell, as this figure.

        :rtype: number_reading.Reading
        """
        return read_cell(value, self._get_limits())

    def _get_number_problem(self, value):
        """Return why the figure cannot be what was typed (empty: it can)."""
        self.ensure_one()
        reason = self._get_reading(value).reason
        if not reason:
            return ""
        limits = self._get_limits()
        return f"{self.name}: {get_number_refusal(self.env, value, reason, limits)}"

    def _get_limits(self):
        return Limits(maximum=LARGEST, decimals=0 if self.is_whole else 2)

    def _get_limit_problems(self, numbers):
        """Return which of the figures are above what limits them, or which add up to
        more.

        :param numbers: known numbers by figure, of one profile
        :return: sentence by figure
        """
        problems = {}
        for figure in self | self._get_limited(numbers):
            sentence = figure._get_limit_problem(numbers)
            if sentence:
                problems[figure] = sentence
        return problems

    def _get_limited(self, numbers):
        """Return those of the known figures that the figures limit."""
        return self.browse().union(*(f for f in numbers if f.limit_id in self))

    def _get_limit_problem(self, numbers):
        self.ensure_one()
        limit = self.limit_id
        if self not in numbers or limit not in numbers:
            return ""
        params = {
            "figure": self.name,
            "number": format_points(self.env, numbers[self]),
            "limit": limit.name,
            "maximum": format_points(self.env, numbers[limit]),
        }
        if numbers[self] > numbers[limit]:
            return self.env._(
                "%(figure)s (%(number)s) cannot exceed %(limit)s (%(maximum)s).",
                **params,
            )
        parts = [f for f in numbers if f.limit_id == limit and f.adds_up]
        total = sum(scoring.to_decimal(numbers[part]) for part in parts)
        if self.adds_up and total > scoring.to_decimal(numbers[limit]):
            return self.env._(
                "%(figure)s: together with %(others)s it makes %(total)s, which "
                "exceeds %(limit)s (%(maximum)s).",
                others=", ".join(part.name for part in parts if part != self),
                total=format_points(self.env, total),
                **params,
            )
        return ""
