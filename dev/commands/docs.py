"""``make docs``: the guides' pictures, taken anew in Chromium, and their pages."""

from dev import chromium, databases, host, odoo_run, processes
from dev.errors import HostError
from dev.paths import ROOT
from dev.say import Clock, say

STORY = ROOT / "dev" / "docs_story.py"
# The databases that pictures are taken of, and whether they have demo data.
DATABASES = {"demo": True, "empty": False}


def main(names):
    """Take all pictures, or those that are named; return the exit status."""
    program = chromium.find_chromium()
    with host.ready() as ready:
        for kind, demo in DATABASES.items():
            with databases.Slot("docs") as slot:
                take(ready, slot.name, demo, (program, kind, *names))
        for action in ("build", "lock"):
            run(ready, "dev.guides", action)
    return 0


def take(ready, name, demo, arguments):
    """Take pictures of a new database, which is removed afterwards."""
    clock = Clock()
    say(f"[docs] a database {'with' if demo else 'without'} demo data, its pictures")
    databases.install(ready, name, demo).check()
    try:
        with odoo_run.serving(ready, name, cron=False) as (_process, port):
            # printing asks the server for its styles
            with STORY.open() as script:
                odoo_run.shell(ready, name, script, name="docs").check()
            run(ready, "dev.pictures", f"http://localhost:{port}", *arguments)
    finally:
        ready.server.drop(name)
    say(f"      done in {clock}")


def run(ready, module, *arguments):
    """Run a module of the host in its environment; raises ``HostError``."""
    command = [ready.venv.python, "-m", module, *arguments]
    if processes.start(command, cwd=ROOT).wait():
        raise HostError(f"running {module}", "see above")
