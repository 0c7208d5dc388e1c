"""Databases of this clone: made once, recognised by what they were made from."""

import hashlib

from dev import venv
from dev.locks import Lock
from dev.odoo_run import run_logged
from dev.paths import ADDON, ADDON_DIR, database, digest_of
from dev.say import Clock, say

SLOTS = 20


class Slot:
    """A database name that this run holds, so that no other run touches it."""

    def __init__(self, purpose):
        """Take the first free name for ``purpose``."""
        for number in range(1, SLOTS):
            self.name = database(purpose if number == 1 else f"{purpose}{number}")
            self._lock = Lock(f"database-{self.name}")
            if self._lock.try_acquire():
                return
        raise RuntimeError(f"{SLOTS} runs use databases for {purpose}")

    def release(self):
        """Let other runs have the name."""
        self._lock.release()

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.release()


def key_of(host, demo):
    """Return the key of what a database with the add-on is made from."""
    parts = (digest_of([ADDON_DIR]), host.odoo.about, venv.lock_key(), str(demo))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def key_in(host, name):
    """Return the key under which the database ``name`` was finished, or ""."""
    sql = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{name}'"
    )
    return "".join(host.server.query("postgres", sql))


def mark(host, name, key):
    """Write the key into the database: from now on it counts as whole."""
    host.server.query("postgres", f"COMMENT ON DATABASE {name} IS '{key}'")


def install(host, name, demo, tests=()):
    """Make the database ``name`` afresh with the add-on; return the ``Outcome``.

    ``demo`` says whether with demo data, ``tests`` are further arguments.
    """
    host.server.drop(name)
    data = ("--with-demo",) if demo else ()
    arguments = ("-d", name, "-i", ADDON, *data, *tests, "--stop-after-init")
    return run_logged(host, arguments, "install")


def update(host, name, tests=("--no-http",), log="update"):
    """Update the add-on in the database ``name``; return the ``Outcome``.

    ``tests`` are further arguments, ``log`` names the log of this run.
    """
    arguments = ("-d", name, "-u", ADDON, *tests, "--stop-after-init")
    return run_logged(host, arguments, log)


def ensure(host, name, demo=True):
    """Make the database ``name`` unless it is there and up to date.

    Returns whether it was made. Raises ``HostError`` when the installation
    fails or its log is not clean.
    """
    key = key_of(host, demo)
    if key_in(host, name) == key:
        return False
    with_or_without = "with" if demo else "without"
    say(f"[database] {name}: {ADDON} {with_or_without} demo data, 1 to 3 minutes")
    clock = Clock()
    install(host, name, demo, ("--no-http",)).check()
    mark(host, name, key)
    say(f"      done in {clock}")
    return True


def find_finished(host, purpose):
    """Return the name of an up-to-date database for ``purpose``, or None.

    It may be in use by another run of this clone.
    """
    key = key_of(host, demo=True)
    names = host.server.names(database(purpose))
    return next((name for name in sorted(names) if key_in(host, name) == key), None)
