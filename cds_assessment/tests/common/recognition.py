from .workflow import WorkflowCase


class RecognitionCase(WorkflowCase):
    """A campaign of a district whose schools have been assessed from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district.write(
            {
                "short_name": "PGDĐT",
                "locality": "Vĩnh Bảo",
                "head_title": "Trưởng phòng",
            }
        )
        cls.campaign = cls._create_campaign(cls.district)
        cls.dossier = cls._create_reviewed(cls.school)

    @classmethod
    def _create_campaign(cls, authority, name="Đợt 2023"):
        return cls.env["cds.campaign"].create(
            {
                "name": name,
                "authority_id": authority.id,
                "school_year_id": cls.year.id,
            }
        )

    @classmethod
    def _create_reviewed(cls, school, points=(40, 20), campaign=None):
        """Create a dossier as it is after the external assessment."""
        dossier = cls._create_assessment(
            school,
            started=False,
            framework_id=cls.small.id,
            campaign_id=(campaign or cls.campaign).id,
            state="reviewed",
            hand="final",
        )
        for line, value in zip(dossier.line_ids, points, strict=False):
            line.final_points = value
        for line in dossier.line_ids.filtered(lambda line: line.measure == "yes_no"):
            line.final_met = True
        return dossier

    @classmethod
    def _create_schools(cls, count, authority=None, **vals):
        return cls.env["cds.institution"].create(
            [
                {
                    "name": f"Trường Tiểu học số {number:04d}",
                    "parent_id": (authority or cls.district).id,
                    "school_level_id": cls.env.ref(
                        "cds_assessment.school_level_primary"
                    ).id,
                    "locality": "Xã Vĩnh An",
                    **vals,
                }
                for number in range(1, count + 1)
            ]
        )

    @classmethod
    def _draft(cls, user=None, **vals):
        """Let the officer draft a decision on all dossiers of the campaign."""
        draft = (
            cls.env["cds.recognition"]
            .with_user(user or cls.officer)
            .create(
                {
                    "campaign_id": cls.campaign.id,
                    "decision_number": "57/QĐ-PGDĐT",
                    "decision_date": "2024-05-15",
                    **vals,
                }
            )
        )
        draft.action_take_in()
        return draft

    @classmethod
    def _issue(cls, draft=None):
        """Let the head issue a draft; give the certificates."""
        draft = draft or cls._draft()
        draft.with_user(cls.authority_head).action_issue()
        return draft.certificate_ids

    @classmethod
    def _publish(cls, campaign=None):
        publication = (
            cls.env["cds.publication"]
            .with_user(cls.authority_head)
            .create({"campaign_id": (campaign or cls.campaign).id})
        )
        publication.action_publish()
        return publication

    def _withdraw(self, certificate, user=None, reason="Sai số liệu."):
        dialog = self.env["cds.certificate.withdraw"].with_user(
            user or self.authority_head
        )
        dialog.create(
            {"certificate_id": certificate.id, "reason": reason}
        ).action_apply()
