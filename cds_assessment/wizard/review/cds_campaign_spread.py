from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...tools import team_spreading
from ...tools.number_format import format_points

# Where a dossier stands once its visit is over, for the milestone that says when.
VISITED = ("external", "reviewed")


class CdsCampaignSpread(models.TransientModel):
    """How the schools of a campaign are spread over its teams, shown before it is done.

    What is planned already stays, unless it is to be planned anew; what a team has
    received always stays.
    """

    _name = "cds.campaign.spread"
    _description = "Spread Schools over Teams"

    campaign_id = fields.Many2one(
        "cds.campaign", required=True, readonly=True, ondelete="cascade"
    )
    authority_id = fields.Many2one(
        related="campaign_id.authority_id", related_sudo=False
    )
    team_ids = fields.Many2many(
        "cds.council",
        "cds_campaign_spread_team_rel",
        "dialog_id",
        "team_id",
        string="External Teams",
        compute="_compute_team_ids",
        # Not as superuser: a screen may name any campaign.
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('kind', '=', 'external'), ('institution_id', '=', authority_id)]",
    )
    measure = fields.Selection(
        [
            ("classes", "Number of classes"),
            ("pupils", "Number of pupils"),
            ("schools", "Number of schools"),
        ],
        string="Even Out",
        default="classes",
        required=True,
        help="From the year's figures; a school without them counts like the average.",
    )
    keeps_together = fields.Boolean(
        string="Schools of a Place Together",
        default=True,
        help="One team for the schools of one place, where no conflict stands against "
        "it.",
    )
    date_from = fields.Date(
        string="Visits From",
        compute="_compute_dates",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    date_to = fields.Date(
        string="Visits To",
        compute="_compute_dates",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    per_day = fields.Integer(string="Visits a Day", default=1, required=True)
    is_anew = fields.Boolean(
        string="Plan Anew",
        help="Planned visits are given up, but for those of received dossiers.",
    )
    problem = fields.Char(compute="_compute_problem")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    placed_count = fields.Integer(compute="_compute_preview")

    @api.constrains("per_day")
    def _check_per_day(self):
        if any(dialog.per_day < 1 for dialog in self):
            raise ValidationError(self.env._("A team visits a school a day or more."))

    @api.depends("campaign_id")
    def _compute_team_ids(self):
        for dialog in self:
            campaign = dialog._get_campaign()
            dialog.team_ids = campaign._get_teams() if campaign else False

    @api.depends("campaign_id")
    def _compute_dates(self):
        """Take the time that the campaign's calendar gives for it."""
        for dialog in self:
            milestone = dialog._get_campaign().milestone_ids.filtered(
                lambda m: m.side == "authority" and m.assessment_state in VISITED
            )[:1]
            dialog.date_from = dialog.date_from or milestone.date_start
            dialog.date_to = dialog.date_to or milestone.date_end

    @api.depends("date_from", "date_to")
    @api.depends_context("lang")
    def _compute_problem(self):
        for dialog in self:
            dialog.problem = False
            if bool(dialog.date_from) != bool(dialog.date_to):
                dialog.problem = self.env._("Give the first and the last day.")
            elif dialog.date_from and not dialog._get_days():
                dialog.problem = self.env._("There is no working day in this time.")

    @api.depends(
        "campaign_id",
        "team_ids",
        "measure",
        "keeps_together",
        "date_from",
        "date_to",
        "per_day",
        "is_anew",
    )
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        for dialog in self:
            dialog.preview = False
            dialog.placed_count = 0
            if dialog._get_campaign():
                plan, schools = dialog._plan()
                dialog.placed_count = len(dialog._get_news(plan, schools))
                dialog.preview = dialog._render(plan, schools)

    def action_apply(self):
        """Plan the visits as shown, and open them.

        :raise UserError: when the user cannot plan, or nothing comes of it
        """
        self.ensure_one()
        self.campaign_id._check_can("plan_visits")
        # made here again: whatever a client says has been shown before
        plan, schools = self._plan()
        news = self._get_news(plan, schools)
        if self.problem or not news:
            raise UserError(self.problem or self.env._("There is nothing to plan."))
        visits = self.campaign_id.visit_ids
        planned = {visit.institution_id.id: visit for visit in visits}
        if self.is_anew:
            gone = [planned[key].id for key in plan.unplaced if key in planned]
            visits.browse(gone).unlink()
        new_vals = []
        for key in news:
            vals = {"team_id": plan.teams[key]}
            if key in plan.days:
                vals |= {"visit_start": plan.days[key], "visit_end": plan.days[key]}
            elif self.is_anew:
                vals |= {"visit_start": False, "visit_end": False}
            if key in planned:
                planned[key].write(vals)
            else:
                new_vals.append(
                    {
                        "campaign_id": self.campaign_id.id,
                        "institution_id": key,
                        **vals,
                    }
                )
        visits.create(new_vals)
        return self.campaign_id.action_open_visits()

    # === BUSINESS METHODS === #

    def _get_campaign(self):
        """Give the campaign if the user may plan its visits: a screen may name any."""
        campaign = self.campaign_id._origin._filtered_access("write")
        if campaign and campaign._get_cannot_plan_visits_reason():
            return campaign.browse()
        return campaign

    def _plan(self):
        """Make the plan.

        :return: ``team_spreading.Plan``, and its ``team_spreading.School`` by key
        """
        self.ensure_one()
        campaign = self._get_campaign()
        teams = self.team_ids._origin._filtered_access("read").filtered(
            lambda team: (
                team.kind == "external" and team.institution_id == campaign.authority_id
            )
        )
        schools = self._get_schools(campaign, teams)
        plan = team_spreading.spread(
            schools,
            teams.sorted("id").ids,
            days=self._get_days(),
            per_day=max(self.per_day, 1),
            keeps_together=self.keeps_together,
        )
        return plan, {school.key: school for school in schools}

    def _get_days(self):
        return team_spreading.working_days(self.date_from, self.date_to)

    def _get_schools(self, campaign, teams):
        """Return the schools with what is known of them, as plain data."""
        institutions = campaign.institution_ids
        kept = campaign.visit_ids
        if self.is_anew:
            kept = kept.browse(visit.id for visit in kept._find_received())
        kept = {visit.institution_id: visit for visit in kept}
        known = self._get_sizes(campaign, institutions)
        # one without figures is planned like the average, and shown without a number
        average = round(sum(known.values()) / len(known)) if known else 1
        members = {team.id: set(team._get_users().ids) for team in teams}
        return [
            team_spreading.School(
                key=institution.id,
                size=known.get(institution, average),
                place=self._get_place(campaign, institution),
                barred=frozenset(
                    team
                    for team, users in members.items()
                    if users & set(institution._get_staff().ids)
                ),
                team=kept[institution].team_id.id if institution in kept else None,
                day=institution in kept and kept[institution].visit_start or None,
            )
            for institution in institutions
        ]

    def _get_sizes(self, campaign, institutions):
        """Return how much work schools are, as far as it is known.

        :return: number of classes, of pupils or 1, by ``cds.institution``
        """
        if self.measure == "schools":
            return dict.fromkeys(institutions, 1)
        rows = self.env["cds.profile.value"].search_fetch(
            [
                ("figure_id.code", "=", self.measure),
                ("is_known", "=", True),
                ("value", ">=", 1),
                ("profile_id.institution_id", "in", institutions.ids),
                ("profile_id.school_year_id", "=", campaign.school_year_id.id),
            ],
            ["value", "profile_id"],
        )
        return {row.profile_id.institution_id: round(row.value) for row in rows}

    def _get_place(self, campaign, institution):
        """Return where a school lies: its place, and which authority below it is of."""
        place = " ".join((institution.locality or "").casefold().split())
        parent = institution.parent_id
        if parent == campaign.authority_id:
            return place
        return f"{parent.id} {place}"

    def _get_news(self, plan, schools):
        """Give the keys of the schools for which the plan is more than there is.

        In order of team and day, as they are shown.
        """
        return [
            key
            for key, team in plan.teams.items()
            if schools[key].team != team or schools[key].day != plan.days.get(key)
        ]

    def _render(self, plan, schools):
        institutions = self.env["cds.institution"].browse(schools)
        names = {school.id: school for school in institutions}
        reasons = self._get_reasons()
        teams = self.env["cds.council"].browse(plan.loads)
        known = self._get_sizes(self.campaign_id, institutions)
        words = {
            school.id: format_points(self.env, known[school])
            if school in known
            else "–"
            for school in institutions
        }
        return self.env["ir.qweb"]._render(
            "cds_assessment.campaign_spread_preview",
            {
                # cleared on the way to another one
                "measure": dict(
                    self._fields["measure"]._description_selection(self.env)
                ).get(self.measure, ""),
                "teams": [
                    {
                        "name": team.name,
                        "size": format_points(
                            self.env,
                            sum(
                                size
                                for school, size in known.items()
                                if plan.teams.get(school.id) == team.id
                            ),
                        ),
                        "rows": [
                            {
                                "name": names[key].display_name,
                                "place": names[key].locality or "",
                                "size": words[key],
                                "day": key in plan.days
                                and format_date(self.env, plan.days[key])
                                or "",
                                "is_new": schools[key].team is None,
                            }
                            for key in self._get_order(plan, names)
                            if plan.teams[key] == team.id
                        ],
                    }
                    for team in teams
                ],
                "unplaced": [
                    {"name": names[key].display_name, "reason": reasons[reason]}
                    for key, reason in plan.unplaced.items()
                ],
            },
        )

    def _get_order(self, plan, names):
        """Return the schools that have a team by day, those without one last."""
        return sorted(
            plan.teams,
            key=lambda key: (plan.days.get(key, date.max), names[key].sort_key),
        )

    def _get_reasons(self):
        return {
            team_spreading.NO_TEAM: self.env._("There is no team."),
            team_spreading.CONFLICT: self.env._(
                "Of each team, a member works at the school."
            ),
            team_spreading.FULL: self.env._(
                "The teams that may have no day left: give them more days, or more "
                "visits a day."
            ),
        }
