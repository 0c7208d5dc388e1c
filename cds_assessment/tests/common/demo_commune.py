"""The story of a commune: twelve schools, three years, the newest one under way.

Each step is gone by the users whose turn it is. ``make demo`` tells it after the two
dossiers of :mod:`demo_story`; the pictures of the guides are taken of it. Names are
made up, and points follow from the school's number: each year a little more.
"""

from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time

from .demo_story import issue

PREFIX = "cds_assessment."
COMMUNE = "Ủy ban nhân dân xã Hòa Bình"
SCHOOLS = (
    ("Trường Tiểu học Hòa Bình", "TH", "primary"),
    ("Trường Tiểu học Đồng Tâm", "TH", "primary"),
    ("Trường Tiểu học Tân Tiến", "TH", "primary"),
    ("Trường Tiểu học Ban Mai", "TH", "primary"),
    ("Trường Tiểu học Hướng Dương", "TH", "primary"),
    ("Trường Tiểu học Hoa Sen", "TH", "primary"),
    ("Trường THCS Hòa Bình", "THCS", "lower_secondary"),
    ("Trường THCS Đồng Tâm", "THCS", "lower_secondary"),
    ("Trường THCS Tân Tiến", "THCS", "lower_secondary"),
    ("Trường THCS Bình Minh", "THCS", "lower_secondary"),
    ("Trường TH&THCS Sao Mai", "TH&THCS", "primary_lower"),
    ("Trường TH&THCS Cỏ May", "TH&THCS", "primary_lower"),
)
# How far each school has come in the newest year.
STATES = (
    "self",
    "external",
    "submitted",
    "published",
    "recognised",
    "reviewed",
    "external",
    "approved",
    "concluded",
    "council",
    "draft",
    "cancelled",
)
STAGES = (
    "draft",
    "self",
    "council",
    "concluded",
    "approved",
    "submitted",
    "external",
    "reviewed",
    "recognised",
    "published",
)
ROLES = {
    "giaovien": ("contributor", "Giáo viên"),
    "thuky": ("council", "Thư ký hội đồng"),
    "hieutruong": ("head", "Hiệu trưởng"),
}
STAFF = {
    "chuyenvien": ("officer", "Chuyên viên"),
    "lanhdao": ("authority_head", "Lãnh đạo"),
    "thanhvien": ("reviewer", "Thành viên đoàn"),
    "thanhvien2": ("reviewer", "Thành viên đoàn thứ hai"),
}
# Milestones of the newest year, in days from today, so that some are late and some due.
MILESTONES = (
    ("Tự đánh giá, hiệu trưởng phê duyệt kết quả", "approved", -9),
    ("Nộp hồ sơ về Ủy ban nhân dân xã", "submitted", 5),
)


def play(env, end_turn=lambda: None):
    """Tell the story, unless that was done before; return the commune.

    :param env: an Odoo environment in superuser mode
    :param end_turn: called after each person's turn, as for :func:`demo_story.play`
    """
    story = _Story(env(context={**env.context, "lang": "vi_VN"}), end_turn)
    commune = story.env["cds.institution"].search([("name", "=", COMMUNE)])
    if not commune:
        with story.papers_optional():
            commune = story.tell()
    return commune


