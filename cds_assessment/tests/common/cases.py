from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

GROUPS = "cds_assessment.group_"


class CdsCase(TransactionCase):
    """Two schools of two districts of one province, with the users of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.framework = cls.env.ref("cds_assessment.framework_4725")
        cls.year = cls.env.ref("cds_assessment.school_year_2023")
        cls.province = cls._create_institution("Province", kind="authority")
        cls.district = cls._create_institution(
            "District", kind="authority", parent_id=cls.province.id
        )
        cls.other_district = cls._create_institution(
            "Other District", kind="authority", parent_id=cls.province.id
        )
        cls.school = cls._create_institution("School", parent_id=cls.district.id)
        cls.other_school = cls._create_institution(
            "Other School", parent_id=cls.other_district.id
        )
        cls.contributor = cls._create_user("contributor", cls.school)
        cls.secretary = cls._create_user("council", cls.school)
        cls.head = cls._create_user("head", cls.school)
        cls.reviewer = cls._create_user("reviewer", cls.district)
        cls.officer = cls._create_user("officer", cls.district)
        cls.other_secretary = cls._create_user("council", cls.other_school)
        cls.admin = cls._create_user("admin", cls.province)

    @classmethod
    def _create_institution(cls, name, **vals):
        return cls.env["cds.institution"].create({"name": name, **vals})

    @classmethod
    def _create_user(cls, role, institution):
        login = f"cds_{role}_{institution.name}".lower().replace(" ", "_")
        return new_test_user(
            cls.env,
            login,
            groups=f"{GROUPS}{role}",
            name=f"{role} of {institution.name}",
            cds_institution_ids=[Command.set(institution.ids)],
            lang="en_US",  # what tests expect of sentences
        )

    @classmethod
    def _create_assessment(cls, institution=None, started=True, **vals):
        assessment = cls.env["cds.assessment"].create(
            {
                "institution_id": (institution or cls.school).id,
                "framework_id": cls.framework.id,
                "school_year_id": cls.year.id,
                **vals,
            }
        )
        if started:
            assessment.action_start()
        return assessment

    @classmethod
    def _create_framework(cls, items=(("1.1", 60), ("1.2", 40)), publish=True, **vals):
        """Create a set with one group of 100 points and the bands of Decision 4725.

        :param items: codes and maxima, or values of ``cds.criterion``
        """
        framework = cls.env["cds.framework"].create(
            {
                "name": "Set",
                "code": vals.pop("code", "T"),
                "level_ids": [
                    Command.create({"number": number, "name": f"Mức độ {number}"})
                    for number in (1, 2, 3)
                ],
                **vals,
            }
        )
        group = cls.env["cds.criterion"].create(
            {
                "framework_id": framework.id,
                "node": "group",
                "code": "1",
                "name": "Group",
                "measure": False,
                "max_points": 100,
            }
        )
        bounds = ((0, True, 50, False), (50, True, 75, True), (75, False, 100, True))
        cls.env["cds.criterion.band"].create(
            [
                {
                    "criterion_id": group.id,
                    "level_id": level.id,
                    "lower": lower,
                    "lower_included": lower_included,
                    "upper": upper,
                    "upper_included": upper_included,
                }
                for level, (lower, lower_included, upper, upper_included) in zip(
                    framework.level_ids, bounds, strict=True
                )
            ]
        )
        for entry in items:
            if not isinstance(entry, dict):
                entry = {"code": entry[0], "max_points": entry[1]}
            cls.env["cds.criterion"].create(
                {
                    "framework_id": framework.id,
                    "parent_id": group.id,
                    "name": f"Item {entry['code']}",
                    **entry,
                }
            )
        if publish:
            framework.action_publish()
        return framework

    @classmethod
    def _create_council(cls, kind, institution, chair, secretary, **vals):
        """Create a council of five with a decision: two users, three names."""
        return cls.env["cds.council"].create(
            {
                "name": f"Council of {institution.name}",
                "kind": kind,
                "institution_id": institution.id,
                "school_year_id": cls.year.id,
                "decision_number": "282/QĐ-TH",
                "decision_date": "2023-10-23",
                "member_ids": [
                    Command.create({"user_id": chair.id, "role": "chair"}),
                    Command.create({"user_id": secretary.id, "role": "secretary"}),
                    *(Command.create({"name": f"Member {n}"}) for n in range(3)),
                ],
                **vals,
            }
        )

    @classmethod
    def _create_evidence(cls, institution=None, name="Paper", user=None, **vals):
        """Create a piece of evidence with a link.

        :param user: who enters it
        """
        evidence = cls.env["cds.evidence"]
        return evidence.with_user(user or cls.env.user).create(
            {
                "institution_id": (institution or cls.school).id,
                "name": name,
                "file_ids": [Command.create({"url": "https://example.com/paper"})],
                **vals,
            }
        )

    @classmethod
    def _prove(cls, assessment, user, judge=None):
        """Let one paper prove all items of a dossier that is scored.

        :param user: who enters it
        :param judge: who accepts it: the secretary
        """
        paper = cls._create_evidence(assessment.institution_id, user=user)
        use = assessment._use_evidence(paper, assessment.line_ids)
        use.with_user(judge or cls.secretary).action_accept()
        return use

    def _line(self, assessment, code):
        return assessment.line_ids.filtered(lambda line: line.code == code)

    def _result(self, assessment, code="1"):
        return assessment.result_ids.filtered(
            lambda result: result.criterion_id.code == code
        )
