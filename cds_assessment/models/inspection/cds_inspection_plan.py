from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...report.readers.inspection import decision
from ...tools.paper_number import known_number


class CdsInspectionPlan(models.Model):
    """The internal inspection of a school year (kiểm tra nội bộ): its plan.

    The head decides on it and sets up the board at the beginning of the year. The plan
    lists what is inspected, where, when and by whom; each of that is an inspection.
    """

    _name = "cds.inspection.plan"
    _description = "Plan of Internal Inspection"
    _inherit = ["cds.paper.subject", "cds.chatter"]
    _paper_subject = "inspection_plan"
    _order = "school_year_id, institution_id, id"
    _rec_names_search = ["institution_id", "school_year_id"]
    _guarded_fields = frozenset(("company_id",))
    _reader_paths = {"council_id": "inspection_ids.inspector_ids.user_id"}

    institution_id = fields.Many2one(
        "cds.institution",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'school')]",
        default=lambda self: self.env["res.users"]._get_only_institution("school"),
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["cds.school.year"]._get_current(),
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    council_id = fields.Many2one(
        "cds.council",
        string="Board of Inspection",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        domain="[('kind', '=', 'inspection'), ('institution_id', '=', institution_id)]",
        help="The board that the decision of the year sets up.",
    )
    decision_number = fields.Char(related="council_id.decision_number")
    decision_date = fields.Date(related="council_id.decision_date")
    plan_number = fields.Char(
        string="Number of the Plan",
        copy=False,
        help="Given when the plan's paper is issued; typed where it was issued "
        "elsewhere.",
    )
    plan_date = fields.Date(string="Date of the Plan", copy=False)
    inspection_ids = fields.One2many("cds.inspection", "plan_id", string="Inspections")
    document_ids = fields.One2many(
        "cds.document", "inspection_plan_id", string="Papers"
    )
    open_improvement_ids = fields.Many2many(
        "cds.improvement",
        string="Open From Earlier Years",
        compute="_compute_open_improvement_ids",
    )

    _one_a_year = models.UniqueIndex(
        "(institution_id, school_year_id)",
        "There is already a plan of internal inspection for this school year.",
    )

    @api.depends("school_year_id", "institution_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for plan in self:
            # sudo: whoever may read a plan may read whose it is
            plan.display_name = self.env._(
                "Internal inspection %(year)s, %(school)s",
                year=plan.school_year_id.name or "",
                school=plan.sudo().institution_id.name or "",
            )

    @api.depends("institution_id", "school_year_id")
    def _compute_open_improvement_ids(self):
        improvements = self.env["cds.improvement"]
        for plan in self:
            plan.open_improvement_ids = improvements._get_carried(
                plan.institution_id, plan.school_year_id
            )

    @api.constrains("council_id", "institution_id")
    def _check_council(self):
        for plan in self:
            plan.council_id._check_inspects(plan.institution_id)

    @api.constrains("plan_date", "council_id")
    def _check_dates(self):
        for plan in self:
            decided = plan.decision_date
            if decided and plan.plan_date and plan.plan_date < decided:
                raise ValidationError(
                    self.env._("The plan is older than the decision on it.")
                )
        # sudo: as in cds.council
        self.sudo().inspection_ids._check_dates()

    @api.model_create_multi
    def create(self, vals_list):
        """Create plans.

        :raise AccessError: for an institution that is not the user's
        """
        # Before the database speaks of what there is already.
        institutions = [vals.get("institution_id") for vals in vals_list]
        self.env["cds.institution"].browse(filter(None, institutions)).check_access(
            "read"
        )
        return super().create(vals_list)

    def write(self, vals):
        """Keep whose plan and which year's it is, once it has inspections.

        :raise UserError: when one of them would change
        :raise AccessError: for an institution that is not the user's
        """
        if vals.get("institution_id"):
            # Before the database speaks of what there is already.
            self.env["cds.institution"].browse(vals["institution_id"]).check_access(
                "read"
            )
        if {"institution_id", "school_year_id"} & set(vals) and self.inspection_ids:
            raise UserError(
                self.env._(
                    "A plan that lists inspections stays that of its school and year."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if self.sudo().inspection_ids:  # sudo: whoever may see them
            raise UserError(self.env._("A plan that lists inspections is not deleted."))

    def action_open_inspections(self):
        """Show the inspections of the plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_inspection_action"
        )
        return {
            **action,
            "domain": [("plan_id", "=", self.id)],
            "context": {"default_plan_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        board = self.sudo().council_id  # sudo: the board counts, whoever sees it
        if action == "issue" and not board:
            return self.env._("No board of inspection is named.")
        if action == "issue" and document.code == "inspection_plan":
            decided = board.decision_date
            if not decided:
                return self.env._("The decision comes before the plan: issue it first.")
            if document.date < decided:
                return self.env._("The plan is older than the decision on it.")
        return self._get_cannot_paper_role_reason("council")

    def _get_paper_bases(self, document):
        """Let the plan rest on the decision of the year."""
        is_plan = document.code == "inspection_plan"
        reference = decision(self.council_id)
        if not is_plan or not reference.number:
            return []
        return [f"Thực hiện {reference.words}"]

    def _get_paper_values(self, document):
        """Give a paper the number and the date that are known already."""
        if document.code == "inspection_decision":
            return self.council_id._propose_decision(document)
        values = {"date": self.plan_date or document.date}
        known = None if document.number else known_number(self.env, self.plan_number)
        return values if known is None else {**values, "number": known}

    def _on_paper_issued(self, document):
        """Let board and plan bear the numbers and the dates of their papers."""
        if document.code == "inspection_decision":
            self.council_id._bear_decision(document)
        else:
            self.write({"plan_number": document.name, "plan_date": document.date})

    def _on_paper_cancelled(self, document):
        """Let board and plan bear a cancelled paper no longer."""
        if document.code == "inspection_decision":
            self.council_id._drop_decision(document)
        elif self.plan_number == document.name:
            self.write({"plan_number": False, "plan_date": False})
