"""Where things lie: the tree, the cache, and the names that belong to this tree."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "cds_assessment"
ADDON_DIR = ROOT / ADDON
OUT = ROOT / "out"
LOCK = ROOT / "dev" / "requirements.lock"


def cache_dir(environ=os.environ):
    """Return the one folder in which the host keeps what it made.

    ``CDS_CACHE`` names it; otherwise it lies in the user's cache folder.
    """
    if environ.get("CDS_CACHE"):
        return Path(environ["CDS_CACHE"]).expanduser().resolve()
    if environ.get("XDG_CACHE_HOME"):
        return Path(environ["XDG_CACHE_HOME"]).resolve() / ADDON
    return Path.home() / ".cache" / ADDON


CACHE = cache_dir()
LOCKS = CACHE / "locks"
DATA = CACHE / "data"


def tree_key(root=ROOT):
    """Return eight characters that tell one clone of the repository from another."""
    return hashlib.sha256(str(root).encode()).hexdigest()[:8]


def tree_dir():
    """Return the cache folder of this clone: logs, configuration, scratch trees."""
    path = CACHE / "trees" / tree_key()
    path.mkdir(parents=True, exist_ok=True)
    return path


def database(purpose):
    """Return the database name for ``purpose`` in this clone."""
    return f"cds_{tree_key()}_{purpose}"


def digest_of(paths):
    """Return one hash of every file below ``paths``, names included.

    Compiled Python is left out, so that running the add-on does not change it.
    """
    digest = hashlib.sha256()
    for path in sorted(files_below(paths)):
        digest.update(str(path).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def files_below(paths):
    """Yield the files in ``paths``, folders walked, compiled Python left out."""
    for path in paths:
        if path.is_file():
            yield path
        for child in path.rglob("*") if path.is_dir() else ():
            if child.is_file() and "__pycache__" not in child.parts:
                yield child
