"""What the host prints: steps, their sizes, and how far they got."""

import sys
import threading
import time

MEGA = 1_000_000
QUIET_SECONDS = 20


def say(text):
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


def size(amount):
    """Return ``amount`` bytes as text."""
    return f"{amount / MEGA:.1f} MB" if amount < 10 * MEGA else f"{amount // MEGA} MB"


class Progress:
    """A line that tells how far a piece of work got while a block runs.

    ``measure`` returns the amount done, ``total`` the whole, ``show`` turns an
    amount into text. On a terminal the line is rewritten twice a second; in a
    file a line is added at each quarter of the way.
    """

    def __init__(self, label, total, measure, show=size):
        self.label, self.total, self.measure, self.show = label, total, measure, show
        self._quarter = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_exc):
        self._done.set()
        self._thread.join()
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)

    def _watch(self):
        while not self._done.wait(0.5):
            self._tell(min(self.measure(), self.total))

    def _tell(self, amount):
        line = f"      {self.label}: {self.show(amount)} of {self.show(self.total)}"
        if sys.stdout.isatty():
            print(f"\r\033[K{line}", end="", flush=True)
        elif 4 * amount // max(self.total, 1) > self._quarter:
            self._quarter = 4 * amount // max(self.total, 1)
            say(line)


class Clock:
    """Seconds since its making: ``str(clock)`` reads "12 s" or "3 min 05 s"."""

    def __init__(self):
        self.start = time.monotonic()

    @property
    def seconds(self):
        """Return the seconds passed as a float."""
        return time.monotonic() - self.start

    def __str__(self):
        minutes, seconds = divmod(round(self.seconds), 60)
        return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"
