import io
import stat
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from ...models.paper import ir_actions_report as ours
from ...report.paper import paper_scale, wkhtml
from ...report.papers.text import table_text
from ..common.papers import PapersCase
from ..common.recognition import RecognitionCase

SCORE_SHEET = "cds_assessment.action_report_score_sheet"
# What people never read: the program's name, its English, paths, exit codes.
INNER = r"wkhtmltopdf|exit|status|/tmp|error|-11"


def leaving(change, status=0):
    """Give a run of the program that leaves something else than it should.

    :param change: gives what is left, from the bytes of the right PDF; None: no file
    """
    run = wkhtml.run

    def broken(command):
        _said, right = run(command)
        target = Path(command[-1])
        left = change(target.read_bytes())
        target.unlink()
        if left is not None:
            target.write_bytes(left)
        return "Error: Failed to load /tmp/cds.paper.x/body.html", status or right

    return patch.object(wkhtml, "run", broken)


BROKEN = {
    "empty": (lambda _content: b"", 0),
    "nothing": (lambda _content: None, 0),
    "a text": (lambda _content: b"Error: cannot connect to X server", 0),
    "cut": (lambda content: content[: len(content) // 2], 0),
    "cut at the end": (lambda content: content[:-200], 0),
    "damaged": (lambda content: content[:200] + content[400:], 0),
    "crashed": (lambda content: content, -11),
    "failed": (lambda content: content, 2),
}


@tagged("post_install", "-at_install")
class TestBrokenOutput(PapersCase):
    """Whatever wkhtmltopdf leaves, only what is a paper is kept or delivered."""

    def setUp(self):
        super().setUp()
        # measured by a program that works
        self.env["ir.actions.report"]._get_paper_zoom()

    def _assert_refused(self, run, *args):
        with self.assertRaises(UserError) as caught:
            run(*args)
        self.assertNotRegex(str(caught.exception), INNER)
        return str(caught.exception)

    def test_nothing_is_issued(self):
        report = self._draft("report")
        book = self.env["cds.number.book"]._get_book(self.school, "BC", 2023)
        for name, (change, status) in BROKEN.items():
            with self.subTest(name), leaving(change, status):
                self._assert_refused(report.action_issue)
                self.assertEqual((report.state, report.name), ("draft", False))
                self.assertFalse(report.pdf_sha256)
                self.assertEqual(book.next_number, 1)
        report.action_issue()
        self.assertEqual((report.state, report.name), ("issued", "01/BC-TH"))

    def test_another_pdf_is_not_the_paper(self):
        plan = self._draft("plan")
        other = plan._print(is_final=True)[0][plan.id]
        for code in ("report", "minutes"):
            paper = self._draft(code)
            with self.subTest(code), leaving(lambda _content: other):
                said = self._assert_refused(paper.action_issue)
                self.assertIn("was printed does not say", said)
                self.assertEqual(paper.state, "draft")

    def test_the_paper_of_another_number_is_not_the_paper(self):
        report = self._draft("report")
        pdfs, _failures = report._print(is_final=True)
        with leaving(lambda _content: pdfs[report.id]):
            self._assert_refused(report.action_issue)

    def test_a_number_is_not_the_end_of_another(self):
        plan = self._draft("plan", number=101)
        plan.action_issue()
        pages = wkhtml.read_whole(plan._get_pdf())
        self.assertTrue(wkhtml.says(pages, "101/KH-TH"))
        self.assertFalse(wkhtml.says(pages, "01/KH-TH"))

    def test_papers_without_a_number_say_their_title(self):
        for code in ("evidence_list", "score_summary"):
            paper = self._draft(code)
            with self.subTest(code):
                paper.action_issue()
                self.assertEqual((paper.state, paper.name), ("issued", False))

    def test_nothing_is_delivered(self):
        report = self._draft("report")
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        page = {"pages": []}
        runs = {
            "a draft": report._print,
            "a score sheet": lambda: reports._render_qweb_pdf(
                SCORE_SHEET, self.dossier.ids
            ),
            "a template": lambda: reports._print_template(
                "cds_assessment.certificate_pages", page
            ),
        }
        for kind, run in runs.items():
            for name, (change, status) in BROKEN.items():
                with self.subTest(kind, output=name), leaving(change, status):
                    if kind == "a draft":
                        pdfs, [said] = run()
                        self.assertFalse(pdfs)
                        self.assertNotRegex(said, INNER)
                    else:
                        self._assert_refused(run)

    def test_score_sheets_that_fail_are_named(self):
        with leaving(lambda _content: b""):
            printing = self.dossier.with_context(force_report_rendering=True)
            pdfs, failures = printing._render_score_sheets()
        self.assertFalse(pdfs)
        self.assertEqual(len(failures), 1)
        self.assertIn(self.dossier.display_name, failures[0])

    def test_a_scale_that_could_not_be_measured_is_measured_again(self):
        paper_scale._measure.cache_clear()
        with leaving(lambda _content: b""):
            self.assertEqual(self.env["ir.actions.report"]._get_paper_zoom(), 1)
        self.env["ir.actions.report"]._get_paper_zoom()
        self.assertEqual(paper_scale._measure.cache_info().currsize, 1)

    def test_a_program_that_hangs_is_stopped(self):
        report = self._draft("report")
        with TemporaryDirectory() as folder:
            program = Path(folder, "hanging")
            # and so is what it has started
            program.write_text("#!/bin/sh\nsleep 321 & sleep 321\n")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            hanging = ours._wkhtml()._replace(bin=str(program))
            started = time.monotonic()
            with (
                patch.object(wkhtml, "SECONDS", 1),
                patch.object(ours, "_wkhtml", lambda: hanging),
            ):
                said = self._assert_refused(report.action_issue)
        self.assertLess(time.monotonic() - started, 60)
        self.assertIn("longer than 1 seconds", said)
        left = [
            path
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if _read(path) == b"sleep\x00321\x00"
        ]
        self.assertFalse(left)


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


@tagged("post_install", "-at_install")
class TestBrokenCertificates(RecognitionCase):
    def test_a_certificate_bears_its_number(self):
        """The pages of others are whole, but they are not these certificates."""
        draft = self._draft()
        pages = draft.certificate_ids.sudo()._print_pages()
        with (
            patch.object(
                type(draft.certificate_ids),
                "_print_pages",
                lambda records: {record: pages[record.sudo()] for record in records},
            ),
            self.assertRaises(UserError) as caught,
        ):
            draft.with_user(self.authority_head).action_issue()
        self.assertRegex(str(caught.exception), "does not say .*GCN")
        self.assertEqual(draft.state, "draft")
        self.assertFalse(any(draft.certificate_ids.mapped("number")))


@tagged("post_install", "-at_install")
class TestLongTables(PapersCase):
    """The rows follow the head of their table on every page, at one distance."""

    def _table(self, lines):
        """Return a table whose rows have as many lines as is said, over and over."""
        rows = [("TT", "Đầu")]
        for number in range(1, 260):
            more = lines[number % len(lines)] - 1
            rows.append((str(number), f"Dòng {number}" + "\nTiếp" * more))
        return table_text(rows)

    def _distances(self, content):
        """Return how far the first row is below the head on each page but the first."""
        pages = PdfReader(io.BytesIO(content)).pages[1:]
        tops = map(self._find_tops, pages)
        return [abs(top["Đầu"] - top["Dòng"]) for top in tops if len(top) == 2]

    def _find_tops(self, page):
        """Return how high head and first row stand on a page, by their word."""
        found = {}

        def visit(text, matrix, text_matrix, *_font):
            for word in ("Đầu", "Dòng"):
                if word in text:
                    height = matrix[5] + matrix[3] * text_matrix[5]
                    found[word] = max(found.get(word, height), height)

        page.extract_text(visitor_text=visit)
        return found

    def test_no_page_leaves_room_below_the_head(self):
        paper = self._draft("plan").with_context(force_report_rendering=True)
        for lines in ((1,), (1, 2), (1, 1, 2, 1, 2), (2, 1, 2, 1, 1), (2, 1, 1, 1, 2)):
            with self.subTest(lines=lines):
                paper._write_texts({"steps": self._table(lines)})
                pdfs, failures = paper._print(is_final=True)
                self.assertFalse(failures)
                distances = self._distances(pdfs[paper.id])
                self.assertGreater(len(distances), 2)
                self.assertLess(max(distances) - min(distances), 3, distances)
