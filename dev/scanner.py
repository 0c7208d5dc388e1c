"""ZBar's reader, by which tests scan certificates' QR codes from pictures of them."""

import shutil

from dev import apt
from dev.errors import HostError
from dev.say import say

PROGRAM = "zbarimg"
PACKAGE = "zbar-tools"


def find_scanner():
    """Return the path of the program, installed if the user may.

    Raises ``HostError`` with the command to run otherwise.
    """
    if not shutil.which(PROGRAM) and apt.may_install():
        say(f"[scanner] {PACKAGE}, from Debian: up to 10 MB to download")
        apt.install([PACKAGE], "installing a reader of QR codes")
    path = shutil.which(PROGRAM)
    if not path:
        raise HostError(
            "finding a reader of QR codes, which the tests of certificates need",
            f"{PROGRAM}: not in PATH",
            f"sudo apt-get install --no-install-recommends {PACKAGE}",
        )
    return path
