from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...tools.time_words import time_words
from ..common.campaign import CampaignCase

NOTE = "Noted."

# The annex of source-001: side, what is done, when, product.
ANNEX = (
    ("authority", "Xây dựng và ban hành kế hoạch", "Tháng 7", "Ban hành kế hoạch"),
    (
        "authority",
        "Ban hành quyết định thành lập các đoàn",
        "Tháng 4",
        "Ban hành Quyết",
    ),
    ("authority", "Thực hiện kiểm tra, đánh giá ngoài", "Tháng 4-5", "Hoàn thành"),
    ("authority", "Công nhận mức độ chuyển đổi số", "Tháng 5", "Ban hành quyết định"),
    ("school", "Tự đánh giá mức độ", "Tuần thứ nhất tháng 4", "Biên bản tự đánh giá"),
    ("school", "Các trường nộp hồ sơ", "Tháng 4", "Tờ trình gửi cấp trên"),
    ("school", "Thực hiện đánh giá ngoài", "Tháng 5, 6", "Giấy chứng nhận"),
    ("school", "Cập nhật kết quả đánh giá", "Tháng 6", ""),
    ("school", "Công bố kết quả", "Tháng 7", ""),
)
# Their dates in the school year 2023-2024.
ANNEX_DATES = (
    ("2023-07-01", "2023-07-31"),
    ("2024-04-01", "2024-04-30"),
    ("2024-04-01", "2024-05-31"),
    ("2024-05-01", "2024-05-31"),
    ("2024-04-01", "2024-04-07"),
    ("2024-04-01", "2024-04-30"),
    ("2024-05-01", "2024-06-30"),
    ("2024-06-01", "2024-06-30"),
    ("2024-07-01", "2024-07-31"),
)


