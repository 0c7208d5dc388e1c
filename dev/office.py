"""LibreOffice and poppler, by which tests open Word files and workbooks and read and
draw PDFs."""

import shutil
import subprocess
from pathlib import Path

from dev import apt
from dev.errors import HostError
from dev.say import say

# Each program and Debian's package that has it.
NEEDED = {
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
}
# LibreOffice's part for workbooks: a library beside the program, and its package.
CALC = ("libsclo.so", "libreoffice-calc-nogui")
# Poppler's programs answer this with 0 as LibreOffice does.
VERSION = {"soffice": "--version", "pdftotext": "-v", "pdftoppm": "-v"}


def find_office():
    """Return the paths of the programs by name, installed if the user may.

    Raises ``HostError`` with the command to run otherwise.
    """
    packages = _missing()
    if packages and apt.may_install():
        say(f"[office] {', '.join(packages)}, from Debian: up to 120 MB to download")
        apt.install(packages, "installing LibreOffice and poppler")
        packages = _missing()
    if packages:
        raise HostError(
            "finding LibreOffice and poppler, which the tests of the papers need",
            "they are not in PATH, or do not start",
            "sudo apt-get install --no-install-recommends " + " ".join(packages),
        )
    return {name: shutil.which(name) for name in NEEDED}


def _missing():
    """Return the packages of the programs that do not start."""
    missing = {NEEDED[name] for name in NEEDED if not _starts(name)}
    return sorted(missing if _has_calc() else missing | {CALC[1]})


def _has_calc():
    path = shutil.which("soffice")
    return bool(path) and (Path(path).resolve().parent / CALC[0]).is_file()


def _starts(name):
    path = shutil.which(name)
    if not path:
        return False
    command = [path, VERSION[name]]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0
