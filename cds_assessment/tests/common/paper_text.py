"""What papers say once they are printed: texts of PDFs and of Word files.

Word files are opened by LibreOffice. Both kinds are read by poppler in the order in
which they are drawn, which is the order of the paper.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import unicodedata
from itertools import accumulate
from pathlib import Path

from lxml import etree

OFFICE_SECONDS = 180
# In points: page numbers stand above, and the page is larger than the text.
_TOP, _WIDTH, _HEIGHT = 54, 900, 800
# Papers have 2 mm of room beyond their lines: a word within it is not cut.
_TOLERANCE = 4
# Words longer than this may be broken to fit into a column.
_LONGEST_WHOLE = 20
_PAPERS = """
    <t t-name="cds_assessment.test_papers">
        <t t-call="cds_assessment.paper_container">
            <t t-set="title">Papers</t>
            <t t-foreach="papers" t-as="paper" t-call="cds_assessment.paper" />
        </t>
    </t>
"""


def has_office():
    """Tell whether this machine has the programs; ``make test`` installs them."""
    return all(map(shutil.which, ("soffice", "pdftotext")))


def paper_pdf(env, papers, doc):
    """Print papers as reports do, each on pages of its own.

    :param papers: list of ``report.paper.structure.Paper``
    :param doc: a record that they are about
    :return: the bytes of one PDF
    """
    report = env.ref("cds_assessment.action_report_score_sheet")
    html = env["ir.qweb"].with_context(lang="vi_VN")
    # QWeb takes a template apart while it reads it: it gets one of its own
    html = html._render(etree.fromstring(_PAPERS), {"papers": papers, "doc": doc})
    bodies, _ids, header, footer, arguments = report._prepare_html(html)
    return report._run_wkhtmltopdf(
        bodies,
        report_ref=report.report_name,
        header=header,
        footer=footer,
        specific_paperformat_args=arguments,
    )


def pdf_pages(content):
    """Return the text of each page of a PDF, page numbers left out.

    :param content: the PDF's bytes
    """
    slice_ = ("-x", "0", "-y", str(_TOP), "-W", str(_WIDTH), "-H", str(_HEIGHT))
    done = subprocess.run(
        ["pdftotext", "-raw", *slice_, "-enc", "UTF-8", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
        timeout=OFFICE_SECONDS,
    )
    # each page ends with a form feed
    return done.stdout.decode().split("\f")[:-1]


def words_beyond(content, left, right):
    """Give the words of a PDF that begin or end outside of its margins.

    :param content: the PDF's bytes
    :param left: where lines begin, in mm from the left edge of the page
    :param right: where lines end, in mm from the same edge
    """
    done = subprocess.run(
        ["pdftotext", "-bbox", "-enc", "UTF-8", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
        timeout=OFFICE_SECONDS,
    )
    points = 72 / 25.4
    return [
        word.text
        for word in etree.HTML(done.stdout.decode()).iter("word")
        if float(word.get("xmin")) < left * points - _TOLERANCE
        or float(word.get("xmax")) > right * points + _TOLERANCE
    ]


def pdf_text(content):
    """Return the whole text of a PDF, page numbers left out."""
    return "\n".join(pdf_pages(content))


def docx_pdfs_by_office(contents):
    """Open Word files in LibreOffice, all in one call, and print them.

    :param contents: list of the files' bytes
    :return: list of the bytes of a PDF each
    :raise AssertionError: for a file that does not open
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{number}.docx" for number in range(len(contents))]
        for source, content in zip(sources, contents, strict=True):
            source.write_bytes(content)
        said = _run_office(folder, sources, "pdf")
        targets = [source.with_suffix(".pdf") for source in sources]
        missing = [target.stem for target in targets if not target.is_file()]
        if missing:
            raise AssertionError(f"LibreOffice does not open {missing}: {said}")
        return [target.read_bytes() for target in targets]


def docx_texts_by_office(contents):
    """Return the texts of Word files as LibreOffice prints them: see above."""
    return [pdf_text(content) for content in docx_pdfs_by_office(contents)]


def workbook_by_office(content):
    """Open a workbook in LibreOffice and save it again, its formulas computed.

    :param content: the file's bytes
    :return: the bytes of the file that LibreOffice saved
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.xlsx"
        source.write_bytes(content)
        target = folder / "saved"
        said = _run_office(folder, [source], "xlsx", target)
        if not (target / source.name).is_file():
            raise AssertionError(f"LibreOffice does not open the workbook: {said}")
        return (target / source.name).read_bytes()


def _run_office(folder, sources, kind, target=None):
    """Convert files, beside themselves by default.

    A profile of one's own lets two runs be.
    """
    process = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", kind),
            *("--outdir", str(target or folder), *map(str, sources)),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        return process.communicate(timeout=OFFICE_SECONDS)[0].decode(errors="replace")
    except subprocess.TimeoutExpired:
        # the program is a script: what it started has to end with it
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise


def normalise(text):
    """Write a text so that two programs' can be compared: blanks, marks, accents."""
    text = unicodedata.normalize("NFC", text).replace("\u2011", "-")
    return " ".join(text.split())


def _tables(paper):
    blocks = list(paper.blocks)
    for annex in paper.annexes:
        blocks += annex.blocks
    return [block for block in blocks if block.kind == "table"]


def body_words(text, paper):
    """Give the words of a printed paper without its tables' headings.

    Headings are repeated on each page that a table goes on to, and pages differ.

    :raise AssertionError: for a table whose headings are not there
    """
    words = f" {normalise(text)} "
    headings = {
        normalise(" ".join(column.heading for column in table.columns))
        for table in _tables(paper)
    }
    for heading in sorted(headings, key=len, reverse=True):
        if f" {heading} " not in words:
            raise AssertionError(f"no headings {heading!r} in {words!r}")
        words = words.replace(f" {heading} ", " ").replace(f" {heading} ", " ")
    return words.split()


def difference(first, second):
    """Compare two lists of words, in order.

    A word too long for its column is broken where a program likes; for the rest the
    words have to be the same.

    :return: the first place where they differ, "" for none
    """
    glued = "".join(first), "".join(second)
    if glued[0] != glued[1]:
        start = len(os.path.commonprefix(glued))
        around = slice(max(start - 40, 0), start + 40)
        return f"{glued[0][around]!r} is not {glued[1][around]!r}"
    ends = set(accumulate(map(len, first))), set(accumulate(map(len, second)))
    start = 0
    for end in sorted(ends[0] & ends[1]):
        is_same = ends[0].isdisjoint(range(start + 1, end)) and ends[1].isdisjoint(
            range(start + 1, end)
        )
        if not is_same and end - start <= _LONGEST_WHOLE:
            return f"{glued[0][start:end]!r} is divided in one of the two"
        start = end
    return ""


def paper_difference(paper, pdf, docx_text):
    """Compare a paper's PDF with its Word file's text as LibreOffice prints it.

    :param pdf: the PDF's bytes
    :param docx_text: one of those that :func:`docx_texts_by_office` gives
    :return: the first place where they differ, "" for none
    """
    return difference(body_words(pdf_text(pdf), paper), body_words(docx_text, paper))
