import base64
import json

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.upgrade.evidence_notes import move_notes
from ..common.files import image_bytes, pdf_bytes
from .test_evidence import EvidenceCase


@tagged("post_install", "-at_install")
class TestEvidenceOfLastYear(EvidenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_year = cls.env.ref("cds_assessment.school_year_2024")

    def _start_next(self, framework=None):
        dossier = self._create_dossier(
            "draft",
            framework_id=(framework or self.tree).id,
            school_year_id=self.next_year.id,
        )
        dossier.with_user(self.secretary).action_start()
        return dossier

    def test_it_comes_along_unproved(self):
        accepted = self._attach("1.1")
        self._attach("1.2.2")
        self._accept(accepted)
        submitted = self._attach("1.3", self._create_evidence())
        for state in ("rejected", "dropped", "carried"):
            self._attach("1.3", self._create_evidence())._set_state(state)
        archived = self._attach("1.3", self._create_evidence(name="Old"))
        archived.evidence_id.active = False
        new = self._start_next()
        self.assertEqual(new.evidence_ids.previous_id, accepted | submitted)
        self.assertEqual(set(new.evidence_ids.mapped("state")), {"carried"})
        self.assertEqual(new.carried_count, 2)
        use = new.evidence_ids.filtered(lambda u: u.previous_id == accepted)
        self.assertEqual((use.line_codes, use.code), ("1.1, 1.2.2", "H1-1.1-01"))
        self.assertEqual(use.evidence_id, accepted.evidence_id)
        self.assertFalse(any(new.line_ids.mapped("is_proved")))
        self.assertFalse(any(new.line_ids.mapped("evidence_codes")))
        self.assertEqual(accepted.state, "accepted")

    def test_twice_doubles_nothing(self):
        self._attach("1.1")
        new = self._start_next()
        before = new.evidence_ids
        before.with_user(self.secretary).action_keep()
        later = self._attach("1.3", self._create_evidence())
        new.with_user(self.secretary).action_carry_evidence()
        self.assertEqual(len(new.evidence_ids), 2)
        self.assertEqual((new.evidence_ids - before).previous_id, later)
        self.assertEqual(before.state, "submitted")
        with self.assertRaisesRegex(UserError, "role"):
            new.with_user(self.contributor).action_carry_evidence()

    def test_keep(self):
        self._attach("1.1")
        use = self._start_next().evidence_ids
        for user in (self.secretary, self.head):
            self.assertRegex(use.with_user(user)._get_cannot_accept_reason(), "state")
        use.with_user(self.contributor).action_keep()
        self.assertEqual(use.state, "submitted")
        self._accept(use)
        self.assertTrue(use.line_ids.is_proved)

    def test_drop(self):
        self._attach("1.1")
        use = self._start_next().evidence_ids
        use.with_user(self.contributor).action_drop()
        self.assertEqual(use.state, "dropped")

    def test_replace(self):
        old = self._attach("1.1")
        self._attach("1.3")
        new = self._start_next()
        use = new.evidence_ids
        dialog = self.env["cds.evidence.replace"].with_user(self.contributor)
        with self.assertRaisesRegex(UserError, "another piece"):
            dialog.create(
                {"use_id": use.id, "evidence_id": self.evidence.id}
            ).action_apply()
        with self.assertRaisesRegex(UserError, "name a new one"):
            dialog.create({"use_id": use.id}).action_apply()
        foreign = self._create_evidence(self.other_school)
        with self.assertRaises(AccessError):
            dialog.create({"use_id": use.id, "evidence_id": foreign.id}).action_apply()
        dialog.create(
            {
                "use_id": use.id,
                "name": "Plan",
                "number": "30/KH",
                "datas": base64.b64encode(pdf_bytes()),
                "file_name": "plan.pdf",
                "url": "https://a.vn",
            }
        ).action_apply()
        taken = new.evidence_ids - use
        self.assertEqual((use.state, taken.state), ("dropped", "submitted"))
        self.assertEqual((taken.line_codes, taken.code), ("1.1, 1.3", "H1-1.1-02"))
        self.assertEqual(taken.previous_id, old)
        self.assertEqual(taken.evidence_id.number, "30/KH")
        self.assertEqual(taken.evidence_id.file_ids.mapped("kind"), ["file", "link"])
        self.assertEqual(taken.evidence_id.school_year_id, self.next_year)

    def test_into_a_new_version(self):
        """Criteria are followed to what they were called before."""
        self._attach("1.1")
        self._attach("1.2.1")
        version = self.tree.copy()
        version.previous_id = self.tree
        item = version.criterion_ids.filtered(lambda c: c.code == "1.2.1")
        item.code = "1.2.9"
        version.action_publish()
        new = self._start_next(version)
        self.assertEqual(new.evidence_ids.line_codes, "1.1, 1.2.9")

    def test_not_from_another_set_school_or_later_year(self):
        self._attach("1.1")
        other = self._start_next(self.small)
        self.assertFalse(other.evidence_ids)
        foreign = self._create_dossier(
            "draft",
            self.other_school,
            framework_id=self.tree.id,
            council_id=False,
            school_year_id=self.next_year.id,
        )
        foreign.with_user(self.other_secretary).action_start()
        self.assertFalse(foreign.evidence_ids)
        earlier = self._create_dossier(
            "draft",
            framework_id=self.tree.id,
            school_year_id=self.env.ref("cds_assessment.school_year_2022").id,
        )
        self.assertFalse(earlier._carry_evidence())

    def test_the_latest_year_counts(self):
        self._attach("1.1")
        second = self._start_next()
        third_year = self.env["cds.school.year"].create(
            {
                "name": "2090-2091",
                "date_start": "2090-09-01",
                "date_end": "2091-05-31",
            }
        )
        third = self._create_dossier(
            "draft", framework_id=self.tree.id, school_year_id=third_year.id
        )
        self.assertEqual(third._get_earlier(), second)
        second.with_user(self.head).action_cancel()
        self.assertEqual(third._get_earlier(), self.dossier)


@tagged("post_install", "-at_install")
class TestEvidenceOnTheRow(EvidenceCase, HttpCase):
    """What the panel of an item calls."""

    def setUp(self):
        super().setUp()
        self.line = self.lines["1.1"].with_user(self.contributor)

    def test_the_store(self):
        self.evidence.write({"number": "22/KH-TTr", "issuer": "School"})
        others = self._create_evidence(name="Photo") | self._create_evidence(
            name="Film"
        )
        self._create_evidence(self.other_school, name="Photo elsewhere")
        self.assertEqual(
            [row["id"] for row in self.line.search_store("22 school")],
            self.evidence.ids,
        )
        self.assertEqual(
            {row["id"] for row in self.line.search_store()},
            set((self.evidence | others).ids),
        )
        self._attach()
        self.assertEqual(
            {row["id"] for row in self.line.search_store([1])}, set(others.ids)
        )

    def test_the_panel(self):
        self.evidence.write({"number": "9/QĐ", "date": "2023-05-01"})
        use = self._attach()
        (row,) = self.line.get_evidence()
        self.assertEqual(
            [row[key] for key in ("id", "code", "name", "state", "number", "date")],
            [use.id, "H1-1.1-01", "Paper", "submitted", "9/QĐ", "2023-05-01"],
        )
        self.assertEqual(row["files"][0]["preview_url"], "https://example.com/paper")
        self.assertFalse(row["can_accept"])
        self.assertIn("role", row["reason"])
        (row,) = self.line.with_user(self.secretary).get_evidence()
        self.assertTrue(row["can_accept"] and row["can_reject"])
        self.assertEqual(row["reason"], "")
        json.dumps(row)

    def test_a_link(self):
        answer = self.line.attach_link("https://a.vn/x", "Page")
        (row,) = answer["evidence"]
        self.assertEqual(answer["files"][0]["status"], "ok")
        self.assertEqual((row["name"], row["kind"]), ("Page", "web"))
        second = self.lines["1.3"].with_user(self.contributor)
        answer = second.attach_link(" a.vn/x ")
        (again,) = answer["evidence"]
        self.assertEqual(again["id"], row["id"])
        said = answer["files"][0]
        self.assertEqual((said["status"], said["code"]), ("duplicate", row["code"]))
        self.assertIn("already", said["message"])
        for url in ("javascript:x", [1], None, {"a": 1}):
            with self.assertRaisesRegex(UserError, "This is no link"):
                self.line.attach_link(url)

    def test_a_link_tells_no_name_of_another_school(self):
        piece = self._create_evidence(name="Secret")
        spec = {"evidence_id": {"fields": {"display_name": {}}}}
        for model in ("cds.evidence.replace", "cds.evidence.file"):
            with self.subTest(model):
                self.env.invalidate_all()
                theirs = self.env[model].with_user(self.other_secretary)
                with self.assertRaises(AccessError) as refused:
                    theirs.onchange({"evidence_id": piece.id}, [], spec)
                self.assertNotIn("Secret", str(refused.exception))
                self.env.invalidate_all()
                mine = self.env[model].with_user(self.secretary)
                answer = mine.onchange({"evidence_id": piece.id}, [], spec)
                self.assertEqual(
                    answer["value"]["evidence_id"]["display_name"], "Secret"
                )

    def test_hostile_ids(self):
        foreign = self._create_evidence(self.other_school)
        use = self._attach("1.3")
        for ids in ([], [0], [-1], [10**9], ["1"], "1", None, [True], 1, [[1]]):
            for method in (self.line.attach_evidence, self.line.detach_evidence):
                with self.subTest(ids), self.assertRaises(UserError):
                    method(ids)
        with self.assertRaises(AccessError):
            self.line.attach_evidence(foreign.ids)
        with self.assertRaises(AccessError):
            self.line.attach_evidence([self.evidence.id, foreign.id])
        with self.assertRaisesRegex(UserError, "not attached"):
            self.line.detach_evidence(use.ids)
        self.head.cds_institution_ids += self.other_school
        with self.assertRaisesRegex(UserError, "another institution"):
            self.lines["1.1"].with_user(self.head).attach_evidence(foreign.ids)

    def _upload(self, *files, line=None, token=None):
        self.authenticate(self.contributor.login, self.contributor.login)
        self.env.flush_all()
        return self.url_open(
            "/cds_assessment/evidence/upload",
            data={
                "line_id": (line or self.line).id,
                "csrf_token": token or http.Request.csrf_token(self),
            },
            files=[("ufile", file) for file in files],
        )

    def test_an_upload_of_several(self):
        response = self._upload(
            ("Kế hoạch_22.pdf", pdf_bytes(), "application/pdf"),
            ("../photo.png", image_bytes(), "image/png"),
            ("virus.pdf", b"MZ" + bytes(40), "application/pdf"),
            ("again.pdf", pdf_bytes(), "application/pdf"),
        )
        answer = response.json()
        self.assertEqual(
            [row["status"] for row in answer["files"]],
            ["ok", "ok", "refused", "duplicate"],
        )
        self.assertIn("virus.pdf", answer["files"][2]["message"])
        self.assertIn("Kế hoạch 22", answer["files"][3]["message"])
        self.assertEqual(len(answer["evidence"]), 2)
        plan, photo = self.line.evidence_ids.evidence_id.sorted("id")
        self.assertEqual((plan.name, plan.kind), ("Kế hoạch 22", "other"))
        self.assertEqual((photo.name, photo.kind), ("photo", "photo"))
        self.assertEqual(plan.file_ids.create_uid, self.contributor)
        self.assertEqual(plan.school_year_id, self.year)

    def test_an_archived_piece_comes_back(self):
        rows = self.env["cds.evidence.file"].with_user(self.contributor)
        rows._create_from_bytes(self.evidence, "a.pdf", pdf_bytes())
        self.evidence.active = False
        use, is_known = self.line._attach_file("b.pdf", pdf_bytes())
        self.assertTrue(is_known and self.evidence.active)
        self.assertEqual(use.evidence_id, self.evidence)

    @mute_logger("odoo.http")
    def test_uploads_that_are_refused(self):
        file = ("a.pdf", pdf_bytes(), "application/pdf")
        other = self._create_assessment(self.other_school)
        before = self.env["cds.evidence"].search_count([])
        for line in (other.line_ids[0], self.line.browse(10**8)):
            self.assertGreaterEqual(self._upload(file, line=line).status_code, 400)
        self.lines["1.1"].assigned_user_ids = self.colleague
        self.assertGreaterEqual(self._upload(file).status_code, 400)
        self.assertEqual(
            self._upload(file, line=self.lines["1.3"], token="0").status_code, 400
        )
        self.assertEqual(self.env["cds.evidence"].search_count([]), before)


@tagged("post_install", "-at_install")
class TestEvidenceMigration(EvidenceCase):
    def test_texts_become_evidence(self):
        self.env.cr.execute("ALTER TABLE cds_assessment_line ADD evidence_note text")
        texts = {
            "1.1": "Số 22/KH-TTr",
            "1.2.1": "  \n",
            "1.2.2": "First line\n" + "long " * 60,
            "1.3": "Số 22/KH-TTr",
        }
        self.env.flush_all()
        for code, text in texts.items():
            self.env.cr.execute(
                "UPDATE cds_assessment_line SET evidence_note = %s, write_uid = %s "
                "WHERE id = %s",
                (text, self.contributor.id, self.lines[code].id),
            )
        self.env.invalidate_all()
        uses = move_notes(self.env)
        self.assertEqual(uses, self.dossier.evidence_ids)
        self.assertEqual(
            [(u.code, u.line_codes, u.state, u.name[:12]) for u in uses],
            [
                ("H1-1.1-01", "1.1", "submitted", "Số 22/KH-TTr"),
                ("H1-1.2-01", "1.2.2", "submitted", "First line l"),
                ("H1-1.3-01", "1.3", "submitted", "Số 22/KH-TTr"),
            ],
        )
        long = uses[1].evidence_id
        self.assertEqual(len(long.name), 200)
        self.assertEqual(long.note, texts["1.2.2"].strip())
        self.assertFalse(uses[0].evidence_id.note)
        self.assertEqual(long.school_year_id, self.year)
        self.assertEqual(long.create_uid, self.contributor)
        self.env.cr.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = "
            "'cds_assessment_line' AND column_name = 'evidence_note'"
        )
        self.assertFalse(self.env.cr.fetchall())
        self.assertFalse(move_notes(self.env))
