"""Choosing a port."""

import socket

import pytest

from dev import ports
from dev.ports import HOST, free_port


def listening(port=0):
    taken = socket.socket()
    taken.bind((HOST, port))
    taken.listen()
    return taken


def test_any_free_port():
    with listening(free_port()):
        pass


def test_the_wanted_port_when_free():
    port = free_port()
    assert free_port(port) == port


def test_a_taken_port_is_refused():
    with listening() as taken, pytest.raises(OSError):
        free_port(taken.getsockname()[1])


@pytest.fixture(autouse=True)
def own_locks(tmp_path, monkeypatch):
    lock = ports.Lock
    monkeypatch.setattr(ports, "Lock", lambda name: lock(name, tmp_path))


def test_the_next_port_when_taken():
    with listening() as taken:
        port = taken.getsockname()[1]
        with ports.reserved_port(port) as reserved:
            assert port < reserved < port + ports.TRIED


def test_two_runs_reserve_two_ports():
    wanted = free_port()
    with ports.reserved_port(wanted) as first:
        with ports.reserved_port(wanted) as second:
            assert first == wanted
            assert second > first
    with ports.reserved_port(wanted) as third:
        assert third == wanted
