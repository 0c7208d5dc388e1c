import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.fulfilment import FULFILMENTS, SIDES
from ...tools.states import is_reached_by_authority
from ...tools.time_words import time_words

YEAR = re.compile(r"\d{4}")


class CdsMilestone(models.Model):
    """A milestone (mốc thời hạn): what is to be delivered by whom, from when to when.

    The columns of the calendar in the annex of source-001.
    """

    _name = "cds.milestone"
    _description = "Milestone"
    _inherit = ["cds.guarded"]
    _order = "campaign_id, side, sequence, date_end, id"

    _guarded_fields = frozenset(("company_id",))

    campaign_id = fields.Many2one(
        "cds.campaign", required=True, ondelete="cascade", index=True
    )
    authority_id = fields.Many2one(
        related="campaign_id.authority_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, index="btree_not_null"
    )
    sequence = fields.Integer(default=10, aggregator=None)
    name = fields.Char(string="What Is Done", required=True)
    product = fields.Char(help="What is delivered, as the plan calls it.")
    side = fields.Selection(
        list(SIDES.items()), string="Done By", default="school", required=True
    )
    school_level_ids = fields.Many2many(
        "cds.school.level",
        "cds_milestone_school_level_rel",
        "milestone_id",
        "level_id",
        string="School Levels",
        help="Schools of these levels owe it; all schools if empty.",
    )
    date_start = fields.Date(string="From")
    date_end = fields.Date(string="Until")
    time_words = fields.Char(
        string="Time in Words",
        compute="_compute_time_words",
        store=True,
        readonly=False,
        precompute=True,
        help="As the plan prints it; proposed from the dates.",
    )
    fulfilment = fields.Selection(
        list(FULFILMENTS.items()),
        string="Delivered By",
        default="mark",
        required=True,
    )
    assessment_state = fields.Selection(
        "_selection_assessment_state",
        string="State to Reach",
        help="Delivered as soon as the dossier has come this far.",
    )
    is_done_above = fields.Boolean(
        compute="_compute_is_done_above",
        store=True,
        help="Asked of schools, but brought about by the authority: for instance the "
        "external assessment, or the certificate. A school is never late with it.",
    )
    document_type_ids = fields.Many2many(
        "cds.document.type",
        "cds_milestone_document_type_rel",
        "milestone_id",
        "type_id",
        string="Papers to Issue",
    )
    deliverable_ids = fields.One2many(
        "cds.deliverable", "milestone_id", string="Deliverables"
    )

    _in_order = models.Constraint(
        "CHECK(date_start <= date_end)", "A milestone must end after it begins."
    )

    @api.depends("date_start", "date_end")
    def _compute_time_words(self):
        for milestone in self:
            milestone.time_words = time_words(milestone.date_start, milestone.date_end)

    @api.depends("side", "fulfilment", "assessment_state")
    def _compute_is_done_above(self):
        for milestone in self:
            wanted = milestone.fulfilment == "state" and milestone.assessment_state
            milestone.is_done_above = bool(
                milestone.side == "school"
                and wanted
                and is_reached_by_authority(wanted)
            )

    @api.model
    def _selection_assessment_state(self):
        return (
            self.env["cds.assessment"]._fields["state"]._description_selection(self.env)
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Let schools of a launched campaign owe new milestones as well.

        :raise UserError: when the campaign is closed
        """
        milestones = super().create(vals_list)
        milestones.campaign_id._check_not_closed()
        milestones.campaign_id._complete()
        return milestones

    def write(self, vals):
        """Keep whose a milestone is once it is owed.

        :raise UserError: when the campaign is closed, or who owes would change
        """
        self.campaign_id._check_not_closed()
        launched = self.filtered(lambda m: m.campaign_id.state != "draft")
        moved = self.filtered(
            lambda m: vals.get("campaign_id", m.campaign_id.id) != m.campaign_id.id
        )
        turned = launched.filtered(lambda m: vals.get("side", m.side) != m.side)
        if "school_level_ids" in vals:
            turned |= launched
        if moved or turned:
            raise UserError(
                self.env._(
                    "“%(name)s”: whose a milestone is stays as it is.",
                    name=(moved | turned)[0].name,
                )
            )
        return super().write(vals)

    def _sort_by_date(self):
        """Put milestones in the order of their dates, those without one at the end.

        Where several templates came together: one alone has an order of its own.
        """
        last = fields.Date.to_date("9999-12-31")
        dated = self.sorted(lambda m: (m.date_end or last, m.date_start or last))
        for number, milestone in enumerate(dated, start=1):
            milestone.sequence = 10 * number

    @api.ondelete(at_uninstall=False)
    def _unlink_except_delivered(self):
        self.campaign_id._check_not_closed()
        # sudo: what anybody has delivered, seen or not
        begun = self.sudo().deliverable_ids.filtered(
            lambda deliverable: deliverable.state in ("doing", "done")
        )
        if begun:
            raise UserError(
                self.env._(
                    "“%(name)s” has been delivered already: it cannot be deleted.",
                    name=begun[0].milestone_id.name,
                )
            )

    # === BUSINESS METHODS === #

    def _get_values_a_year_later(self):
        """Give the values of the same milestone of the next school year."""
        self.ensure_one()
        start, end = (
            day and day + relativedelta(years=1)
            for day in (self.date_start, self.date_end)
        )
        values = {
            "sequence": self.sequence,
            "name": self.name,
            "product": self.product,
            "side": self.side,
            "date_start": start,
            "date_end": end,
            "fulfilment": self.fulfilment,
            "assessment_state": self.assessment_state,
            "document_type_ids": [fields.Command.set(self.document_type_ids.ids)],
        }
        # Words of one's own stay, unless they name a year.
        is_own = self.time_words != time_words(self.date_start, self.date_end)
        if is_own and not YEAR.search(self.time_words or ""):
            values["time_words"] = self.time_words
        return values
