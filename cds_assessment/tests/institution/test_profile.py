from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged, users, warmup
from odoo.tools import mute_logger

from ..common.workflow import WorkflowCase


class ProfileCase(WorkflowCase):
    """A school with figures, and a set whose items are answered by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls._create_profile()

    @classmethod
    def _create_profile(cls, institution=None, year=None, **figures):
        profile = cls.env["cds.profile"].create(
            {
                "institution_id": (institution or cls.school).id,
                "school_year_id": (year or cls.year).id,
            }
        )
        profile._set_figures(figures)
        return profile

    def _row(self, code, profile=None):
        profile = profile or self.profile
        return profile.value_ids.filtered(lambda row: row.code == code)

    def _type(self, figures, user=None, profile=None):
        """Type figures on the form, as the web client sends them."""
        profile = (profile or self.profile).with_user(user or self.secretary)
        commands = [
            Command.update(
                self._row(code, profile).id,
                {"value": number or 0, "is_known": number is not None},
            )
            for code, number in figures.items()
        ]
        profile.write({"value_ids": commands})

    def _get_last_message(self, record):
        return record.message_ids.sorted("id")[-1].body


@tagged("post_install", "-at_install")
class TestProfile(ProfileCase):
    def test_a_row_for_each_figure(self):
        figures = self.env["cds.figure"].search([])
        self.assertGreater(len(figures), 30)
        self.assertEqual(self.profile.value_ids.figure_id, figures)
        self.assertEqual(self.profile.display_name, "School, 2023-2024")
        self.assertEqual(self.profile._get_figures(), {})

    def test_one_for_each_school_and_year(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_profile()

    def test_a_new_figure_comes_to_every_profile(self):
        vals = {"code": "drones", "name": "Drones", "section": "equipment"}
        figure = self.env["cds.figure"].with_user(self.admin).create(vals)
        self.env.invalidate_all()
        self.assertTrue(self._row("drones"))
        figure.active = False
        later = self._create_profile(self.other_school)
        self.assertFalse(self._row("drones", later))
        figure.active = True
        self.env.invalidate_all()
        self.assertEqual(len(self._row("drones")), 1)
        self.assertEqual(len(self._row("drones", later)), 1)

    def test_the_code_of_a_figure_stays(self):
        figure = self.env["cds.figure"]._get_by_code("pupils")
        with self.assertRaises(ValidationError):
            figure.with_user(self.admin).code = "children"

    def test_typing(self):
        self._type({"classes": 18, "pupils": 625, "staff_it": 0})
        self.assertEqual(
            self.profile._get_figures(), {"classes": 18, "pupils": 625, "staff_it": 0}
        )
        self.assertEqual(self._row("pupils").source, "typed")
        self.assertEqual(self.profile.known_count, 3)

    def test_zero_and_nothing_differ(self):
        self._type({"staff_it": 0})
        self.assertTrue(self._row("staff_it").is_known)
        self._type({"staff_it": None})
        self.assertFalse(self._row("staff_it").is_known)
        self.assertFalse(self._row("staff_it").source)

    def test_a_value_alone_counts_as_known(self):
        self._row("pupils").with_user(self.head).value = 5
        self.assertEqual(self.profile._get_figures(), {"pupils": 5})
        self._row("classes").with_user(self.head).write({"value": 0})
        self.assertEqual(self.profile._get_figures()["classes"], 0)

    def test_last_year_stands_beside(self):
        before = self.env.ref("cds_assessment.school_year_2022")
        older = self._create_profile(year=before, pupils=611, staff_it=0)
        row = self._row("pupils").with_user(self.contributor)
        self.assertEqual((row.previous_known, row.previous_value), (True, 611))
        self.assertTrue(self._row("staff_it").previous_known)
        self.assertFalse(self._row("classes").previous_known)
        # the year before the last is not last year's
        after = self._create_profile(
            year=self.env.ref("cds_assessment.school_year_2025")
        )
        self.assertFalse(after.previous_id)
        self.assertEqual(self.profile.previous_id, older)

    def test_what_cannot_be(self):
        cases = [
            ({"pupils": -1}, "Số học sinh: -1 is below 0"),
            ({"pupils": 1.5}, "Số học sinh: 1.5 is not a whole number"),
            ({"pupils": 10_000_001}, "Số học sinh: 10000001 is above the maximum"),
            ({"pupils": float("nan")}, "Số học sinh: “NaN” is not a number"),
            ({"pupils": 1.005}, "1.005 is not a whole number"),
            ({"teachers": 28, "teachers_with_account": 29}, "cannot exceed Số giáo"),
            ({"people": 29, "teachers": 25, "managers": 2, "staff": 3}, "makes 30"),
        ]
        for figures, sentence in cases:
            with (
                self.subTest(figures),
                self._undone(),
                self.assertRaisesRegex(ValidationError, sentence),
            ):
                self._type(figures)
        self.assertEqual(self.profile._get_figures(), {})

    def test_lowering_the_limit_is_refused_too(self):
        self._type({"teachers": 28, "teachers_with_account": 28})
        with self.assertRaisesRegex(ValidationError, "có tài khoản.* cannot exceed"):
            self._type({"teachers": 27})

    def test_raising_both_in_any_order(self):
        self._type({"teachers_with_account": 28, "teachers": 28})
        self._type({"teachers_with_account": 30, "teachers": 31})
        self._type({"teachers": 29, "teachers_with_account": 29})
        self.assertEqual(self.profile._get_figures()["teachers"], 29)

    def test_the_chatter_tells_who_changed_what(self):
        self._type({"pupils": 625})
        self._type({"pupils": 623})
        message = self.profile.message_ids.sorted("id")[-1]
        self.assertIn("Số học sinh: 625 → 623", message.body)
        self.assertEqual(message.author_id, self.secretary.partner_id)
        count = len(self.profile.message_ids)
        self._type({"pupils": 623})
        self.assertEqual(len(self.profile.message_ids), count)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_a_contributor_only_reads(self):
        self.profile._set_figures({"pupils": 625})
        mine = self.profile.with_user(self.contributor)
        self.assertEqual(mine._get_figures(), {"pupils": 625})
        for change in (
            lambda: self._type({"pupils": 1}, self.contributor),
            lambda: self._row("pupils", mine).write({"value": 1}),
            lambda: mine.write({"note": "x"}),
            mine.action_collect,
        ):
            with self.assertRaises(AccessError):
                change()

    def test_rows_are_not_for_clients(self):
        mine = self.profile.with_user(self.head)
        foreign = self._create_profile(self.other_school)
        figure = self.env["cds.figure"].search([], limit=1)
        for commands in (
            [Command.create({"figure_id": figure.id, "value": 1})],
            [Command.delete(self._row("pupils").id)],
            [Command.update(foreign.value_ids[0].id, {"value": 1})],
            [Command.link(foreign.value_ids[0].id)],
            [Command.clear()],
            [Command.update(self._row("pupils").id, {"source": "host", "value": 1})],
            [Command.update(self._row("pupils").id, {"profile_id": foreign.id})],
        ):
            with self.subTest(commands), self.assertRaises(UserError):
                mine.write({"value_ids": commands})
        with self.assertRaises(UserError):
            mine.write(
                {"school_year_id": self.env.ref("cds_assessment.school_year_2024").id}
            )
        with self.assertRaises(UserError):
            self._row("pupils", mine).write({"source": "host"})

    def test_a_profile_in_use_is_not_deleted(self):
        self._create_dossier()
        with self.assertRaisesRegex(UserError, "is used by a dossier"):
            self.profile.with_user(self.secretary).unlink()
        unused = self._create_profile(
            year=self.env.ref("cds_assessment.school_year_2025")
        )
        unused.with_user(self.secretary).unlink()
        self.assertFalse(unused.exists())

    @warmup
    def test_writing_many_takes_as_many_queries_as_few(self):
        rows = self.profile.value_ids.filtered(lambda row: not row.figure_id.limit_id)
        codes = [row.code for row in self.profile.value_ids]
        self.assertGreaterEqual(len(codes), 30)

        def count(codes, number):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._type(dict.fromkeys(codes, number))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(codes, 0)
        few = count(rows.mapped("code")[:2], 7)
        count(codes, 0)
        self.assertEqual(self.profile.known_count, len(codes))
        self.profile._set_figures(dict.fromkeys(codes))
        many = count(codes, 0)
        self.assertLessEqual(many, few + 3)
        self.assertLess(many, 60)


@tagged("post_install", "-at_install")
class TestOtherModules(ProfileCase):
    """The open ways: fill, collect, be told."""

    def _fill(self, code, value, user=None, **kwargs):
        profiles = self.env["cds.profile"].with_user(user or self.env.user)
        return profiles._fill_figure(
            self.school, self.year, code, value, "school_sms", **kwargs
        )

    def test_filling(self):
        self.assertTrue(self._fill("pupils", 640))
        row = self._row("pupils")
        self.assertEqual((row.value, row.source), (640, "host"))
        self.assertEqual(row.source_note, "school_sms")
        self.assertIn("school_sms", self._get_last_message(self.profile))
        self.assertFalse(self._fill("pupils", 640))

    def test_filling_creates_the_profile(self):
        self.env["cds.profile"]._fill_figure(
            self.other_school, self.year, "pupils", 300, "school_sms"
        )
        profile = self.env["cds.profile"]._get_for(self.other_school, self.year)
        self.assertEqual(profile._get_figures(), {"pupils": 300})

    def test_filling_keeps_to_the_rules(self):
        self._fill("teachers", 28)
        for code, value, sentence in (
            ("teachers_with_account", 29, "cannot exceed"),
            ("pupils", -1, "below 0"),
            ("unicorns", 1, "no figure “unicorns”"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self._fill(code, value)

    def test_filling_over_what_was_typed(self):
        self._type({"pupils": 625})
        self.assertFalse(self._fill("pupils", 640, keep_typed=True))
        self.assertEqual(self._row("pupils").value, 625)
        self.assertTrue(self._fill("pupils", 640))
        self.assertIn("625 → 640", self._get_last_message(self.profile))

    def test_collecting(self):
        self.assertFalse(self.profile.has_collected)
        self.patch(
            self.env.registry["cds.profile"],
            "_collect_figures",
            lambda profile: {"pupils": 640, "classes": 20, "unicorns": 1},
        )
        self._type({"pupils": 625})
        self.profile.invalidate_recordset(["has_collected"])
        mine = self.profile.with_user(self.secretary)
        self.assertTrue(mine.has_collected)
        mine.action_collect()
        self.assertEqual(mine._get_figures(), {"pupils": 625, "classes": 20})
        self.assertEqual(self._row("classes").source, "host")

    def test_being_told(self):
        told = []
        model = self.env.registry["cds.profile"]
        tell = model._figures_changed

        def listen(profiles, profile, changes):
            told.append((profile, changes))
            return tell(profiles, profile, changes)

        self.patch(model, "_figures_changed", listen)
        self._type({"pupils": 625})
        self._type({"pupils": 623, "classes": 0})
        self._type({"pupils": None, "classes": 0})
        self.assertEqual(
            [changes for _profile, changes in told],
            [
                {"pupils": (None, 625)},
                {"pupils": (625, 623), "classes": (None, 0)},
                {"pupils": (623, None)},
            ],
        )
        self.assertEqual(told[0][0], self.profile)


@tagged("post_install", "-at_install")
class TestSoftware(WorkflowCase):
    @users("cds_council_school")
    def test_the_list_of_a_school(self):
        software = self.env["cds.software"].create(
            {"name": "LMS", "purpose": "Dạy học"}
        )
        self.assertEqual(software.institution_id, self.school)
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            software.institution_id = self.other_school
