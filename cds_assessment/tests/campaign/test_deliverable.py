import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common.deliverables import OwedCase
from ..common.files import pdf_bytes

PDF = pdf_bytes()


@tagged("post_install", "-at_install")
class TestDeliverable(OwedCase):
    """What has come of what is owed, and who may say so."""

    def _state(self, deliverable):
        return deliverable.state, deliverable.done_on

    # === WHAT FULFILS IT === #

    @freeze_time("2024-06-05 03:00:00")
    def test_a_school_by_a_state_of_its_dossier(self):
        dossier = self._create_dossier("draft", campaign_id=self.campaign.id)
        owed = self._owe("state", assessment_state="submitted")
        self.assertEqual(self._state(owed), ("todo", False))
        self._advance(dossier, "self")
        self.assertEqual(self._state(owed), ("doing", False))
        self._score_and_hand_over(dossier)
        dossier.with_user(self.secretary).action_conclude()
        dossier.with_user(self.head).action_approve()
        self.assertEqual(self._state(owed), ("doing", False))
        dossier.with_user(self.head).action_submit()
        self.assertEqual(self._state(owed), ("done", date(2024, 6, 5)))
        self._return(dossier, self.officer, "return", "More evidence.")
        self.assertEqual(self._state(owed), ("doing", False))

    def test_the_authority_by_the_states_of_all_dossiers(self):
        first = self._create_dossier("draft", campaign_id=self.campaign.id)
        second = self._create_assessment(
            self._create_institution("Second", parent_id=self.district.id),
            started=False,
            framework_id=self.small.id,
            campaign_id=self.campaign.id,
        )
        owed = self._owe("state", self.district, assessment_state="reviewed")
        self.assertEqual(owed.state, "todo")
        self._advance(first, "reviewed")
        self.assertEqual(owed.state, "doing")
        second._set_state("recognised")
        self.assertEqual(owed.state, "done")
        second._set_state("cancelled")
        self.assertEqual(owed.state, "done")

    @freeze_time("2024-05-02 20:00:00")
    def test_papers(self):
        # In Vietnam it is the next day already.
        self.secretary.tz = "Asia/Ho_Chi_Minh"
        dossier = self._create_dossier("concluded", campaign_id=self.campaign.id)
        kinds = [
            self.env.ref(f"cds_assessment.document_type_{code}")
            for code in ("plan", "minutes")
        ]
        owed = self._owe(
            "paper", document_type_ids=[(6, 0, [kind.id for kind in kinds])]
        )
        self.assertEqual(owed.state, "todo")
        papers = (
            self.env["cds.document"]
            .with_user(self.secretary)
            .create(
                [{"assessment_id": dossier.id, "type_id": kind.id} for kind in kinds]
            )
        )
        self.assertEqual(owed.state, "doing")
        papers[0].action_issue()
        self.assertEqual(owed.state, "doing")
        papers[1].action_issue()
        self.assertEqual(self._state(owed), ("done", date(2024, 5, 3)))
        owed.milestone_id.is_signed_needed = True
        self.assertEqual(owed.state, "doing")
        for paper in papers:
            paper._sign(PDF, "scan.pdf")
        self.assertEqual(owed.state, "done")
        papers[1]._cancel("A mistake.")
        self.assertEqual(owed.state, "doing")
        papers[0]._cancel("A mistake.")
        self.assertEqual(self._state(owed), ("todo", False))

    def test_a_draft_that_is_deleted(self):
        dossier = self._create_dossier("draft", campaign_id=self.campaign.id)
        plan = self.env.ref("cds_assessment.document_type_plan")
        owed = self._owe("paper", document_type_ids=plan.ids)
        paper = (
            self.env["cds.document"]
            .with_user(self.secretary)
            .create({"assessment_id": dossier.id, "type_id": plan.id})
        )
        self.assertEqual(owed.state, "doing")
        paper.unlink()
        self.assertEqual(owed.state, "todo")

    @freeze_time("2024-06-05")
    def test_the_entry_in_the_sector_database(self):
        """The result that holds counts: the recognised one, once there is one."""
        dossier = self._create_dossier("approved", campaign_id=self.campaign.id)
        school = self._owe("sector")
        authority = self._owe("sector", self.district)
        self.assertEqual(self._state(school), ("todo", False))
        dossier.with_user(self.secretary).action_mark_sector_entered()
        for owed in (school, authority):
            self.assertEqual(self._state(owed), ("done", date(2024, 6, 5)))
        dossier.with_user(self.head).action_submit()
        self._receive(dossier)
        self._review_and_close(dossier)
        dossier.with_user(self.authority_head).action_recognise()
        for owed in (school, authority):
            self.assertEqual(owed.state, "doing")
        dossier.with_user(self.officer).action_mark_sector_entered()
        self.assertEqual(school.state, "done")
        dossier.with_user(self.officer).action_unmark_sector_entered()
        self.assertEqual(self._state(authority), ("todo", False))

    @freeze_time("2024-06-05")
    def test_files(self):
        owed = self._owe("upload")
        self._change(
            owed,
            self.secretary,
            "upload",
            file=base64.b64encode(PDF),
            file_name="bao-cao.pdf",
        )
        self.assertEqual(self._state(owed), ("done", date(2024, 6, 5)))
        file = owed.file_ids
        self.assertEqual(file.name, "bao-cao.pdf")
        with self.assertRaisesRegex(UserError, "already"):
            owed.with_user(self.secretary)._upload("again.pdf", PDF)
        for user in (self.secretary, self.officer):
            with self.assertRaises(AccessError):
                file.with_user(user).unlink()
            with self.assertRaises(AccessError):
                file.attachment_id.with_user(user).write({"name": "Changed.pdf"})
            with self.assertRaises(AccessError):
                file.attachment_id.with_user(user).unlink()
            self.assertTrue(file.with_user(user).attachment_id.raw)
        with self.assertRaises(UserError):
            self.env["cds.deliverable.file"].with_user(self.secretary).create(
                {"name": "Past the action"}
            )
        with self.assertRaises(AccessError):
            file.attachment_id.with_user(self.other_secretary).read(["raw"])
        file.with_user(self.secretary).action_remove()
        self.assertEqual(self._state(owed), ("todo", False))
        self.assertFalse(owed.file_ids)

    def test_files_are_looked_into(self):
        owed = self._owe("upload").with_user(self.secretary)
        for name, raw, sentence in (
            ("a.exe", b"MZ", "type"),
            ("a.pdf", b"MZ", "content"),
            ("a.pdf", b"", "empty"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                owed._upload(name, raw)
        with self.assertRaisesRegex(UserError, "as a file"):
            self._owe("mark").with_user(self.secretary)._upload("a.pdf", PDF)

    # === MARKS, AND WHO MAY SET THEM === #

    @freeze_time("2024-06-05")
    def test_marks(self):
        owed = self._owe("mark")
        self._change(owed, self.secretary, "mark", date_done="2024-06-01")
        self.assertEqual(self._state(owed), ("done", date(2024, 6, 1)))
        owed.with_user(self.head).action_unmark()
        self.assertEqual(self._state(owed), ("todo", False))
        self._change(owed, self.officer, "mark", date_done="2024-06-02")
        with self.assertRaisesRegex(UserError, "role"):
            owed.with_user(self.head).action_unmark()
        owed.with_user(self.officer).action_unmark()
        with self.assertRaisesRegex(UserError, "up to today"):
            self._change(owed, self.officer, "mark", date_done="2024-06-06")

    def test_who_marks_what(self):
        own, paper, theirs = (
            self._owe("mark"),
            self._owe("paper"),
            self._owe("mark", self.district),
        )
        may = {
            (owed, user)
            for owed in (own, paper, theirs)
            for user in (
                self.contributor,
                self.secretary,
                self.head,
                self.officer,
                self.reviewer,
                self.other_secretary,
            )
            if not owed.with_user(user)._get_cannot_mark_reason()
        }
        self.assertEqual(
            may,
            {
                (own, self.secretary),
                (own, self.head),
                *((owed, self.officer) for owed in (own, paper, theirs)),
            },
        )

    def test_an_officer_of_another_authority(self):
        stranger = self._create_user("officer", self.other_district)
        owed = self._owe("mark")
        for action in ("mark", "waive", "extend"):
            with self.assertRaises(AccessError):
                getattr(owed.with_user(stranger), f"action_{action}")()
        # Above the authority that asks for it they read.
        above = owed.with_user(self._create_user("officer", self.province))
        self.assertTrue(above.display_name)
        for action in ("mark", "waive", "extend"):
            reason = getattr(above, f"_get_cannot_{action}_reason")()
            self.assertIn("You do not belong", reason)
        with self.assertRaises(AccessError):
            above.note = "Not theirs to say."

    def test_a_draft_campaign(self):
        campaign = self._create_campaign(self.district, self.school, state="draft")
        owed = self._owe("mark", campaign=campaign)
        self.assertIn(
            "not launched", owed.with_user(self.officer)._get_cannot_mark_reason()
        )

    def test_waiving(self):
        owed = self._owe("mark")
        with self.assertRaisesRegex(UserError, "role"):
            owed.with_user(self.head).action_waive()
        with self.assertRaisesRegex(UserError, "why"):
            self._change(owed, self.officer, "waive", reason=" ")
        self._change(owed, self.officer, "waive", reason="The school is merged.")
        self.assertEqual(self._state(owed), ("waived", False))
        self.assertIn("merged", owed.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "state"):
            self._change(owed, self.secretary, "mark", date_done="2024-06-01")
        owed.with_user(self.officer).action_unwaive()
        self.assertEqual(owed.state, "todo")
        self.assertFalse(owed.waive_reason)

    def test_nobody_writes_what_the_actions_write(self):
        owed = self._owe("mark")
        for name, value in (
            ("state", "done"),
            ("date_due", "2030-01-01"),
            ("marked_on", "2024-01-01"),
            ("waive_reason", "No."),
            ("is_extended", True),
        ):
            with self.assertRaisesRegex(UserError, "buttons"):
                owed.with_user(self.officer).write({name: value})
        with self.assertRaises(AccessError):
            owed.with_user(self.secretary).write({"note": "Ours."})
        owed.with_user(self.officer).note = "Phoned."

    # === THE DAY === #

    def test_the_day_is_the_users(self):
        owed = self._owe("mark", date_due="2024-06-10")
        east, west = (
            owed.with_context(tz=tz) for tz in ("Asia/Ho_Chi_Minh", "America/New_York")
        )
        # 1:00 on the 11th in Vietnam, 14:00 on the 10th in New York
        with freeze_time("2024-06-10 18:00:00"):
            self.assertEqual((east.status, east.days_late), ("late", 1))
            self.assertEqual((west.status, west.days_late), ("todo", 0))
            late = [("is_late", "=", True), ("id", "=", owed.id)]
            self.assertTrue(east.search(late))
            self.assertFalse(west.search(late))
            self.assertIn("1 day late", east.status_text)
            self.assertIn("due today", west.status_text)

    @freeze_time("2024-06-12 03:00:00")
    def test_searching_and_grouping(self):
        late = self._owe("mark", date_due="2024-06-10")
        later = self._owe("upload", date_due="2024-06-02")
        soon = self._owe("mark", date_due="2024-06-12")
        waived = self._owe("mark", date_due="2024-06-01")
        waived.waive_reason = "So."
        waived._refresh()
        timeless = self._owe("mark", date_due=False)
        own = self.env["cds.deliverable"].with_context(tz="UTC")
        all_of_them = late | later | soon | waived | timeless

        def found(*terms):
            return own.search([("id", "in", all_of_them.ids), *terms])

        self.assertEqual(found(("is_late", "=", True)), late | later)
        self.assertEqual(found(("is_late", "=", False)), soon | waived | timeless)
        self.assertEqual(found(("days_late", ">", 2)), later)
        self.assertEqual(found(("days_late", ">=", 2)), late | later)
        self.assertEqual(found(("days_late", "=", 2)), late)
        self.assertEqual(found(("days_late", "<", 2)), soon | waived | timeless)
        self.assertEqual(found(("status", "=", "late")), late | later)
        self.assertEqual(found(("status", "=", "todo")), soon | timeless)
        self.assertEqual(
            found(("status", "in", ["late", "waived"])), late | later | waived
        )
        self.assertEqual(found(("status", "!=", "late")), soon | waived | timeless)
        groups = own._read_group(
            [("id", "in", all_of_them.ids)], ["status"], ["days_late:sum", "__count"]
        )
        self.assertEqual(
            {status: rest for status, *rest in groups},
            {"late": [12, 2], "todo": [0, 2], "waived": [0, 1]},
        )
        description = own.fields_get(["status", "days_late"])
        self.assertTrue(description["status"]["groupable"])
        self.assertEqual(description["days_late"]["aggregator"], "max")

    # === BULK === #

    def test_many_at_once(self):
        """States of many are read together, and written by what they become."""
        schools = self.env["cds.institution"].create(
            [
                {"name": f"School {number}", "parent_id": self.district.id}
                for number in range(60)
            ]
        )
        dossiers = self.env["cds.assessment"].create(
            [
                {
                    "institution_id": school.id,
                    "framework_id": self.small.id,
                    "school_year_id": self.year.id,
                    "campaign_id": self.campaign.id,
                    "state": "submitted" if number % 2 else "self",
                }
                for number, school in enumerate(schools)
            ]
        )
        milestone = self.env["cds.milestone"].create(
            {
                "campaign_id": self.campaign.id,
                "name": "Dossier",
                "fulfilment": "state",
                "assessment_state": "submitted",
            }
        )
        owed = self.env["cds.deliverable"].create(
            [
                {
                    "milestone_id": milestone.id,
                    "campaign_id": self.campaign.id,
                    "institution_id": dossier.institution_id.id,
                    "assessment_id": dossier.id,
                }
                for dossier in dossiers
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            owed._refresh()
            self.env.flush_all()
        self.assertEqual(len(owed.filtered(lambda d: d.state == "done")), 30)
        self.assertEqual(len(owed.filtered(lambda d: d.state == "doing")), 30)
