"""``make shell``: Odoo's shell on the demo database; a script on standard input."""

from dev import databases, host, odoo_run


def main(_arguments):
    """Run the shell on the demo database, made if missing; return its status."""
    with host.ready() as ready:
        name = databases.find_finished(ready, "demo")
        if name:
            return odoo_run.shell(ready, name).status
        with databases.Slot("demo") as slot:
            databases.ensure(ready, slot.name)
            return odoo_run.shell(ready, slot.name).status
