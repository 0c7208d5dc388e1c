"""``make pot``: refresh the template of terms and merge it into vi.po."""

from dev import databases, host, terms


def main(_arguments):
    """Export the terms and merge them; return the exit status."""
    with host.ready() as ready, databases.Slot("plain") as slot:
        databases.ensure(ready, slot.name, demo=False)
        return terms.handle(ready, "merge", terms.export(ready, slot.name))
