import base64
import contextlib
import hashlib
import os

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.upgrade.shrunk_files import tell_of_shrunk
from ..common.deliverables import OwedCase
from ..common.dossier import DossierCase, make_pdf, make_picture
from ..common.recognition import RecognitionCase

NOTE = "Bản đã tải về"

# A scan of A4 at 300 dots an inch, and a photo: both are beyond base.image_autoresize.
SCAN = (2480, 3508)
PHOTO = (4000, 3000)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class StoreCase(DossierCase):
    """Files of every sort, and a store that loses them."""

    def _kept(self, record, field):
        return self.env["ir.attachment"]._get_kept(record, field)

    def _lose(self, attachment):
        """Take a file from the store behind everybody's back."""
        path = attachment._full_path(attachment.store_fname)
        with open(path, "rb") as file:
            content = file.read()
        os.unlink(path)
        self.env.invalidate_all()

        def restore():
            with open(path, "wb") as file:
                file.write(content)

        self.addCleanup(restore)

    def _shrink(self, attachment):
        """Keep a picture as Odoo kept it before."""
        small = make_picture("PNG", size=(400, 300))
        attachment.write({"raw": small, "mimetype": attachment.mimetype})
        self.env.invalidate_all()

    def _issue_signed(self, scan):
        paper = self._issue("report")
        paper._sign(scan, "scan.jpg" if scan.startswith(b"\xff\xd8") else "scan.png")
        return paper


