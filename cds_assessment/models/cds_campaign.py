from odoo import api, fields, models


class CdsCampaign(models.Model):
    """A campaign (đợt đánh giá): an authority has its schools assessed in a year."""

    _name = "cds.campaign"
    _description = "Campaign"
    _inherit = ["cds.paper.subject", "mail.thread", "mail.activity.mixin"]
    _order = "school_year_id desc, id desc"
    _paper_subject = "campaign"
    _paper_institution = "authority_id"

    _guarded_fields = frozenset(("state", "company_id"))

    name = fields.Char(required=True, tracking=True)
    authority_id = fields.Many2one(
        "cds.institution",
        string="Run By",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'authority')]",
        default=lambda self: self._default_authority_id(),
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
    state = fields.Selection(
        [("draft", "Draft"), ("launched", "Launched"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    framework_ids = fields.One2many(
        "cds.campaign.framework", "campaign_id", string="Sets of Criteria", copy=True
    )
    institution_ids = fields.Many2many(
        "cds.institution",
        "cds_campaign_institution_rel",
        "campaign_id",
        "institution_id",
        string="Schools",
        copy=False,
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
    document_ids = fields.One2many("cds.document", "campaign_id", string="Papers")
    report_layout = fields.Selection(
        "_selection_report_layout",
        help="The layout of the reports on the self-assessment in this campaign.",
    )

    def _default_authority_id(self):
        authorities = self.env.user.cds_institution_ids.filtered(
            lambda institution: institution.kind == "authority"
        )
        return authorities if len(authorities) == 1 else False

    @api.model
    def _selection_report_layout(self):
        return self.env["cds.document"]._selection_layout()

    def _get_cannot_paper_reason(self, action, document):
        """Say why the user cannot do something with a paper (empty: they can).

        Officers of its authority draft, the head of the authority issues and signs.
        """
        is_draft = action in ("create", "edit")
        return self._get_cannot_paper_role_reason(
            "officer" if is_draft else "authority_head"
        )
