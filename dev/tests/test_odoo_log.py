"""Reading Odoo's log."""

from dev.odoo_log import Counts, OdooLog

HEAD = "2026-11-21 23:29:05,962 10695 {} base odoo.addons.x.tests.test_y: {}"


def read(*entries):
    log = OdooLog()
    for entry in entries:
        log.feed(entry if isinstance(entry, str) else HEAD.format(*entry))
    return log


def test_a_clean_log():
    log = read(("INFO", "Modules loaded."), ("RUNBOT", "WARNING is but a word here"))
    assert log.bad == []


def test_warnings_and_errors_with_what_follows_them():
    log = read(
        ("WARNING", "no such field"),
        ("INFO", "fine"),
        "a line that continues nothing bad",
        ("ERROR", "broken"),
        "Traceback (most recent call last):",
        "ValueError",
        ("CRITICAL", "the end"),
    )
    assert [record.level for record in log.bad] == ["WARNING", "ERROR", "CRITICAL"]
    assert log.bad[0].extra == []
    assert str(log.bad[1]).endswith("\nTraceback (most recent call last):\nValueError")


def test_the_gist_of_an_error_is_its_test_and_its_last_line():
    log = read(
        ("ERROR", "FAIL: TestA.test_one"),
        "Traceback (most recent call last):",
        "  here",
        "AssertionError: 1 != 2",
        "",
    )
    assert log.bad[0].gist() == (
        "odoo.addons.x.tests.test_y: FAIL: TestA.test_one\n  AssertionError: 1 != 2"
    )


def test_continuing_lines_are_told_apart():
    log = OdooLog()
    assert log.feed(HEAD.format("ERROR", "broken")) is log.bad[0]
    assert not log.continues
    assert log.feed("Traceback") is None
    assert log.continues


def test_counts_of_passing_and_skipped_tests():
    log = read(
        ("INFO", "Starting TestA.test_one ..."),
        ("INFO", "Starting TestA.test_two ..."),
        ("INFO", "skipped TestA.test_two : no browser"),
        ("INFO", "0 failed, 0 error(s) of 2 tests when loading database 'x'"),
    )
    assert log.counts() == Counts(passed=1, failed=0, skipped=1)
    assert list(log.skipped.values()) == ["no browser"]


def test_a_failing_test_counts_once_with_its_subtests():
    log = read(
        ("INFO", "Starting TestA.test_one ..."),
        ("ERROR", "FAIL: Subtest TestA.test_one (number=1)"),
        ("ERROR", "FAIL: Subtest TestA.test_one (number=2)"),
        ("INFO", "Starting TestA.test_two ..."),
        ("ERROR", "ERROR: TestA.test_two"),
        ("INFO", "Starting TestA.test_three ..."),
        ("ERROR", "2 failed, 1 error(s) of 3 tests when loading database 'x'"),
    )
    assert log.counts() == Counts(passed=1, failed=2)


def test_a_class_that_fails_to_set_up_counts_once():
    log = read(
        ("ERROR", "ERROR: setUpClass (odoo.addons.x.tests.test_y.TestA)"),
        ("ERROR", "0 failed, 1 error(s) of 0 tests when loading database 'x'"),
    )
    assert log.counts() == Counts(failed=1)


def test_a_total_with_failures_is_never_overlooked():
    log = read(("ERROR", "1 failed, 0 error(s) of 1 tests when loading database 'x'"))
    assert log.counts().failed == 1


def test_where_a_run_is():
    log = OdooLog()
    assert log.where() == "starting"
    log.feed(HEAD.format("INFO", "Loading module mail (14/28)"))
    assert log.where() == "module 14 of 28, mail"
    log.feed(HEAD.format("INFO", "Starting TestA.test_one ..."))
    assert log.where() == "1 tests"


def test_the_closing_line():
    assert str(Counts(3, 0)) == "3 passed, 0 failed"
    assert str(Counts(3, 1) + Counts(1, 0, 2)) == "4 passed, 1 failed, 2 skipped"
