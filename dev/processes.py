"""Programs that the host starts, and the promise that none outlives it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

from dev.errors import HostError

PR_SET_CHILD_SUBREAPER = 36
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10
# The kernel ends the program when the host dies, even by SIGKILL.
WITH_HOST = ["setpriv", "--pdeathsig", "TERM", "--"]

_started = []
_spared = set()


def adopt_orphans():
    """Make grandchildren ours when their parent ends, so that they can be ended.

    SIGTERM and SIGHUP then end the host by an exception, as Ctrl-C does, so
    that every ``finally`` runs. Ctrl-C is heeded even where a shell in the
    background has it ignored.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for number in ENDING:
        signal.signal(number, _leave)


def _leave(number, _frame):
    # A second signal, as make sends one, must not cut the clearing up short.
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


@contextlib.contextmanager
def interrupts_left_to_others():
    """Leave Ctrl-C to the program in the foreground while the block runs."""
    before = signal.signal(signal.SIGINT, lambda *_args: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def spare(pid):
    """Leave process ``pid`` running at the end: it ends itself when unused."""
    _spared.add(pid)


def start(command, foreground=False, **options):
    """Start ``command`` and return its ``Popen``; it ends with the host.

    It gets a session of its own, so that Ctrl-C reaches the host alone, unless
    it is to be in the ``foreground`` and read the terminal.
    """
    process = subprocess.Popen(
        [*WITH_HOST, *map(str, command)],
        start_new_session=not foreground,
        **options,
    )
    _started.append(process)
    return process


def stop(process, patience=PATIENCE):
    """End ``process``: politely, and after ``patience`` seconds by force."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    if process.poll() is None:
        process.kill()
    process.wait()


def stop_all():
    """End everything that was started and what it left behind."""
    for process in reversed(_started):
        stop(process)
    for number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + PATIENCE
        while (left := _children()) and time.monotonic() < deadline:
            _send(left, number)
            time.sleep(0.1)


def _send(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _children(me=None):
    """Return the ids of this process's living children, the spared left out."""
    me = me or os.getpid()
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name stands in brackets and may itself hold blanks.
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == me and int(stat.parent.name) not in _spared:
                found.append(int(stat.parent.name))
    return found


def run(command, what, todo="", **options):
    """Run ``command`` to its end and return what it wrote, both streams as one.

    Raises ``HostError`` naming ``what`` failed, with the last lines written,
    when the program is missing or ends with another status than 0.
    """
    options.setdefault("stdin", subprocess.DEVNULL)
    try:
        process = start(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except OSError as error:
        raise HostError(what, str(error), todo) from error
    output = process.communicate()[0]
    _started.remove(process)
    if process.returncode:
        raise HostError(what, tail(output) or f"exit {process.returncode}", todo)
    return output


def tail(text, lines=15):
    """Return the last ``lines`` lines of ``text``."""
    return "\n".join(text.strip().splitlines()[-lines:])
