"""``make test``: every test, browser tests included, and one closing count."""

import os
import shlex
import sys
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from dev import (
    archivers,
    axe,
    chromium,
    databases,
    host,
    launching,
    odoo_run,
    office,
    processes,
    scanner,
    test_shares,
    together,
)
from dev.errors import HostError
from dev.odoo_log import Counts
from dev.paths import ADDON, ADDON_DIR, ROOT, tree_dir
from dev.ports import free_port, reserved_port
from dev.say import Clock, say

SETTINGS = ROOT / "pyproject.toml"
PURE = ADDON_DIR / "tests" / "pure"
TEST_PORT = 8470


def main(_arguments):
    """Run the tests that ``PYTEST`` chooses, or all; return the exit status."""
    with host.ready() as ready:
        say(f"[test] browser: {chromium.find_chromium()}")
        say(f"[test] office: {office.find_office()['soffice']}")
        archivers.find_archivers()
        scanner.find_scanner()
        axe.find_axe()
        if os.environ.get("PYTEST"):
            return some(ready, shlex.split(os.environ["PYTEST"]))
        return every(ready)


def some(ready, arguments):
    """Run pytest with ``arguments`` on a kept database; return its status.

    The database is updated when the add-on has changed. This is the quick way
    while developing; the truth is the full run.
    """
    with databases.Slot("dev") as slot:
        bring_up_to_date(ready, slot.name)
        config = ready.config(db_name=slot.name, http_port=free_port())
        options = ["--odoo-http", f"--odoo-config={config}"]
        command = ["-m", "pytest", ADDON_DIR / "tests", *options, *arguments]
        process = processes.start(
            [ready.venv.python, *command],
            foreground=sys.stdin.isatty(),
            cwd=ROOT,
            env=ready.environ(),
        )
        return process.wait()


def bring_up_to_date(ready, name):
    """Install or update the add-on in a kept database; raises ``HostError``."""
    key = databases.key_of(ready, demo=True)
    held = databases.key_in(ready, name)
    if not held:
        databases.ensure(ready, name)
    elif held != key:
        say(f"[database] {name}: updating {ADDON}")
        # Without its key a database whose update fails is made afresh next time.
        databases.mark(ready, name, "")
        databases.update(ready, name).check()
        databases.mark(ready, name, key)


class Phases:
    """The phases of the full run: their counts, durations and what went wrong."""

    def __init__(self):
        self.counts = Counts()
        self.lines = []
        self.broken = []

    def run(self, title, function, *arguments):
        """Run a phase: ``function`` returns its ``Counts`` and what is wrong."""
        say(f"[test] {title}")
        clock = Clock()
        counts, wrong = function(*arguments)
        self.counts += counts
        told = str(counts) if counts.total else "no tests"
        self.lines.append(f"      {title}: {told}, {clock}")
        if wrong:
            self.broken.append(f"{title}: {wrong}")

    def close(self):
        """Print the durations and, last, the count; return the exit status."""
        for line in self.lines:
            say(line)
        if not self.counts.passed and not self.counts.failed:
            self.broken.append("no test ran")
        for line in self.broken:
            say(f"FAILED: {line}")
        say(str(self.counts))
        return int(bool(self.broken or self.counts.failed))


def every(ready):
    """Run everything in a fresh database; return the exit status."""
    phases = Phases()
    phases.run("pytest: the host", plain_pytest, ready, ROOT / "dev" / "tests")
    if PURE.is_dir():
        phases.run("pytest: what needs no Odoo", plain_pytest, ready, PURE)
    with databases.Slot("test") as slot:
        try:
            phases.run("Odoo: install with demo data", install, ready, slot.name)
            phases.run("Odoo: update, and every test", update, ready, slot.name)
            phases.run("two servers, many users", score_together, ready, slot.name)
            phases.run("a launch that is killed", launch_killed, ready, slot.name)
        finally:
            ready.server.drop(slot.name)
    return phases.close()


