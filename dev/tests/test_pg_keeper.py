"""The keeper stops the server when its last user is gone, and not before."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from dev import pg_keeper
from dev.paths import ROOT


@pytest.fixture
def keeper():
    """A keeper whose server is a program that ends at SIGINT, as PostgreSQL does."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    server = [sys.executable, "-c", "import signal; signal.pause()"]
    command = [sys.executable, "-m", "dev.pg_keeper", str(folder), *server]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    process.folder = folder
    yield process
    process.kill()
    process.wait()


def use(keeper):
    deadline = time.monotonic() + 10
    while True:
        try:
            return pg_keeper.Use(keeper.folder)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_the_last_user_waits_for_the_end(keeper):
    use(keeper).leave()
    # The server is stopped by now; the keeper only has to end itself.
    keeper.wait(5)
    assert not keeper.folder.exists()


def test_the_server_stays_while_somebody_uses_it(keeper):
    first, second = use(keeper), use(keeper)
    first.leave()
    time.sleep(0.3)
    assert keeper.poll() is None
    second.leave()
    keeper.wait(5)


def test_a_user_who_dies_counts_no_more(keeper):
    held = use(keeper)
    held._connection.close()
    keeper.wait(5)


def test_nobody_can_join_after_the_end(keeper):
    use(keeper).leave()
    with pytest.raises(OSError):
        pg_keeper.Use(keeper.folder)
