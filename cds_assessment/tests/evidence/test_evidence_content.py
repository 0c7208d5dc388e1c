import base64
import hashlib

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools.evidence_content import TYPES, ContentError, check_url
from ...tools.file_name import clean_name
from ..common.files import (
    image_bytes,
    office_bytes,
    ole_bytes,
    pdf_bytes,
    webp_bytes,
    zip_bytes,
)
from ..common.workflow import WorkflowCase

EXE = b"MZ\x90\x00" + bytes(100)
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
GOOD = {
    "a.pdf": pdf_bytes(),
    "a.png": image_bytes("PNG"),
    "a.jpg": image_bytes("JPEG"),
    "a.jpeg": image_bytes("JPEG", "blue"),
    "a.jfif": image_bytes("JPEG", "green"),
    "a.tif": image_bytes("TIFF"),
    "a.tiff": image_bytes("TIFF", "blue"),
    "a.gif": image_bytes("GIF"),
    "a.webp": webp_bytes(),
    "a.doc": ole_bytes("WordDocument"),
    "a.rtf": rb"{\rtf1\ansi So 12}",
    "a.xls": ole_bytes("Workbook"),
    "a.ppt": ole_bytes("PowerPoint Document"),
    "a.docx": office_bytes("word"),
    "a.xlsx": office_bytes("xl"),
    "a.pptx": office_bytes("ppt"),
    "a.odt": zip_bytes(mimetype=TYPES["odt"], content="x"),
    "a.ods": zip_bytes(mimetype=TYPES["ods"], content="x"),
    "a.odp": zip_bytes(mimetype=TYPES["odp"], content="x"),
    "a.txt": "Số 22/KH-TTr".encode(),
    "a.csv": "Lớp;Số học sinh\n1A;32".encode("utf-16"),
    "a.zip": zip_bytes(a="1"),
    "a.mp3": b"ID3\x03" + bytes(60),
    "a.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(60),
}
BAD = {
    "is empty": {"a.pdf": b""},
    "of this type are not taken": {
        "a.exe": EXE,
        "a.html": PAGE,
        "a.svg": b"<svg/>",
        "a.js": b"1",
        "a": pdf_bytes(),
        "a.pdf.exe": pdf_bytes(),
        "a.xlsm": office_bytes("xl"),
    },
    "is not what the name says": {
        "exe.pdf": EXE,
        "page.pdf": PAGE,
        "page.txt": PAGE,
        "page.csv": b"\xff\xfe" + "<html>".encode("utf-16-le"),
        "exe.txt": EXE,
        "exe.zip": EXE,
        "picture.pdf": image_bytes(),
        "paper.png": pdf_bytes(),
        "zip.docx": zip_bytes(a="1"),
        "page.mp4": PAGE,
    },
    "is damaged": {
        "half.pdf": pdf_bytes()[:40],
        "half.png": image_bytes()[:40],
        "half.webp": webp_bytes()[:30],
        "half.zip": zip_bytes(a="1")[:20],
        "half.docx": office_bytes()[:60],
    },
    "with a password": {"locked.pdf": pdf_bytes(password="1")},
}
LINKS = (
    "javascript:alert(1)",
    "ftp://example.com/a",
    "file:///etc/passwd",
    "data:text/html,x",
    "//example.com",
    "http://",
    "https:///path",
    "https://user:password@example.com/",
    "https://user@example.com/",
    "https://example.com:99999/",
    "https://exa mple.com/",
    "https://example.com/\n.evil",
    "https://[::1",
    'https://example.com/"onclick="x',
    "https://example.com/" + "a" * 2000,
    "",
    ["https://example.com"],
    None,
)


