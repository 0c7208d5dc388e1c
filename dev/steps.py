"""Steps that put a folder into the cache, whole or not at all."""

import contextlib
import shutil

from dev.errors import HostError
from dev.locks import locked
from dev.paths import CACHE
from dev.say import Clock, say


def cached(name, key, build, about, cache=CACHE):
    """Return the cache folder ``name-key``, making it with ``build`` if missing.

    ``build`` gets an empty temporary folder beside the final one and fills it;
    only when it returns is the folder renamed, so that an interrupted step
    leaves nothing that a later run could take for whole. ``about`` says in a
    line what the step does and how large it is. An operating system error in
    ``build`` comes out as a ``HostError``.
    """
    target = cache / f"{name}-{key}"
    if target.is_dir():
        return target
    with locked(f"step-{name}", cache / "locks"):
        if not target.is_dir():
            _make(target, name, build, about)
    return target


def _make(target, name, build, about):
    say(f"[{name}] {about}")
    clock = Clock()
    work = target.with_name(f"{target.name}.tmp")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with _named_failures(name):
        build(work)
    work.rename(target)
    say(f"      done in {clock}")


@contextlib.contextmanager
def _named_failures(name):
    """Turn an operating system error of a step into one that tells what to do."""
    try:
        yield
    except OSError as error:
        raise HostError(
            f"the step {name!r}",
            str(error),
            "free space and rights in the cache folder (CDS_CACHE names another), "
            "then run the same command again",
        ) from error
