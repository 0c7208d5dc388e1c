"""Choosing a port that nobody uses."""

import contextlib
import socket

from dev.locks import Lock

HOST = "127.0.0.1"
DEMO = 8069
TRIED = 200


def free_port(port=0):
    """Return ``port`` if it is free, any free one for 0; raises ``OSError``."""
    with socket.socket() as probe:
        # As Odoo itself: a port just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        return probe.getsockname()[1]


@contextlib.contextmanager
def reserved_port(first=0):
    """Give the first free port from ``first`` on, or any for 0.

    Another run that asks meanwhile gets another one, also before a server
    listens on it. Raises ``OSError`` when none is free.
    """
    for port in range(first, first + TRIED):
        lock = Lock(f"port-{port}")
        if first and not lock.try_acquire():
            continue
        try:
            free = free_port(port if first else 0)
        except OSError:
            lock.release()
            continue
        try:
            yield free
        finally:
            lock.release()
        return
    raise OSError(f"no free port from {first} on")
