from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.fulfilment import OPEN_STATES
from ...tools.states import NOT_HANDED_IN

# Each action: the states in which it is open. All are the officer's, of the authority
# that runs the campaign.
ACTIONS = {
    "launch": ("draft",),
    "add_schools": ("draft", "launched"),
    "remove_schools": ("draft", "launched"),
    "drop_unfit": ("draft",),
    "apply_template": ("draft", "launched"),
    "tell_again": ("launched",),
    "close": ("launched",),
    "reopen": ("closed",),
    "next_year": ("launched", "closed"),
}
# So many schools a history names, the others counted: a button lists all.
HISTORY_NAMES = 300
# The authority's turn: a campaign is not closed over such dossiers.
WAITING_STATES = ("submitted", "external", "reviewed")


class CdsCampaign(models.Model):
    """The way of a campaign, and who may go it.

    Each action checks itself by its ``_get_cannot_<action>_reason()``, which feeds the
    button, the error and the tests.
    """

    _inherit = "cds.campaign"

    is_own = fields.Boolean(compute="_compute_is_own")
    assessment_count = fields.Integer(compute="_compute_assessment_count")
    missing_count = fields.Integer(
        string="Never Handed In",
        compute="_compute_missing_count",
        help="Dossiers, or in a campaign of reports products, that schools have not "
        "handed in.",
    )

    # === COMPUTE METHODS === #

    @api.depends("authority_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for campaign in self:
            campaign.is_own = not campaign._get_not_running_reason()

    @api.depends("assessment_ids.state")
    def _compute_assessment_count(self):
        """Count the dossiers that the user sees."""
        counts = dict(
            self.env["cds.assessment"]._read_group(
                [("campaign_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["campaign_id"],
                ["__count"],
            )
        )
        for campaign in self:
            campaign.assessment_count = counts.get(campaign._origin, 0)

    @api.depends("state", "kind", "assessment_ids.state", "deliverable_ids.state")
    def _compute_missing_count(self):
        """Count as far as the user sees them, once they are to be counted."""
        for campaign in self:
            campaign.missing_count = (
                self.env[campaign._get_told_model()].search_count(
                    campaign._get_missing_domain()
                )
                if campaign.state == "closed"
                else 0
            )

    # === BUSINESS METHODS === #

    @api.model
    def _get_refusal_dependencies(self):
        return [
            "state",
            "is_own",
            "is_launching",
            "problems",
            "template_id",
            "assessment_ids.state",
        ]

    def _get_open_actions(self):
        """Return the actions of the state, for those who run the campaign."""
        return [
            action
            for action, states in ACTIONS.items()
            if self.is_own and self.state in states
        ]

    def _get_cannot_reason(self, action):
        """Return why state or rights keep the user from an action (empty: nothing
        does).

        :param action: a key of ``ACTIONS``
        """
        self.ensure_one()
        if self.state not in ACTIONS[action]:
            return self._get_state_reason()
        return self._get_not_running_reason()

    def _get_not_running_reason(self):
        """Return why the user is no officer of the authority (empty: they are)."""
        return self.authority_id._get_cannot_act_reason(
            "officer", self.env._("You do not belong to the authority that runs it.")
        )

    def _get_cannot_launch_reason(self):
        return self._get_cannot_reason("launch") or " ".join(self._get_problems())

    def _get_cannot_add_schools_reason(self):
        return self._get_cannot_reason("add_schools")

    def _get_cannot_remove_schools_reason(self):
        return self._get_cannot_reason("remove_schools")

    def _get_cannot_drop_unfit_reason(self):
        reason = self._get_cannot_reason("drop_unfit")
        if not reason and not self._get_unfit():
            reason = self.env._("All schools can be assessed.")
        return reason

    def _get_cannot_apply_template_reason(self):
        reason = self._get_cannot_reason("apply_template")
        if not reason and not self.template_id:
            reason = self.env._("Choose a template of milestones first.")
        return reason

    def _get_cannot_close_reason(self):
        reason = self._get_cannot_reason("close")
        if not reason and self.is_launching:
            reason = self.env._("It is still being launched.")
        if reason:
            return reason
        # sudo: all dossiers of the campaign
        waiting = (
            self.sudo()
            .env["cds.assessment"]
            .search_count(
                [
                    ("campaign_id", "in", self.ids),
                    ("state", "in", WAITING_STATES),
                    ("institution_id", "any", self._get_there_domain()),
                ]
            )
        )
        if waiting:
            return self.env._(
                "%(count)s dossiers wait for the authority: receive, assess and "
                "recognise them first, or return them.",
                count=waiting,
            )
        return ""

    def _get_cannot_reopen_reason(self):
        return self._get_cannot_reason("reopen")

    def _get_cannot_next_year_reason(self):
        reason = self._get_cannot_reason("next_year")
        if reason:
            return reason
        following = self.search([("previous_id", "in", self.ids)], limit=1)
        if following:
            return self.env._(
                "“%(name)s” has been made from it already.", name=following.name
            )
        return ""

    # === ACTIONS === #

    def action_launch(self):
        """Launch: dossiers and deliverables are made in the background."""
        self._begin("launch")
        # sudo: the action was checked; state and launch are closed to everyone else
        self.sudo().write(
            {
                "state": "launched",
                "launched_on": fields.Datetime.now(),
                "launched_by_id": self.env.uid,
            }
        )
        self._complete()

    def action_apply_template(self):
        """Add the milestones of the template that the campaign does not have yet."""
        self._begin("apply_template")
        for campaign in self:
            campaign._apply_template()

    def action_close(self):
        """Show who has not handed in, and ask what becomes of it."""
        self.ensure_one()
        self._check_can("close")
        return self._open_dialog(
            "cds.campaign.close", self.env._("Close"), default_campaign_id=self.id
        )

    def action_open_missing(self):
        """Show what schools have not handed in: what the button counts."""
        self.ensure_one()
        self.check_access("read")
        if self.kind == "reports":
            key = "cds_assessment.cds_deliverable_action"
            action = self.env["ir.actions.act_window"]._for_xml_id(key)
        else:
            action = self.action_open_assessments()
        return {**action, "domain": self._get_missing_domain(), "context": {}}

    def action_reopen(self):
        """Open a closed campaign again."""
        self._begin("reopen")
        self.sudo().state = "launched"  # sudo: as above

    def action_next_year(self):
        """Make the campaign of the next school year from this one, and open it.

        The school year is entered if it is not there yet.
        """
        self.ensure_one()
        self._begin("next_year")
        return self._make_next_year().get_formview_action()

    def action_open_assessments(self):
        """Show the dossiers of the campaign."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_assessment_action"
        )
        dossiers = self.env.ref("cds_assessment.cds_assessment_view_list_campaign")
        return {
            **action,
            "views": [(dossiers.id, "list"), (False, "kanban"), (False, "form")],
            "domain": [("campaign_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_open_schools(self):
        """Show the schools that take part, by pages: there may be thousands."""
        self.ensure_one()
        self._check_can("open_schools")
        schools = self.env.ref("cds_assessment.cds_institution_view_list_campaign")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Schools"),
            "res_model": "cds.institution",
            "views": [(schools.id, "list"), (False, "kanban"), (False, "form")],
            "domain": [
                ("campaign_ids", "=", self.id),
                *self.env["cds.institution"]._get_there_domain(),
            ],
            "context": {"campaign_id": self.id, "create": False},
        }

    def _get_cannot_open_schools_reason(self):
        """Return why the user does not see which schools take part."""
        is_officer = self.env.user.has_group("cds_assessment.group_officer")
        return "" if is_officer else self.env._("Your role does not allow this.")

    def _close(self, waive_reason=""):
        """Close: nothing is delivered any more; who has not handed in is named.

        :param waive_reason: why what schools owe is waived; empty: they go on owing it,
            and the next campaign shows it as owed since earlier
        :raise UserError: when the user cannot, or dossiers wait for the authority
        """
        self.ensure_one()
        self._begin("close")
        missing = self.env[self._get_told_model()].search(self._get_missing_domain())
        if waive_reason:
            owed = self.env["cds.deliverable"].search(self._get_open_domain())
            owed._waive(waive_reason)
        # sudo: the action was checked; the state is closed to everyone else
        self.sudo().state = "closed"
        if missing:
            self._tell_closed(missing, waive_reason)

    def _tell_closed(self, missing, waive_reason):
        """Write into the histories, the schools' too, who has not handed in.

        :param missing: their ``cds.assessment`` or ``cds.deliverable``
        """
        author_id = self.env.user.partner_id.id
        follows = self._say_what_follows(waive_reason)
        schools = missing.institution_id
        # sudo: histories are not for officers to write into, schools' least of all
        self.sudo().message_post(
            author_id=author_id,
            body=self.env._(
                "Closed; %(count)s schools have not handed in: %(names)s. %(follows)s",
                count=len(schools),
                names=self._name_schools(schools, HISTORY_NAMES),
                follows=follows,
            ),
        )
        body = self.env._(
            "“%(campaign)s” was closed before this was handed in. %(follows)s",
            campaign=self.name,
            follows=follows,
        )
        missing.sudo()._message_log_batch(
            bodies=dict.fromkeys(missing.ids, body), author_id=author_id
        )

    def _say_what_follows(self, waive_reason):
        if waive_reason:
            return self.env._("What is owed is waived: %s", waive_reason)
        return self.env._(
            "It stays owed and late, and can still be handed in: the next campaign of "
            "the authority shows it as owed since earlier."
        )

    def _get_missing_domain(self):
        """Return the domain of what schools have not handed in: dossiers, or in a
        campaign of reports products.
        """
        if self.kind == "reports":
            return self._get_open_domain()
        return [
            ("campaign_id", "=", self._origin.id),
            ("state", "in", NOT_HANDED_IN),
            ("institution_id", "any", self._get_there_domain()),
        ]

    def _get_open_domain(self):
        """Return the domain of all that schools still owe to the campaign."""
        return [
            ("campaign_id", "=", self._origin.id),
            ("milestone_id.side", "=", "school"),
            ("state", "in", OPEN_STATES),
            ("institution_id", "any", self._get_there_domain()),
        ]

    def _get_there_domain(self):
        return self.env["cds.institution"]._get_there_domain()

    def _get_missing_schools(self):
        """Return the schools that have not handed in, of those that the user sees.

        :rtype: cds.institution
        """
        groups = self.env[self._get_told_model()]._read_group(
            self._get_missing_domain(), ["institution_id"]
        )
        return self.env["cds.institution"].concat(*(school for (school,) in groups))

    def _get_shared(self, action):
        """Give the dossiers that a campaign must not be closed over."""
        return [self.assessment_ids] if action == "close" else []

    # === BUSINESS METHODS === #

    def _make_next_year(self):
        """Return a new campaign: newest sets, milestones a year later, same schools.

        :raise UserError: when the next school year cannot be named
        """
        self.ensure_one()
        year, is_new = self._get_next_school_year()
        # sudo: schools that have closed are out of sight
        schools = self.sudo().with_context(active_test=False).institution_ids
        within = (
            schools.with_context(active_test=True)
            .search(
                [
                    ("id", "in", schools.ids),
                    *self._get_reach_domain(),
                    *schools._get_there_domain(),
                ]
            )
            .sudo(self.env.su)
        )
        campaign = self.create(
            {
                "name": self._get_next_name(year),
                "authority_id": self.authority_id.id,
                "school_year_id": year.id,
                "report_layout": self.report_layout,
                "team_minimum": self.team_minimum,
                "framework_ids": self._copy_frameworks()
                or self._get_proposed_frameworks(),
                "milestone_ids": [
                    fields.Command.create(milestone._get_values_a_year_later())
                    for milestone in self.milestone_ids
                ],
                "institution_ids": [fields.Command.set(within.ids)],
            }
        )
        campaign.sudo().previous_id = self  # sudo: no link for clients to make
        campaign._tell_next_year(self, is_new, len(schools - within))
        return campaign

    def _copy_frameworks(self):
        commands = []
        for row in self.framework_ids:
            framework = row.framework_id._get_latest_version()
            if framework.state == "published" and framework._fits(row.school_level_id):
                commands.append(
                    fields.Command.create(
                        {
                            "sequence": row.sequence,
                            "school_level_id": row.school_level_id.id,
                            "framework_id": framework.id,
                        }
                    )
                )
        return commands

    def _get_next_school_year(self):
        """Return the school year after this one, and whether it had to be entered."""
        year = self.school_year_id
        years = self.env["cds.school.year"].with_context(active_test=False)
        later = years.search(
            [("date_start", ">", year.date_start)], order="date_start", limit=1
        )
        if later:
            return later, False
        numbers = year.name.split("-")
        if not all(number.strip().isdecimal() for number in numbers):
            raise UserError(
                self.env._(
                    "There is no school year after “%(year)s”: have it entered first.",
                    year=year.name,
                )
            )
        # sudo: school years are the administrator's; this one follows from the last
        new = years.sudo().create(
            {
                "name": "-".join(str(int(number) + 1) for number in numbers),
                "date_start": year.date_start + relativedelta(years=1),
                "date_end": year.date_end + relativedelta(years=1),
            }
        )
        return new.sudo(self.env.su), True

    def _get_next_name(self, year):
        """Name the next campaign: the new school year in the place of the old one."""
        if self.school_year_id.name in self.name:
            return self.name.replace(self.school_year_id.name, year.name)
        return f"{self.name} ({year.name})"

    def _tell_next_year(self, previous, is_new, left):
        words = [self.env._("Made from “%(name)s”.", name=previous.name)]
        if left:
            words.append(
                self.env._(
                    "%(count)s schools are not there any more or belong elsewhere.",
                    count=left,
                )
            )
        if len(self.framework_ids) < len(previous.framework_ids):
            words.append(self.env._("Sets of criteria that are archived stay behind."))
        if is_new:
            words.append(
                self.env._(
                    "The school year %(year)s was entered for it.",
                    year=self.school_year_id.name,
                )
            )
        self.message_post(body=" ".join(words))
