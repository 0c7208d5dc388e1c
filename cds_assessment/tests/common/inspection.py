from odoo.fields import Command
from odoo.tests import new_test_user

from .workflow import WorkflowCase


class InspectionCase(WorkflowCase):
    """A planned inspection of a school: two inspectors, a user and a name inspected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checklist = cls.env.ref("cds_assessment.framework_electronic_school")
        cls.inspector = cls._create_staff("inspector")
        cls.inspected = cls._create_staff("inspected")
        cls.board = cls._create_board(cls.school, cls.head, cls.inspector)
        cls.plan = cls.env["cds.inspection.plan"].create(
            {
                "institution_id": cls.school.id,
                "school_year_id": cls.year.id,
                "council_id": cls.board.id,
            }
        )
        cls.inspection = cls._create_inspection()

    @classmethod
    def _create_staff(cls, name):
        """Create a contributor of the school who has no other role."""
        return new_test_user(
            cls.env,
            f"cds_{name}",
            groups="cds_assessment.group_contributor",
            name=name.capitalize(),
            cds_institution_ids=[Command.set(cls.school.ids)],
            lang="en_US",
        )

    @classmethod
    def _create_board(cls, institution, chair, inspector, **vals):
        return cls.env["cds.council"].create(
            {
                "name": f"Board of {institution.name}",
                "kind": "inspection",
                "institution_id": institution.id,
                "school_year_id": cls.year.id,
                "decision_number": "218/QĐ-TH",
                "decision_date": "2023-09-27",
                "member_ids": [
                    Command.create({"user_id": chair.id, "role": "chair"}),
                    Command.create({"user_id": inspector.id, "role": "member"}),
                ],
                **vals,
            }
        )

    @classmethod
    def _create_inspection(cls, plan=None, user=None, **vals):
        inspections = cls.env["cds.inspection"].with_user(user or cls.secretary)
        return inspections.create(
            {
                "name": "Triển khai mô hình Trường học điện tử",
                "plan_id": (plan or cls.plan).id,
                "framework_id": cls.checklist.id,
                "planned_on": "2024-05-01",
                "inspected_ids": [
                    Command.create({"user_id": cls.inspected.id}),
                    Command.create({"name": "Nhân viên văn phòng"}),
                ],
                **vals,
            }
        )

    @classmethod
    def _tell(cls, inspection, user=None):
        """Let an inspector write a finding on each content."""
        for item in inspection.with_user(user or cls.inspector).item_ids:
            if not item.is_heading:
                item.findings = "- Đầy đủ."

    @classmethod
    def _lead(cls, inspection, state):
        """Lead a planned inspection to a state, each step by whose turn it is."""
        steps = {
            "minutes": lambda i: i.with_user(cls.inspector).action_begin(),
            "reported": cls._tell_and_report,
            "concluded": lambda i: i.with_user(cls.head).action_conclude(),
            "followed_up": lambda i: i.with_user(cls.head).action_follow_up(),
        }
        states = list(steps)
        for step in states[: states.index(state) + 1]:
            steps[step](inspection)
        assert inspection.state == state

    @classmethod
    def _tell_and_report(cls, inspection):
        cls._tell(inspection)
        inspection.with_user(cls.inspector).action_report()

    def _item(self, code, inspection=None):
        items = (inspection or self.inspection).item_ids
        return items.filtered(lambda item: item.code == code)
