"""Chromium, in which the browser tests run."""

import shutil
import subprocess

from dev import apt
from dev.errors import HostError
from dev.say import say

# The names under which Odoo's tests look for it.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
PACKAGE = "chromium"


def find_chromium():
    """Return the path of a browser that starts, installed if the user may.

    Raises ``HostError`` with the command to run otherwise.
    """
    found = _which()
    if not found and apt.may_install():
        say("[chromium] the browser for the tests, from Debian: 110 MB to download")
        apt.install([PACKAGE], "installing Chromium")
        found = _which()
    if not found:
        raise HostError(
            "finding Chromium, which the browser tests need",
            "none is in PATH",
            f"sudo apt-get install {PACKAGE}",
        )
    return found


def _which():
    """Return the first browser that answers ``--version``, or None."""
    for path in filter(None, map(shutil.which, NAMES)):
        done = subprocess.run([path, "--version"], capture_output=True, check=False)
        if done.returncode == 0:
            return path
    return None
