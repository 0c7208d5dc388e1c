"""Dividing the files of tests into shares that run side by side and end together."""

import heapq
import os

from dev.paths import ADDON_DIR

TESTS = ADDON_DIR / "tests"

# Files whose seconds their length does not tell: they click, crawl and print.
# Roughly measured; a wrong one costs balance alone.
SECONDS = {
    "test_leaving.py": 640,
    "test_rpc.py": 490,
    "test_crawler.py": 380,
    "test_click_everywhere.py": 280,
    "test_room_tours.py": 280,
    "test_annex.py": 220,
    "test_rule_cache.py": 190,
    "test_workflow_tours.py": 120,
    "test_review_tours.py": 120,
    "test_transitions.py": 100,
    "test_sheet_keys.py": 85,
    "test_dossier.py": 85,
    "test_rights.py": 85,
    "test_printing.py": 80,
    "test_document.py": 75,
}
SECONDS_A_LINE = 0.04


def count_shares():
    """Return how many runs this machine bears side by side."""
    return max(2, min(4, os.cpu_count() or 2))


def find_files():
    """Return the add-on's files of tests, in order."""
    return sorted(TESTS.rglob("test_*.py"))


def divide(files, count, weigh=None):
    """Return ``count`` lists of files, of about the same number of seconds each.

    The longest come first, each to the share that has least; within a share they keep
    the order of ``files``. ``weigh`` tells the seconds of a file.
    """
    weigh = weigh or _weigh
    shares = [(0, number, []) for number in range(count)]
    for file in sorted(files, key=weigh, reverse=True):
        seconds, number, share = heapq.heappop(shares)
        heapq.heappush(shares, (seconds + weigh(file), number, [*share, file]))
    ordered = sorted(shares, key=lambda share: share[1])
    return [sorted(share, key=files.index) for _seconds, _number, share in ordered]


def _weigh(file):
    known = SECONDS.get(file.name)
    return known or SECONDS_A_LINE * len(file.read_text().splitlines())
