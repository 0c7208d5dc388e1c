from odoo.exceptions import UserError
from odoo.tests import tagged

from ..institution.test_profile import ProfileCase

TEACHERS = {"teachers": 29, "teachers_with_account": 28}


@tagged("post_install", "-at_install")
class TestItems(ProfileCase):
    """Items that follow the year's figures, and those that do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        figure = cls.env["cds.figure"]._get_by_code
        cls.set = cls._create_framework(
            [
                ("1.1", 50),
                {
                    "code": "1.2",
                    "max_points": 20,
                    "measure": "ratio",
                    "numerator_figure_id": figure("teachers_with_account").id,
                    "denominator_figure_id": figure("teachers").id,
                },
                {
                    "code": "1.3",
                    "max_points": 30,
                    "measure": "count",
                    "quantity_figure_id": figure("digital_materials").id,
                    "conversion_ids": [
                        (0, 0, {"upper": 50, "upper_included": False, "points": 10}),
                        (0, 0, {"lower": 50, "is_unbounded": True, "points": 30}),
                    ],
                },
            ],
            code="FIGURES",
        )

    def _dossier(self, state="self", **vals):
        return self._create_dossier(state, framework_id=self.set.id, **vals)

    def _ratio(self, dossier):
        line = self._line(dossier, "1.2")
        return line.numerator, line.denominator

    def _score(self, dossier):
        for line in dossier.with_user(self.secretary).line_ids:
            line.self_points = line.max_points / 2

    def _conclude(self, dossier):
        for line in dossier.with_user(self.secretary).line_ids:
            if line.status != "done":
                line.self_points = 5
        dossier.with_user(self.secretary).action_to_council()
        dossier.with_user(self.secretary).action_conclude()

    def test_filled_at_the_start(self):
        dossier = self._dossier("draft")
        self.profile._set_figures({**TEACHERS, "digital_materials": 60})
        other = self._dossier(
            "draft", school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        self.assertEqual(self._ratio(dossier), (28, 29))
        for each in (dossier, other):
            each.with_user(self.secretary).action_start()
        self.assertEqual(self._ratio(dossier), (28, 29))
        self.assertEqual(self._ratio(other), (0, 0))

    def test_filled_where_the_profile_was_there_first(self):
        self.profile._set_figures({**TEACHERS, "digital_materials": 60})
        dossier = self._dossier("draft")
        self.assertEqual(self._ratio(dossier), (0, 0))
        dossier.with_user(self.secretary).action_start()
        self.assertEqual(self._ratio(dossier), (28, 29))
        line = self._line(dossier, "1.2")
        self.assertEqual(line.status, "todo", "nobody has given it points")
        converted = self._line(dossier, "1.3")
        self.assertEqual((converted.quantity, converted.self_points), (60, 30))
        self.assertEqual(converted.status, "done")
        self.assertEqual(self._result(dossier).self_points, 30)
        change = converted.change_ids
        self.assertEqual((change.new_points, change.reason), (30, "Year's figures"))
        self.assertEqual(change.user_id, self.secretary)

    def test_filled_where_the_profile_comes_later(self):
        self.profile.unlink()
        dossier = self._dossier()
        profile = self._create_profile(**TEACHERS)
        self.assertEqual(dossier.profile_id, profile)
        self.assertEqual(self._ratio(dossier), (28, 29))

    def test_a_ratio_waits_for_both(self):
        dossier = self._dossier()
        self._type({"teachers_with_account": 28})
        self.assertEqual(self._ratio(dossier), (0, 0))
        self._type({"teachers": 29})
        self.assertEqual(self._ratio(dossier), (28, 29))

    def test_following(self):
        dossier = self._dossier()
        self._type({**TEACHERS, "digital_materials": 60})
        self._type({"teachers": 30, "digital_materials": 40})
        self.assertEqual(self._ratio(dossier), (28, 30))
        self.assertEqual(self._line(dossier, "1.3").self_points, 10)
        self._type({"teachers": None, "digital_materials": None})
        self.assertEqual(self._ratio(dossier), (0, 0))
        self.assertEqual(self._line(dossier, "1.3").status, "doing")
        self._type({"teachers": 29})
        self.assertEqual(self._ratio(dossier), (28, 29))

    def test_who_types_another_number_keeps_it(self):
        dossier = self._dossier()
        self._type(TEACHERS)
        line = self._line(dossier, "1.2").with_user(self.contributor)
        self.assertEqual(line.figure_origin, "Year's figures: 28/29")
        line.numerator = 20
        self.assertEqual(line.figure_origin, "Differs from the year's figures (28/29)")
        self._type({"teachers": 30})
        self.assertEqual(self._ratio(dossier), (20, 29))
        self.assertEqual(line.figure_origin, "Differs from the year's figures (28/30)")
        line.write({"numerator": 28, "denominator": 30})
        self._type({"teachers": 31})
        self.assertEqual(self._ratio(dossier), (28, 31))

    def test_a_typed_zero_that_counts_is_kept(self):
        dossier = self._dossier()
        line = self._line(dossier, "1.3").with_user(self.contributor)
        line.quantity = 0
        line.self_points = 10
        self._type({"digital_materials": 60})
        self.assertEqual((line.quantity, line.self_points), (0, 10))

    def test_the_origin_in_vietnamese(self):
        self.profile._set_figures(TEACHERS)
        line = self._line(self._dossier(), "1.2").with_context(lang="vi_VN")
        self.assertEqual(line.figure_origin, "Số liệu năm học: 28/29")

    def test_the_origin_is_of_what_the_user_may_read(self):
        """A screen may name any school: what it shows is what its user may read."""
        self.profile._set_figures(TEACHERS)
        criterion = self._line(self._dossier(), "1.2").criterion_id
        for user, origin in (
            (self.head, "Year's figures: 28/29"),
            (self.other_head, False),
        ):
            dossier = (
                self.env["cds.assessment"]
                .with_user(user)
                .new(
                    {
                        "institution_id": self.school.id,
                        "school_year_id": self.year.id,
                        "framework_id": self.set.id,
                    }
                )
            )
            line = (
                self.env["cds.assessment.line"]
                .with_user(user)
                .new(
                    {
                        "assessment_id": dossier,
                        "criterion_id": criterion.id,
                        "numerator": 28,
                        "denominator": 29,
                    }
                )
            )
            self.assertEqual(dossier.sudo().profile_id, self.profile)
            self.assertEqual(line.figure_origin, origin)

    def test_points_of_a_profile_that_rules_refuse(self):
        """A figure that no dossier can take is still a figure."""
        dossier = self._dossier()
        self._type({"teachers": 0, "teachers_with_account": 0})
        self.assertEqual(self._ratio(dossier), (0, 0))

    def test_in_council_nothing_follows(self):
        self.profile._set_figures({**TEACHERS, "digital_materials": 60})
        dossier = self._dossier()
        self._score(dossier)
        dossier.with_user(self.secretary).action_to_council()
        self._type({"teachers": 30})
        line = self._line(dossier, "1.2").with_user(self.secretary)
        self.assertEqual(self._ratio(dossier), (28, 29))
        self.assertFalse(line.is_figure_changed)
        self.assertIn("28/30", line.figure_origin)
        given = line.self_points, line.council_points
        line.action_take_figures()
        self.assertEqual(self._ratio(dossier), (28, 30))
        self.assertEqual((line.self_points, line.council_points), given)

    def test_taking_over_leaves_the_points_of_the_self_scoring(self):
        self.profile._set_figures({"digital_materials": 60})
        dossier = self._dossier()
        self._score(dossier)
        line = self._line(dossier, "1.3").with_user(self.secretary)
        self.assertEqual(line.self_points, 15)
        line.sudo().quantity = 60
        dossier.with_user(self.secretary).action_to_council()
        points = line.self_points
        self._type({"digital_materials": 40})
        line.action_take_figures()
        self.assertEqual((line.quantity, line.self_points), (40, points))

    def test_marked_after_the_council_concluded(self):
        self.profile._set_figures({**TEACHERS, "digital_materials": 60})
        dossier = self._dossier()
        self._conclude(dossier)
        self._type({"teachers": 30})
        line, other = self._line(dossier, "1.2"), self._line(dossier, "1.3")
        self.assertEqual(self._ratio(dossier), (28, 29))
        self.assertTrue(line.is_figure_changed)
        self.assertFalse(other.is_figure_changed)
        self.assertEqual(
            line.figure_origin, "The year's figures have changed: 28/29 → 28/30"
        )
        message = self._get_last_message(dossier)
        self.assertIn("Số giáo viên: 29 → 30", message)
        self.assertIn("1.2", message)
        self.assertIn(
            dossier, dossier.search([("line_ids.is_figure_changed", "=", True)])
        )
        # back to what it was: nothing to look at any more
        self._type({"teachers": 29})
        self.assertFalse(line.is_figure_changed)

    def test_what_rests_on_other_numbers_is_not_marked(self):
        self.profile._set_figures(TEACHERS)
        dossier = self._dossier()
        line = self._line(dossier, "1.2")
        line.with_user(self.contributor).write({"numerator": 20, "denominator": 25})
        self._conclude(dossier)
        self._type({"teachers": 30, "digital_materials": 5})
        self.assertFalse(any(dossier.line_ids.mapped("is_figure_changed")))

    def test_the_mark_is_cleared_by_the_council(self):
        self.profile._set_figures(TEACHERS)
        dossier = self._dossier()
        self._conclude(dossier)
        self._type({"teachers": 30})
        line = self._line(dossier, "1.2")
        for user in (self.contributor, self.authority_head, self.other_head):
            with self.assertRaises(UserError):
                line.with_user(user).action_clear()
        with self.assertRaises(UserError):
            line.with_user(self.head).write({"is_figure_changed": False})
        with self.assertRaises(UserError):
            line.with_user(self.head).action_take_figures()
        line.with_user(self.head).action_clear()
        self.assertFalse(line.is_figure_changed)

    def test_a_returned_dossier_takes_the_new_figures(self):
        self.profile._set_figures(TEACHERS)
        dossier = self._dossier()
        self._conclude(dossier)
        self._type({"teachers": 30})
        self._return(dossier, self.head, "send_back", "Figures.")
        line = self._line(dossier, "1.2").with_user(self.secretary)
        self.assertTrue(line.is_figure_changed)
        line.action_take_figures()
        self.assertEqual(self._ratio(dossier), (28, 30))
        self.assertFalse(line.is_figure_changed)
        self.assertEqual(line.figure_origin, "Year's figures: 28/30")

    def test_another_school_is_left_alone(self):
        other = self._dossier(
            institution=self.other_school, council_id=False, state="draft"
        )
        mine = self._dossier()
        self._type(TEACHERS)
        self.assertEqual(self._ratio(mine), (28, 29))
        self.assertEqual(self._ratio(other), (0, 0))
        self.assertFalse(other.profile_id)

    def test_the_way_to_the_figures(self):
        dossier = self._dossier()
        action = dossier.with_user(self.contributor).action_open_profile()
        self.assertEqual(action["res_id"], self.profile.id)
        dossier = self._dossier(
            school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        # who may not begin them finds the form
        action = dossier.with_user(self.contributor).action_open_profile()
        self.assertFalse(action["res_id"])
        context = action["context"]
        self.assertEqual(context["default_institution_id"], self.school.id)
        self.assertEqual(context["default_school_year_id"], dossier.school_year_id.id)
        # for the others they begin by being opened
        action = dossier.with_user(self.secretary).action_open_profile()
        profile = self.env["cds.profile"].browse(action["res_id"])
        self.assertEqual(profile.school_year_id, dossier.school_year_id)
        self.assertEqual(dossier.profile_id, profile)

    def test_a_draft_that_changes_its_year(self):
        dossier = self._dossier("draft")
        self.assertEqual(dossier.profile_id, self.profile)
        dossier.school_year_id = self.env.ref("cds_assessment.school_year_2024")
        self.assertFalse(dossier.profile_id)


@tagged("post_install", "-at_install")
class TestShippedLinks(ProfileCase):
    """Each item of Decision 4725 measured as ratio or count has its figures."""

    def test_every_item_is_linked(self):
        items = self.framework.criterion_ids.filtered(
            lambda c: c.measure in ("ratio", "count")
        )
        self.assertEqual(
            items.mapped("code"), ["1.4", "1.6.1", "1.6.2", "1.6.3", "1.7.1", "1.7.2"]
        )
        for item in items:
            self.assertTrue(item._get_figure_codes(), item.code)
            limited = item.numerator_figure_id
            self.assertEqual(limited.limit_id, item.denominator_figure_id)

    def test_a_new_version_keeps_the_links(self):
        new = self.framework.copy()
        for code in ("1.4", "1.6.1"):
            old_item, new_item = (
                each.criterion_ids.filtered(lambda c, code=code: c.code == code)
                for each in (self.framework, new)
            )
            self.assertTrue(new_item._get_figures())
            self.assertEqual(new_item._get_figures(), old_item._get_figures())

    def test_databases_that_have_the_set_already(self):
        """The migration sets what is missing, and leaves what somebody has set."""
        from odoo.modules.migration import load_script
        from odoo.tools.misc import file_path

        items = self.framework.criterion_ids
        linked = {item: item._get_figures() for item in items}
        own = self.env["cds.figure"]._get_by_code("televisions")
        self.env.cr.execute(
            "UPDATE cds_criterion SET numerator_figure_id = NULL, "
            "denominator_figure_id = NULL, quantity_figure_id = NULL"
        )
        count = items.filtered(lambda c: c.code == "1.4")
        self.env.cr.execute(
            "UPDATE cds_criterion SET quantity_figure_id = %s WHERE id = %s",
            [own.id, count.id],
        )
        path = file_path("cds_assessment/migrations/19.0.2.0.0/post-figures.py")
        load_script(path, "post_figures").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(count.quantity_figure_id, own)
        for item in items - count:
            self.assertEqual(item._get_figures(), linked[item], item.code)