@tagged("post_install", "-at_install")
class TestKeptFiles(StoreCase, HttpCase):
    """What proves something is kept as it came, and found again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.photo = make_picture("JPEG", size=PHOTO)
        cls.scan = make_picture("PNG", size=SCAN)

    def test_evidence_is_kept_byte_for_byte(self):
        use = self._attach("Ảnh", [("a.jpg", self.photo), ("b.png", self.scan)])
        rows = use.evidence_id.file_ids
        for row, content in zip(rows, (self.photo, self.scan), strict=True):
            self.assertEqual(row.attachment_id.raw, content)
            self.assertEqual(row.sha256, sha256(row.attachment_id.raw))
            self.assertEqual(row.size, row.attachment_id.file_size)

    def test_a_scan_is_kept_byte_for_byte(self):
        paper = self._issue_signed(self.photo)
        kept = self._kept(paper, "scan")
        self.assertEqual(kept.raw, self.photo)
        self.assertEqual(paper.scan_sha256, sha256(kept.raw))

    def test_every_field_of_ours_keeps_pictures(self):
        """Also those that nobody has thought of yet, and attachments of rows."""
        count = 0
        for model in self.env.values():
            if model._name.startswith("cds.") and not model._abstract:
                for field in (False, "some_field"):
                    made = self.env["ir.attachment"].create(
                        {
                            "name": "a.jpg",
                            "raw": self.photo,
                            "res_model": model._name,
                            "res_field": field,
                        }
                    )
                    self.assertEqual(made.checksum, made._compute_checksum(self.photo))
                count += 1
        self.assertGreater(count, 50)
        made.raw = b""
        made.datas = base64.b64encode(self.scan)
        self.assertEqual(made.raw, self.scan)

    def test_pictures_of_others_are_as_ever(self):
        made = self.env["ir.attachment"].create(
            {"name": "a.jpg", "raw": self.photo, "res_model": "res.partner"}
        )
        self.assertNotEqual(made.raw, self.photo)

    # === LOST FILES === #

    def _get(self, url, user="council"):
        self.authenticate(f"cds_{user}_school", f"cds_{user}_school")
        return self.url_open(url)

    @mute_logger("odoo.http")
    def test_a_lost_file_says_what_to_do(self):
        self.secretary.lang = "vi_VN"
        use = self._attach("Kế hoạch", [("ke-hoach.pdf", make_pdf())])
        paper = self._issue("report")
        row = use.evidence_id.file_ids
        cases = (
            (row.attachment_id, row.preview_url, "ke-hoach.pdf"),
            (
                self._kept(paper, "pdf"),
                f"/web/content/cds.document/{paper.id}/pdf",
                paper.display_name,
            ),
        )
        for attachment, url, name in cases:
            with self.subTest(url):
                self.assertEqual(self._get(url).status_code, 200)
                self._lose(attachment)
                answer = self._get(url)
                self.assertIn(answer.status_code, range(400, 500))
                self.assertIn(name, answer.text)
                self.assertIn("bản sao lưu", answer.text)

    def test_lost_papers_are_named(self):
        lost, whole = self._issue("report"), self._issue("minutes", make_pdf(5))
        self._lose(self._kept(lost, "pdf"))
        pdfs, failures = (lost | whole)._print()
        self.assertEqual(list(pdfs), whole.ids)
        self.assertEqual(len(failures), 1)
        self.assertIn(lost.display_name, failures[0])
        with self.assertRaisesRegex(UserError, "backup"):
            self.env["ir.actions.report"]._render_documents(lost | whole)

    def test_a_lost_paper_attached_again_is_there_again(self):
        paper = self._issue("report")
        content = paper._get_pdf()
        self._lose(self._kept(paper, "pdf"))
        paper.message_post(body=NOTE, attachments=[("a.pdf", content)])
        self.env.invalidate_all()
        self.assertEqual(paper._get_pdf(), content)

    def test_the_same_evidence_again_heals_it(self):
        content = make_pdf(3)
        use = self._attach("Kế hoạch", [("ke-hoach.pdf", content)])
        row, line = use.evidence_id.file_ids, self.dossier.line_ids[0]
        for harm in (self._lose, self._shrink):
            with self.subTest(harm.__name__):
                harm(row.attachment_id)
                again, is_known = line.with_user(self.secretary)._attach_file(
                    "x.pdf", content
                )
                self.assertEqual(
                    (again.evidence_id, is_known), (row.evidence_id, False)
                )
                self.env.invalidate_all()
                self.assertEqual(row.attachment_id.raw, content)
                self.assertEqual(row.attachment_id.mimetype, "application/pdf")
        _use, is_known = line.with_user(self.secretary)._attach_file("x.pdf", content)
        self.assertTrue(is_known)

    def test_evidence_of_a_locked_dossier_heals_in_its_form(self):
        use = self._attach("Ảnh", [("a.jpg", self.photo)])
        piece = use.evidence_id.with_user(self.secretary)
        row = piece.file_ids
        self.dossier.state = "submitted"
        upload = {"name": "goc.jpg", "datas": base64.b64encode(self.photo)}
        with self.assertRaises(UserError):
            piece.file_ids = [(0, 0, upload)]
        self._shrink(row.sudo().attachment_id)
        piece.file_ids = [(0, 0, upload)]
        self.env.invalidate_all()
        self.assertEqual(piece.file_ids, row)
        self.assertEqual(row.sudo().attachment_id.raw, self.photo)
        other = {"name": "khac.jpg", "datas": base64.b64encode(make_picture("JPEG"))}
        with self.assertRaises(UserError):
            piece.file_ids = [(0, 0, other)]

    @mute_logger("odoo.sql_db")
    def test_a_whole_file_is_still_a_duplicate(self):
        use = self._attach("Ảnh", [("a.jpg", self.photo)])
        upload = {"name": "b.jpg", "datas": base64.b64encode(self.photo)}
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            use.evidence_id.file_ids = [(0, 0, upload)]

    def test_the_same_scan_again_heals_it(self):
        paper = self._issue_signed(self.photo)
        for harm in (self._lose, self._shrink, lambda _kept: None):
            harm(self._kept(paper, "scan"))
            paper._sign(self.photo, "scan.jpg")
            self.env.invalidate_all()
            self.assertEqual(self._kept(paper, "scan").raw, self.photo)
        self.assertFalse(paper.message_ids.attachment_ids)

    def test_another_scan_where_the_former_one_is_lost(self):
        paper = self._issue_signed(self.photo)
        self._lose(self._kept(paper, "scan"))
        paper._sign(self.scan, "scan.png")
        self.assertEqual(self._kept(paper, "scan").raw, self.scan)
        self.assertIn(sha256(self.photo), paper.message_ids[0].body)

    # === WHAT WAS SHRUNK ALREADY === #

    def test_what_was_shrunk_is_named(self):
        self.assertEqual(self._tell(), 0)
        use = self._attach("Ảnh", [("a.jpg", self.photo)])
        paper = self._issue_signed(self.scan)
        self.assertEqual(self._tell(), 0)
        self._shrink(use.evidence_id.file_ids.attachment_id)
        self._shrink(self._kept(paper, "scan"))
        self.assertEqual(self._tell(), 2)
        self.assertIn("a.jpg", self.dossier.message_ids[0].body)
        self.assertIn("tệp gốc", self.dossier.message_ids[0].body)
        self.assertIn("scan.png", paper.message_ids[0].body)

    def _tell(self):
        with contextlib.ExitStack() as stack:
            # a warning would stop an update that is watched
            stack.enter_context(
                self.assertNoLogs("odoo.addons.cds_assessment", "WARNING")
            )
            return tell_of_shrunk(self.env)


@tagged("post_install", "-at_install")
class TestDeliveredFiles(OwedCase):
    def test_a_delivered_picture(self):
        photo = make_picture("JPEG", size=PHOTO)
        owed = self._owe("upload")
        rows = self.env["cds.deliverable.file"]
        row = rows._keep(owed, "a.jpg", photo)
        self.assertEqual(row.attachment_id.raw, photo)
        self.assertEqual(row.sha256, sha256(photo))
        with self.assertRaisesRegex(UserError, "already"):
            rows._keep(owed, "b.jpg", photo)
        small = make_picture("PNG")
        row.attachment_id.with_context(image_no_postprocess=True).raw = small
        self.env.invalidate_all()
        self.assertEqual(tell_of_shrunk(self.env), 1)
        self.assertIn("a.jpg", owed.message_ids[0].body)
        self.assertEqual(rows._keep(owed, "b.jpg", photo), row)
        self.assertEqual(row.attachment_id.raw, photo)


@tagged("post_install", "-at_install")
class TestLostCertificates(RecognitionCase):
    def test_a_lost_certificate_is_named(self):
        certificate = self._issue()
        kept = self.env["ir.attachment"]._get_kept(certificate, "pdf")
        path = kept._full_path(kept.store_fname)
        os.rename(path, f"{path}.away")
        self.addCleanup(os.rename, f"{path}.away", path)
        self.env.invalidate_all()
        with self.assertRaises(UserError) as refusal:
            certificate._print()
        self.assertIn(certificate.display_name, str(refusal.exception))
