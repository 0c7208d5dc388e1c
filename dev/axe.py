"""axe-core, by which the browser tests look for what keeps people out of a page."""

import os
import tempfile
from pathlib import Path

from dev import npm
from dev.paths import CACHE
from dev.say import say

VERSION = "4.14.1"  # MPL-2.0; never part of the add-on
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
VARIABLE = "CDS_AXE"  # where the tests read its path


def find_axe():
    """Name axe-core's file to the tests; without npm they leave that check out.

    Raises ``HostError`` when the content is not the one that is known.
    """
    path = CACHE / f"axe-{VERSION}.min.js"
    if not path.exists():
        with tempfile.TemporaryDirectory() as folder:
            member = "axe.min.js"
            package = f"axe-core@{VERSION}"
            content = npm.fetch_file(package, member, SHA256, Path(folder))
        if content is None:
            say("[test] npm is missing: pages are not checked by axe-core")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.write_bytes(content)
        scratch.replace(path)  # whole or not at all
    os.environ[VARIABLE] = str(path)
