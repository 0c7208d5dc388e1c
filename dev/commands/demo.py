"""``make demo``: a database with demo data, the schools' papers, a server."""

import os

from dev import databases, host, odoo_run
from dev.errors import HostError
from dev.locks import locked
from dev.paths import OUT, ROOT, tree_key
from dev.ports import DEMO
from dev.say import Clock, say

SCRIPT = ROOT / "dev" / "demo_papers.py"


def main(_arguments):
    """Make everything and serve it, unless ``SERVE=0``; return the exit status."""
    with host.ready() as ready, databases.Slot("demo") as slot:
        fresh = databases.ensure(ready, slot.name)
        make_papers(ready, slot.name, fresh)
        if os.environ.get("SERVE") == "0":
            return 0
        return serve(ready, slot.name)


def make_papers(ready, name, fresh):
    """Write the demo schools' papers and print the table; raises ``HostError``.

    A server runs meanwhile: printing fetches style sheets from it.
    """
    OUT.mkdir(exist_ok=True)
    environ = {"CDS_OUT": str(OUT), "CDS_FRESH": str(int(fresh))}
    clock = Clock()
    say("[papers] writing the schools' papers and workbooks into out/")
    with locked(f"out-{tree_key()}"), SCRIPT.open() as script:
        with odoo_run.serving(ready, name, cron=False):
            odoo_run.shell(ready, name, script, environ, "papers").check()
    say(f"      done in {clock}")


def serve(ready, name):
    """Serve the database until Ctrl-C; return the exit status."""
    try:
        with odoo_run.serving(ready, name, DEMO) as (process, port):
            say(f"[server] http://localhost:{port} (Ctrl-C ends it)")
            status = process.wait()
    except KeyboardInterrupt:
        say("[server] ended")
        return 0
    raise HostError("serving", f"Odoo ended with status {status}", "read its log")
