"""Reading Odoo's log: what is wrong in it, and what the tests came to."""

import re
from dataclasses import dataclass, field

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>\S+): (?P<message>.*)$"
)
WIDEST = 300
BAD = ("WARNING", "ERROR", "CRITICAL")
STARTED = re.compile(r"^Starting (?P<test>\S+) \.\.\.")
SKIPPED = re.compile(r"^skipped (?P<test>\S+) : (?P<reason>.*)")
# A failing subtest is named "Subtest Class.method (…)", a failing class
# "setUpClass (path.Class)".
FAILED = re.compile(
    r"^(?:FAIL|ERROR): (?:Subtest )?(?P<test>(?:setUp|tearDown)\w* \(\S+\)|\S+)"
)
TOTAL = re.compile(r"^(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
LOADING = re.compile(r"^Loading module (\S+) \((\d+)/(\d+)\)")


@dataclass
class Record:
    """One entry of the log with the lines that continue it."""

    level: str
    logger: str
    message: str
    extra: list = field(default_factory=list)

    def __str__(self):
        head = f"{self.level} {self.logger}: {self.message}"
        return "\n".join([head, *self.extra])

    def gist(self):
        """Return the head of the entry and its last line: a test, and why it failed."""
        last = [line for line in self.extra if line.strip()][-1:]
        lines = (f"{self.logger}: {self.message}", *last)
        return "\n  ".join(line[:WIDEST] for line in lines)


class OdooLog:
    """The log of one run of Odoo, fed line by line.

    ``bad`` holds the warnings and errors, ``started``, ``skipped`` and
    ``failed`` the tests' names, ``continues`` whether the last line went on
    with a record begun before.
    """

    def __init__(self):
        self.bad = []
        self.started, self.skipped, self.failed = set(), {}, set()
        self.total_failures = 0
        self.continues = False
        self._loading = "starting"
        self._current = None

    def feed(self, line):
        """Take one line of the log; return its new ``Record`` if it is bad."""
        match = LINE.match(line)
        self.continues = not match
        if not match:
            if self._current:
                self._current.extra.append(line)
            return None
        self._current = None
        self._read_message(match["logger"], match["message"])
        if match["level"] not in BAD:
            return None
        self._current = Record(match["level"], match["logger"], match["message"])
        self.bad.append(self._current)
        return self._current

    def _read_message(self, logger, message):
        if match := STARTED.match(message):
            self.started.add((logger, match["test"]))
        elif match := SKIPPED.match(message):
            self.skipped[logger, match["test"]] = match["reason"]
        elif match := FAILED.match(message):
            self.failed.add((logger, match["test"]))
        elif match := TOTAL.match(message):
            self.total_failures += int(match[1]) + int(match[2])
        elif match := LOADING.match(message):
            self._loading = f"module {match[2]} of {match[3]}, {match[1]}"

    def where(self):
        """Return in words how far the run got."""
        return f"{len(self.started)} tests" if self.started else self._loading

    def counts(self):
        """Return the ``Counts`` of the tests that this log tells of."""
        # A failing class never started its tests: it counts as one.
        failed = len(self.failed) or min(self.total_failures, 1)
        passed = self.started - self.failed - set(self.skipped)
        return Counts(len(passed), failed, len(set(self.skipped) - self.failed))


@dataclass
class Counts:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def total(self):
        """Return how many tests there were."""
        return self.passed + self.failed + self.skipped

    def __add__(self, other):
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self):
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text
