"""The entry, the counts of a run, and the names of databases."""

import pytest

from dev import __main__ as entry
from dev import databases
from dev.commands import test as test_command
from dev.odoo_log import Counts

REPORT = """<testsuites><testsuite>
<testcase name="a"/>
<testcase name="b"><failure/></testcase>
<testcase name="c"><error/></testcase>
<testcase name="d"><skipped/></testcase>
<testcase name="e"/>
</testsuite></testsuites>"""


@pytest.mark.parametrize("arguments", [[], ["nonsense"]])
def test_a_wrong_command_is_answered_with_the_right_ones(arguments, capsys):
    assert entry.main(arguments) == 2
    assert "demo" in capsys.readouterr().err


def test_counts_of_a_junit_report():
    assert test_command.read_junit(REPORT) == Counts(passed=2, failed=2, skipped=1)


def phases(*results):
    made = test_command.Phases()
    for counts, wrong in results:
        made.run("phase", lambda c=counts, w=wrong: (c, w))
    return made


def test_the_last_line_counts_every_phase(capsys):
    assert phases((Counts(2, 0), ""), (Counts(3, 0), "")).close() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed"


@pytest.mark.parametrize(
    "result",
    [(Counts(2, 1), ""), (Counts(2, 0), "a warning in the log"), (Counts(), "")],
    ids=["failed", "unclean", "nothing ran"],
)
def test_what_fails_the_run(result, capsys):
    assert phases(result).close() == 1
    assert capsys.readouterr().out.splitlines()[-1] == str(result[0])


def test_two_runs_hold_two_databases(tmp_path, monkeypatch):
    lock = databases.Lock
    monkeypatch.setattr(databases, "Lock", lambda name: lock(name, tmp_path))
    with databases.Slot("demo") as first, databases.Slot("demo") as second:
        assert first.name == databases.database("demo")
        assert second.name == databases.database("demo2")
    with databases.Slot("demo") as third:
        assert third.name == first.name
