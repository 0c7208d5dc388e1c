"""No program outlives the host. Each test runs a host of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dev import processes
from dev.errors import HostError
from dev.paths import ROOT

# A host that starts a program, which itself leaves an orphan, and waits.
PARENT = """
import subprocess, sys, time
from dev import processes
processes.adopt_orphans()
try:
    processes.start(["sh", "-c", "(sleep 300 & echo $!); sleep 300 & echo $!; wait"])
    # one write: unbuffered, print() would let another's line in before the line's end
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    time.sleep(300)
finally:
    processes.stop_all()
"""

KILLED = """
import time
from dev import processes
print(processes.start(["sleep", "300"]).pid, flush=True)
time.sleep(300)
"""


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"


def gone(pids, seconds=15):
    deadline = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(alive, pids))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_host_and_all_it_started(number):
    command = [sys.executable, "-c", PARENT]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=pipe, stderr=subprocess.DEVNULL
    ) as host:
        lines = [host.stdout.readline().strip() for _ in range(3)]
        pids = [int(line) for line in lines if line.isdigit()]
        assert len(pids) == 2
        host.send_signal(number)
        assert host.wait(30) != 0
        assert gone(pids)


def test_a_killed_host_takes_its_programs_along():
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], cwd=ROOT, text=True, stdout=subprocess.PIPE
    ) as host:
        pid = int(host.stdout.readline())
        # The program has taken the place of the one that sets the death signal.
        while not Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"sleep"):
            time.sleep(0.01)
        host.kill()
        host.wait()
        assert gone([pid])


def test_a_failing_program_tells_what_and_why():
    with pytest.raises(HostError) as caught:
        processes.run(["sh", "-c", "echo reason; exit 3"], "doing it", "try again")
    text = str(caught.value)
    assert "FAILED: doing it" in text
    assert "reason" in text
    assert "what to do: try again" in text


def test_a_missing_program_tells_what_failed():
    with pytest.raises(HostError, match="doing it"):
        processes.run(["/nonexistent/program"], "doing it")


def test_output_is_returned():
    assert processes.run(["echo", "text"], "echo") == "text\n"
