"""Shares of tests: each file in one of them, none much longer than another."""

from dev import test_shares


def test_every_file_is_in_one_share():
    files = test_shares.find_files()
    shares = test_shares.divide(files, 3)
    assert sorted(file for share in shares for file in share) == files
    assert all(share == sorted(share) for share in shares)


def test_shares_end_together():
    seconds = {"a": 100, "b": 60, "c": 50, "d": 30, "e": 10}
    shares = test_shares.divide(list(seconds), 2, seconds.get)
    assert [sum(map(seconds.get, share)) for share in shares] == [130, 120]


def test_more_shares_than_files():
    assert test_shares.divide(["a"], 2, lambda _file: 1) == [["a"], []]


def test_files_that_are_known_to_be_slow_are_there():
    assert set(test_shares.SECONDS) <= {file.name for file in test_shares.find_files()}
