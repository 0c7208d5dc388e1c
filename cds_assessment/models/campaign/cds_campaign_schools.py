from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# So many schools are named in a sentence, the others counted.
NAMED = 5


class CdsCampaign(models.Model):
    """The schools of a campaign: by which set each is assessed, coming and going."""

    _inherit = "cds.campaign"

    problems = fields.Text(
        compute="_compute_problems",
        groups="cds_assessment.group_officer",
        help="What keeps the campaign from being launched.",
    )
    unfit_count = fields.Integer(
        compute="_compute_problems",
        groups="cds_assessment.group_officer",
        help="Schools that cannot be assessed in this campaign.",
    )

    @api.depends(
        "state",
        "kind",
        "authority_id",
        "school_year_id",
        "milestone_ids.fulfilment",
        "institution_ids.school_level_id",
        "framework_ids.school_level_id",
        "framework_ids.framework_id",
    )
    @api.depends_context("lang")
    def _compute_problems(self):
        for campaign in self:
            problems, unfit = [], 0
            if campaign.state == "draft" and campaign._origin:
                unassessable = campaign._origin._get_unassessable()
                problems = campaign._origin._get_problems(unassessable)
                unfit = len(campaign._origin._get_unfit(unassessable))
            campaign.problems = "\n".join(problems)
            campaign.unfit_count = unfit

    # === BUSINESS METHODS === #

    def _get_problems(self, unassessable=None):
        """Return what keeps the schools from being assessed.

        :param unassessable: what ``_get_unassessable`` gives, where it is known already
        :return: list of sentences, empty if nothing does
        """
        self.ensure_one()
        # sudo: all schools of the campaign, each within the reach of its authority
        campaign = self.sudo()
        if campaign.kind == "reports":
            return campaign._get_problems_of_reports()
        if not campaign.framework_ids:
            return [
                self.env._(
                    "There is no set of criteria yet: add a row on the page “Sets of "
                    "Criteria”."
                )
            ]
        if not campaign.institution_ids:
            return [
                self.env._(
                    "No school takes part yet: add some by the button “Add Schools”."
                )
            ]
        problems = []
        without, taken = unassessable or campaign._get_unassessable()
        if without:
            problems.append(
                self.env._(
                    "No set of criteria fits: %(schools)s.",
                    schools=self._name_schools(without),
                )
            )
        if taken:
            problems.append(
                self.env._(
                    "Another campaign assesses in this school year: %(schools)s.",
                    schools=self._name_schools(taken),
                )
            )
        return problems

    def _get_problems_of_reports(self):
        """Return what keeps a campaign of reports from being launched."""
        if not self.institution_ids:
            return [
                self.env._(
                    "No school takes part yet: add some by the button “Add Schools”."
                )
            ]
        if not self.milestone_ids:
            return [
                self.env._(
                    "There is no milestone yet: choose a template, or add the reports "
                    "that schools owe."
                )
            ]
        of_dossiers = self.milestone_ids.filtered(lambda m: m.fulfilment == "state")
        return [
            self.env._(
                "“%s” waits for a dossier, which a campaign of reports does not make.",
                milestone.name,
            )
            for milestone in of_dossiers
        ]

    def _get_unfit(self, unassessable=None):
        """Return the schools of the campaign that cannot be assessed in it.

        None as long as there is no set of criteria: it is the set that lacks then.

        :param unassessable: as for ``_get_problems``
        """
        if not self.framework_ids:
            return self.env["cds.institution"]
        without, taken = unassessable or self._get_unassessable()
        return without | taken

    def _get_unassessable(self, schools=None):
        """Return the schools that no set of criteria fits, and those taken elsewhere.

        :param schools: ``cds.institution``: the campaign's, or others that may come
        :return: two ``cds.institution``
        """
        self.ensure_one()
        campaign = self.sudo()  # sudo: wherever other dossiers are
        if campaign.kind == "reports":
            nobody = self.env["cds.institution"]
            return nobody, nobody
        if schools is None:
            schools = campaign.institution_ids
        by_level = dict(self._get_framework_by_level())
        without = schools.filtered(lambda s: s.school_level_id.id not in by_level)
        others = campaign.env["cds.assessment"].search(
            [
                ("institution_id", "in", (schools - without).ids),
                ("school_year_id", "=", campaign.school_year_id.id),
                ("state", "!=", "cancelled"),
                ("campaign_id", "not in", (campaign.id, False)),
            ]
        )
        taken = others.filtered(
            lambda a: (
                by_level[a.institution_id.school_level_id.id]
                in a.framework_id._get_family().ids
            )
        ).institution_id
        return without.with_env(self.env), taken.with_env(self.env)

    def _get_framework_by_level(self):
        """Say by which set schools of each level are assessed.

        :return: pairs of level id (False for schools without one) and set id; a level
            that no set fits is left out
        """
        self.ensure_one()
        if self.kind == "reports":
            return
        own = {row.school_level_id: row.framework_id for row in self.framework_ids}
        levels = self.env["cds.school.level"]
        rest = own.get(levels)
        # a handful  pylint: disable-next=no-search-all
        for level in (levels, *levels.search([])):
            framework = own.get(level) or (rest if rest and rest._fits(level) else None)
            if framework:
                yield level.id, framework.id

    def _name_schools(self, schools, most=NAMED, between=", "):
        names = schools[:most].mapped("display_name")
        if len(schools) > most:
            names.append(self.env._("%(count)s more", count=len(schools) - len(names)))
        return between.join(names)

    # === ACTIONS === #

    def action_add_schools(self):
        """Ask which schools are to take part."""
        self.ensure_one()
        self._check_can("add_schools")
        return self._open_dialog(
            "cds.campaign.schools",
            self.env._("Add Schools"),
            default_campaign_id=self.id,
        )

    def action_drop_unfit(self):
        """Take the schools out that cannot be assessed in this campaign."""
        self.ensure_one()
        self._begin("drop_unfit")
        self._remove_schools(self._get_unfit())

    def _add_schools(self, schools):
        """Let schools take part; in a launched campaign they owe its milestones too.

        :param schools: ``cds.institution``
        :raise UserError: when the user cannot, or one of them cannot be assessed
        """
        self.ensure_one()
        self._begin("add_schools")
        schools.check_access("read")
        if self.state != "draft":
            without, taken = self._get_unassessable(schools)
            if without | taken:
                raise UserError(
                    self.env._(
                        "These schools cannot be assessed in this campaign: "
                        "%(schools)s. No set of criteria fits, or another campaign "
                        "assesses them in this school year.",
                        schools=self._name_schools(without | taken),
                    )
                )
        # sudo: schools of a launched campaign come by this way only
        self.sudo().institution_ids = [fields.Command.link(key) for key in schools.ids]
        self._complete()

    # === BUSINESS METHODS === #

    def _remove_schools(self, schools):
        """Let schools take part no more; what nobody has begun goes with them.

        A dossier that nobody has touched since the launch is deleted, one that somebody
        has prepared stays with its school.

        :param schools: ``cds.institution`` of the campaign
        :raise UserError: when the user cannot, or a school has begun
        """
        self.ensure_one()
        self._begin("remove_schools")
        for school in schools:
            reason = self._get_cannot_leave_reason(school)
            if reason:
                raise UserError(reason)
        # sudo: dossiers and deliverables are closed to the authority
        campaign = self.sudo()
        mine = [("campaign_id", "=", self.id), ("institution_id", "in", schools.ids)]
        # Who makes rows for them just now is refused by the database, or refuses us.
        campaign.heartbeat = fields.Datetime.now()
        campaign.institution_ids = [fields.Command.unlink(key) for key in schools.ids]
        campaign.flush_recordset()
        campaign.env["cds.deliverable"].search(mine).unlink()
        drafts = campaign.env["cds.assessment"].search(mine)
        untouched = drafts.filtered(lambda draft: draft._is_untouched())
        (drafts - untouched).campaign_id = False
        untouched.unlink()
        campaign.message_post(
            body=self.env._(
                "Taken out of the campaign: %(schools)s",
                schools=self._name_schools(schools),
            ),
            author_id=self.env.user.partner_id.id,
        )

    def _get_cannot_leave_reason(self, school):
        """Return why a school cannot be taken out of the campaign (empty: it can).

        :param school: one ``cds.institution``
        """
        self.ensure_one()
        # sudo: as in _remove_schools
        campaign = self.sudo()
        mine = [("campaign_id", "=", self.id), ("institution_id", "=", school.id)]
        begun = campaign.env["cds.assessment"].search(
            [*mine, ("state", "not in", ("draft", "cancelled"))], limit=1
        )
        if begun:
            return self.env._(
                "“%(school)s” has begun its dossier (%(state)s): it stays in the "
                "campaign. Its head can cancel the dossier first.",
                school=school.display_name,
                state=begun.with_env(self.env).sudo()._get_state_label(),
            )
        delivered = campaign.env["cds.deliverable"].search(
            [*mine, ("state", "in", ("doing", "done"))], limit=1
        )
        if delivered:
            return self.env._(
                "“%(school)s” has delivered already (%(milestone)s): it stays in the "
                "campaign.",
                school=school.display_name,
                milestone=delivered.milestone_id.name,
            )
        return ""

    def _get_expected(self):
        """Return the schools, and by which set each is to be assessed, as a query.

        :rtype: odoo.tools.SQL
        """
        self.ensure_one()
        pairs = list(self._get_framework_by_level())
        return SQL(
            """
            SELECT r.institution_id, f.framework_id
            FROM cds_campaign_institution_rel r
            JOIN cds_institution i ON i.id = r.institution_id
            LEFT JOIN unnest(%(levels)s::int[], %(frameworks)s::int[])
                AS f(level_id, framework_id)
                ON f.level_id = COALESCE(i.school_level_id, 0)
            WHERE r.campaign_id = %(campaign)s AND i.active
              AND (i.closed_on IS NULL OR i.closed_on > %(today)s)
            """,
            today=fields.Date.context_today(self),
            levels=[level or 0 for level, _framework in pairs],
            frameworks=[framework for _level, framework in pairs],
            campaign=self.id,
        )
