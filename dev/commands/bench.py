"""``make bench``: each script of ``bench/`` in a fresh database of its own."""

from dev import databases, host, odoo_run
from dev.errors import HostError
from dev.paths import ROOT
from dev.say import Clock, say

FOLDER = ROOT / "bench"


def main(_arguments):
    """Run the benchmarks one after the other; raises ``HostError`` at the first
    that fails."""
    scripts = [x for x in sorted(FOLDER.glob("*.py")) if not x.name.startswith("_")]
    if not scripts:
        raise HostError("finding benchmarks", "bench/ holds no script")
    with host.ready() as ready, databases.Slot("plain") as model:
        databases.ensure(ready, model.name, demo=False)
        for script in scripts:
            run(ready, model.name, script)
    return 0


def run(ready, model, script):
    """Run one script in a copy of the database ``model``, removed afterwards."""
    clock = Clock()
    say(f"[bench] {script.name}")
    with databases.Slot("bench") as slot, script.open() as opened:
        ready.server.drop(slot.name)
        ready.server.clone(model, slot.name)
        try:
            with odoo_run.serving(ready, slot.name, cron=False):
                odoo_run.shell(ready, slot.name, opened, name="bench").check()
        finally:
            ready.server.drop(slot.name)
    say(f"      done in {clock}")
