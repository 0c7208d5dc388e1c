from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsCampaignSchools(models.TransientModel):
    """Which schools come to a campaign: found by filters, each may be left out."""

    _name = "cds.campaign.schools"
    _description = "Add Schools to a Campaign"

    campaign_id = fields.Many2one(
        "cds.campaign", required=True, readonly=True, ondelete="cascade"
    )
    authority_id = fields.Many2one(related="campaign_id.authority_id")
    # filters
    below_id = fields.Many2one(
        "cds.institution",
        string="Belonging To",
        ondelete="cascade",
        domain="[('kind', '=', 'authority'), ('id', 'child_of', authority_id)]",
        help="Only schools that this authority manages or assesses.",
    )
    school_level_ids = fields.Many2many("cds.school.level", string="School Levels")
    ownership = fields.Selection(
        lambda self: (
            self.env["cds.institution"]
            ._fields["ownership"]
            ._description_selection(self.env)
        )
    )
    text = fields.Char(string="Name, Code or Place")
    # what is found
    institution_ids = fields.Many2many(
        "cds.institution",
        "cds_campaign_schools_institution_rel",
        "wizard_id",
        "institution_id",
        string="Schools",
        compute="_compute_institution_ids",
        # Not as superuser: a screen may name any campaign.
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('kind', '=', 'school')]",
    )
    count = fields.Integer(compute="_compute_count")
    problem = fields.Char(compute="_compute_problem", compute_sudo=False)

    @api.depends("campaign_id", "below_id", "school_level_ids", "ownership", "text")
    def _compute_institution_ids(self):
        for dialog in self:
            schools = dialog.institution_ids.browse()
            if dialog.campaign_id:
                schools = schools.search(dialog._get_domain())
            dialog.institution_ids = schools

    @api.depends("institution_ids")
    def _compute_count(self):
        for dialog in self:
            dialog.count = len(dialog.institution_ids)

    @api.depends("institution_ids")
    @api.depends_context("lang")
    def _compute_problem(self):
        for dialog in self:
            dialog.problem = False
            campaign = dialog.campaign_id
            if not campaign:
                continue
            campaign.check_access("read")
            without, taken = campaign._get_unassessable(dialog.institution_ids._origin)
            if without or taken:
                dialog.problem = self.env._(
                    "No set of criteria fits, or another campaign assesses them: "
                    "%(schools)s.",
                    schools=campaign._name_schools(without | taken),
                )

    def _get_domain(self):
        self.ensure_one()
        campaign = self.campaign_id
        domain = [
            *campaign._get_reach_domain(),
            *campaign.institution_ids._get_there_domain(),
            ("id", "not in", campaign.institution_ids.ids),
        ]
        if self.below_id:
            below = self.below_id.ids
            domain += [
                "|",
                ("id", "child_of", below),
                ("assessor_id", "child_of", below),
            ]
        if self.school_level_ids:
            domain.append(("school_level_id", "in", self.school_level_ids.ids))
        if self.ownership:
            domain.append(("ownership", "=", self.ownership))
        if self.text:
            names = ("name", "code", "locality")
            domain += ["|", "|", *((name, "ilike", self.text) for name in names)]
        return domain

    def action_apply(self):
        """Add the schools; the campaign checks that the user may."""
        self.ensure_one()
        if not self.institution_ids:
            raise UserError(self.env._("No school is chosen."))
        self.campaign_id._add_schools(self.institution_ids)
        return {"type": "ir.actions.act_window_close"}