class _Story:
    def __init__(self, env, end_turn):
        self.env, self.end_turn = env, end_turn
        self.users = {}

    def tell(self):
        today = fields.Date.context_today(self.env["cds.campaign"])
        newest = self.env["cds.school.year"]._get_current()
        years = self.env["cds.school.year"].search(
            [("date_start", "<=", newest.date_start)],
            order="date_start desc",
            limit=3,
        )
        self.commune = self.make_commune()
        self.schools = self.make_schools()
        self.end_turn()
        for number, year in enumerate(reversed(years[1:])):
            with freeze_time(fields.Date.to_string(year.date_end - timedelta(days=60))):
                self.tell_year(year, number, ["published"] * len(SCHOOLS))
        self.today = today
        self.tell_year(newest, 2, STATES, MILESTONES)
        return self.commune

    # === PEOPLE === #

    def make_commune(self):
        commune = self.env["cds.institution"].create(
            {
                "name": COMMUNE,
                "letterhead_name": "UBND xã Hòa Bình",
                "short_name": "UBND",
                "kind": "authority",
                "parent_id": self.env.ref(f"{PREFIX}institution_hai_phong_demo").id,
                "locality": "Hòa Bình",
                "head_title": "Chủ tịch",
                "code": "31990",
            }
        )
        for login, (role, words) in STAFF.items():
            self.make_user(f"{login}.hoabinh", role, f"{words}, xã Hòa Bình", commune)
        return commune

    def make_schools(self):
        schools = self.env["cds.institution"].create(
            [
                {
                    "name": name,
                    "short_name": short,
                    "kind": "school",
                    "school_level_id": self.env.ref(f"{PREFIX}school_level_{level}").id,
                    "parent_id": self.commune.id,
                    "locality": "Hòa Bình",
                    "code": f"31990{number:03}",
                    "email": f"truong{number}@example.edu.vn",
                }
                for number, (name, short, level) in enumerate(SCHOOLS, start=1)
            ]
        )
        for school in schools:
            for login, (role, words) in ROLES.items():
                name = school.name.removeprefix("Trường ")
                self.make_user(
                    f"{login}.{school.code}", role, f"{words}, {name}", school
                )
        return schools

    def make_user(self, login, role, name, place):
        users = self.env["res.users"].with_context(no_reset_password=True)
        self.users[login.split(".")[0], place] = users.create(
            {
                "name": name,
                "login": login,
                "password": "demo",
                "email": f"{login}@example.edu.vn",
                "lang": "vi_VN",
                "tz": "Asia/Ho_Chi_Minh",
                "group_ids": [Command.link(self.env.ref(f"{PREFIX}group_{role}").id)],
                "cds_institution_ids": [Command.set(place.ids)],
            }
        )

    def by(self, records, login, place=None):
        """Return records with the user whose turn it is."""
        return records.with_user(self.users[login, place or self.commune])

    # === A YEAR === #

    def tell_year(self, year, number, states, milestones=()):
        self.year, self.number = year, number
        campaign = self.launch(milestones)
        dossiers = campaign.sudo().assessment_ids.sorted("institution_id")
        wanted = dict(zip(self.schools, states, strict=True))
        for school in self.schools:
            self.fill_figures(school)
        for dossier in dossiers:
            self.assess(dossier, wanted[dossier.institution_id])
            self.end_turn()
        on_the_way = dossiers.filtered(lambda d: d.state == "submitted")
        self.visit(campaign, on_the_way, wanted)
        self.end_turn()
        self.recognise(campaign, wanted)
        self.end_turn()

    def launch(self, milestones):
        campaigns = self.by(self.env["cds.campaign"], "chuyenvien")
        campaign = campaigns.create(
            {
                "authority_id": self.commune.id,
                "school_year_id": self.year.id,
                "team_minimum": 3,
                "institution_ids": [Command.set(self.schools.ids)],
                "milestone_ids": [
                    Command.create(
                        {
                            "name": name,
                            "fulfilment": "state",
                            "assessment_state": state,
                            "date_end": self.today + timedelta(days=days),
                        }
                    )
                    for name, state, days in milestones
                ],
            }
        )
        campaign.action_launch()
        self.env.flush_all()
        campaign._launch_now()
        self.env.invalidate_all()
        return campaign

    def get_share(self, school):
        """Return which share of the points a school gives itself."""
        return 0.42 + 0.035 * self.schools.ids.index(school.id) + 0.06 * self.number

    # === A SCHOOL === #

    def fill_figures(self, school):
        """Enter the year's figures: of the school's size, a little more each year."""
        size = 10 + self.schools.ids.index(school.id)
        profiles = self.by(self.env["cds.profile"], "thuky", school)
        profiles.create(
            {"institution_id": school.id, "school_year_id": self.year.id}
        )._set_figures(
            {
                "classes": size,
                "pupils": size * 31,
                "people": size * 2 + 4,
                "managers": 2,
                "teachers": size * 2 - 2,
                "staff": 4,
                "rooms": size + 9,
                "classrooms": size,
                "pupil_computers": size + 6 * self.number,
                "admin_computers": 6,
                "televisions": size,
                "wifi_access_points": 4 + self.number,
                "families_online": size * (20 + 2 * self.number),
            }
        )

    def assess(self, dossier, wanted):
        school = dossier.institution_id
        head = self.by(dossier, "hieutruong", school)
        has_papers = wanted == "approved"  # the others do without: it takes long
        if wanted == "cancelled":
            head.action_cancel()
            return
        far = STAGES.index(wanted)
        mine = self.by(dossier, "thuky", school)
        if far:
            mine.council_id = self.make_council(school)
            mine.action_start()
            self.score(mine, is_half=far == 1)
        if far > 1:
            self.prove(mine)
            if has_papers:
                self.issue(mine, "draft")
            mine.action_to_council()
        if far > 2:
            mine.action_conclude()
            if has_papers:
                self.issue(mine, "concluded")
        if far > 3:
            head.action_approve()
            if has_papers:
                self.issue(mine, "approved")
        if far > 4:
            head.action_submit()

    def make_council(self, school):
        seats = ("hieutruong", "chair"), ("thuky", "secretary"), ("giaovien", "member")
        councils = self.by(self.env["cds.council"], "thuky", school)
        others = ("Tổ trưởng chuyên môn", "Nhân viên công nghệ thông tin")
        return councils.create(
            {
                "name": f"Hội đồng tự đánh giá {school.name}",
                "institution_id": school.id,
                "school_year_id": self.year.id,
                "decision_number": f"{20 + self.number}/QĐ-{school.short_name}",
                "decision_date": self.year.date_start,
                "member_ids": [
                    Command.create(
                        {"role": role, "user_id": self.users[who, school].id}
                    )
                    for who, role in seats
                ]
                + [Command.create({"role": "member", "name": name}) for name in others],
            }
        )

    def score(self, dossier, is_half=False):
        """Score all items, or half of them: the rest is given to the teacher."""
        share = self.get_share(dossier.institution_id)
        lines = dossier.line_ids
        if is_half:
            teacher = self.users["giaovien", dossier.institution_id]
            given = lines[len(lines) // 2 : len(lines) // 2 + 6]
            given.action_assign(teacher.ids)
        for line in lines[: len(lines) // 2] if is_half else lines:
            if line.measure == "yes_no":
                line.answer_yes = True
            else:
                line.self_points = int(2 * line.max_points * share) / 2

    def prove(self, dossier):
        school = dossier.institution_id
        papers = self.by(self.env["cds.evidence"], "giaovien", school)
        for words, items in (
            ("Kế hoạch dạy học trực tuyến", dossier.line_ids[:12]),
            ("Ảnh chụp hệ thống quản trị nhà trường", dossier.line_ids[12:]),
        ):
            paper = papers.create(
                {
                    "institution_id": school.id,
                    "name": f"{words} năm học {self.year.name}",
                    "file_ids": [Command.create({"url": "https://example.edu.vn/mc"})],
                }
            )
            dossier._use_evidence(paper, items).action_accept()

    def issue(self, dossier, since):
        """Draft the papers of a dossier that lack, issue those of a step."""
        self.required.is_required = True
        dossier.action_make_papers()
        self.required.is_required = False
        texts = {"steps": "Theo kế hoạch năm học của nhà trường."}
        dossier._write_papers({"plan": {"texts": texts}})
        issue(dossier, dossier.env.user, since)

    # === THE COMMUNE === #

    def visit(self, campaign, dossiers, wanted):
        """Set up the team, plan its visits, receive and assess what is to be."""
        seats = ("thanhvien", "chair"), ("thanhvien2", "secretary")
        teams = self.by(self.env["cds.council"], "chuyenvien")
        team = teams.create(
            {
                "name": "Đoàn đánh giá số 1",
                "kind": "external",
                "institution_id": self.commune.id,
                "school_year_id": self.year.id,
                "campaign_id": campaign.id,
                "decision_number": f"{40 + self.number}/QĐ-UBND",
                "decision_date": self.year.date_start,
                "member_ids": [
                    Command.create(
                        {"role": role, "user_id": self.users[who, self.commune].id}
                    )
                    for who, role in seats
                ]
                + [Command.create({"role": "member", "name": "Chuyên gia mời"})],
            }
        )
        today = fields.Date.context_today(campaign)
        visits = self.by(self.env["cds.team.visit"], "chuyenvien")
        visits.create(
            [
                {
                    "campaign_id": campaign.id,
                    "institution_id": dossier.institution_id.id,
                    "team_id": team.id,
                    "visit_start": today + timedelta(days=days),
                    "visit_end": today + timedelta(days=days),
                }
                for days, dossier in enumerate(dossiers.sorted("id"))
            ]
        )
        received = dossiers.filtered(
            lambda dossier: wanted[dossier.institution_id] != "submitted"
        )
        if received:
            dialogs = self.by(self.env["cds.assessment.receive.all"], "chuyenvien")
            dialogs.create({"assessment_ids": received.ids}).action_apply()
        under_way = [d for d in received if wanted[d.institution_id] == "external"]
        for dossier in received:
            review = self.by(dossier.sudo().review_ids, "thanhvien")
            if dossier not in under_way:
                self.review(review)
                review.action_close()
            elif dossier != under_way[0]:
                self.review(review)

    def review(self, review):
        """Let the team find what the school found, but in two items."""
        for number, line in enumerate(review.line_ids):
            points, note = line.council_points, False
            if number in (4, 9) and line.max_points and points >= 0.5:
                points, note = points - 0.5, "Minh chứng chưa đủ cho cả năm học."
            line.write({"points": points, "is_met": line.council_met, "note": note})
        review.action_share()
        school = review.institution_id
        self.by(review, "hieutruong", school).action_finish_reply()

    def recognise(self, campaign, wanted):
        """Recognise by a decision, and publish what is to be published."""
        waiting = campaign.sudo().assessment_ids.filtered(
            lambda d: (
                d.state == "reviewed"
                and wanted[d.institution_id] in ("recognised", "published")
            )
        )
        drafts = self.by(self.env["cds.recognition"], "chuyenvien")
        draft = drafts.create(
            {
                "campaign_id": campaign.id,
                "decision_number": f"{60 + self.number}/QĐ-UBND",
                "decision_date": fields.Date.context_today(campaign),
            }
        )
        draft.action_take_in()
        left = draft.sudo().certificate_ids.filtered(
            lambda c: c.assessment_id not in waiting
        )
        left.unlink()
        self.by(draft, "lanhdao").action_issue()
        if set(wanted.values()) == {"published"}:
            self.publish(campaign)
        else:
            self.by(
                waiting.filtered(lambda d: wanted[d.institution_id] == "published"),
                "lanhdao",
            ).action_publish()

    def publish(self, campaign):
        publications = self.by(self.env["cds.publication"], "lanhdao")
        publications.create({"campaign_id": campaign.id}).action_publish()
        self.by(campaign, "chuyenvien")._close()

    @contextmanager
    def papers_optional(self):
        """Let dossiers go their way without papers: printing them takes minutes."""
        types = self.env["cds.document.type"]
        self.required = types.search([("is_required", "=", True)])
        self.required.is_required = False
        try:
            yield
        finally:
            self.required.is_required = True
