"""Running wkhtmltopdf: with an end to it, and no other outcome than a whole PDF."""

import contextlib
import io
import os
import re
import signal
import subprocess
import tempfile
import unicodedata
from pathlib import Path

from odoo.tools.pdf import PdfReader

# A paper takes half a second, a hundred certificates ten; a busy server is slower.
SECONDS = 120
_KEPT_OF_STDERR = 2000
# Which hyphen is printed depends on where a line may end.
_HYPHENS = re.compile("[\u2010-\u2015\u2212\u00ad-]")
_NOTHING = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


class PrintError(Exception):
    """A run that gave no whole PDF.

    :param kind: ``slow`` (stopped), ``failed`` (ended with an error) or ``broken``
        (left something else than a PDF)
    :param detail: for the log: what the program said, in its English
    """

    def __init__(self, kind, detail):
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


def run(command):
    """Run the program; safe in threads.

    :param command: the program and its switches
        It is killed after ``SECONDS``, with what it has started.
    :return: what it says, and its exit status
    :raise PrintError: when it takes too long or cannot be started
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise PrintError("failed", str(error)) from error
    with process:
        try:
            _out, said = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise PrintError("slow", f"stopped after {SECONDS} s") from error
    return said.decode("utf-8", "replace")[-_KEPT_OF_STDERR:], process.returncode


def print_pages(binary, switches, bodies, header="", footer=""):
    """Print pages of HTML as one PDF; safe in threads, which touch no database.

    :param binary: path of wkhtmltopdf
    :param switches: its switches
    :param bodies: the pages; several need a wkhtmltopdf with patched Qt
    :param header: what stands above each page, if anything; ``footer`` likewise below
    :return: the bytes of a PDF that was opened and has pages
    :raise PrintError: when there is none
    """
    with tempfile.TemporaryDirectory(prefix="cds.paper.") as folder:
        command = [binary, *switches]
        for name, content in (("header", header), ("footer", footer)):
            if content:
                path = Path(folder, f"{name}.html")
                path.write_text(content, encoding="utf-8")
                command += [f"--{name}-html", str(path)]
        for number, body in enumerate(bodies):
            path = Path(folder, f"body{number}.html")
            path.write_text(body, encoding="utf-8")
            command.append(str(path))
        target = Path(folder, "out.pdf")
        said, status = run([*command, str(target)])
        # 1 is said of pages that it has printed, but not to its liking
        if status not in (0, 1) or not target.is_file():
            raise PrintError("failed", f"exit status {status}: {said}")
        content = target.read_bytes()
    read_whole(content)
    return content


def read_whole(content):
    """Open a PDF of ours.

    :param content: its bytes
    :return: a reader of one page or more
    :raise PrintError: for what is empty, cut off or no PDF
    """
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise PrintError("broken", f"{len(content)} bytes, which are no whole PDF")
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        for page in reader.pages:
            _contents = page["/Contents"]
        count = len(reader.pages)
    except Exception as error:  # pylint: disable=broad-except
        # The library raises whatever a broken file makes it stumble over.
        raise PrintError("broken", repr(error)) from error
    if not count:
        raise PrintError("broken", "a PDF without pages")
    return reader


def says(reader, words):
    """Return whether a PDF says something, wherever its lines end.

    :param reader: what :func:`read_whole` gave
    :param words: such as number and symbol
    """
    sought = _plain(words)
    return any(_says(_plain(page.extract_text()), sought) for page in reader.pages)


def _says(text, sought):
    # 1/QĐ-TH is not said by 11/QĐ-TH; before a title may stand the year of a date
    parts = text.split(sought)[:-1]
    is_number = sought[:1].isdigit()
    return any(not (is_number and part[-1:].isdigit()) for part in parts)


def _plain(text):
    text = unicodedata.normalize("NFKC", _HYPHENS.sub("-", text))
    return _NOTHING.sub("", text).casefold()
