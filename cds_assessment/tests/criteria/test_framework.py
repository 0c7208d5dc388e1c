from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users

from ..common.cases import CdsCase


@tagged("post_install", "-at_install")
class TestShippedFramework(CdsCase):
    def test_two_groups_of_100_points(self):
        groups = self.framework.criterion_ids.filtered(lambda c: c.node == "group")
        self.assertEqual(groups.mapped("max_points"), [100, 100])
        for group in groups:
            items = self.framework.criterion_ids.filtered(
                lambda c, g=group: c.node == "item" and c.code.startswith(g.code)
            )
            self.assertEqual(sum(items.mapped("max_points")), 100)

    def test_rows_and_what_is_provisional(self):
        criteria = self.framework.criterion_ids
        self.assertEqual(len(criteria), 38)
        self.assertEqual(
            criteria.filtered("is_mandatory").mapped("code"),
            ["1.1", "1.2", "2.1", "2.2"],
        )
        verified = criteria.filtered(lambda c: c.verification == "verified")
        self.assertEqual(
            verified.mapped("code"),
            ["1", "1.1", "1.2", "1.3", "1.3.1", "1.3.2", "1.3.3", "2"],
        )
        self.assertEqual(self.framework.provisional_count, 30)
        self.assertTrue(all(criteria.mapped("source_note")[:5]))

    def test_order_is_that_of_the_table(self):
        codes = self.framework.criterion_ids.mapped("code")
        self.assertEqual(codes, sorted(codes))

    def test_boundaries_of_1_3(self):
        criterion = self.framework.criterion_ids.filtered(lambda c: c.code == "1.3")
        assessment = self._create_assessment()
        lines = assessment.line_ids.filtered(
            lambda line: line.criterion_id.parent_id == criterion
        )
        for total, level in ((9.5, 1), (10, 2), (20, 2), (20.5, 3), (30, 3)):
            left = total
            for line in lines:
                line.self_points = min(left, 6)
                left -= line.self_points
            result = self._result(assessment, "1.3")
            self.assertEqual(result.self_points, total)
            self.assertEqual(result.self_level_id.number, level, total)


@tagged("post_install", "-at_install")
class TestPublish(CdsCase):
    def assertProblem(self, framework, text):
        with self.assertRaisesRegex(UserError, text):
            framework.action_publish()
        self.assertEqual(framework.state, "draft")

    def _draft(self, **vals):
        return self._create_framework(publish=False, **vals)

    def test_a_sound_set_is_published(self):
        framework = self._draft()
        framework.action_publish()
        self.assertEqual(framework.state, "published")

    def test_sum_below_the_maximum(self):
        self.assertProblem(self._draft(items=[("1.1", 90)]), "adds up to 90 of 100")

    def test_a_code_twice(self):
        self.assertProblem(
            self._draft(items=[("1.1", 60), ("1.1", 40)]), "1.1 is used 2 times"
        )

    def test_a_gap_between_bands(self):
        framework = self._draft()
        band = framework.criterion_ids.band_ids[1]
        band.lower = 51
        self.assertProblem(framework, "no range holds the numbers at 50")

    def test_overlapping_bands(self):
        framework = self._draft()
        framework.criterion_ids.band_ids[0].upper_included = True
        self.assertProblem(framework, "two ranges overlap at 50")

    def test_a_better_level_for_fewer_points(self):
        framework = self._draft()
        first, second = framework.criterion_ids.band_ids[:2]
        levels = first.level_id, second.level_id
        second.level_id, first.level_id = levels
        self.assertProblem(framework, "must have a higher level")

    def test_a_group_without_bands(self):
        framework = self._draft()
        framework.criterion_ids.band_ids.unlink()
        self.assertProblem(framework, "has no level bands")

    def test_a_group_without_items(self):
        self.assertProblem(self._draft(items=()), "has no items")

    def test_an_item_without_a_node_above(self):
        framework = self._draft()
        framework.criterion_ids.filtered(lambda c: c.code == "1.2").parent_id = False
        self.assertProblem(framework, "must stand under a group")

    def test_an_item_under_an_item(self):
        framework = self._draft()
        first, second = framework.criterion_ids.filtered(lambda c: c.node == "item")
        second.parent_id = first
        self.assertProblem(framework, "stands under an item")

    def test_an_item_without_points(self):
        framework = self._draft(items=[("1.1", 100), ("1.2", 0)])
        self.assertProblem(framework, "has no points")

    def test_a_maximum_off_the_step(self):
        framework = self._draft(items=[("1.1", 60.25), ("1.2", 40)])
        self.assertProblem(framework, "60.25 is not a multiple of 0.5")

    def test_a_gap_in_a_conversion(self):
        item = {
            "code": "1.3",
            "max_points": 5,
            "measure": "ratio",
            "conversion_ids": [
                (0, 0, {"lower": 0, "upper": 50, "points": 2}),
                (0, 0, {"lower": 60, "upper": 100, "points": 5}),
            ],
        }
        framework = self._draft(items=[("1.1", 60), ("1.2", 40), item])
        self.assertProblem(framework, "no range holds the numbers at 50")

    def test_conversion_points_above_the_maximum(self):
        item = {
            "code": "1.3",
            "max_points": 5,
            "measure": "count",
            "conversion_ids": [(0, 0, {"is_unbounded": True, "points": 6})],
        }
        framework = self._draft(items=[("1.1", 60), ("1.2", 40), item])
        self.assertProblem(framework, "6 points are not between 0 and 5")

    def test_a_choice_without_options(self):
        item = {"code": "1.3", "max_points": 5, "measure": "choice"}
        framework = self._draft(items=[("1.1", 60), ("1.2", 40), item])
        self.assertProblem(framework, "nothing to choose from")

    def test_all_problems_are_listed_at_once(self):
        framework = self._draft(items=[("1.1", 60), ("1.1", 30)])
        framework.criterion_ids.band_ids[1].lower = 51
        with self.assertRaises(UserError) as caught:
            framework.action_publish()
        self.assertEqual(str(caught.exception).count("\n- "), 3)

    def test_a_parent_of_another_set(self):
        one, two = self._draft(), self._draft(code="T2")
        with self.assertRaises(ValidationError):
            one.criterion_ids[1].parent_id = two.criterion_ids[0]


