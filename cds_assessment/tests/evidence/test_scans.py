import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.papers import PapersCase
from ..common.pdf_kinds import raw_pdf

PDF = raw_pdf()


@tagged("post_install", "-at_install")
class TestScans(PapersCase):
    """Signed scans of many papers, dropped at once."""

    def setUp(self):
        super().setUp()
        self.papers = self.env["cds.document"]
        for code, number in (("plan", 3), ("council_decision", 15)):
            self.papers |= self._draft(code, number=number)
        self.papers.action_issue()
        self.papers = self.papers.with_user(self.secretary)

    def _open(self, papers=None):
        action = (self.papers if papers is None else papers).action_add_scans()
        dialogs = self.env["cds.document.scans"].with_user(self.secretary)
        return dialogs.browse(action["res_id"])

    def _drop(self, dialog, *names, content=PDF):
        for name in names:
            dialog.add_file(name, base64.b64encode(content).decode())

    def test_files_find_their_papers(self):
        dialog = self._open()
        self._drop(dialog, "KH 03 ký.pdf", "15-QD.pdf")
        self.assertEqual(
            dialog.line_ids.document_id.mapped("code"), ["plan", "council_decision"]
        )
        dialog.action_apply()
        self.assertEqual(set(self.papers.mapped("state")), {"signed"})
        self.assertEqual(self.papers[0].scan_name, "KH 03 ký.pdf")

    def test_what_no_name_tells_is_chosen(self):
        dialog = self._open()
        self._drop(dialog, "scan0001.pdf")
        self.assertFalse(dialog.line_ids.document_id)
        with self.assertRaisesRegex(UserError, "scan0001"):
            dialog.action_apply()
        dialog.line_ids.document_id = self.papers[1]
        dialog.action_apply()
        self.assertEqual(self.papers.mapped("state"), ["issued", "signed"])

    def test_two_scans_of_one_paper_are_refused(self):
        dialog = self._open()
        self._drop(dialog, "KH 3.pdf", "KH 3 (2).pdf")
        self.assertFalse(dialog.line_ids[1].document_id, "it has one already")
        dialog.line_ids[1].document_id = self.papers[0]
        with self.assertRaisesRegex(UserError, "two scans"):
            dialog.action_apply()
        self.assertEqual(set(self.papers.mapped("state")), {"issued"})

    def test_a_wrong_file_is_said_and_left_out(self):
        dialog = self._open()
        self._drop(dialog, "KH 3.exe", content=b"MZ")
        self._drop(dialog, "15 QD.pdf", content=b"")
        self.assertTrue(all(dialog.line_ids.mapped("problem")))
        with self.assertRaisesRegex(UserError, "Drop the signed scans"):
            dialog.action_apply()
        self._drop(dialog, "KH 3.pdf")
        dialog.action_apply()
        self.assertEqual(self.papers.mapped("state"), ["signed", "issued"])

    def test_other_papers_and_others_dialogs(self):
        dialog = self._open(self.papers[0])
        self._drop(dialog, "KH 3.pdf")
        dialog.line_ids.document_id = self.papers[1]
        with self.assertRaisesRegex(UserError, "does not wait"):
            dialog.action_apply()
        with self.assertRaises(AccessError):
            dialog.with_user(self.head).add_file("a.pdf", "")

    def test_all_that_wait_where_none_is_chosen(self):
        nothing = self.papers.browse().with_context(
            default_assessment_id=self.papers.assessment_id.id
        )
        self.assertEqual(self._open(nothing).document_ids, self.papers)
        self.papers._cancel("Sai.")
        with self.assertRaisesRegex(UserError, "no issued paper"):
            nothing.action_add_scans()
