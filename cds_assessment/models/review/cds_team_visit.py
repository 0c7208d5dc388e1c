from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.states import NOT_HANDED_IN
from ..common import activities

# The states of a dossier before a team has it: until then the plan may change.
PLANNED_STATES = (*NOT_HANDED_IN, "submitted")


class CdsTeamVisit(models.Model):
    """Which external team visits which school of a campaign, and when.

    The plan until the dossier is received: then the team is the dossier's, and only the
    days still change.
    """

    _name = "cds.team.visit"
    _description = "Visit of an External Team"
    _inherit = ["cds.guarded"]
    _order = "visit_start, team_id, id"
    _rec_name = "institution_id"

    _guarded_fields = frozenset(("is_conflicting", "company_id"))

    campaign_id = fields.Many2one(
        "cds.campaign",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self._default_campaign_id(),
    )
    authority_id = fields.Many2one(related="campaign_id.authority_id")
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, index="btree_not_null"
    )
    team_id = fields.Many2one(
        "cds.council",
        string="External Team",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'external'), ('institution_id', '=', authority_id)]",
    )
    institution_id = fields.Many2one(
        "cds.institution",
        string="School",
        required=True,
        ondelete="restrict",
        index=True,
    )
    # Not stored: launching a campaign writes dossiers in the database itself.
    assessment_id = fields.Many2one(
        "cds.assessment",
        compute="_compute_assessment_id",
        search="_search_assessment_id",
    )
    visit_start = fields.Date(string="Visit From")
    visit_end = fields.Date(
        string="Visit To",
        compute="_compute_visit_end",
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Text(help="The school reads it as well.")
    is_conflicting = fields.Boolean(
        string="Conflict",
        compute="_compute_is_conflicting",
        store=True,
        help="A member of the team works at the school.",
    )

    _once = models.UniqueIndex(
        "(campaign_id, institution_id)",
        "A school is visited by one team of a campaign.",
    )
    _in_order = models.Constraint(
        "CHECK(visit_start <= visit_end)", "The visit must end after it begins."
    )
    _begun = models.Constraint(
        "CHECK(visit_end IS NULL OR visit_start IS NOT NULL)",
        "A visit that ends must begin.",
    )

    def _default_campaign_id(self):
        campaigns = self.env["cds.campaign"].search(
            [
                ("state", "!=", "closed"),
                ("authority_id", "in", self.env.user.cds_institution_ids.ids),
            ],
            limit=2,
        )
        return campaigns if len(campaigns) == 1 else False

    # === COMPUTE METHODS === #

    @api.depends("institution_id", "team_id")
    def _compute_display_name(self):
        for visit in self:
            # sudo: whoever may read a visit may read whose it is
            parts = (
                visit.sudo().institution_id.display_name,
                visit.sudo().team_id.name,
            )
            visit.display_name = " – ".join(filter(None, parts))

    @api.depends("campaign_id", "institution_id")
    @api.depends_context("uid")
    def _compute_assessment_id(self):
        found = self._find_dossiers()
        for visit in self:
            visit.assessment_id = found[visit]

    def _search_assessment_id(self, operator, value):
        """Find visits by their dossiers, as far as the user reads them."""
        if operator == "any":
            return self._get_domain_of(value)
        if operator != "in":
            return NotImplemented
        domain = self._get_domain_of([("id", "in", list(filter(None, value)))])
        # not set: those without any
        return domain | ~self._get_domain_of([]) if False in value else domain

    def _get_domain_of(self, dossiers):
        """Give the domain of the visits of dossiers.

        :param dossiers: the domain of the dossiers
        """
        found = self.env["cds.assessment"]._search(
            Domain(dossiers) & Domain("state", "!=", "cancelled")
        )
        visits = SQL(
            """
            SELECT visit.id
            FROM cds_team_visit visit
            JOIN cds_assessment dossier
                ON dossier.campaign_id = visit.campaign_id
                AND dossier.institution_id = visit.institution_id
            WHERE dossier.id IN %s
            """,
            found.subselect(),
        )
        self.flush_model(["campaign_id", "institution_id"])
        return Domain("id", "in", SQL("(%s)", visits))

    @api.depends("visit_start")
    def _compute_visit_end(self):
        for visit in self:
            start, end = visit.visit_start, visit.visit_end
            is_wrong = not start or not end or end < start
            visit.visit_end = start if is_wrong else end

    @api.depends("team_id.member_ids.user_id", "institution_id.user_ids")
    def _compute_is_conflicting(self):
        for visit in self:
            visit.is_conflicting = bool(
                visit.team_id._get_conflicts(visit.institution_id)
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("campaign_id", "institution_id")
    def _check_school(self):
        for visit in self:
            # sudo: whether a school takes part does not depend on who plans
            if visit.institution_id not in visit.campaign_id.sudo().institution_ids:
                raise ValidationError(
                    self.env._(
                        "“%(school)s” does not take part in this campaign.",
                        school=visit.institution_id.display_name,
                    )
                )

    @api.constrains("campaign_id", "team_id", "institution_id")
    def _check_team(self):
        for visit in self:
            team = visit.team_id
            if (
                team.kind != "external"
                or team.institution_id != visit.campaign_id.authority_id
                or team.campaign_id
                not in (visit.campaign_id, team.campaign_id.browse())
            ):
                raise ValidationError(
                    self.env._(
                        "“%(team)s” is no external team of this campaign's authority.",
                        team=team.name,
                    )
                )
            conflicts = team._get_conflicts(visit.institution_id)
            if conflicts:
                raise ValidationError(
                    self.env._(
                        "%(names)s of “%(team)s” work at “%(school)s”.",
                        names=", ".join(conflicts.mapped("name")),
                        team=team.name,
                        school=visit.institution_id.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create visits of campaigns that are the user's to run.

        :raise AccessError: for a campaign, team or school that is not the user's
        :raise UserError: for a closed campaign
        """
        if not self.env.su:
            # Before the database speaks of what there is already.
            self._check_reach(vals_list)
        visits = super().create(vals_list)
        visits._check_may_plan()
        visits._check_received_team()
        return visits

    def write(self, vals):
        """Change the plan; days go to the sheet of a team that has the dossier.

        :raise UserError: when campaign or school would change, or the team of a dossier
            that has been received
        """
        fixed = {
            name
            for name in ("campaign_id", "institution_id")
            if name in vals and any(visit[name].id != vals[name] for visit in self)
        }
        if fixed:
            raise UserError(
                self.env._("A visit keeps its campaign and school: plan another one.")
            )
        if not self.env.su:
            self.check_access("write")
            self._check_reach([vals])
            self._check_may_plan()
        result = super().write(vals)
        if "team_id" in vals:
            self._check_received_team()
        if {"visit_start", "visit_end"} & set(vals):
            self._pass_days_on()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        self._check_may_plan()
        for visit in self._find_received():
            raise UserError(
                self.env._(
                    "“%(school)s” has been received by its team: the visit stays.",
                    school=visit.institution_id.display_name,
                )
            )

    def _drop_at(self, institutions):
        """Drop what is planned at institutions that have closed."""
        planned = self.search(
            [
                ("institution_id", "in", institutions.ids),
                ("campaign_id.state", "=", "launched"),
            ]
        )
        received = planned._find_received()
        planned.filtered(lambda visit: visit not in received).unlink()

    def _check_may_plan(self):
        """Refuse to plan where the campaign is over, or not the user's to run.

        :raise UserError: with the reason
        """
        self.campaign_id._share()
        self.campaign_id._check_can("plan_visits")

    def _check_reach(self, vals_list):
        """Refuse ids of records that are not the user's to read."""
        for name in ("campaign_id", "team_id", "institution_id"):
            default = self.env.context.get(f"default_{name}")
            ids = {vals.get(name, default) for vals in vals_list} - {None, False}
            self.env[self._fields[name].comodel_name].browse(ids).check_access("read")

    # === BUSINESS METHODS === #

    def _get_printed_days(self):
        """Write the days of the visit in the user's language, "" without any."""
        days = dict.fromkeys(filter(None, (self.visit_start, self.visit_end)))
        return " – ".join(format_date(self.env, day) for day in days)

    def _find_dossiers(self):
        """Return the dossier of each visit.

        :return: ``cds.assessment`` by visit, empty where there is none to be read
        """
        dossiers = self.env["cds.assessment"].search_fetch(
            [
                ("campaign_id", "in", self.campaign_id.ids),
                ("institution_id", "in", self.institution_id.ids),
                ("state", "!=", "cancelled"),
            ],
            ["campaign_id", "institution_id", "state"],
        )
        found = {(d.campaign_id.id, d.institution_id.id): d for d in dossiers}
        return {
            visit: found.get(
                (visit.campaign_id._origin.id, visit.institution_id._origin.id),
                dossiers.browse(),
            )
            for visit in self
        }

    def _find_received(self):
        """Return the dossiers that teams have by now, whoever the user is.

        :return: ``cds.assessment`` in superuser mode, by visit
        """
        # sudo: for checks and open sheets, shown to nobody
        return {
            visit.sudo(self.env.su): dossier
            for visit, dossier in self.sudo()._find_dossiers().items()
            if dossier and dossier.state not in PLANNED_STATES
        }

    def _check_received_team(self):
        """Keep the team of a dossier that it has already.

        :raise UserError: for another one
        """
        for visit, dossier in self._find_received().items():
            if dossier.team_id != visit.team_id:
                raise UserError(
                    self.env._(
                        "“%(school)s” has been received by “%(team)s” already.",
                        school=visit.institution_id.display_name,
                        team=dossier.team_id.name,
                    )
                )

    def _pass_days_on(self):
        """Write the days on the sheets that are still open."""
        for visit, dossier in self._find_received().items():
            dossier.review_ids.filtered(lambda sheet: sheet.state == "open").write(
                {"visit_start": visit.visit_start, "visit_end": visit.visit_end}
            )

    @api.model
    def _find_for(self, assessments):
        """Return the planned visit of each dossier.

        :return: ``cds.team.visit`` by ``cds.assessment``
        """
        visits = self.search(
            [
                ("campaign_id", "in", assessments.campaign_id.ids),
                ("institution_id", "in", assessments.institution_id.ids),
            ]
        )
        found = {(v.campaign_id, v.institution_id): v for v in visits}
        return {
            dossier: found.get((dossier.campaign_id, dossier.institution_id), self)
            for dossier in assessments
        }

    @api.model
    def _follow(self, assessments, team):
        """Let the plan say who has received dossiers, and the sheets when they come.

        :param assessments: ``cds.assessment`` records in superuser mode
        """
        for dossier, visit in self._find_for(assessments).items():
            if not visit:
                continue
            if visit.team_id != team:
                visit.team_id = team
            dossier.review_ids.write(
                {"visit_start": visit.visit_start, "visit_end": visit.visit_end}
            )

    @api.model
    @contextmanager
    def _telling_conflicts(self, domain):
        """Tell the officers of visits that come into conflict while staff changes.

        :param domain: which visits can be concerned
        """
        before = self._find_conflicts(domain)
        yield
        for visit in self._find_conflicts(domain) - before:
            activities.tell_conflict(visit)

    @api.model
    def _find_conflicts(self, domain):
        # sudo: whoever changes staff need not see the visits
        return self.sudo().search(
            [
                *domain,
                ("is_conflicting", "=", True),
                ("campaign_id.state", "!=", "closed"),
            ]
        )

    def action_open_assessment(self):
        """Open the dossier of the school.

        :raise UserError: while there is none that the user may read
        """
        self.ensure_one()
        self.check_access("read")
        if not self.assessment_id:
            raise UserError(
                self.env._("The school has no dossier in this campaign that you see.")
            )
        return self.assessment_id._get_records_action()