@tagged("post_install", "-at_install")
class TestFrozen(CdsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.published = cls._create_framework()
        cls.group = cls.published.criterion_ids[0]

    def test_nothing_of_a_published_set_changes(self):
        """Superuser mode included: the tests run in it."""
        self.assertTrue(self.env.su)
        refused = [
            lambda: self.published.write({"name": "X"}),
            lambda: self.published.write({"state": "draft"}),
            lambda: self.published.write({"mandatory_policy": "warn"}),
            lambda: self.group.write({"max_points": 99}),
            self.group.unlink,
            lambda: self.group.band_ids.write({"upper": 99}),
            self.group.band_ids[0].unlink,
            lambda: self.published.level_ids[0].write({"name": "X"}),
            self.published.unlink,
            lambda: self.env["cds.criterion"].create(
                {"framework_id": self.published.id, "code": "9", "name": "X"}
            ),
            lambda: self.env["cds.criterion.option"].create(
                {"criterion_id": self.group.id, "name": "X"}
            ),
        ]
        for index, action in enumerate(refused):
            with self.subTest(index), self.assertRaises(UserError):
                action()

    def test_a_part_does_not_move_into_a_published_set(self):
        draft = self._create_framework(publish=False, code="T2")
        with self.assertRaises(UserError):
            draft.level_ids[0].framework_id = self.published

    def test_a_new_version(self):
        action = self.published.action_new_version()
        new = self.env["cds.framework"].browse(action["res_id"])
        self.assertEqual(
            (new.state, new.version, new.previous_id), ("draft", "2", self.published)
        )
        self.assertEqual(
            new.criterion_ids.mapped("code"),
            self.published.criterion_ids.mapped("code"),
        )
        self.assertEqual(new.criterion_ids.previous_ids, self.published.criterion_ids)
        self.assertEqual(new.criterion_ids.framework_id, new)
        self.assertEqual(new.criterion_ids.band_ids.level_id, new.level_ids)
        new.criterion_ids[0].name = "Changed"
        new.action_publish()
        self.assertEqual(self.group.name, "Group")

    def test_the_shipped_set_has_a_new_version_that_can_be_published(self):
        new = self.framework.copy()
        new.action_publish()
        self.assertEqual(new._get_rules().groups[0].max_points, 100)

    def test_taking_out_of_use(self):
        self.published.action_archive_framework()
        self.assertEqual(self.published.state, "archived")
        with self.assertRaises(UserError):
            self._create_assessment(framework_id=self.published.id)

    @users("cds_council_school")
    def test_a_school_does_not_publish(self):
        draft = self._create_framework(publish=False, code="T2").with_user(
            self.env.user
        )
        with self.assertRaises(UserError):
            draft.action_publish()
