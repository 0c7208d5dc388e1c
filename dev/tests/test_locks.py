"""Locks between runs."""

import subprocess
import sys

from dev.locks import Lock, locked
from dev.paths import ROOT

HOLD = """
import sys, pathlib
from dev.locks import Lock
lock = Lock("name", pathlib.Path(sys.argv[1]))
print(lock.try_acquire(), flush=True)
sys.stdin.read()
"""


def test_one_holder_at_a_time(tmp_path):
    first, second = Lock("name", tmp_path), Lock("name", tmp_path)
    assert first.try_acquire()
    assert not second.try_acquire()
    first.release()
    assert second.try_acquire()
    second.release()


def test_other_names_are_free(tmp_path):
    with locked("one", tmp_path):
        other = Lock("other", tmp_path)
        assert other.try_acquire()
        other.release()


def test_shared_holders(tmp_path):
    first, second, third = (Lock("name", tmp_path) for _ in range(3))
    assert first.try_acquire(shared=True)
    assert second.try_acquire(shared=True)
    assert not third.try_acquire()
    first.release()
    second.release()
    assert third.try_acquire()
    third.release()


def test_a_killed_run_frees_its_lock(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as other:
        assert other.stdout.readline() == "True\n"
        lock = Lock("name", tmp_path)
        assert not lock.try_acquire()
        other.kill()
        other.wait()
        assert lock.try_acquire()
        lock.release()
