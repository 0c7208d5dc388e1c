from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...report.readers.campaign import read_summary
from ...tools.file_name import safe_name
from ...tools.fulfilment import LATE_SCHOOLS

# What stays once the dossiers of a campaign have been made by it.
FIXED_ONCE_LAUNCHED = frozenset(
    ("authority_id", "school_year_id", "institution_ids", "kind")
)


class CdsCampaign(models.Model):
    """A campaign (đợt đánh giá): an authority has its schools assessed in a year.

    One of reports alone makes no dossiers: its schools owe the milestones, and may be
    assessed by another campaign of the same year.

    | state    | what happens                                                      |
    |----------|-------------------------------------------------------------------|
    | draft    | schools, sets of criteria and milestones are put together         |
    | launched | schools have their dossiers and owe the milestones                |
    | closed   | nothing is delivered any more; it can be opened again             |

    Its authority's officers write it, those of authorities above read it. Schools that
    take part read it as well, but not who else does.
    """

    _name = "cds.campaign"
    _description = "Campaign"
    _inherit = [
        "cds.workflow",
        "cds.titled",
        "cds.paper.subject",
        "cds.chatter",
        "mail.activity.mixin",
    ]
    _order = "school_year_id, id desc"  # the newest year first, as years are
    _paper_subject = "campaign"
    _title_fields = ("school_year_id", "kind")
    _paper_institution = "authority_id"

    _guarded_fields = frozenset(
        (
            "state",
            "company_id",
            "previous_id",
            "launched_on",
            "launched_by_id",
            "is_launching",
            "heartbeat",
        )
    )

    name = fields.Char(tracking=True)
    authority_id = fields.Many2one(
        "cds.institution",
        string="Run By",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'authority')]",
        default=lambda self: self.env["res.users"]._get_only_institution("authority"),
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["cds.school.year"]._get_current(),
    )
    company_id = fields.Many2one(
        related="authority_id.company_id", store=True, index="btree_not_null"
    )
    kind = fields.Selection(
        [("assessment", "Assessment"), ("reports", "Reports Only")],
        string="What It Is For",
        default="assessment",
        required=True,
        help="A campaign of reports makes no dossiers: all schools take part in it, "
        "whatever their level, beside the assessment of the same school year.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("launched", "Launched"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    previous_id = fields.Many2one(
        "cds.campaign",
        string="Made From",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    framework_ids = fields.One2many(
        "cds.campaign.framework", "campaign_id", string="Sets of Criteria", copy=True
    )
    template_id = fields.Many2one(
        "cds.milestone.template",
        string="Template of Milestones",
        ondelete="set null",
        index="btree_not_null",
    )
    # Which schools take part is no school's to know of the others.
    institution_ids = fields.Many2many(
        "cds.institution",
        "cds_campaign_institution_rel",
        "campaign_id",
        "institution_id",
        string="Schools",
        copy=False,
        groups="cds_assessment.group_officer",
    )
    school_count = fields.Integer(
        string="Number of Schools",
        compute="_compute_school_count",
        groups="cds_assessment.group_officer",
    )
    milestone_ids = fields.One2many(
        "cds.milestone", "campaign_id", string="Milestones", copy=True
    )
    deliverable_ids = fields.One2many(
        "cds.deliverable", "campaign_id", string="Deliverables"
    )
    assessment_ids = fields.One2many(
        "cds.assessment", "campaign_id", string="Assessments"
    )
    # What record rules go through: asked of a record they leave all of it in the cache,
    # which is nobody's to read.
    ruled_assessment_ids = fields.One2many(
        "cds.assessment",
        "campaign_id",
        string="Assessments (for the Rules)",
        groups=fields.NO_ACCESS,
    )
    document_ids = fields.One2many("cds.document", "campaign_id", string="Papers")
    report_layout = fields.Selection(
        "_selection_report_layout",
        help="The layout of the reports on the self-assessment in this campaign.",
    )
    team_minimum = fields.Integer(
        string="Members of a Team",
        default=lambda self: self.env["cds.council"]._get_usual_minimum("external"),
        help="So many members or more an external team of this campaign has.",
    )
    late_count = fields.Integer(compute="_compute_late_count")
    carried_count = fields.Integer(
        string="Owed Since Earlier", compute="_compute_carried_count"
    )

    # === DEFAULT METHODS === #

    @api.model
    def _selection_report_layout(self):
        return self.env["cds.document"]._selection_layout()

    @api.model
    def _get_proposed_frameworks(self):
        """Propose the newest published set of criteria for each school level.

        :return: commands for ``framework_ids``: the newest set of all for the rest, and
            a row for each level that it does not fit but another one does
        """
        frameworks = self.env["cds.framework"].search(
            [("state", "=", "published"), ("kind", "=", "assessment")],
            order="issued_date desc nulls last, id desc",
        )
        if not frameworks:
            return []
        rows = [(False, frameworks[0])]
        # a handful  pylint: disable-next=no-search-all
        for level in self.env["cds.school.level"].search([]):
            fitting = frameworks.filtered(lambda f, level=level: f._fits(level))[:1]
            if fitting and fitting != frameworks[0]:
                rows.append((level.id, fitting))
        return [
            fields.Command.create(
                {
                    "school_level_id": level_id,
                    "framework_id": framework.id,
                    "sequence": number,
                }
            )
            for number, (level_id, framework) in enumerate(rows)
        ]

    # === COMPUTE METHODS === #

    def _get_proposed_name(self):
        year = self.school_year_id.name or ""
        if self.kind == "reports":
            return f"Báo cáo năm học {year}".strip()
        return f"Đánh giá mức độ chuyển đổi số năm học {year}".strip()

    @api.depends("institution_ids")
    def _compute_school_count(self):
        for campaign in self:
            schools = campaign.institution_ids
            # sudo: a number; those that have closed take part no more
            campaign.school_count = schools.sudo().search_count(
                [("id", "in", schools.ids), *schools._get_there_domain()]
            )

    # === CONSTRAINT METHODS === #

    _team_minimum_positive = models.Constraint(
        "CHECK(team_minimum > 0)", "A team has one member or more."
    )

    @api.constrains("authority_id")
    def _check_authority(self):
        for campaign in self:
            if campaign.authority_id.kind != "authority":
                raise ValidationError(
                    self.env._("A campaign is run by an authority, not by a school.")
                )

    @api.constrains("authority_id", "institution_ids")
    def _check_reach(self):
        """Refuse what is no school below the authority or assessed by it.

        Without a word on what it is: its id may be anybody's guess.
        """
        # sudo: of whatever id a client has sent
        for campaign in self.sudo().with_context(active_test=False):
            schools = campaign.institution_ids
            within = schools.search(
                [("id", "in", schools.ids), *campaign._get_reach_domain()]
            )
            if schools - within:
                raise ValidationError(
                    self.env._(
                        "Only schools take part that are below the authority or "
                        "assessed by it."
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Return each campaign sets of criteria, and the milestones of its template."""
        vals_list = [
            # the web client sends an empty list for rows that nobody has typed
            vals
            if vals.get("framework_ids") or vals.get("kind") == "reports"
            else {**vals, "framework_ids": self._get_proposed_frameworks()}
            for vals in vals_list
        ]
        campaigns = super().create(vals_list)
        for campaign in campaigns.filtered("template_id"):
            if not campaign.milestone_ids:
                campaign._apply_template()
        return campaigns

    def write(self, vals):
        """Keep what dossiers stand on once they are there.

        :raise UserError: when authority, year or schools of a launched campaign would
            change, or anything of a closed one
        """
        if not self.env.su:
            self._check_may_write(vals)
        return super().write(vals)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Show the history to those alone who run the campaign: it names schools, and
        who else takes part is no school's to know.
        """
        if message_operation == "read":
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def _check_may_write(self, vals):
        if any(not name.startswith(("message_", "activity_")) for name in vals):
            self._check_not_closed()
        fixed = FIXED_ONCE_LAUNCHED & set(vals)
        if fixed and any(campaign.state != "draft" for campaign in self):
            raise UserError(
                self.env._(
                    "The campaign has been launched: its authority and school year "
                    "stay, and schools come and go by the buttons."
                )
            )

    def _check_not_closed(self):
        """Refuse to go on with a campaign that is closed.

        :raise UserError: naming it, outside of superuser mode
        """
        closed = self.filtered(lambda campaign: campaign.state == "closed")
        if closed and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(name)s” is closed: open it again to change it.",
                    name=closed[0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_launched(self):
        if any(campaign.state != "draft" for campaign in self):
            raise UserError(
                self.env._("Only a campaign in preparation can be deleted.")
            )

    # === BUSINESS METHODS === #

    def _get_reach_domain(self):
        """Give the domain of the schools that may take part."""
        self.ensure_one()
        return [
            ("kind", "=", "school"),
            "|",
            ("id", "child_of", self.authority_id.ids),
            ("assessor_id", "child_of", self.authority_id.ids),
        ]

    @api.onchange("template_id")
    def _onchange_template_id(self):
        """Show the milestones of the template as soon as it is chosen."""
        if self.state == "draft":
            had = bool(self.milestone_ids)
            self.milestone_ids = list(map(Command.create, self._get_new_milestones()))
            if had:
                self.milestone_ids._sort_by_date()

    def _apply_template(self):
        """Add the milestones of the template that are not there yet."""
        self.ensure_one()
        had = bool(self.milestone_ids)
        self.env["cds.milestone"].create(
            [{"campaign_id": self.id, **vals} for vals in self._get_new_milestones()]
        )
        if had:
            self.milestone_ids._sort_by_date()

    def _get_new_milestones(self):
        """Return the values of the template's milestones that are not there yet.

        A campaign of reports takes none that waits for a dossier.
        """
        have = set(self.milestone_ids.mapped(lambda m: (m.side, m.name)))
        return [
            line._get_milestone_values(self.school_year_id)
            for line in self.template_id.line_ids
            if (line.side, line.name) not in have
            and not (self.kind == "reports" and line.fulfilment == "state")
        ]

    def action_download_summary(self):
        """Download the summary workbook."""
        self.ensure_one()
        self._check_can("summary")
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/campaign/{self.id}/summary.xlsx",
            "target": "download",
        }

    def action_open_summary(self):
        """Open the sums of the authorities that the user sees."""
        self.ensure_one()
        self._check_can("summary")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cds_assessment.cds_authority_report_action"
        )
        return {
            **action,
            "domain": [("campaign_id", "=", self.id)],
            "context": {"search_default_near": 1},
        }

    def action_make_summary_report(self):
        """Draft the report to the authority above, or open the one that is there.

        :raise UserError: when the user may not draft papers of the campaign
        """
        self.ensure_one()
        self._check_can("make_papers")
        kind = self.env.ref("cds_assessment.document_type_summary_report")
        live = self._get_live_papers().filtered(lambda paper: paper.type_id == kind)
        report = live[:1] or self.env["cds.document"].create(
            {"campaign_id": self.id, "type_id": kind.id}
        )
        return report.get_formview_action()

    def _get_cannot_summary_reason(self):
        """Return why the user gets no summary (empty: they do): schools get none."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group("cds_assessment.group_officer"):
            return ""
        return self.env._("Your role does not allow this.")

    def _get_summary(self):
        """Return the summary of what the user may see.

        :rtype: report.summary.facts.Summary
        """
        self.ensure_one()
        # Workbooks are Vietnamese whatever the user's language.
        return read_summary(self.with_context(lang="vi_VN"))

    def _get_summary_file_name(self):
        """Name the workbook, without an ending."""
        self.ensure_one()
        return safe_name(
            "Tong hop", self.sudo().authority_id.name, self.school_year_id.name
        )  # sudo: as in read_summary

    # Hooks get more than what they look at.
    # pylint: disable=unused-argument

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        is_draft = action in ("create", "edit")
        return self._get_cannot_paper_role_reason(
            "officer" if is_draft else "authority_head"
        )

    def _get_paper_bases(self, document):
        """Return the legal bases of the sets of criteria."""
        bases = self.framework_ids.framework_id.mapped("legal_basis")
        return list(filter(None, bases))

    @api.depends("deliverable_ids.state", "deliverable_ids.date_due")
    @api.depends_context("tz", "uid")
    def _compute_late_count(self):
        counts = dict(
            self.env["cds.deliverable"]._read_group(
                [("campaign_id", "in", self.ids), *LATE_SCHOOLS],
                ["campaign_id"],
                ["__count"],
            )
        )
        for campaign in self:
            campaign.late_count = counts.get(campaign._origin, 0)

    @api.depends("authority_id", "state")
    def _compute_carried_count(self):
        for campaign in self:
            campaign.carried_count = self.env["cds.deliverable"].search_count(
                campaign._get_carried_domain()
            )

    def _get_carried_domain(self):
        """Return what schools still owe since earlier campaigns of the authority."""
        self.ensure_one()
        return [
            ("campaign_id.authority_id", "=", self.authority_id.id),
            ("campaign_id", "!=", self._origin.id),
            ("is_carried", "=", True),
        ]

    def action_open_late(self):
        """Show what schools are late with in the campaign: what the button counts."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_deliverable_action_late"
        )
        return {
            **action,
            "domain": [("campaign_id", "=", self.id), *LATE_SCHOOLS],
            "context": {"search_default_group_by_institution": 1},
        }

    def action_open_carried(self):
        """Show what schools still owe since earlier campaigns."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_deliverable_action"
        )
        return {**action, "domain": self._get_carried_domain(), "context": {}}

    def action_download_late_list(self):
        """Download the late list as a workbook."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/campaigns/{self.id}/late_list.xlsx",
            "target": "download",
        }

    def _get_late(self):
        """Return what schools are late with, in the campaign and since earlier ones."""
        self.ensure_one()
        late = fields.Domain(LATE_SCHOOLS)
        own = fields.Domain("campaign_id", "=", self.id)
        carried = fields.Domain(self._get_carried_domain())
        return self.env["cds.deliverable"].search(late & (own | carried))

    # === ACTIONS === #

    def action_remind_late(self, institution_ids=None):
        """Remind now everybody at schools that are late in the campaign.

        :param institution_ids: ids of those that were chosen; none: all of them
        :return: a notification: how many were reminded, and whom no mail can reach
        :raise UserError: when the user cannot, or nobody is late
        """
        self.ensure_one()
        self.check_access("read")
        owed = self.env["cds.deliverable"]
        domain = [("campaign_id", "=", self.id), *LATE_SCHOOLS]
        if institution_ids:
            keys = [int(key) for key in institution_ids]
            domain.append(("institution_id", "in", keys))
        late = owed.search(domain)
        if not late:
            raise UserError(self.env._("Nobody is late."))
        return late.action_remind_now()

    def action_make_letter(self):
        """Draft a letter that reminds all who are late.

        :raise UserError: when the user cannot, or nobody is late
        """
        self.ensure_one()
        self.check_access("read")
        late = self._get_late()
        if not late:
            raise UserError(self.env._("Nobody is late."))
        return self._make_letter(late)

    def _make_letter(self, late):
        """Draft a letter and open it.

        :param late: ``cds.deliverable``: what it lists, as far as it is late still
        """
        self._check_can("make_papers")
        letter = self.env["cds.document"].create(
            {
                "campaign_id": self.id,
                "type_id": self.env.ref(
                    "cds_assessment.document_type_reminder_letter"
                ).id,
                "late_ids": [Command.set(late.ids)],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "cds.document",
            "res_id": letter.id,
            "views": [(False, "form")],
        }

    def _get_paper_addressed(self, document):
        """Return whom the plan or a letter goes to; what goes upward does not."""
        if document.code == "campaign_plan":
            return self.institution_ids
        if document.code == "reminder_letter":
            return document.late_ids.institution_id
        return super()._get_paper_addressed(document)

    def _on_paper_issued(self, document):
        """Let a letter reach those whom it reminds, beside the post."""
        if document.code == "reminder_letter":
            document.late_ids._remind_by_letter(document)
        return super()._on_paper_issued(document)
