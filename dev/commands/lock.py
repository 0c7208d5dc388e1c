"""``make lock``: compile dev/requirements.lock from dev/requirements.in.

Versions in the lock stay where the list allows them; without the file the newest
are taken.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from dev.paths import LOCK, ROOT
from dev.processes import run
from dev.say import say

OPTIONS = ("--universal", "--python-version", "3.10", "--generate-hashes")
# Neither an index's address nor this command's, which differ between machines.
QUIET = ("--quiet", "--no-header", "--no-annotate", "--no-emit-index-url")
TODO = "check that pip reaches its package index"


def main(_arguments):
    """Write the lock with uv, from an environment made for it and removed."""
    scratch = Path(tempfile.mkdtemp())
    try:
        run([sys.executable, "-I", "-m", "venv", scratch], "making an environment")
        pip = [scratch / "bin/python", "-m", "pip"]
        run([*pip, "install", "uv"], "pip install uv", TODO)
        source = LOCK.with_suffix(".in")
        command = [scratch / "bin/uv", "pip", "compile", *OPTIONS, *QUIET]
        run([*command, source, "-o", LOCK], "compiling the lock", TODO)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    say(f"{LOCK.relative_to(ROOT)} is compiled")
    return 0
