from .workflow import WorkflowCase

# What each school owes by 1/3/2024.
SUBMIT = {
    "side": "school",
    "name": "Nộp hồ sơ",
    "date_end": "2024-03-01",
    "fulfilment": "state",
    "assessment_state": "submitted",
}


class CampaignCase(WorkflowCase):
    """A campaign of the district with some schools, and the steps of its way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.primary = cls.env.ref("cds_assessment.school_level_primary")
        cls.preschool = cls.env.ref("cds_assessment.school_level_preschool")
        cls.template = cls.env.ref("cds_assessment.milestone_template_plan")
        cls.province_officer = cls._create_user("officer", cls.province)
        cls.other_officer = cls._create_user("officer", cls.other_district)

    def setUp(self):
        super().setUp()
        # What is committed would stay: a test's transaction holds all of it.
        self.patch(self.env.cr, "rollback", lambda: None)
        self.commits = []
        self.patch(
            self.env.registry["ir.cron"],
            "_commit_progress",
            lambda _self, processed=0, **_kw: self.commits.append(processed) or 1,
        )

    @classmethod
    def _create_schools(cls, count, **vals):
        return cls.env["cds.institution"].create(
            [
                {
                    "name": f"School {number:04d}",
                    "parent_id": cls.district.id,
                    "school_level_id": cls.primary.id,
                    **vals,
                }
                for number in range(count)
            ]
        )

    @classmethod
    def _create_campaign(cls, schools=None, user=None, **vals):
        """Let the officer make a campaign of the small set of criteria."""
        campaigns = cls.env["cds.campaign"].with_user(user or cls.officer)
        schools = cls.school if schools is None else schools
        return campaigns.create(
            {
                "name": "Đợt đánh giá 2023-2024",
                "authority_id": cls.district.id,
                "school_year_id": cls.year.id,
                "template_id": cls.template.id,
                "framework_ids": [(0, 0, {"framework_id": cls.small.id})],
                "institution_ids": [(6, 0, schools.ids)],
                **vals,
            }
        )

    def _launch(self, campaign):
        campaign.action_launch()
        self._run()
        self.assertFalse(campaign.is_launching)

    def _run(self):
        """Let the scheduler do all that it is asked to."""
        self.env.flush_all()
        self.env["cds.campaign"]._cron_launch()
        self.env.invalidate_all()
