"""File locks between runs. The kernel frees them, however a run ends."""

import contextlib
import fcntl

from dev.paths import LOCKS
from dev.say import say


class Lock:
    """An exclusive or shared lock on a name, held until ``release``."""

    def __init__(self, name, folder=LOCKS):
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self._path = folder / f"{name}.lock"
        self._file = None

    def try_acquire(self, shared=False):
        """Take the lock if it is free; return whether it is held now."""
        handle = self._path.open("a")
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._file = handle
        return True

    def acquire(self, shared=False):
        """Take the lock, waiting for another run, which the user is told."""
        if self.try_acquire(shared):
            return
        say(f"      waiting for another run ({self.name}) …")
        handle = self._path.open("a")
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        self._file = handle

    def release(self):
        """Free the lock; nothing happens when it is not held."""
        if self._file:
            self._file.close()
            self._file = None


@contextlib.contextmanager
def locked(name, folder=LOCKS):
    """Hold the exclusive lock ``name`` while the block runs."""
    lock = Lock(name, folder)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