@tagged("post_install", "-at_install")
class TestEvidenceContent(WorkflowCase):
    """Files and links: what is taken, how it is kept, what is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evidence = cls._create_evidence(user=cls.contributor, file_ids=[])
        cls.mine = cls.evidence.with_user(cls.contributor)

    def _add(self, name, raw, evidence=None):
        evidence = evidence or self.mine
        rows = evidence.env["cds.evidence.file"]
        return rows._create_from_bytes(evidence, name, raw)

    def test_every_type_that_is_allowed(self):
        self.assertEqual({name.rpartition(".")[2] for name in GOOD}, set(TYPES))
        for name, raw in GOOD.items():
            with self.subTest(name):
                row = self._add(name, raw)
                self.assertEqual(
                    (row.kind, row.name, row.size, row.mimetype),
                    ("file", name, len(raw), TYPES[name.rpartition(".")[2]]),
                )

    def test_what_is_refused(self):
        for sentence, files in BAD.items():
            for name, raw in files.items():
                with self.subTest(sentence, name=name):
                    with self.assertRaisesRegex(UserError, sentence) as caught:
                        self._add(name, raw)
                    self.assertIn(name, str(caught.exception))
        self.assertFalse(self.evidence.file_ids)

    def test_too_large(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("cds_assessment.evidence_max_mb", "1")
        with self.assertRaisesRegex(UserError, "larger than 1 MB"):
            self._add("a.txt", b"a" * (1024 * 1024 + 1))
        self.assertTrue(self._add("a.txt", b"a" * 1024 * 1024))

    def test_a_file_is_kept_in_the_file_store(self):
        raw = pdf_bytes()
        row = self._add("a.pdf", raw)
        self.assertEqual(row.sha256, hashlib.sha256(raw).hexdigest())
        self.assertEqual(row.create_uid, self.contributor)
        attachment = row.attachment_id.sudo()
        self.assertEqual(
            (attachment.res_model, attachment.res_id, attachment.name),
            ("cds.evidence.file", row.id, "a.pdf"),
        )
        with open(row._get_path(), "rb") as stored:
            self.assertEqual(stored.read(), raw)
        with row._open() as stored:
            self.assertEqual(stored.read(), raw)

    def test_a_file_from_the_form(self):
        raw = pdf_bytes()
        self.mine.write(
            {
                "file_ids": [
                    Command.create({"name": "a.pdf", "datas": base64.b64encode(raw)})
                ]
            }
        )
        self.assertEqual(self.evidence.file_ids.attachment_id.raw, raw)
        self.assertEqual(self.evidence.content_summary, "1 file(s)")
        vietnamese = self.evidence.with_context(lang="vi_VN")
        self.assertEqual(vietnamese.content_summary, "1 tệp")

    def test_the_same_file_twice_in_one_piece(self):
        self._add("a.pdf", pdf_bytes())
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._add("b.pdf", pdf_bytes())

    def test_the_same_file_in_the_institution(self):
        row = self._add("a.pdf", pdf_bytes())
        second = self._create_evidence(user=self.contributor, file_ids=[])
        self._add("b.pdf", pdf_bytes(), second)
        self._add("b.pdf", pdf_bytes(), self._create_evidence(self.other_school))
        self.assertEqual(self.mine.duplicate_ids, second)
        store = self.env["cds.evidence"]
        self.assertEqual(store._find_same(self.school, row.sha256), self.evidence)
        self.evidence.active = False
        self.assertEqual(store._find_same(self.school, row.sha256), second)
        self.assertFalse(store._find_same(self.district, row.sha256))
        self.assertFalse(store._find_same(self.school, "0" * 64))

    def test_names(self):
        for name, clean in (
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\a.pdf", "a.pdf"),
            ("a\r\n\x00b.pdf", "ab.pdf"),
            ("abc\u202efdp.exe", "abcfdp.exe"),
            (" a.pdf. ", "a.pdf"),
            (".pdf", "pdf"),
            ("Kế hoạch 22.pdf", "Kế hoạch 22.pdf"),
            ("a" * 500 + ".pdf", "a" * 150 + ".pdf"),
        ):
            with self.subTest(name):
                self.assertEqual(clean_name(name), clean)
        row = self._add("../a\x00.pdf", pdf_bytes())
        self.assertEqual(row.name, "a.pdf")

    def test_links(self):
        row = self.env["cds.evidence.file"].with_user(self.contributor)
        for url in LINKS:
            with self.subTest(url):
                with self.assertRaises(ContentError):
                    check_url(url)
        with self.assertRaisesRegex(UserError, "This is no link"):
            row.create({"evidence_id": self.mine.id, "url": LINKS[0]})
        link = row.create({"evidence_id": self.mine.id, "url": " https://a.vn/x?y=1 "})
        self.assertEqual(
            (link.kind, link.url, link.name, link.preview_url, link.size),
            ("link", "https://a.vn/x?y=1", "https://a.vn/x?y=1", link.url, 0),
        )
        self.assertFalse(link.attachment_id or link.sha256)
        for bare in ("a.vn", "www.a.vn/x?y=1", "a-b.edu.vn:8069/x", "trường.vn/#1"):
            self.assertEqual(check_url(f" {bare} "), f"https://{bare}")
        for kept in ("http://a.vn", "HTTPS://a.vn/b.c"):
            self.assertEqual(check_url(kept), kept)
        for none in ("a", "a.b.", "tệp.docx đính kèm", "a@b.vn", "mailto:a@b.vn"):
            with self.subTest(none), self.assertRaises(ContentError):
                check_url(none)

    def test_neither_file_nor_link(self):
        rows = self.env["cds.evidence.file"].with_user(self.contributor)
        with self.assertRaisesRegex(UserError, "is empty"):
            rows.create({"evidence_id": self.mine.id, "name": "a.pdf"})

    def test_what_only_code_writes(self):
        secret = self.env["ir.attachment"].create({"name": "s", "raw": b"secret"})
        rows = self.env["cds.evidence.file"].with_user(self.contributor)
        base = {"evidence_id": self.mine.id, "url": "https://a.vn"}
        for vals in ({"attachment_id": secret.id}, {"sha256": "0"}, {"size": 9}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "buttons only"):
                rows.create({**base, **vals})
        link = rows.with_context(
            default_attachment_id=secret.id, default_sha256="0" * 64
        ).create(base)
        self.assertFalse(link.attachment_id or link.sha256)

    def test_an_attachment_is_nobodys_to_write(self):
        row = self._add("a.pdf", pdf_bytes())
        for user in (self.contributor, self.head, self.admin):
            attachment = row.attachment_id.with_user(user)
            with self.subTest(user.name):
                self.assertTrue(attachment.raw)
                for change in (
                    lambda a: a.write({"raw": pdf_bytes("other")}),
                    lambda a: a.unlink(),
                    lambda a: a.generate_access_token(),
                ):
                    with self.assertRaises(AccessError):
                        change(attachment)
                with self.assertRaises(AccessError):
                    row.with_user(user).write({"name": "b.pdf"})

    def test_deleting_takes_the_files_along(self):
        attachment = self._add("a.pdf", pdf_bytes()).attachment_id.sudo()
        self.mine.unlink()
        self.assertFalse(attachment.exists())

    def test_deleting_a_row_takes_its_file_along(self):
        row = self._add("a.pdf", pdf_bytes())
        attachment = row.attachment_id.sudo()
        row.unlink()
        self.assertFalse(attachment.exists())

    def test_expired(self):
        self.evidence.valid_until = "2020-01-01"
        current = self._create_evidence()
        self.assertTrue(self.evidence.is_expired)
        self.assertFalse(current.is_expired)
        both = [("id", "in", (self.evidence | current).ids)]
        search = self.env["cds.evidence"].search
        self.assertEqual(search([*both, ("is_expired", "=", True)]), self.evidence)
        self.assertEqual(search([*both, ("is_expired", "=", False)]), current)
        self.assertEqual(search([*both, ("is_expired", "!=", True)]), current)

    def test_it_stays_in_its_store(self):
        self.head.cds_institution_ids += self.other_school
        with self.assertRaisesRegex(UserError, "stays in the store"):
            self.evidence.with_user(self.head).institution_id = self.other_school

    def test_patterns_of_codes(self):
        framework = self.small.copy()
        for pattern in ("H{group}-{criterion}-{seq:02d}", "{box}.{criterion} {seq}"):
            framework.evidence_code_pattern = pattern
        for pattern in (
            "{criterion}",
            "{seq}",
            "{criterion}-{seq",
            "{criterion}-{seq}-{name}",
            "{criterion.__class__}-{seq}",
            "{criterion[0]}-{seq}",
            "{criterion!r}-{seq}",
            "{criterion:>9}-{seq}",
            "{criterion}-{seq:0999999999d}",
            "{criterion}-{seq:{criterion}}",
            "{criterion}-{seq:x}",
            "{}-{criterion}-{seq}",
            "../{criterion}/{seq}",
            "{criterion}\n{seq}",
        ):
            with self.subTest(pattern), self.assertRaises(ValidationError):
                framework.evidence_code_pattern = pattern


@tagged("post_install", "-at_install")
class TestConfidentialEvidence(WorkflowCase, HttpCase):
    """Of a confidential piece others see that it is there, and nothing in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("self")
        cls.line = cls._first_line()
        cls.open_use = cls._attach("open", confidential=False)
        cls.secret_use = cls._attach("secret", confidential=True)
        cls._advance_rest()

    @classmethod
    def _first_line(cls):
        return cls.dossier.line_ids[0]

    @classmethod
    def _attach(cls, mark, **vals):
        evidence = cls._create_evidence(
            name=mark,
            user=cls.contributor,
            file_ids=[Command.create({"url": f"https://{mark}.example.com"})],
            **vals,
        )
        rows = cls.env["cds.evidence.file"].with_user(cls.contributor)
        rows._create_from_bytes(evidence, f"{mark}.pdf", pdf_bytes(mark))
        cls.line.with_user(cls.contributor).attach_evidence(evidence.ids)
        use = cls.dossier.evidence_ids.filtered(lambda u: u.evidence_id == evidence)
        use.with_user(cls.secretary).action_accept()
        return use

    @classmethod
    def _advance_rest(cls):
        for state in ("council", "concluded", "approved", "submitted", "external"):
            cls._advance_one(state)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _advance_one(cls, state):
        steps = {
            "council": cls._score_and_hand_over,
            "concluded": lambda d: d.with_user(cls.secretary).action_conclude(),
            "approved": lambda d: d.with_user(cls.head).action_approve(),
            "submitted": lambda d: d.with_user(cls.head).action_submit(),
            "external": cls._receive,
        }
        steps[state](cls.dossier)

    def _files(self, use):
        return use.evidence_id.file_ids.filtered(lambda row: row.kind == "file")

    def _download(self, row):
        response = self.url_open(f"/web/content/{row.attachment_id.id}")
        return response.status_code == 200 and response.content == row.attachment_id.raw

    def test_the_own_school(self):
        for user in (self.contributor, self.secretary, self.head):
            self.authenticate(user.login, user.login)
            for use in (self.open_use, self.secret_use):
                with self.subTest(user.name, use=use.name):
                    shown = self.line.with_user(user).get_evidence()
                    files = {row["id"]: row["files"] for row in shown}[use.id]
                    self.assertEqual(len(files), 2)
                    self.assertTrue(self._download(self._files(use)))

    def test_the_authority_and_the_team(self):
        attachment = self._files(self.secret_use).attachment_id
        for user in (self.officer, self.reviewer, self.authority_head):
            self.authenticate(user.login, user.login)
            shown = {r["id"]: r for r in self.line.with_user(user).get_evidence()}
            with self.subTest(user.name):
                self.assertEqual(len(shown[self.open_use.id]["files"]), 2)
                self.assertTrue(self._download(self._files(self.open_use)))
                secret = shown[self.secret_use.id]
                self.assertEqual(secret["name"], "secret")
                self.assertEqual(secret["content_summary"], "1 file(s), 1 link(s)")
                self.assertTrue(secret["confidential"])
                self.assertEqual(secret["files"], [])
                self.assertFalse(self._download(self._files(self.secret_use)))
                rows = self.secret_use.evidence_id.file_ids.with_user(user)
                self.env.invalidate_all()
                for read in (
                    lambda r: r.read(["name", "url"]),
                    lambda r: r[0]._get_path(),
                    lambda r: r[0]._open(),
                    lambda r: r.env["ir.attachment"].browse(attachment.id).raw,
                ):
                    with self.assertRaises(AccessError):
                        read(rows)
                self.assertFalse(rows.search([("id", "in", rows.ids)]))

    def test_another_school_sees_nothing(self):
        self.authenticate(self.other_head.login, self.other_head.login)
        for use in (self.open_use, self.secret_use):
            mine = use.with_user(self.other_head)
            self.assertFalse(mine.search([("id", "=", use.id)]))
            evidence = use.evidence_id
            for record in (use, evidence, evidence.file_ids):
                with self.assertRaises(AccessError):
                    record.with_user(self.other_head).read(["name"])
            self.assertFalse(self._download(self._files(use)))

    def test_an_attachment_search_finds_no_secret(self):
        found = self.env["ir.attachment"].with_user(self.reviewer)
        secret = self._files(self.secret_use).attachment_id
        self.assertFalse(found.search([("id", "=", secret.id)]))
        self.assertTrue(
            found.search([("id", "=", self._files(self.open_use).attachment_id.id)])
        )
