from odoo.tests import tagged, warmup

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestPerformance(CdsCase):
    """Numbers of queries, which must not grow with assessments or lines."""

    def _create_many(self, count):
        schools = self.env["cds.institution"].create(
            [
                {"name": f"School {n}", "parent_id": self.district.id}
                for n in range(count)
            ]
        )
        assessments = self.env["cds.assessment"].create(
            [
                {
                    "institution_id": school.id,
                    "framework_id": self.framework.id,
                    "school_year_id": self.year.id,
                }
                for school in schools
            ]
        )
        assessments.action_start()
        self.env.flush_all()
        self.env.invalidate_all()
        return assessments

    def _count(self, change):
        """Count the queries of a change and of what follows from it."""
        before = self.env.cr.sql_log_count
        change()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _first_lines(self, assessments):
        lines = assessments.line_ids.filtered(lambda line: line.code == "1.3.1")
        self.env.invalidate_all()
        return lines

    @warmup
    def test_one_line(self):
        assessments = self._create_many(1)
        line = self._first_lines(assessments)
        self._count(lambda: line.write({"self_points": 1}))
        self.env.invalidate_all()
        alone = self._count(lambda: line.write({"self_points": 2}))
        self.assertLessEqual(alone, 15)
        self._create_many(50)
        self.env.invalidate_all()
        among_many = self._count(lambda: line.write({"self_points": 3}))
        self.assertEqual(among_many, alone)
        self.assertEqual(self._result(assessments).self_points, 3)

    @warmup
    def test_a_line_of_each_of_many(self):
        one = self._first_lines(self._create_many(1))
        self._count(lambda: one.write({"self_points": 1}))
        self.env.invalidate_all()
        alone = self._count(lambda: one.write({"self_points": 2}))
        many = self._first_lines(self._create_many(40))
        together = self._count(lambda: many.write({"self_points": 2}))
        self.assertEqual(together, alone)
        results = many.assessment_id.result_ids.filtered(
            lambda result: result.node == "group"
        )
        self.assertEqual(sorted(set(results.mapped("self_points"))), [0, 2])

    @warmup
    def test_creating_many(self):
        def create(count):
            schools = self.env["cds.institution"].create(
                [
                    {"name": f"S {n}", "parent_id": self.district.id}
                    for n in range(count)
                ]
            )
            self.env.flush_all()
            return self._count(
                lambda: self.env["cds.assessment"].create(
                    [
                        {
                            "institution_id": school.id,
                            "framework_id": self.framework.id,
                            "school_year_id": self.year.id,
                        }
                        for school in schools
                    ]
                )
            )

        create(1)
        self.assertEqual(create(40), create(2))

    @warmup
    def test_the_form(self):
        """Opening a form takes as many queries among 80 schools as alone."""
        names = [
            "display_name",
            "score_board",
            "explanation",
            "offered_actions",
            "refusals",
            "open_hand",
            "line_ids",
            "result_ids",
            "change_ids",
        ]

        def read(assessment):
            assessment.read(names)
            assessment.line_ids.read(["name", "self_points", "stamp", "percentage"])

        one = self._create_many(1).with_user(self.admin)
        read(one)
        self.env.invalidate_all()
        alone = self._count(lambda: read(one))
        self._create_many(80)
        self.env.invalidate_all()
        self.assertEqual(self._count(lambda: read(one)), alone)

    @warmup
    def test_the_list(self):
        names = ["display_name", "result_summary", "progress", "state"]
        few = self._create_many(2).with_user(self.officer)
        few.read(names)
        self.env.invalidate_all()
        alone = self._count(lambda: few.read(names))
        many = self._create_many(80).with_user(self.officer)
        self.assertEqual(self._count(lambda: many.read(names)), alone)
