"""The calendar in the annex of source-001, played from the plan to publication."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ...report.summary.workbook import summary_workbook
from ..common.campaign import CampaignCase
from ..common.papers import TYPE

SCHOOLS = 30
# How much of the points a school gives itself, and the team gives it: below, at and
# above the bounds of 50 and 75.
SHARES = ((0.4, 0.4), (0.5, 0.5), (0.75, 0.7), (0.9, 0.9), (1, 0.8))
LATE = 2  # schools that submit after the date


@tagged("post_install", "-at_install")
class TestAnnex(CampaignCase):
    """Thirty schools, two teams, each step by the user whose turn it is, on its day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.env.ref("cds_assessment.school_year_2022")
        cls.district.write(
            {
                "name": "Phòng Giáo dục và Đào tạo quận",
                "short_name": "PGDĐT",
                "locality": "Quận",
                "head_title": "Trưởng phòng",
            }
        )
        cls.schools = cls._create_schools(SCHOOLS, locality="Quận")
        cls.secretaries, cls.heads = cls.env["res.users"], cls.env["res.users"]
        for school in cls.schools:
            cls.secretaries |= cls._create_user("council", school)
            cls.heads |= cls._create_user("head", school)

    def test_the_annex(self):
        with freeze_time("2022-07-15 03:00:00"):
            campaign = self._plan()
        with freeze_time("2022-09-05 03:00:00"):
            self._launch(campaign)
        self._assert_rows(campaign)
        on_time = campaign.assessment_ids.sorted("id")[LATE:]
        late = campaign.assessment_ids - on_time
        with freeze_time("2023-04-05 03:00:00"):
            self._assess_themselves(on_time)
        self._assert_state(campaign, "school", 1, done=SCHOOLS - LATE)
        with freeze_time("2023-05-03 03:00:00"):
            self._chase(campaign, late)
            self._assess_themselves(late)
        self._assert_state(campaign, "school", 2, done=SCHOOLS)
        with freeze_time("2023-04-10 03:00:00"):
            self._set_up_teams(campaign)
        self._assert_state(campaign, "authority", 2, done=1)
        with freeze_time("2023-05-10 03:00:00"):
            self._assess_from_outside(campaign)
        self._assert_state(campaign, "authority", 3, done=1)
        with freeze_time("2023-05-25 03:00:00"):
            self._recognise(campaign)
        self._assert_state(campaign, "authority", 4, done=1)
        self._assert_state(campaign, "school", 3, done=SCHOOLS)
        with freeze_time("2023-06-15 03:00:00"):
            self._enter_in_the_sector_database(campaign)
        with freeze_time("2023-07-05 03:00:00"):
            self._publish(campaign)
        self._assert_everything_is_delivered(campaign)
        self._assert_workbook(campaign)
        campaign.with_user(self.officer)._close()
        self.assertEqual(campaign.state, "closed")

    # === THE STEPS === #

    def _plan(self):
        """Make the campaign, let its schools take part, issue its plan."""
        campaign = self._create_campaign(
            self.env["cds.institution"],
            name="Đánh giá mức độ chuyển đổi số năm học 2022-2023",
            school_year_id=self.year.id,
            framework_ids=[Command.create({"framework_id": self.framework.id})],
        )
        dialog = self.env["cds.campaign.schools"].with_user(self.officer)
        dialog.create(
            {"campaign_id": campaign.id, "school_level_ids": self.primary.ids}
        ).action_apply()
        self.assertEqual(campaign.institution_ids, self.schools)
        plan = self._issue("campaign_plan", campaign_id=campaign.id)
        words = self._read(plan)
        for row in campaign.milestone_ids:
            for words_of_it in (row.name, row.product or "", row.time_words):
                self.assertIn(" ".join(words_of_it.split()), words)
        return campaign

    def _assess_themselves(self, dossiers):
        for dossier in dossiers:
            school = dossier.institution_id
            secretary = self.secretaries.filtered(
                lambda user, s=school: s in user.cds_institution_ids
            )
            head = self.heads.filtered(
                lambda user, s=school: s in user.cds_institution_ids
            )
            own = dossier.with_user(secretary)
            own.council_id = self._create_council(
                school,
                [self.env["res.users"], secretary],
                decision_number="5/QĐ",
                decision_date="2023-03-01",
                school_year_id=self.year.id,
            )
            own.action_start()
            share, _team = self._get_shares(dossier)
            self._give(own.line_ids, "self", share)
            self._prove(dossier, head, judge=secretary)
            own.action_to_council()
            own.action_conclude()
            self._issue("minutes", secretary, assessment_id=dossier.id)
            dossier.with_user(head).action_approve()
            for code in ("approval_decision", "submission"):
                self._issue(code, secretary, assessment_id=dossier.id)
            dossier.with_user(head).action_submit()

    def _chase(self, campaign, late):
        """Write to the late: the list, then the letter with its annex."""
        own = campaign.with_user(self.officer)
        rows = own._get_late()._get_late_rows()
        names = {row.institution for row in rows} - {self.district.name}
        self.assertEqual(names, set(late.institution_id.mapped("name")))
        own.action_make_letter()
        letter = campaign.document_ids.filtered(lambda d: d.code == "reminder_letter")
        letter.with_user(self.authority_head).action_issue()
        words = self._read(letter)
        for school in late.institution_id:
            self.assertIn(school.name, words)

    def _set_up_teams(self, campaign):
        users = [self.reviewer, self.officer, self.authority_head]
        others = [self._create_user("reviewer", self.province)]
        self.teams = self.env["cds.council"]
        for number, members in enumerate((users, others), start=1):
            self.teams |= self._create_council(
                self.district,
                members,
                kind="external",
                name=f"Đoàn số {number}",
                school_year_id=self.year.id,
                campaign_id=campaign.id,
                decision_number=False,
                decision_date=False,
            )
        dialog = self.env["cds.campaign.spread"].with_user(self.officer)
        dialog.create({"campaign_id": campaign.id}).action_apply()
        visits = campaign.visit_ids
        self.assertEqual(visits.institution_id, self.schools)
        self.assertEqual([len(self._of(visits, team)) for team in self.teams], [15, 15])
        decision = self._issue("team_decision", campaign_id=campaign.id)
        self.assertEqual(set(self.teams.mapped("decision_number")), {decision.name})

    def _of(self, visits, team):
        return visits.filtered(lambda visit: visit.team_id == team)

    def _assess_from_outside(self, campaign):
        dossiers = campaign.assessment_ids.with_user(self.officer)
        dialog = self.env["cds.assessment.receive.all"].with_user(self.officer)
        dialog = dialog.create({"assessment_ids": dossiers.ids})
        dialog.action_apply()
        self.assertFalse(dialog.failures)
        for dossier in campaign.assessment_ids:
            review = dossier.sudo().review_ids
            seats = review.team_id.member_ids
            leader = seats.filtered(lambda seat: seat.role == "chair").user_id
            _school, share = self._get_shares(dossier)
            sheet = review.with_user(leader)
            self._give(sheet.line_ids, "", share)
            sheet.action_share()
            head = self.heads.filtered(
                lambda user, d=dossier: d.institution_id in user.cds_institution_ids
            )
            review.with_user(head).action_finish_reply()
            minutes = self._issue("external_minutes", leader, review_id=review.id)
            self.assertIn(dossier.institution_id.name, self._read(minutes))
            sheet.action_close()

    def _recognise(self, campaign):
        draft = self.env["cds.recognition"].with_user(self.officer)
        draft = draft.create({"campaign_id": campaign.id})
        draft.action_take_in()
        decision = self._issue("recognition_decision", recognition_id=draft.id)
        self.assertEqual(draft.state, "issued")
        words = self._read(decision)
        certificates = draft.sudo().certificate_ids
        self.assertEqual(len(certificates), SCHOOLS)
        self.assertEqual(len(set(certificates.mapped("token"))), SCHOOLS)
        for dossier in campaign.assessment_ids:
            self.assertEqual(dossier.recognition_number, decision.name)
            self.assertIn(dossier.institution_id.name, words)
            self._assert_level(dossier)
        report = self._issue("summary_report", campaign_id=campaign.id)
        self.assertIn(decision.name, self._read(report))

    def _enter_in_the_sector_database(self, campaign):
        for dossier in campaign.assessment_ids:
            secretary = self.secretaries.filtered(
                lambda user, d=dossier: d.institution_id in user.cds_institution_ids
            )
            dossier.with_user(secretary).action_mark_sector_entered()
        self._assert_state(campaign, "school", 4, done=SCHOOLS)

    def _publish(self, campaign):
        publication = self.env["cds.publication"].with_user(self.authority_head)
        publication = publication.create({"campaign_id": campaign.id})
        publication.action_publish()
        self.assertEqual(len(publication.line_ids), SCHOOLS)
        notice = self._issue("publication_notice", publication_id=publication.id)
        self.assertIn(publication.slug, self._read(notice).replace(" ", ""))
        states = set(campaign.assessment_ids.mapped("state"))
        self.assertEqual(states, {"published"})
        self._mark(campaign, 5)

    # === HELPERS === #

    def _get_shares(self, dossier):
        return SHARES[dossier.institution_id.id % len(SHARES)]

    def _give(self, lines, hand, share):
        """Give a share of the points of each item, in steps of a half."""
        prefix = f"{hand}_" if hand else ""
        for maximum, items in lines.grouped("max_points").items():
            for item in items:
                points = int(2 * maximum * share) / 2
                if item.measure == "yes_no":
                    if hand:
                        item.answer_yes = True
                    else:
                        item.write({"points": maximum, "is_met": True})
                    continue
                vals = {f"{prefix}points": points}
                if not hand and points != item.council_points:
                    vals["note"] = "Đoàn thấy khác."
                item.write(vals)

    def _issue(self, code, user=None, **vals):
        """Draft a paper and issue it, by the authority unless said otherwise."""
        papers = self.env["cds.document"].with_user(user or self.officer)
        paper = papers.create(
            {
                "type_id": self.env.ref(f"{TYPE}{code}").id,
                "date": date.today(),
                **vals,
            }
        )
        paper.with_user(user or self.authority_head).action_issue()
        self.assertEqual(paper.state, "issued")
        return paper

    def _read(self, paper):
        """Give the words of the frozen PDF as one text."""
        pages = PdfReader(BytesIO(paper._get_pdf())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def _mark(self, campaign, number):
        """Let each school mark what it did elsewhere."""
        for deliverable in self._owed(campaign, "school", number):
            if deliverable.state != "done":
                head = self.heads.filtered(
                    lambda user, d=deliverable: (
                        d.institution_id in user.cds_institution_ids
                    )
                )
                self.env["cds.deliverable.change"].with_user(head).create(
                    {
                        "action": "mark",
                        "deliverable_ids": deliverable.ids,
                        "date_done": date.today(),
                    }
                ).action_apply()

    def _owed(self, campaign, side, number):
        """Return what is owed to a row of the table: by the side, and its number."""
        rows = campaign.milestone_ids.filtered(lambda m: m.side == side).sorted()
        return rows[number - 1].deliverable_ids

    # === WHAT MUST HOLD === #

    def _assert_rows(self, campaign):
        """What the launch makes: a dossier a school, five products each, and four."""
        self.assertEqual(campaign.assessment_ids.institution_id, self.schools)
        self.assertEqual(len(campaign.deliverable_ids), 5 * SCHOOLS + 4)
        self._assert_state(campaign, "authority", 1, done=1)

    def _assert_state(self, campaign, side, number, done):
        owed = self._owed(campaign, side, number)
        delivered = owed.filtered(lambda d: d.state == "done")
        self.assertEqual(len(delivered), done, owed.mapped("state"))

    def _assert_level(self, dossier):
        """The level that is recognised is that of the rule, by the points alone."""
        for result in dossier.result_ids.filtered(lambda r: r.node == "group"):
            points = round(result.final_points * 100)
            level = 1 if points < 5000 else 2 if points <= 7500 else 3
            self.assertEqual(result.final_level_id.number, level)

    def _assert_everything_is_delivered(self, campaign):
        self.assertEqual(set(campaign.deliverable_ids.mapped("state")), {"done"})
        # each product of the table is a paper that is issued
        made = campaign.env["cds.document"].search(
            [("school_year_id", "=", self.year.id), ("state", "=", "issued")]
        )
        counts = {}
        for paper in made:
            counts[paper.code] = counts.get(paper.code, 0) + 1
        self.assertEqual(
            counts,
            {
                "campaign_plan": 1,
                "team_decision": 1,
                "external_minutes": SCHOOLS,
                "recognition_decision": 1,
                "summary_report": 1,
                "minutes": SCHOOLS,
                "approval_decision": SCHOOLS,
                "submission": SCHOOLS,
                "reminder_letter": 1,
                "publication_notice": 1,
            },
        )

    def _assert_workbook(self, campaign):
        content = summary_workbook(campaign.with_user(self.officer)._get_summary())
        book = load_workbook(BytesIO(content))
        rows = {cell.value for cell in book["Tổng hợp"]["B"]}
        self.assertLessEqual(set(self.schools.mapped("name")), rows)
