"""``make clean`` and ``make distclean``: remove what the host made."""

import contextlib
import os
import shutil
from pathlib import Path

from dev import pg_keeper, postgres, venv
from dev.errors import HostError
from dev.locks import Lock
from dev.paths import CACHE, OUT, ROOT, database, tree_dir
from dev.say import say

# What lies in the cache.
MADE = (
    *("odoo-*", "venv-*", "postgres-*", "fonts-*", "wkhtmltopdf-*"),
    *("bytecode", "data", "locks", "trees"),
)
SCRATCH = (".pytest_cache", ".ruff_cache", ".hypothesis", ".coverage")


def main(arguments):
    """Remove this clone's databases and files; with ``all``, the whole cache."""
    for path in (OUT, *(ROOT / name for name in SCRATCH)):
        _remove(path)
    for path in ROOT.rglob("__pycache__"):
        _remove(path)
    environments = [x for x in CACHE.glob("venv-*") if x.suffix != ".tmp"]
    if environments:
        _drop_databases(venv.Venv(environments[-1]))
    _remove(tree_dir())
    if "all" in arguments:
        _remove_cache()
    say("clean")
    return 0


def _remove_cache():
    """Remove what the host made, and the folder itself if nothing else is in it.

    The user may have named a folder that holds other things. Raises
    ``HostError`` while another run uses the database server.
    """
    for running in CACHE.glob("postgres-*/running"):
        with contextlib.suppress(OSError):
            pg_keeper.Use(Path(running.read_text())).leave()
            what = "removing the cache"
            raise HostError(what, "another run uses its server", "end that run first")
    for pattern in MADE:
        for path in CACHE.glob(pattern):
            _remove(path)
    with contextlib.suppress(OSError):
        CACHE.rmdir()


def _drop_databases(environment):
    """Remove this clone's databases, but for those that another run uses."""
    ours = os.environ.get("PGHOST") or any(CACHE.glob("postgres-*"))
    if not ours:
        return
    with postgres.server(environment) as server:
        for name in server.names(database("")):
            lock = Lock(f"database-{name}")
            if lock.try_acquire():
                server.drop(name)
                lock.release()
            else:
                say(f"{name} is in use by another run and stays")


def _remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