def plain_pytest(ready, folder):
    """Run the tests in ``folder``, which need no Odoo; return their counts and
    what is wrong.

    The folder is pytest's root, or it would import the packages above.
    """
    report = ready.run_dir / "pytest.xml"
    options = ("-q", "-p", "no:odoo", "-p", "no:cacheprovider")
    where = ("--rootdir", folder, "--confcutdir", folder, "-c", SETTINGS)
    command = [ready.venv.python, "-m", "pytest", *options, *where]
    process = processes.start(
        [*command, f"--junitxml={report}", folder],
        cwd=ROOT,
        env=ready.environ() | {"HYPOTHESIS_STORAGE_DIRECTORY": str(tree_dir())},
    )
    status = process.wait()
    counts = read_junit(report.read_text()) if report.is_file() else Counts()
    return counts, f"pytest ended with status {status}" if status else ""


def read_junit(text):
    """Return the ``Counts`` of a JUnit report."""
    passed = failed = skipped = 0
    for case in ElementTree.fromstring(text).iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            failed += 1
        elif "skipped" in kinds:
            skipped += 1
        else:
            passed += 1
    return Counts(passed, failed, skipped)


def install(ready, name):
    """Install the add-on with demo data; return no counts and what is wrong."""
    return Counts(), complaint(databases.install(ready, name, True, ("--no-http",)))


def update(ready, name):
    """Update the add-on and run its tests, on a copy of the database for each share
    of them, side by side; return counts and what is wrong.
    """
    shares = test_shares.divide(test_shares.find_files(), test_shares.count_shares())
    copies = [f"{name}_{number}" for number in range(1, len(shares) + 1)]
    try:
        for copy in copies:
            ready.server.drop(copy)
            ready.server.clone(name, copy)
        with ThreadPoolExecutor(len(shares)) as pool:
            outcomes = list(pool.map(partial(run_share, ready), copies, shares))
    finally:
        for copy in copies:
            ready.server.drop(copy)
    wrong = "; ".join(filter(None, map(complaint, outcomes)))
    return sum((outcome.log.counts() for outcome in outcomes), Counts()), wrong


def run_share(ready, name, files):
    """Update the add-on in a database and run the tests of ``files``; return the
    ``Outcome``.
    """
    paths = (file.relative_to(ADDON_DIR).as_posix() for file in files)
    tags = ",".join(f"/{ADDON}/{path}" for path in paths)
    with reserved_port(TEST_PORT) as port:
        tests = ("--http-port", port, "--test-enable", "--test-tags", tags)
        log = f"tests-{name.rpartition('_')[2]}"
        outcome = databases.update(ready, name, tests, log)
    for (_logger, test), reason in sorted(outcome.log.skipped.items()):
        say(f"      skipped {test}: {reason}")
    return outcome


def score_together(ready, name):
    """Let many users score one dossier on two servers; return counts and what is
    wrong.

    The servers' logs are not judged: answering conflicts is what they are for.
    """
    setup = ready.run_dir / "together.py"
    setup.write_text(together.SETUP)
    with setup.open() as script:
        odoo_run.shell(ready, name, script, name="together").check()
    with (
        odoo_run.serving(ready, name, cron=False, name="one") as (_one, first),
        odoo_run.serving(ready, name, cron=False, name="two") as (_two, second),
    ):
        wrong = together.play([first, second], name)
    return Counts(int(not wrong), int(bool(wrong))), "; ".join(wrong)


def launch_killed(ready, name):
    """Launch a campaign on a server that is killed, and let another one go on; return
    counts and what is wrong.

    The first server's log is not judged: it is cut off.
    """
    setup = ready.run_dir / "launching.py"
    setup.write_text(launching.SETUP)
    with setup.open() as script:
        odoo_run.shell(ready, name, script, name="launching").check()
    with odoo_run.serving(ready, name, name="killed") as (process, port):
        client, campaign = launching.launch(port, name)
        wrong = list(
            launching.kill_in_the_middle(ready, name, process, client, campaign)
        )
    with odoo_run.serving(ready, name, name="again"):
        wrong += launching.go_on(ready, name)
    return Counts(int(not wrong), int(bool(wrong))), "; ".join(wrong)


def complaint(outcome):
    """Return what is wrong with a run of Odoo as text, "" if nothing is."""
    try:
        outcome.check()
    except HostError as error:
        return f"{error.why} ({error.todo})"
    return ""
