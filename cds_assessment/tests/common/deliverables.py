from odoo.fields import Command

from .workflow import WorkflowCase


class OwedCase(WorkflowCase):
    """A launched campaign of the district with what its school owes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # whoever owes something in demo data is reminded of it too
        cls.env["cds.deliverable"].search([]).unlink()
        cls.campaign = cls._create_campaign(cls.district, cls.school)

    @classmethod
    def _create_campaign(cls, authority, schools, state="launched", **vals):
        return cls.env["cds.campaign"].create(
            {
                "name": f"Campaign of {authority.name}",
                "authority_id": authority.id,
                "school_year_id": cls.year.id,
                "institution_ids": [Command.set(schools.ids)],
                "state": state,
                **vals,
            }
        )

    @classmethod
    def _owe(cls, fulfilment="mark", institution=None, campaign=None, **vals):
        """Let an institution owe something; give the deliverable."""
        campaign = campaign or cls.campaign
        institution = institution or cls.school
        milestone = cls.env["cds.milestone"].create(
            {
                "campaign_id": campaign.id,
                "name": vals.pop("name", f"By {fulfilment}"),
                "side": "school" if institution.kind == "school" else "authority",
                "fulfilment": fulfilment,
                "date_end": vals.pop("date_due", "2024-06-10"),
                **vals,
            }
        )
        return cls._owe_milestone(milestone, institution)

    @classmethod
    def _owe_milestone(cls, milestone, institution):
        """Make the deliverable as launching a campaign does."""
        deliverable = cls.env["cds.deliverable"].create(
            {
                "milestone_id": milestone.id,
                "campaign_id": milestone.campaign_id.id,
                "institution_id": institution.id,
                "date_due": milestone.date_end,
                "assessment_id": cls.env["cds.assessment"]
                .search(
                    [
                        ("institution_id", "=", institution.id),
                        ("campaign_id", "=", milestone.campaign_id.id),
                    ]
                )
                .id,
            }
        )
        deliverable._refresh()
        return deliverable

    @classmethod
    def _change(cls, deliverables, user, action, **vals):
        """Let a user change deliverables by the dialog."""
        dialogs = cls.env["cds.deliverable.change"].with_user(user)
        dialogs.create(
            {"action": action, "deliverable_ids": deliverables.ids, **vals}
        ).action_apply()
