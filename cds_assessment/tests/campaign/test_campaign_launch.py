from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ...models.campaign import cds_campaign_launch
from ..common.campaign import CampaignCase

# What each row has of its own, and what the notice to the school leaves behind.
OWN = {"id", "institution_id", "assessment_id", "create_date", "write_date"}
TOLD = {"is_campaign_told", "campaign_notice", "campaign_mail_id"}


@tagged("post_install", "-at_install")
@freeze_time("2024-03-05 20:00:00")
class TestCampaignLaunch(CampaignCase):
    """Rows that the database makes, in chunks, once."""

    def _read_rows(self, table, column, key):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT * FROM %s WHERE %s = %s ORDER BY id",
                SQL.identifier(table),
                SQL.identifier(column),
                key,
            )
        )
        return self.env.cr.dictfetchall()

    def _rows(self, assessment):
        return {
            table: self._read_rows(table, column, assessment.id)
            for table, column in (
                ("cds_assessment", "id"),
                ("cds_assessment_line", "assessment_id"),
                ("cds_assessment_result", "assessment_id"),
                ("cds_deliverable", "assessment_id"),
            )
        }

    def _assert_equal_rows(self, made, expected, but=frozenset()):
        for table, rows in expected.items():
            self.assertEqual(len(made[table]), len(rows), table)
            self.assertTrue(rows, table)
            for row, other in zip(made[table], rows, strict=True):
                for name in row.keys() - OWN - but:
                    with self.subTest(table, column=name):
                        self.assertEqual(row[name], other[name])

    def _make_by_orm(self, campaign, school):
        """Make what the launch makes, as the officer by the ORM alone."""
        user = campaign.launched_by_id
        assessment = (
            self.env["cds.assessment"]
            .with_user(user)
            .sudo()
            .with_context(tz="Asia/Ho_Chi_Minh")
            .create(
                {
                    "institution_id": school.id,
                    "framework_id": campaign.framework_ids.framework_id.id,
                    "school_year_id": campaign.school_year_id.id,
                    "campaign_id": campaign.id,
                    "report_layout": campaign.report_layout,
                }
            )
        )
        milestones = campaign.milestone_ids.filtered(lambda m: m.side == "school")
        deliverables = (
            self.env["cds.deliverable"]
            .with_user(user)
            .sudo()
            .create(
                [
                    {
                        "milestone_id": milestone.id,
                        "campaign_id": campaign.id,
                        "institution_id": school.id,
                        "assessment_id": assessment.id,
                        "date_due": milestone.date_end,
                    }
                    for milestone in milestones.sorted()
                ]
            )
        )
        deliverables.env.flush_all()
        return assessment

    def _check_rows(self, **vals):
        company = self.env["res.company"].create({"name": "Schools"})
        self.officer.company_ids += company
        schools = self._create_schools(2, company_id=company.id)
        for school in schools:
            self.env["cds.profile"].create(
                {"institution_id": school.id, "school_year_id": self.year.id}
            )
        campaign = self._create_campaign(schools[0], report_layout="short", **vals)
        self._launch(campaign)
        made = campaign.sudo().assessment_ids
        self.assertEqual(made.profile_id.institution_id, schools[0])
        self.assertEqual(str(made.date), "2024-03-06")  # in Vietnam
        self.assertEqual(made.create_uid, self.officer)
        expected = self._rows(self._make_by_orm(campaign, schools[1]))
        expected["cds_assessment"][0]["profile_id"] = made.profile_id.id
        self._assert_equal_rows(self._rows(made), expected, TOLD)
        return made

    def test_rows_are_those_of_the_orm(self):
        self._check_rows()

    def test_rows_with_an_overall_level(self):
        lowest = self._create_framework(code="LOWEST", overall_rule="lowest")
        made = self._check_rows(framework_ids=[(0, 0, {"framework_id": lowest.id})])
        self.assertFalse(made.self_overall_level_id, "nothing is scored")

    def test_all_at_once_in_chunks(self):
        schools = self._create_schools(7)
        campaign = self._create_campaign(schools)
        campaign.action_launch()
        self.assertEqual(campaign.state, "launched")
        self.assertFalse(campaign.assessment_ids)
        self.assertEqual(campaign.launch_progress, 0)
        self.env.flush_all()
        with patch.object(cds_campaign_launch, "ROWS_AT_ONCE", 3):
            self._run()
        self.assertEqual(self.commits[:5], [0, 3, 3, 1, 7])
        self.assertEqual(campaign.sudo().assessment_ids.institution_id, schools)
        self.assertEqual(len(campaign.sudo().assessment_ids), 7)
        self.assertEqual(campaign.launch_progress, 100)
        self.assertEqual((campaign.ready_count, campaign.told_count), (7, 7))
        owed = campaign.sudo().deliverable_ids
        self.assertEqual(len(owed), 7 * 5 + 4)
        self.assertEqual(
            owed.filtered(lambda d: d.institution_id == self.district).milestone_id,
            campaign.milestone_ids.filtered(lambda m: m.side == "authority"),
        )
        for deliverable in owed:
            self.assertEqual(deliverable.date_due, deliverable.milestone_id.date_end)

    def test_it_goes_on_where_it_stopped(self):
        schools = self._create_schools(5)
        campaign = self._create_campaign(schools)
        campaign.action_launch()
        self.env.flush_all()
        times = iter([1, 1, 0])
        with (
            patch.object(cds_campaign_launch, "ROWS_AT_ONCE", 2),
            patch.object(
                self.env.registry["ir.cron"],
                "_commit_progress",
                lambda _self, *_args, **_kw: next(times),
            ),
        ):
            self._run()
        self.assertEqual(len(campaign.sudo().assessment_ids), 4)
        self.assertTrue(campaign.is_launching)
        self.assertEqual(campaign.launch_progress, 40)
        self.assertFalse(campaign.sudo().assessment_ids.activity_ids)
        first = campaign.sudo().assessment_ids
        self._run()
        self.assertEqual(len(campaign.sudo().assessment_ids), 5)
        self.assertLess(first, campaign.sudo().assessment_ids)

    def test_a_second_run_does_nothing(self):
        campaign = self._create_campaign(self._create_schools(3))
        self._launch(campaign)
        before = self._sums()
        campaign.sudo().is_launching = True
        self._run()
        self.assertEqual(self._sums(), before)

    def _sums(self):
        self.env.flush_all()
        tables = (
            "cds_assessment",
            "cds_assessment_line",
            "cds_assessment_result",
            "cds_deliverable",
            "mail_mail",
            "mail_activity",
        )
        return [
            self.env.execute_query(
                SQL(
                    "SELECT count(*), md5(string_agg(t::text, '' ORDER BY id)) "
                    "FROM %s t",
                    SQL.identifier(table),
                )
            )
            for table in tables
        ]

    def test_what_schools_have_begun_is_taken_in(self):
        begun = self._create_dossier("self")
        campaign = self._create_campaign()
        self._launch(campaign)
        self.assertEqual(campaign.sudo().assessment_ids, begun)
        self.assertEqual(begun.state, "self")
        self.assertEqual(len(begun.line_ids), 3)
        self.assertEqual(len(begun.deliverable_ids), 5)
        # who has begun is not asked to begin
        types = begun.activity_ids.activity_type_id
        self.assertNotIn(self.env.ref("cds_assessment.mail_activity_type_begin"), types)
        self.assertTrue(self._mails(begun))

    def test_what_is_cancelled_is_made_anew(self):
        cancelled = self._create_dossier("cancelled")
        campaign = self._create_campaign()
        self._launch(campaign)
        made = campaign.sudo().assessment_ids
        self.assertEqual(made.institution_id, self.school)
        self.assertNotEqual(made, cancelled)

    def _mails(self, assessment):
        return self.env["mail.mail"].search(
            [("model", "=", "cds.assessment"), ("res_id", "=", assessment.id)]
        )

    def test_each_school_is_told_once(self):
        campaign = self._create_campaign(self.school | self._create_schools(1))
        self._launch(campaign)
        mine = campaign.sudo().assessment_ids.filtered(
            lambda a: a.institution_id == self.school
        )
        mail = self._mails(mine)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, (self.head | self.secretary).partner_id)
        self.assertIn("Đợt đánh giá 2023-2024", mail.subject)
        for words in ("District", "2023-2024", "School", "Tuần thứ nhất tháng 4"):
            self.assertIn(words, mail.body_html)
        self.assertNotIn("Neighbour", mail.body_html)
        begin = self.env.ref("cds_assessment.mail_activity_type_begin")
        self.assertEqual(mine.activity_ids.activity_type_id, begin)
        self.assertEqual(mine.activity_ids.user_id, self.head | self.secretary)
        mine.council_id = self.council
        mine.with_user(self.secretary).action_start()
        self.assertNotIn(begin, mine.activity_ids.activity_type_id)

    def test_a_school_that_comes_later_is_told_alone(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        late = self._create_schools(1)
        late.user_ids = self._create_user("head", late)
        campaign._add_schools(late)
        self._run()
        mine, theirs = campaign.sudo().assessment_ids.sorted("id")
        self.assertEqual(len(self._mails(mine)), 1)
        self.assertEqual(len(self._mails(theirs)), 1)
        self.assertEqual(len(theirs.activity_ids), 1)

    def test_at_once_for_a_few(self):
        """As the demo data does, in one transaction: it comes to an end."""
        campaign = self._create_campaign(self.school | self._create_schools(1))
        campaign.action_launch()
        campaign._launch_now()
        self.assertFalse(campaign.is_launching)
        self.assertEqual((campaign.ready_count, campaign.told_count), (2, 2))
        for assessment in campaign.sudo().assessment_ids:
            self.assertLessEqual(len(self._mails(assessment)), 1)

    def test_a_closed_campaign_is_not_gone_on_with(self):
        campaign = self._create_campaign(self._create_schools(2))
        campaign.action_launch()
        campaign.sudo().state = "closed"
        self._run()
        self.assertFalse(campaign.sudo().assessment_ids)
        self.assertFalse(campaign.is_launching)

    def test_the_number_of_queries_does_not_grow(self):
        def count(schools):
            campaign = self._create_campaign(schools)
            campaign.action_launch()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            launcher = campaign._as_launcher()
            self.assertEqual(launcher._do_chunk(), len(schools))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(self._create_schools(1))
        alone = count(self._create_schools(2))
        self.assertEqual(count(self._create_schools(60)), alone)