def day(text):
    return date.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestMilestones(CampaignCase):
    """Templates of milestones, their dates and their words."""

    def test_the_annex_of_a_plan(self):
        milestones = self._create_campaign().milestone_ids.sorted()
        self.assertEqual(len(milestones), len(ANNEX))
        for milestone, row, dates in zip(milestones, ANNEX, ANNEX_DATES, strict=True):
            side, name, time, product = row
            with self.subTest(name):
                self.assertEqual(milestone.side, side)
                self.assertTrue(milestone.name.startswith(name), milestone.name)
                self.assertEqual(milestone.time_words, time)
                self.assertTrue((milestone.product or "").startswith(product))
                self.assertEqual(bool(milestone.product), bool(product))
                self.assertEqual(
                    (milestone.date_start, milestone.date_end), tuple(map(day, dates))
                )

    def test_the_dates_of_a_letter(self):
        template = self.env.ref("cds_assessment.milestone_template_year_end")
        milestones = self._create_campaign(template_id=template.id).milestone_ids
        schools = milestones.filtered(lambda m: m.side == "school")
        self.assertEqual(
            [(m.date_end, m.fulfilment) for m in schools.sorted()],
            [
                (day("2024-06-06"), "report"),
                (day("2024-06-10"), "report"),
                (day("2024-06-10"), "state"),
                (day("2024-06-12"), "report"),
                (day("2024-06-12"), "state"),
                (day("2024-07-10"), "report"),
            ],
        )
        self.assertEqual((milestones - schools).date_end, day("2024-07-15"))
        self.assertFalse(any(milestones.mapped("date_start")))

    def test_a_template_is_taken_once(self):
        campaign = self._create_campaign()
        campaign.milestone_ids[-1].unlink()
        for _again in range(2):
            campaign.action_apply_template()
            self.assertEqual(len(campaign.milestone_ids), len(ANNEX))

    def test_a_month_ends_when_it_ends(self):
        line = self.template.line_ids[0]
        line.write(
            {
                "start_month": 2,
                "start_year": "second",
                "end_month": 2,
                "end_year": "second",
            }
        )
        self.assertEqual(line._get_dates(2023)[1], day("2024-02-29"))
        self.assertEqual(line._get_dates(2024)[1], day("2025-02-28"))
        line.end_day = 31
        self.assertEqual(line._get_dates(2024)[1], day("2025-02-28"))

    def test_no_days_of_no_month(self):
        line = self.template.line_ids[0]
        for vals in (
            {"start_month": 13},
            {"end_day": 32},
            {"start_month": 0, "start_day": 3},
            {"start_month": 9},
        ):
            with self.subTest(vals), self._undone():
                with self.assertRaises(ValidationError):
                    line.write(vals)

    def test_words_of_dates(self):
        for start, end, words in (
            (None, None, ""),
            ("2024-04-01", "2024-04-30", "Tháng 4"),
            ("2024-04-01", "2024-05-31", "Tháng 4-5"),
            ("2023-12-01", "2024-01-31", "Tháng 12/2023 - 1/2024"),
            ("2024-04-01", "2024-04-07", "Tuần thứ nhất tháng 4"),
            ("2024-04-22", "2024-04-28", "Tuần thứ tư tháng 4"),
            ("2024-04-29", "2024-05-05", "Từ ngày 29/4/2024 đến ngày 05/5/2024"),
            (None, "2024-02-05", "Chậm nhất ngày 05/02/2024"),
            ("2024-10-05", None, "Từ ngày 05/10/2024"),
            ("2024-06-10", "2024-06-10", "Ngày 10/6/2024"),
        ):
            with self.subTest(words):
                given = time_words(start and day(start), end and day(end))
                self.assertEqual(given, words)

    def test_words_follow_dates_that_change(self):
        milestone = self._create_campaign().milestone_ids[0]
        milestone.date_end = "2024-07-15"
        self.assertNotEqual(milestone.time_words, "Tháng 7")
        milestone.time_words = "Sau hè"
        self.assertEqual(milestone.time_words, "Sau hè")

    def test_what_is_delivered_is_not_deleted(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        milestone = campaign.milestone_ids.filtered(lambda m: m.side == "school")[0]
        milestone.sudo().deliverable_ids.state = "done"
        with self.assertRaisesRegex(UserError, "delivered already"):
            milestone.unlink()

    def test_a_milestone_stays_whose_it_is(self):
        campaign, other = (
            self._create_campaign(),
            self._create_campaign(name="Other", template_id=False),
        )
        with self.assertRaisesRegex(UserError, "stays as it is"):
            campaign.milestone_ids[0].campaign_id = other
        with self.assertRaisesRegex(UserError, "stays as it is"):
            other.write({"milestone_ids": [Command.link(campaign.milestone_ids[0].id)]})
        self._launch(campaign)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            campaign.milestone_ids[0].side = "school"


@tagged("post_install", "-at_install")
class TestCampaign(CampaignCase):
    """Sets of criteria, schools, and the way of a campaign."""

    # === SETS OF CRITERIA === #

    def test_the_newest_set_is_proposed(self):
        self.framework._get_latest_version().action_archive_framework()
        self.framework.action_archive_framework()
        self.small.action_archive_framework()
        old = self._create_framework(
            code="OLD", issued_date="2020-01-01", school_level_ids=self.preschool.ids
        )
        new = self._create_framework(
            code="NEW", issued_date="2023-01-01", school_level_ids=self.primary.ids
        )
        undated = self._create_framework(
            code="UNDATED", school_level_ids=self.preschool.ids
        )
        campaign = self.env["cds.campaign"].create(
            {"name": "C", "authority_id": self.district.id}
        )
        self.assertEqual(
            [(r.school_level_id, r.framework_id) for r in campaign.framework_ids],
            [(self.primary.browse(), new), (self.preschool, old)],
        )
        self.assertNotIn(undated, campaign.framework_ids.framework_id)

    def test_a_school_that_no_set_fits_is_told_before(self):
        # Decision 4725 is not for preschools
        preschool = self._create_schools(1, school_level_id=self.preschool.id)
        campaign = self._create_campaign(
            self.school | preschool,
            framework_ids=[(0, 0, {"framework_id": self.framework.id})],
        )
        self.assertIn(preschool.name, campaign.problems)
        self.assertNotIn(self.school.name + ",", campaign.problems)
        self.assertIn(preschool.name, campaign.refusals["launch"])
        with self.assertRaisesRegex(UserError, preschool.name):
            campaign.action_launch()
        with (
            self.assertRaisesRegex(ValidationError, "not for schools of the level"),
            self._undone(),
        ):
            campaign.framework_ids = [
                Command.create(
                    {
                        "school_level_id": self.preschool.id,
                        "framework_id": self.framework.id,
                    }
                )
            ]
        campaign.framework_ids = [
            Command.create(
                {
                    "school_level_id": self.preschool.id,
                    "framework_id": self.small.id,
                }
            )
        ]
        self.assertFalse(campaign.problems)
        self._launch(campaign)
        made = {
            a.institution_id: a.framework_id for a in campaign.sudo().assessment_ids
        }
        self.assertEqual(made, {self.school: self.framework, preschool: self.small})

    def test_without_schools(self):
        campaign = self._create_campaign(self.school.browse())
        with self.assertRaisesRegex(UserError, "No school takes part"):
            campaign.action_launch()

    def test_two_campaigns_do_not_assess_one_school(self):
        self._launch(self._create_campaign())
        second = self._create_campaign(
            user=self.province_officer, authority_id=self.province.id
        )
        self.assertIn(self.school.name, second.problems)
        with self.assertRaisesRegex(UserError, "Another campaign"):
            second.action_launch()

    def test_sets_stay_once_launched(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        row = campaign.framework_ids
        with self.assertRaisesRegex(UserError, "sets of criteria stay"):
            row.framework_id = self.framework
        with self.assertRaisesRegex(UserError, "sets of criteria stay"):
            row.unlink()

    # === SCHOOLS === #

    def test_schools_by_filter(self):
        schools = self._create_schools(3)
        schools[0].ownership = "private"
        schools[1].school_level_id = self.preschool
        schools[2].locality = "Bến Đò"
        assessed = self._create_institution(
            "Assessed", assessor_id=self.district.id, parent_id=self.other_district.id
        )
        campaign = self._create_campaign(self.school)
        action = campaign.action_add_schools()
        dialogs = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .with_context(**action["context"])
        )
        with Form(dialogs) as form:
            self.assertEqual(
                form.institution_ids.ids, (schools | assessed).sorted().ids
            )
            self.assertEqual(form.count, 4)
            form.ownership = "private"
            self.assertEqual(form.institution_ids.ids, schools[0].ids)
            form.ownership = False
            form.school_level_ids.add(self.preschool)
            self.assertEqual(form.institution_ids.ids, schools[1].ids)
            form.school_level_ids.clear()
            form.text = "Đò"
            self.assertEqual(form.institution_ids.ids, schools[2].ids)
            form.text = False
            form.below_id = self.district
            self.assertEqual(form.count, 4)
            form.institution_ids.remove(assessed.id)
        form.record.action_apply()
        self.assertEqual(campaign.institution_ids, self.school | schools)

    def test_schools_out_of_reach(self):
        campaign = self._create_campaign()
        for foreign in (self.other_school, self.district, self.other_district):
            with self.subTest(foreign.name), self._undone():
                with self.assertRaises(UserError):
                    campaign.institution_ids = [Command.link(foreign.id)]
            with self.subTest(foreign.name), self._undone():
                with self.assertRaises(UserError):
                    self.env["cds.campaign.schools"].with_user(self.officer).create(
                        {
                            "campaign_id": campaign.id,
                            "institution_ids": [Command.set(foreign.ids)],
                        }
                    ).action_apply()
        with self.assertRaises(AccessError):
            self._create_campaign(self.other_school)
        # seen from above it is no school of the district either
        with self.assertRaisesRegex(ValidationError, "Only schools take part"):
            campaign.sudo().institution_ids = [Command.link(self.other_school.id)]

    def test_a_school_comes_later(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        late = self._create_schools(1)
        with self.assertRaisesRegex(UserError, "by the buttons"):
            campaign.institution_ids = [Command.link(late.id)]
        campaign._add_schools(late)
        self.assertTrue(campaign.is_launching)
        self._run()
        self.assertEqual(
            campaign.sudo().assessment_ids.institution_id, self.school | late
        )
        preschool = self._create_schools(1, school_level_id=self.preschool.id)
        campaign.framework_ids.sudo()._write({"framework_id": self.framework.id})
        campaign.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "cannot be assessed"):
            campaign._add_schools(preschool)

    def test_a_milestone_comes_later(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        campaign.milestone_ids = [
            Command.create({"name": "More", "side": "school", "date_end": "2024-08-01"})
        ]
        self.assertTrue(campaign.is_launching)
        self._run()
        more = campaign.milestone_ids.filtered(lambda m: m.name == "More")
        self.assertEqual(more.deliverable_ids.institution_id, self.school)
        self.assertEqual(more.deliverable_ids.date_due, day("2024-08-01"))

    def test_a_school_goes(self):
        schools = self._create_schools(3)
        campaign = self._create_campaign(schools)
        self._launch(campaign)
        untouched, prepared, begun = campaign.sudo().assessment_ids.sorted("id")
        prepared.council_id = self._create_council(prepared.institution_id)
        begun.action_start()
        with self.assertRaisesRegex(UserError, "has begun its dossier .Self-scoring"):
            begun.with_user(self.officer).action_leave_campaign()
        for assessment in (untouched, prepared):
            assessment.with_user(self.officer).action_leave_campaign()
        self.assertEqual(campaign.institution_ids, schools[2])
        self.assertFalse(untouched.exists())
        self.assertEqual(prepared.state, "draft")
        self.assertFalse(prepared.campaign_id)
        self.assertEqual(
            campaign.sudo().deliverable_ids.institution_id, schools[2] | self.district
        )
        # not made again
        campaign._complete()
        self._run()
        self.assertEqual(campaign.sudo().assessment_ids, begun)

    def test_a_school_that_has_delivered_stays(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        assessment = campaign.sudo().assessment_ids
        assessment.deliverable_ids[0].state = "done"
        with self.assertRaisesRegex(UserError, "has delivered already"):
            assessment.with_user(self.officer).action_leave_campaign()

    def test_who_takes_schools_out(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        assessment = campaign.sudo().assessment_ids
        for user in (
            self.secretary,
            self.head,
            self.reviewer,
            self.other_officer,
            self.province_officer,
        ):
            with self.subTest(user.login), self.assertRaises(UserError):
                assessment.with_user(user).action_leave_campaign()

    # === THE WAY === #

    def test_who_goes_it(self):
        campaign = self._create_campaign()
        for user in (self.reviewer, self.other_officer, self.province_officer):
            with self.subTest(user.login), self.assertRaises(UserError):
                campaign.with_user(user).action_launch()
            if user == self.province_officer:
                self.assertFalse(campaign.with_user(user).offered_actions)
        self._launch(campaign)
        for user in (self.secretary, self.head, self.reviewer, self.province_officer):
            with self.subTest(user.login), self.assertRaises(UserError):
                campaign.with_user(user)._close()

    def test_reasons_are_what_actions_say(self):
        campaign = self._create_campaign(self.school.browse())
        self.assertEqual(set(campaign.refusals), set(campaign.offered_actions))
        self.assertIn("launch", campaign.offered_actions)
        self.assertTrue(campaign.refusals["launch"])
        self.assertFalse(campaign.refusals["add_schools"])
        with self.assertRaisesRegex(UserError, "state"):
            campaign._close()

    def test_not_closed_over_waiting_dossiers(self):
        campaign = self._create_campaign()
        campaign.action_launch()
        with self.assertRaisesRegex(UserError, "still being launched"):
            campaign._close()
        self._run()
        dossier = campaign.sudo().assessment_ids
        dossier.council_id = self.council
        self._advance(dossier, "submitted")
        with self.assertRaisesRegex(UserError, "1 dossiers wait"):
            campaign._close()
        self._receive(dossier)
        self._review_and_close(dossier)
        with self.assertRaisesRegex(UserError, "1 dossiers wait"):
            campaign._close()
        dossier.with_user(self.authority_head).action_recognise()
        campaign._close()
        self.assertEqual(campaign.state, "closed")

    def test_closed_is_closed(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        campaign._close()
        milestone = campaign.milestone_ids[0]
        for change in (
            lambda: campaign.write({"name": "Changed"}),
            lambda: milestone.write({"name": "Changed"}),
            milestone.unlink,
            lambda: campaign.write({"milestone_ids": [Command.create({"name": "N"})]}),
            lambda: campaign.framework_ids.create(
                {
                    "campaign_id": campaign.id,
                    "school_level_id": self.primary.id,
                    "framework_id": self.small.id,
                }
            ),
            lambda: campaign._add_schools(self.school),
            campaign.action_apply_template,
        ):
            with self.assertRaises(UserError), self._undone():
                change()
        campaign.message_post(body=NOTE)
        campaign.action_reopen()
        campaign.name = "Changed"

    def test_only_drafts_are_deleted(self):
        campaign = self._create_campaign()
        self._launch(campaign)
        with self.assertRaisesRegex(UserError, "in preparation"):
            campaign.unlink()
        self._create_campaign(name="Draft").unlink()

    def test_state_is_the_actions(self):
        campaign = self._create_campaign()
        for vals in (
            {"state": "launched"},
            {"is_launching": True},
            {"launched_by_id": self.officer.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                campaign.write(vals)

    # === NEXT YEAR === #

    def test_next_years_campaign(self):
        schools = self._create_schools(2)
        campaign = self._create_campaign(self.school | schools, report_layout="short")
        self._launch(campaign)
        schools[0].active = False
        schools[1].parent_id = self.other_district
        newer = self.env["cds.framework"].browse(
            self.small.action_new_version()["res_id"]
        )
        newer.action_publish()
        campaign.milestone_ids[0].time_words = "Hè 2023"
        campaign.milestone_ids[1].time_words = "Sau Tết"
        action = campaign.action_next_year()
        following = self.env["cds.campaign"].browse(action["res_id"])
        self.assertEqual(following.name, "Đợt đánh giá 2024-2025")
        self.assertEqual(following.state, "draft")
        self.assertEqual(following.report_layout, "short")
        self.assertEqual(following.school_year_id.name, "2024-2025")
        self.assertEqual(following.framework_ids.framework_id, newer)
        self.assertEqual(following.institution_ids, self.school)
        self.assertEqual(following.previous_id, campaign)
        self.assertEqual(
            following.milestone_ids.sorted()[0].date_end, day("2024-07-31")
        )
        self.assertEqual(
            following.milestone_ids.sorted().mapped("time_words")[:3],
            ["Tháng 7", "Sau Tết", "Tháng 4-5"],
        )
        self.assertEqual(
            following.milestone_ids.sorted().mapped("document_type_ids"),
            campaign.milestone_ids.sorted().mapped("document_type_ids"),
        )
        self.assertIn("2 schools", following.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "made from it already"):
            campaign.action_next_year()

    def test_next_year_is_entered_if_missing(self):
        last = self.env["cds.school.year"].search([], limit=1)
        campaign = self._create_campaign(
            name="Đợt cuối", school_year_id=last.id, milestone_ids=[]
        )
        self._launch(campaign)
        following = self.env["cds.campaign"].browse(
            campaign.action_next_year()["res_id"]
        )
        year = following.school_year_id
        self.assertEqual(year.name, "2028-2029")
        self.assertEqual(str(year.date_start), "2028-09-01")
        self.assertEqual(following.name, "Đợt cuối (2028-2029)")
        self.assertIn("2028-2029 was entered", following.message_ids[0].body)
