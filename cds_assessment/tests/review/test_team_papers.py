from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.papers import TYPE, PapersCase
from ..common.teams import TeamsCase


@tagged("post_install", "-at_install")
class TestTeamDecision(TeamsCase, PapersCase):
    """The decision on all teams of a campaign, with members and calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district.write(
            {
                "name": "Phòng Giáo dục và Đào tạo",
                "head_title": "Trưởng phòng",
                "short_name": "PGDĐT",
            }
        )
        (cls.team | cls.team_2).write(
            {"decision_number": False, "decision_date": False}
        )
        cls.team.name, cls.team_2.name = "Đoàn số 1", "Đoàn số 2"
        cls.team.member_ids[0].position = "Phó Trưởng phòng"
        cls._plan(visit_start="2024-04-22", visit_end="2024-04-23")
        cls._plan(cls.schools[1], cls.team_2)

    def _decide(self, user=None):
        papers = self.env["cds.document"].with_user(user or self.officer)
        return papers.create(
            {
                "campaign_id": self.campaign.id,
                "type_id": self.env.ref(f"{TYPE}team_decision").id,
                "date": "2024-04-05",
            }
        )

    def test_what_it_says(self):
        paper = self._decide()._get_paper()
        words = self._words(paper)
        self.assertEqual(paper.authority, "TRƯỞNG PHÒNG GIÁO DỤC VÀ ĐÀO TẠO")
        self.assertIn("thành lập các đoàn đánh giá ngoài", paper.subtitle)
        self.assertIn("Thành lập 02 đoàn", words)
        self.assertIn("gồm 10 thành viên", words)
        self.assertIn("02 cơ sở giáo dục theo lịch tại Phụ lục II", words)
        members, calendar = paper.annexes
        tables = [block for block in members.blocks if block.kind == "table"]
        self.assertEqual([len(table.rows) for table in tables], [5, 5])
        self.assertEqual(
            tables[0].rows[0].cells[1:4],
            (self.reviewer.name, "Phó Trưởng phòng", "Trưởng đoàn"),
        )
        self.assertEqual(
            [row.cells for row in calendar.blocks[0].rows],
            [
                ("", "Đoàn số 1", "", ""),
                ("1", "School", "Cao Minh", "22/04/2024 - 23/04/2024"),
                ("", "Đoàn số 2", "", ""),
                ("2", "School 1", "West", "Theo thông báo của Đoàn"),
            ],
        )

    def test_one_team_without_a_calendar(self):
        self.campaign.visit_ids.unlink()
        self.team_2.campaign_id = False
        paper = self._decide()._get_paper()
        self.assertIn("thành lập đoàn đánh giá ngoài", paper.subtitle)
        self.assertEqual(len(paper.annexes), 1)
        self.assertNotIn("Phụ lục II", self._words(paper))

    def test_issuing_gives_the_teams_their_number(self):
        paper = self._decide()
        with self.assertRaisesRegex(UserError, "Your role"):
            paper.action_issue()
        paper.with_user(self.authority_head).action_issue()
        for team in self.team | self.team_2:
            self.assertEqual(team.decision_number, paper.name)
            self.assertEqual(team.decision_date, date(2024, 4, 5))
            self.assertFalse(team._get_problems())
        self.assertIn("QĐ-PGDĐT", paper.name)
        paper.with_user(self.authority_head)._cancel("Wrong members.")
        self.assertFalse((self.team | self.team_2).filtered("decision_number"))

    def test_a_number_that_the_teams_bear_already(self):
        (self.team | self.team_2).write(
            {"decision_number": "15/QĐ-PGDĐT", "decision_date": "2024-04-01"}
        )
        paper = self._decide()
        self.assertEqual((paper.number, paper.date), (15, date(2024, 4, 1)))

    def test_teams_that_are_not_complete(self):
        paper = self._decide().with_user(self.authority_head)
        self.team_2.member_ids[0].role = "member"
        with self.assertRaisesRegex(UserError, "Đoàn số 2: There must be one chair"):
            paper.action_issue()
        self.team_2.member_ids[0].role = "chair"
        self.school.user_ids |= self.reviewer
        with self.assertRaisesRegex(UserError, "works at the school"):
            paper.action_issue()


@tagged("post_install", "-at_install")
class TestExternalMinutes(TeamsCase, PapersCase):
    """The minutes with both columns, which the team writes and the school signs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cds.document.type"].search([]).is_required = False
        cls.dossier.with_user(cls.head).action_approve()
        cls.dossier.with_user(cls.head).action_submit()
        cls._receive(cls.dossier)
        cls.review = cls.dossier.review_ids
        cls.review.write({"visit_start": "2024-04-22", "visit_end": "2024-04-22"})
        cls.school.head_title = "Hiệu trưởng"

    def _assess(self):
        """Let the team find what the council found, but for one item."""
        self._review(self.dossier)
        line = self.review.line_ids.filtered(lambda line: line.code == "1.2")
        line.with_user(self.reviewer).write(
            {"points": 10, "note": "Thiếu minh chứng của học kỳ II."}
        )

    def _draft_minutes(self, user=None):
        papers = self.env["cds.document"].with_user(user or self.officer)
        return papers.create(
            {
                "review_id": self.review.id,
                "type_id": self.env.ref(f"{TYPE}external_minutes").id,
            }
        )

    def test_both_columns(self):
        self._assess()
        minutes = self._draft_minutes()
        self.assertEqual(minutes.institution_id, self.district)
        self.assertEqual(minutes.date, date(2024, 4, 22))
        paper = minutes._get_paper()
        (table,) = paper.tables
        self.assertEqual(
            [row.cells for row in table.rows],
            [
                ("1", "Group", "100", "50", "40", ""),
                ("1.1", "Item 1.1", "60", "30", "30", ""),
                (
                    "1.2",
                    "Item 1.2",
                    "40",
                    "20",
                    "10",
                    "Thiếu minh chứng của học kỳ II.",
                ),
                ("1.3", "Item 1.3", "bắt buộc", "Đạt", "Đạt", ""),
            ],
        )
        words = self._words(paper)
        self.assertIn("tự chấm 50/100 điểm, Mức độ 2", words)
        self.assertIn("đánh giá 40/100 điểm, Mức độ 1", words)
        self.assertIn("chênh lệch ở 1 nội dung: 1.2", words)
        self.assertIn("ngày 22/04/2024", words)
        self.assertEqual(
            [block.title for block in paper.signatures],
            ["ĐẠI DIỆN NHÀ TRƯỜNG\nHIỆU TRƯỞNG", "THƯ KÝ ĐOÀN", "TRƯỞNG ĐOÀN"],
        )
        self.assertEqual(
            [block.name for block in paper.signatures[1:]],
            [self.officer.name, self.reviewer.name],
        )

    def test_what_the_school_replied(self):
        """On the whole and to single items, word by word."""
        self._assess()
        sheet = self.review.with_user(self.reviewer)
        sheet.action_share()
        own = self.review.with_user(self.secretary)
        own.school_reply = "Nhà trường cơ bản nhất trí."
        item = own.line_ids.filtered(lambda line: line.code == "1.2")
        item.school_reply = "Minh chứng học kỳ II đã bổ sung."
        own.action_finish_reply()
        words = self._words(self._draft_minutes()._get_paper())
        self.assertIn(
            "Nhà trường cơ bản nhất trí. - Nội dung 1.2: Minh chứng học kỳ II đã bổ "
            "sung.",
            words,
        )

    def test_a_condition_that_is_not_met(self):
        """The level is lowered, by the rules and not by the paper."""
        self._assess()
        line = self.review.line_ids.filtered("is_mandatory")
        line.with_user(self.reviewer).write(
            {"is_met": False, "status": "done", "note": "Chưa có."}
        )
        self.review.line_ids[1].with_user(self.reviewer).write({"points": 40})
        words = self._words(self._draft_minutes()._get_paper())
        self.assertIn("đánh giá 70/100 điểm, Mức độ 1", words)
        self.assertIn("1.3", words)
        self.assertIn("Không đạt", words)

    def test_what_is_not_done_is_not_zero(self):
        paper = self._draft_minutes()._get_paper()
        items = [row.cells for row in paper.tables[0].rows if row.style == "item"]
        self.assertNotIn("0", [cells[4] for cells in items])

    def test_who_writes_and_who_issues(self):
        self._assess()
        for user in (self.head, self.secretary, self.plain):
            with self.assertRaises(AccessError), self._undone():
                self._draft_minutes(user)
        outsider = self._create_user("authority_head", self.province)
        with self.assertRaises(AccessError), self._undone():
            self._draft_minutes(outsider)
        # a member who neither leads nor is an officer
        member = self._create_user("reviewer", self.province)
        self.team.member_ids[3].user_id = member
        minutes = self._draft_minutes(member)
        remarks = self._section(minutes, "remarks")
        remarks.text = "- Hồ sơ đầy đủ."
        self.assertIn("Hồ sơ đầy đủ", self._words(minutes._get_paper()))
        with self.assertRaisesRegex(UserError, "has seen the team's points"):
            minutes.with_user(self.officer).action_issue()
        self._share(self.dossier)
        self.dossier.with_user(self.reviewer).action_close_external()
        with self.assertRaisesRegex(UserError, "chair or the secretary"):
            minutes.action_issue()
        minutes.with_user(self.officer).action_issue()
        self.assertEqual(minutes.state, "issued")
        with self.assertRaisesRegex(UserError, "chair or the secretary"):
            minutes._cancel("Because.")
        self.dossier.with_user(self.authority_head).action_recognise()
        with self.assertRaisesRegex(UserError, "recognised on these minutes"):
            minutes.with_user(self.officer)._cancel("Because.")

    def test_when_the_school_reads_it(self):
        self._assess()
        minutes = self._draft_minutes()
        mine = minutes.with_user(self.head)
        self.assertFalse(mine.has_access("read"))
        self._share(self.dossier)
        self.dossier.with_user(self.reviewer).action_close_external()
        self.env.invalidate_all()
        self.assertFalse(mine.has_access("read"), "a draft is the team's")
        minutes.action_issue()
        self.env.invalidate_all()
        self.assertTrue(mine.has_access("read"))
        self.assertTrue(mine.section_ids.mapped("text"))
        self.assertFalse(mine.has_access("write"))
        self.assertFalse(minutes.with_user(self.other_head).has_access("read"))
        self.assertFalse(minutes.with_user(self.plain).has_access("read"))

    def test_the_button_of_the_team(self):
        review = self.review.with_user(self.reviewer)
        self.assertTrue(review.can_make_papers)
        self.assertFalse(self.review.with_user(self.admin).can_make_papers)
        self.env["cds.document.type"].search(
            [("code", "=", "external_minutes")]
        ).is_required = True
        review.action_make_papers()
        self.assertEqual(review.document_ids.code, "external_minutes")
        self.assertFalse(review.can_make_papers)
