from odoo.fields import Command

from .workflow import WorkflowCase


class TeamsCase(WorkflowCase):
    """A campaign of the district with six schools and two teams of strangers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schools = cls.school
        for number in range(1, 6):
            cls.schools |= cls._create_institution(
                f"School {number}",
                parent_id=cls.district.id,
                locality="East" if number > 3 else "West",
            )
        cls.campaign = cls._create_campaign(cls.district, cls.schools)
        # team 1 is the one of the workflow, whose members are users
        cls.team.campaign_id = cls.campaign
        cls.team_2 = cls._create_council(
            cls.district, kind="external", name="Team 2", campaign_id=cls.campaign.id
        )

    @classmethod
    def _create_campaign(cls, authority, schools, state="launched", **vals):
        campaign = cls.env["cds.campaign"].create(
            {
                "name": f"Campaign of {authority.name}",
                "authority_id": authority.id,
                "school_year_id": cls.year.id,
                "institution_ids": [Command.set(schools.ids)],
                **vals,
            }
        )
        campaign.state = state
        return campaign

    @classmethod
    def _plan(cls, school=None, team=None, user=None, **vals):
        visits = cls.env["cds.team.visit"].with_user(user or cls.officer)
        return visits.create(
            {
                "campaign_id": cls.campaign.id,
                "institution_id": (school or cls.school).id,
                "team_id": (team or cls.team).id,
                **vals,
            }
        )

    @classmethod
    def _spread(cls, user=None, **vals):
        dialogs = cls.env["cds.campaign.spread"].with_user(user or cls.officer)
        return dialogs.create({"campaign_id": cls.campaign.id, **vals})
