from calendar import monthrange
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.fulfilment import FULFILMENTS, SIDES

# Which calendar year of a school year, counted from the one in which it begins.
CALENDAR_YEARS = {
    "first": "The year in which it begins",
    "second": "The year in which it ends",
}
# What a milestone takes from its line as it stands there.
SAME_FIELDS = (
    "sequence",
    "side",
    "name",
    "product",
    "fulfilment",
    "assessment_state",
)


class CdsMilestoneTemplateLine(models.Model):
    """A milestone of a template, its dates counted within the school year.

    A month without a day is the whole month.
    """

    _name = "cds.milestone.template.line"
    _description = "Milestone of a Template"
    _order = "template_id, side, sequence, id"

    template_id = fields.Many2one(
        "cds.milestone.template", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10, aggregator=None)
    side = fields.Selection(
        list(SIDES.items()), string="Done By", default="school", required=True
    )
    name = fields.Char(string="What Is Done", required=True)
    product = fields.Char(help="What is delivered, as the plan calls it.")
    time_words = fields.Char(
        string="Time in Words",
        help="As the plan prints it; proposed from the dates if empty.",
    )
    school_level_ids = fields.Many2many(
        "cds.school.level",
        "cds_milestone_template_level_rel",
        "line_id",
        "level_id",
        string="School Levels",
        help="Schools of these levels owe it; all schools if empty.",
    )
    # dates
    start_day = fields.Integer(string="From: Day", aggregator=None)
    start_month = fields.Integer(string="From: Month", aggregator=None)
    start_year = fields.Selection(
        list(CALENDAR_YEARS.items()),
        string="From: Year",
        default="second",
        required=True,
    )
    end_day = fields.Integer(string="Until: Day", aggregator=None)
    end_month = fields.Integer(string="Until: Month", aggregator=None)
    end_year = fields.Selection(
        list(CALENDAR_YEARS.items()),
        string="Until: Year",
        default="second",
        required=True,
    )
    # fulfilment
    fulfilment = fields.Selection(
        list(FULFILMENTS.items()),
        string="Delivered By",
        default="mark",
        required=True,
    )
    assessment_state = fields.Selection(
        "_selection_assessment_state", string="State to Reach"
    )
    document_type_ids = fields.Many2many(
        "cds.document.type",
        "cds_milestone_template_document_type_rel",
        "line_id",
        "type_id",
        string="Papers to Issue",
    )

    @api.model
    def _selection_assessment_state(self):
        return self.env["cds.milestone"]._selection_assessment_state()

    @api.constrains(
        "start_day",
        "start_month",
        "start_year",
        "end_day",
        "end_month",
        "end_year",
    )
    def _check_dates(self):
        for line in self:
            for edge in ("start", "end"):
                day, month = line[f"{edge}_day"], line[f"{edge}_month"]
                is_date = 0 <= month <= 12 and 0 <= day <= 31 and (month or not day)
                if not is_date:
                    raise ValidationError(
                        self.env._(
                            "“%(name)s”: %(day)s/%(month)s is no day of a year.",
                            name=line.name,
                            day=day,
                            month=month,
                        )
                    )
            # any year will do to compare them
            start, end = line._get_dates(2022)
            if start and end and start > end:
                raise ValidationError(
                    self.env._("“%(name)s” ends before it begins.", name=line.name)
                )

    def _get_dates(self, first_year):
        """Give the first and the last day, None where the line says nothing.

        :param first_year: the calendar year in which the school year begins
        """
        self.ensure_one()
        return tuple(self._get_date(edge, first_year) for edge in ("start", "end"))

    def _get_date(self, edge, first_year):
        month, day = self[f"{edge}_month"], self[f"{edge}_day"]
        if not month:
            return None
        year = first_year + (self[f"{edge}_year"] == "second")
        last = monthrange(year, month)[1]
        # 31 is the last day of any month
        return date(year, month, min(day or (1 if edge == "start" else last), last))

    def _get_milestone_values(self, school_year):
        """Give the values of a milestone in a school year.

        :param school_year: ``cds.school.year``
        """
        self.ensure_one()
        start, end = self._get_dates(school_year.date_start.year)
        values = {
            **{name: self[name] for name in SAME_FIELDS},
            "date_start": start,
            "date_end": end,
            "document_type_ids": [fields.Command.set(self.document_type_ids.ids)],
            "school_level_ids": [fields.Command.set(self.school_level_ids.ids)],
        }
        if self.time_words:
            values["time_words"] = self.time_words
        return values
