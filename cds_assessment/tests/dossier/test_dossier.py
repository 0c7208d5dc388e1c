import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...report.dossier import archive as archive_module
from ...report.dossier import texts
from ..common.dossier import DossierCase, make_pdf, make_picture

LOGGER = "odoo.addons.cds_assessment.models.dossier.cds_dossier"
EVIDENCE = "03_Minh-chung/"


def outline(reader):
    """Give the bookmarks as a tree of title, page and what is below."""

    numbers = {page.indirect_reference: n for n, page in enumerate(reader.pages)}

    def walk(items):
        tree = []
        for item in items:
            if isinstance(item, list):
                tree[-1][2].extend(walk(item))
            else:
                tree.append((item.title, numbers[item.raw_get("/Page")], []))
        return tree

    return walk(reader.outline)


@tagged("post_install", "-at_install")
class TestDossier(DossierCase):
    """What is in the ZIP, under which names, and that it says what it lacks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._attach(
            "Kế hoạch chuyển đổi số",
            [("Kế hoạch.pdf", make_pdf(3))],
            number="22/KH-TH",
            date="2022-10-01",
            issuer="Trường",
        )
        cls.photos = cls._attach(
            "Ảnh phòng máy",
            [("1.png", make_picture()), ("2.jpg", make_picture("JPEG", "L"))],
            line=1,
        )
        cls.video = cls._attach(
            "Video", [("giờ học.mp4", b"\0\0\0\x18ftypmp42" + b"x" * 5000)]
        )
        cls.secret = cls._attach(
            "Danh sách lương", [("luong.pdf", make_pdf())], confidential=True
        )
        cls.link = cls._attach(
            "Trang tin", [], file_ids=[(0, 0, {"url": "https://example.com/tin"})]
        )
        cls.decision = cls._issue("council_decision", make_pdf(2))
        cls.report = cls._issue("report", make_pdf(4), scan=make_pdf(5))

    # === WHAT IS IN IT === #

    def test_folders_and_names(self):
        job = self._build()
        self.assertFalse(job.warnings)
        self.assertEqual(
            self._names(job),
            [
                "01_Van-ban/10_Quyet-dinh-thanh-lap-Hoi-dong-tu-danh-gia_1-QD-TH.pdf",
                "01_Van-ban/70_Bao-cao-ket-qua-tu-danh-gia_1-BC-TH.pdf",
                "01_Van-ban/70_Bao-cao-ket-qua-tu-danh-gia_1-BC-TH_ban-ky.pdf",
                f"{EVIDENCE}{self.plan.code}_Ke-hoach-chuyen-doi-so.pdf",
                f"{EVIDENCE}{self.video.code}_Video.mp4",
                f"{EVIDENCE}{self.photos.code}_01_1.png",
                f"{EVIDENCE}{self.photos.code}_02_2.jpg",
                "Tap-tong-hop.pdf",
                "04_Bang-diem/Bang-diem.xlsx",
                "Danh-muc-minh-chung.xlsx",
                "DOC-TRUOC.txt",
                "manifest.csv",
                "MANIFEST.txt",
            ],
        )
        self.assertEqual(job.name, "Bo-ho-so_School_2023-2024.zip")

    def test_the_manifest(self):
        with self._open(self._build()) as archive:
            names = archive.namelist()
            lines = archive.read("MANIFEST.txt").decode("ascii").splitlines()
            told = dict(reversed(line.split("  ", 1)) for line in lines)
            self.assertEqual(set(told), set(names) - {"MANIFEST.txt"})
            for name, sha256 in told.items():
                with self.subTest(name):
                    content = archive.read(name)
                    self.assertEqual(hashlib.sha256(content).hexdigest(), sha256)
            table = archive.read("manifest.csv").decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(table)))[1:]
            self.assertEqual(
                {name: int(size) for name, size, _sha in rows},
                {
                    info.filename: info.file_size
                    for info in archive.infolist()
                    if info.filename not in ("MANIFEST.txt", "manifest.csv")
                },
            )

    def test_the_papers_are_what_was_frozen(self):
        with self._open(self._build()) as archive:
            for paper, mark, field in (
                (self.decision, "QD-TH.pdf", "pdf_sha256"),
                (self.report, "BC-TH.pdf", "pdf_sha256"),
                (self.report, "BC-TH_ban-ky.pdf", "scan_sha256"),
            ):
                (name,) = (n for n in archive.namelist() if n.endswith(mark))
                sha256 = hashlib.sha256(archive.read(name)).hexdigest()
                self.assertEqual(sha256, paper[field])

    def test_hash_and_size_of_the_whole(self):
        job = self._build()
        content = Path(job._get_path()).read_bytes()
        self.assertEqual(job.sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual(job.size, len(content))
        attachment = job.sudo().archive_id
        self.assertEqual(attachment.checksum, hashlib.sha1(content).hexdigest())
        self.assertEqual(attachment.raw, content)

    def test_other_programs_read_it(self):
        job = self._build()
        with tempfile.TemporaryDirectory() as folder:
            path = shutil.copy(job._get_path(), f"{folder}/{job.name}")
            for command in (["unzip", "-tq", path], ["7z", "t", path]):
                with self.subTest(command[0]):
                    program = shutil.which(command[0])
                    if not program:
                        self.skipTest(f"{command[0]} is not installed")
                    done = subprocess.run(
                        [program, *command[1:]], capture_output=True, text=True
                    )
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            zipfile.ZipFile(path).extractall(folder)
            done = subprocess.run(
                ["sha256sum", "-c", "--quiet", "MANIFEST.txt"],
                cwd=folder,
                capture_output=True,
                text=True,
            )
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_uses_that_prove_nothing_are_not_in_it(self):
        for state in ("carried", "rejected", "dropped"):
            self._attach(f"Giấy {state}", [("x.pdf", make_pdf())], state=state)
        waiting = self._attach("Chờ", [("x.pdf", make_pdf())], state="submitted")
        job = self._build()
        names = self._names(job, EVIDENCE)
        self.assertEqual(len(names), 5)
        self.assertTrue([name for name in names if waiting.code in name])
        with self._open(job) as archive:
            sheet = load_workbook(
                io.BytesIO(archive.read("Danh-muc-minh-chung.xlsx"))
            ).active
        told = " ".join(str(cell.value) for row in sheet for cell in row)
        self.assertNotIn("Giấy", told)

    def test_the_evidence_list(self):
        job = self._build()
        with self._open(job) as archive:
            sheet = load_workbook(
                io.BytesIO(archive.read("Danh-muc-minh-chung.xlsx"))
            ).active
        rows = {row[0]: row for row in sheet.iter_rows(min_row=5, values_only=True)}
        plan = rows[self.plan.code]
        self.assertEqual(plan[1:3], ("Kế hoạch chuyển đổi số", "22/KH-TH"))
        self.assertEqual(str(plan[3].date()), "2022-10-01")
        self.assertEqual(
            plan[7], f"{EVIDENCE}{self.plan.code}_Ke-hoach-chuyen-doi-so.pdf"
        )
        self.assertEqual(rows[self.secret.code][9], texts.CONFIDENTIAL)
        self.assertFalse(rows[self.secret.code][7])
        self.assertEqual(rows[self.link.code][8], "https://example.com/tin")

    def test_the_text_that_explains(self):
        with self._open(self._build()) as archive:
            content = archive.read("DOC-TRUOC.txt")
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        self.assertNotIn(b"\n", content.replace(b"\r\n", b""))
        told = content.decode("utf-8-sig")
        self.assertIn(f"- {self.secret.code} Danh sách lương", told)
        self.assertIn("https://example.com/tin", told)
        self.assertNotIn("CHƯA ĐẦY ĐỦ", told)
        self.assertNotIn(self.secretary.name, told)

    # === HOSTILE NAMES === #

    def test_hostile_names(self):
        before = len(self._names(self._build(), EVIDENCE))
        hostile = (
            "../../etc/passwd",
            "CON",
            "a:b?*",
            "x" * 300,
            "…",
            "Nul.",
            "A b",
            "a B",
        )
        for name in hostile:
            self._attach(name, [("x.pdf", make_pdf())])
        names = self._names(self._build())
        self.assertEqual(
            len([n for n in names if n.startswith(EVIDENCE)]), before + len(hostile)
        )
        self.assertEqual(len({name.lower() for name in names}), len(names))
        for name in names:
            with self.subTest(name):
                self.assertRegex(name, r"^([\w-]+/)?[A-Za-z0-9][\w.-]*\.[a-z0-9]+$")
                self.assertNotIn("..", name)
                self.assertLessEqual(len(name), 180)

    def test_two_pieces_with_one_name(self):
        """Two pieces whose codes become the same name do not take each other's."""
        one = self._attach("Giấy", [("x.pdf", make_pdf(1))])
        two = self._attach("GIẤY", [("y.pdf", make_pdf(2))])
        for use, code in ((one, "H1:1"), (two, "H1/1")):
            self.env.cr.execute(
                "UPDATE cds_assessment_evidence SET code = %s WHERE id = %s",
                (code, use.id),
            )
        self.env.invalidate_all()
        names = self._names(self._build(), f"{EVIDENCE}H1-1_")
        self.assertEqual(
            names, [f"{EVIDENCE}H1-1_Giay.pdf", f"{EVIDENCE}H1-1_GIAY-2.pdf"]
        )

    # === WHAT IS CONFIDENTIAL === #

    def test_confidential_content_is_left_out_for_everybody(self):
        for user in (self.secretary, self.head, self.officer, self.admin):
            with self.subTest(user.login):
                job = self._build(user)
                names = " ".join(self._names(job))
                self.assertNotIn(self.secret.code, names)
                self.assertNotIn("luong", names)

    def test_a_zip_that_has_become_confidential(self):
        job = self._build(self.officer)
        self.assertTrue(job.action_download())
        self.plan.evidence_id.confidential = True
        for asked in (job, job.with_user(self.head)):
            with self.assertRaises(UserError):
                asked.action_download()

    def test_a_zip_with_a_paper_that_was_cancelled(self):
        job = self._build()
        self.decision.write({"state": "cancelled", "cancel_reason": "Sai."})
        with self.assertRaises(UserError):
            job.action_download()

    # === RIGHTS === #

    def test_the_authority_gets_no_drafts(self):
        self.env["cds.document"].create(
            {
                "assessment_id": self.dossier.id,
                "type_id": self.env.ref("cds_assessment.document_type_plan").id,
            }
        )
        for user in (self.officer, self.secretary):
            names = self._names(self._build(user), "01_Van-ban")
            self.assertEqual(len(names), 3)
            self.assertFalse([name for name in names if "Ke-hoach" in name])

    def test_another_school_gets_nothing(self):
        for user in (self.other_secretary, self.other_head, self.plain):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.dossier.with_user(user).action_build_dossier()
        job = self._build()
        with self.assertRaises(AccessError):
            job.with_user(self.other_secretary).action_download()

    def test_rights_that_are_gone_when_it_is_built(self):
        mine = self.dossier.with_user(self.officer)
        job = self.env["cds.dossier"].with_user(self.officer)._request(mine)
        self.district.user_ids -= self.officer
        self.env.invalidate_all()
        job.sudo()._build_at_once()
        self.assertEqual(job.sudo().state, "failed")
        self.assertFalse(job.sudo().archive_id)

    def test_an_authority_sees_its_own_alone(self):
        job = self._build(self.officer)
        self.assertTrue(job.with_user(self.officer).has_access("read"))
        self.assertTrue(job.with_user(self.head).has_access("read"))
        self.assertFalse(job.with_user(self.authority_head).has_access("read"))
        self.assertFalse(job.with_user(self.other_head).has_access("read"))

    def test_nobody_writes_a_job(self):
        job = self._build()
        for vals in ({"state": "failed"}, {"warnings": False}, {"sha256": "0"}):
            with self.assertRaises(UserError):
                job.with_user(self.head).write(vals)
        with self.assertRaises(AccessError):
            job.with_user(self.head).unlink()
        with self.assertRaises(AccessError):
            job.with_user(self.head).read(["archive_id"])

    # === FILES THAT ARE LOST === #

    def test_a_file_that_is_missing(self):
        self._damage(self.plan)
        job = self._build()
        self.assertIn("Thiếu tệp", job.warnings)
        self.assertIn(self.plan.code, job.warnings)
        names = self._names(job, EVIDENCE)
        self.assertEqual(len(names), 3)
        with self._open(job) as archive:
            self.assertIsNone(archive.testzip())
            told = archive.read("DOC-TRUOC.txt").decode("utf-8-sig")
            self.assertIn("CHƯA ĐẦY ĐỦ", told)
            self.assertIn("Kế hoạch.pdf", told)
            sheet = load_workbook(
                io.BytesIO(archive.read("Danh-muc-minh-chung.xlsx"))
            ).active
            rows = {r[0]: r for r in sheet.iter_rows(min_row=5, values_only=True)}
            self.assertIn("Thiếu tệp", rows[self.plan.code][9])

    def test_a_file_that_was_changed(self):
        """It was copied already when that is found: it does not stay in the ZIP."""
        self._damage(self.plan, make_pdf(9))
        job = self._build()
        self.assertIn("nội dung khác", job.warnings)
        with self._open(job) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
            self.assertFalse(
                [n for n in names if n.startswith(f"{EVIDENCE}{self.plan.code}")]
            )
            self.assertNotIn(self.plan.code, archive.read("MANIFEST.txt").decode())
        with tempfile.TemporaryDirectory() as folder:
            path = shutil.copy(job._get_path(), f"{folder}/x.zip")
            for command in (["unzip", "-tq", path], ["7z", "t", path]):
                if shutil.which(command[0]):
                    done = subprocess.run(command, capture_output=True)
                    self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_paper_that_was_changed(self):
        path = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "cds.document"),
                ("res_id", "=", self.report.id),
                ("res_field", "=", "scan"),
            ]
        )
        path.store_fname = False
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s",
            (b"%PDF-1.4 something else", path.id),
        )
        self.env.invalidate_all()
        job = self._build()
        self.assertIn("(bản ký)", job.warnings)
        self.assertEqual(len(self._names(job, "01_Van-ban")), 2)
        # the book has what was issued in its place
        self.assertIn(4, self._page_counts(job))

    @mute_logger("pypdf._reader")
    def test_a_pdf_that_cannot_be_read(self):
        broken = self._attach("Hỏng", [("x.pdf", make_pdf())])
        row = broken.evidence_id.file_ids
        content = b"%PDF-1.4 rubbish"
        row.attachment_id.raw = content
        row.sudo().write({"sha256": hashlib.sha256(content).hexdigest()})
        job = self._build()
        self.assertIn("không đọc được", job.warnings)
        self.assertTrue([n for n in self._names(job) if broken.code in n])
        titles = [item[0] for item in outline(self._book(job))[2][2]]
        self.assertIn(f"{broken.code} Hỏng", titles)

    def test_a_full_disk_is_no_missing_file(self):
        def fail(*_args):
            raise OSError(28, "No space left on device")

        with (
            patch.object(archive_module.Archive, "_copy", fail),
            mute_logger(LOGGER),
        ):
            job = self._build()
        self.assertEqual(job.state, "failed")
        self.assertIn("OSError", job.error)

    # === THE BOUND PDF === #

    def _page_counts(self, job):
        """Return how many pages each paper takes, by the bookmarks."""
        tree = outline(self._book(job))
        pages = [page for _title, page, _below in tree[1][2]]
        pages.append(tree[2][1])
        return [end - start for start, end in zip(pages, pages[1:], strict=False)]

    def test_bookmarks_by_code(self):
        reader = self._book(self._build())
        tree = outline(reader)
        self.assertEqual(
            [title for title, _page, _below in tree],
            ["Mục lục", "Văn bản", "Minh chứng"],
        )
        papers = [title for title, _page, _below in tree[1][2]]
        self.assertEqual(
            papers,
            [
                "1/QĐ-TH Quyết định thành lập Hội đồng tự đánh giá",
                "1/BC-TH Báo cáo kết quả tự đánh giá",
            ],
        )
        pieces = tree[2][2]
        uses = (self.plan, self.video, self.secret, self.link, self.photos)
        self.assertEqual(
            [title for title, _page, _below in pieces],
            [f"{use.code} {use.evidence_id.name}" for use in uses],
        )
        for (_title, page, _below), use in zip(pieces, uses, strict=True):
            self.assertIn(use.code, self._text(reader, page))

    def _text(self, reader, page):
        return re.sub(r"\s+", " ", reader.pages[page].extract_text())

    def test_pages_in_order(self):
        """Cover, contents, papers (a signed scan for its paper), evidence."""
        reader = self._book(self._build())
        # 1 cover, 1 contents, 2 decision, 5 scan, 5 dividers, 3 plan, 2 pictures
        self.assertEqual(len(reader.pages), 19)
        self.assertIn("HỒ SƠ TỰ ĐÁNH GIÁ", self._text(reader, 0))
        contents = self._text(reader, 1)
        for use, page in ((self.plan, 10), (self.photos, 17)):
            self.assertRegex(contents, rf"{use.code} .*? {page}( |$)")
            self.assertIn(use.code, self._text(reader, page - 1))
        self.assertIn("không gửi kèm", self._text(reader, 14))

    def test_pages_bear_their_numbers(self):
        wide = self._attach("Ngang", [("x.pdf", make_pdf(1, width=842, height=595))])
        reader = self._book(self._build())
        for number in range(2, len(reader.pages) + 1):
            self.assertRegex(self._text(reader, number - 1), rf"(^|\s){number}($|\s)")
        self.assertTrue(wide)

    def test_volumes(self):
        """Two more files than a volume takes: one more volume, and a word of it."""
        self.env["ir.config_parameter"].set_param("cds_assessment.volume_mb", "1")
        # random bytes behind the end of the file: a reader does not mind
        large = [
            (f"{n}.pdf", make_pdf(n + 1) + b"\n%" + os.urandom(450_000).hex().encode())
            for n in range(3)
        ]
        use = self._attach("Sổ", large)
        job = self._build()
        books = self._names(job, "Tap-tong-hop")
        self.assertEqual(books, [f"Tap-tong-hop-{number}.pdf" for number in (1, 2, 3)])
        self.assertFalse(job.warnings)
        readers = [self._book(job, name) for name in books]
        self.assertIn("Tập 1/3", self._text(readers[0], 0))
        self.assertIn("Tập 3/3", self._text(readers[2], 0))
        everything = self._text(readers[0], 1)
        self.assertIn(self.photos.code, everything)
        self.assertRegex(everything, rf"{use.code} Sổ 1 ")
        later = outline(readers[1])
        self.assertIn(
            f"{use.code} Sổ (tiếp theo)",
            [item[0] for part in later for item in part[2]],
        )

    def test_many_pieces_still_find_their_pages(self):
        """The contents take several pages, which move everything behind them."""
        for number in range(90):
            self._attach(f"Giấy {number} " + "dài " * 20, [])
        last = self._attach("Cuối cùng", [("x.pdf", make_pdf())])
        reader = self._book(self._build())
        (pieces,) = (item[2] for item in outline(reader) if item[0] == "Minh chứng")
        for title, page, _below in pieces:
            self.assertIn(title.split()[0], self._text(reader, page))
        page = {title.split()[0]: page for title, page, _below in pieces}[last.code]
        contents = " ".join(self._text(reader, number) for number in range(1, 8))
        self.assertRegex(contents, rf"{last.code} Cuối cùng {page + 1}( |$)")
