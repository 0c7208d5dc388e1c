from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import scoring


class CdsProfileValue(models.Model):
    """One figure of a profile; 0 and "not filled in" differ (``is_known``)."""

    _name = "cds.profile.value"
    _description = "Figure of a School Year"
    _inherit = ["cds.guarded", "cds.stamped"]
    _order = "profile_id, sequence, id"
    _rec_name = "figure_id"

    _guarded_fields = frozenset(
        ("profile_id", "figure_id", "sequence", "source", "source_note")
    )

    profile_id = fields.Many2one(
        "cds.profile", required=True, readonly=True, ondelete="cascade", index=True
    )
    figure_id = fields.Many2one(
        "cds.figure", required=True, readonly=True, ondelete="restrict", index=True
    )
    sequence = fields.Integer(related="figure_id.sequence", store=True, aggregator=None)
    code = fields.Char(related="figure_id.code")
    name = fields.Char(related="figure_id.name")
    unit = fields.Char(related="figure_id.unit")
    section = fields.Selection(related="figure_id.section")
    is_whole = fields.Boolean(related="figure_id.is_whole")
    value = fields.Float(digits=(12, 2), aggregator=None)
    is_known = fields.Boolean(string="Filled In")
    previous_value = fields.Float(
        string="Last Year",
        digits=(12, 2),
        compute="_compute_previous",
        aggregator=None,
    )
    previous_known = fields.Boolean(
        string="Filled In Last Year", compute="_compute_previous"
    )
    source = fields.Selection(
        [
            ("typed", "Typed"),
            ("imported", "From a workbook"),
            ("host", "From other software"),
        ],
        readonly=True,
    )
    source_note = fields.Char(
        string="Where It Comes From",
        readonly=True,
        help="Which file or which module the figure comes from.",
    )

    _one_per_figure = models.UniqueIndex(
        "(profile_id, figure_id)", "A profile has each figure once."
    )

    @api.depends("figure_id", "profile_id.institution_id", "profile_id.school_year_id")
    def _compute_previous(self):
        before = {
            (row.profile_id, row.figure_id): row
            for row in self.profile_id.previous_id.value_ids
        }
        nothing = self.browse()
        for row in self:
            profile = row.profile_id.previous_id
            previous = before.get((profile, row.figure_id), nothing)
            row.previous_known = previous.is_known
            row.previous_value = previous.value

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse rows by hand: the catalogue gives them.

        :raise UserError: outside of superuser mode
        """
        if not self.env.su:
            raise UserError(
                self.env._("The rows of the figures are given by their catalogue.")
            )
        return super().create(vals_list)

    def write(self, vals):
        """Write a figure by the rules, and let everything follow that uses it.

        :raise ValidationError: for a figure that cannot be
        :raise UserError: when the figure was changed meanwhile
        """
        vals = dict(vals)
        base_stamp = vals.pop("base_stamp", None)
        if base_stamp:
            self._check_stamp(base_stamp)
        if {"value", "is_known"} & set(vals):
            return self._write_many(dict.fromkeys(self, vals))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_superuser(self):
        if not self.env.su:
            raise UserError(
                self.env._("The rows of the figures are given by their catalogue.")
            )

    def _get_sheet_rows(self):
        self.fetch(["profile_id"])
        return self.profile_id.value_ids

    def _write_many(self, changes):
        """Write what clients send, all of it before it is checked.

        :param changes: values by row
        """
        numbers = {}
        for row, vals in changes.items():
            if not self.env.su:
                row._check_guarded(vals)
            others = set(vals) - {"value", "is_known", "source", "source_note"}
            if others:
                # past our own write(), which leads here
                # pylint: disable-next=super-method-mismatch
                super(CdsProfileValue, row).write({k: vals[k] for k in others})
            if {"value", "is_known"} & set(vals):
                is_known = vals.get("is_known", "value" in vals)
                numbers[row] = vals.get("value", row.value) if is_known else None
        self._set_numbers(numbers)
        return True

    def _set_numbers(self, numbers, source="typed", source_note=False):
        """Set figures, check them together, and let everything follow.

        :param numbers: number by row; None for "not known"
        :return: whether one has changed
        :raise ValidationError: naming the figure
        """
        rows = self.browse().union(*numbers)
        rows.check_access("write")
        problems = filter(
            None,
            (
                row.figure_id._get_number_problem(number)
                for row, number in numbers.items()
                if number is not None
            ),
        )
        for problem in problems:
            raise ValidationError(problem)
        # as they were read: text that a client sends is never read a second way
        readings = {row: row.figure_id._get_reading(numbers[row]) for row in rows}
        numbers = {row: reading.value for row, reading in readings.items()}
        before = {row: row._get_number() for row in rows}
        changed = rows.filtered(lambda row: before[row] != numbers[row])
        for row in changed:
            # sudo: what it comes from is not for clients to say; access was checked
            # pylint: disable-next=super-method-mismatch
            super(CdsProfileValue, row.sudo()).write(
                {
                    "value": float(numbers[row] or 0),
                    "is_known": numbers[row] is not None,
                    "source": source if numbers[row] is not None else False,
                    "source_note": source_note,
                }
            )
        for profile in changed.profile_id:
            profile_rows = changed.filtered(lambda row, p=profile: row.profile_id == p)
            profile_rows._check_limits()
            profile_rows._tell_changes(before)
        return bool(changed)

    def _get_number(self):
        self.ensure_one()
        return _exact(self.value) if self.is_known else None

    def _check_limits(self):
        """Refuse figures above those that limit them, of one profile.

        :raise ValidationError: with a sentence for each
        """
        numbers = {
            row.figure_id: row.value
            for row in self.profile_id.value_ids
            if row.is_known
        }
        problems = self.figure_id._get_limit_problems(numbers)
        if problems:
            raise ValidationError("\n".join(problems.values()))

    def _tell_changes(self, before):
        """Tell chatter, dossiers and whoever else follows the figures of a profile."""
        profile = self.profile_id
        changes = [
            (row, _plain(before[row]), _plain(row._get_number())) for row in self
        ]
        profile._log_changes(changes)
        self.env["cds.profile"]._figures_changed(
            profile, {row.code: (old, new) for row, old, new in changes}
        )


def _exact(number):
    return None if number is None else scoring.to_decimal(number)


def _plain(number):
    return None if number is None else float(number)
