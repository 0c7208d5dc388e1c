"""Running Odoo: to the end with its log watched, or as a server."""

import contextlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

from dev import processes
from dev.errors import HostError
from dev.odoo_log import OdooLog
from dev.paths import ROOT, tree_dir
from dev.ports import HOST, reserved_port
from dev.say import QUIET_SECONDS, Clock, say

START_SECONDS = 120
LIMIT_SECONDS = 60 * 60
SHOWN_LINES = 60
SHOWN_RECORDS = 8


def log_path(name):
    """Return the path of the log ``name`` of this clone's runs."""
    folder = tree_dir() / "logs"
    folder.mkdir(exist_ok=True)
    return folder / f"{name}-{os.getpid()}.log"


@dataclass(frozen=True)
class Outcome:
    """What came of a run of Odoo: its name, log, exit status and log file."""

    name: str
    log: OdooLog
    status: int
    path: Path

    @property
    def clean(self):
        """Return whether Odoo ended well and nothing bad stands in its log."""
        return not self.status and not self.log.bad

    def check(self):
        """Return the outcome; raises ``HostError`` if it is not clean."""
        if self.clean:
            return self
        why = []
        if self.status:
            why.append(f"the program ended with status {self.status}")
        if self.log.bad:
            why.append(f"its log has {len(self.log.bad)} warnings or errors:")
            # Again, and short: who reads only the end of a long run sees what failed.
            why += [record.gist() for record in self.log.bad[:SHOWN_RECORDS]]
        raise HostError(self.name, "\n".join(why), f"read {self.path}")


def run_logged(host, arguments, name, config=None):
    """Run Odoo to its end and return its ``Outcome``.

    Warnings and errors are printed as they come. Odoo is ended, with a status
    other than 0, when it takes too long.
    """
    path = log_path(name)
    command = host.command(*arguments, config=config)
    log = OdooLog()
    with path.open("w") as copy, _odoo(host, command, subprocess.PIPE) as process:
        # The whole session: a browser would hold the pipe open.
        alarm = threading.Timer(LIMIT_SECONDS, os.killpg, (process.pid, SIGKILL))
        alarm.start()
        try:
            _follow(process.stdout, copy, log, name)
            status = process.wait()
        finally:
            alarm.cancel()
    return Outcome(name, log, status, path)


def _follow(stream, copy, log, name):
    """Copy the log to a file, print what is bad, and tell how far it got."""
    clock, told = Clock(), time.monotonic()
    open_record, shown = False, 0
    for raw in stream:
        line = raw.rstrip("\n")
        copy.write(raw)
        record = log.feed(line)
        if record:
            open_record, shown = True, 0
            say(f"      {record.level} {record.logger}: {record.message}")
        elif log.continues and open_record and shown < SHOWN_LINES:
            shown += 1
            say(f"        {line}")
        elif not log.continues:
            open_record = False
        if time.monotonic() - told > QUIET_SECONDS:
            told = time.monotonic()
            say(f"      … {name}, {clock}: {log.where()}")


@contextlib.contextmanager
def _odoo(host, command, output):
    """Give a running Odoo whose output goes to ``output``; it ends with the block."""
    process = processes.start(
        command,
        cwd=ROOT,
        env=host.environ(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    try:
        yield process
    finally:
        processes.stop(process)


@contextlib.contextmanager
def serving(host, database, port=0, cron=True, name="server"):
    """Give ``(process, port)`` of an Odoo that serves ``database`` over HTTP.

    ``name`` names its log, for runs with more than one server.

    The port is the first free one from ``port`` on. Papers printed meanwhile
    fetch their styles from it. Raises ``HostError`` when it does not start.
    """
    path = log_path(name)
    with path.open("w") as output, reserved_port(port) as port:
        # Printing asks this address for style sheets.
        set_parameter(host, database, "report.url", f"http://{HOST}:{port}")
        config = host.config(db_name=database, http_port=port)
        command = host.command("--max-cron-threads", int(cron), config=config)
        with _odoo(host, command, output) as process:
            _await(process, port, path)
            yield process, port


def set_parameter(host, database, key, value):
    """Set a system parameter of ``database`` while no server runs on it."""
    sql = (
        "INSERT INTO ir_config_parameter (key, value) VALUES ('{0}', '{1}') "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"
    )
    host.server.query(database, sql.format(key, value))


def _await(process, port, path):
    """Wait until Odoo answers; raises ``HostError``."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"http://{HOST}:{port}/web/health"):
                return
        time.sleep(0.2)
    lines = processes.tail(path.read_text(errors="replace"))
    raise HostError("starting Odoo's server", lines, f"read {path}")


def shell(host, database, script=None, environ=None, name="shell"):
    """Run Odoo's shell on ``database``; return its ``Outcome``.

    ``script`` is an open file; without it the user's own standard input is
    read, which may be a terminal. Odoo's log goes to a file, and what the
    script itself writes to the user.
    """
    path = log_path(name)
    path.write_text("")
    config = host.config(db_name=database, logfile=path)
    process = processes.start(
        host.command("shell", "--no-http", config=config),
        foreground=script is None,
        cwd=ROOT,
        env=host.environ() | (environ or {}),
        stdin=script,
    )
    typed = script is None and sys.stdin.isatty()
    quiet = processes.interrupts_left_to_others if typed else contextlib.nullcontext
    try:
        with quiet():
            status = process.wait()
    finally:
        processes.stop(process)
    return Outcome(name, read_log(path), status, path)


def read_log(path):
    """Return the ``OdooLog`` of a file, its warnings and errors printed."""
    log = OdooLog()
    for line in path.read_text(errors="replace").splitlines():
        log.feed(line)
    for record in log.bad:
        say(f"      {record}")
    return log
