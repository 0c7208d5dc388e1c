"""The keeper: a small process that holds the PostgreSQL server of a cache.

Runs of the host share one server. Each keeps a connection to the keeper's
socket open for as long as it needs the server; when the last connection closes,
however its run ended, the keeper stops the server and ends. It is started as
``python -m dev.pg_keeper FOLDER COMMAND…``, where the command runs the server in
the foreground with its socket in FOLDER.
"""

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

SOCKET = "keeper"
FIRST_USER_SECONDS = 60
STOP_SECONDS = 60


def main(folder, command):
    """Hold the server while anybody uses it; return its exit status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Not SIG_IGN, which the server would inherit.
        signal.signal(number, lambda *_args: None)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / SOCKET))
    listener.listen()
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        leaving = _serve(listener, server)
    finally:
        # No new user may come from here on; the last one waits for the end.
        listener.close()
        _stop(server)
        shutil.rmtree(folder, ignore_errors=True)
    for connection in leaving:
        connection.close()
    return server.returncode


def _serve(listener, server):
    """Serve until nobody uses the server; return who waits for its end."""
    users, leaving, patience = [], [], FIRST_USER_SECONDS
    while server.poll() is None and (users or patience):
        ready = select.select([listener, *users], [], [], patience or 1)[0]
        patience = 0
        for connection in ready:
            if connection is listener:
                users.append(listener.accept()[0])
            else:
                users.remove(connection)
                leaving += _saying_goodbye(connection)
        while users and leaving:
            leaving.pop().close()
    return leaving


def _saying_goodbye(connection):
    """Return ``[connection]`` if its user waits for an answer, else close it."""
    with contextlib.suppress(OSError):
        if connection.recv(16):
            return [connection]
    connection.close()
    return []


def _stop(server):
    """Stop the server: SIGINT is PostgreSQL's fast shutdown."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
    if server.poll() is None:
        server.kill()
        server.wait()


class Use:
    """One run's hold on the server of a keeper."""

    def __init__(self, folder):
        """Connect; raises ``OSError`` when no keeper listens there."""
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(str(folder / SOCKET))

    def leave(self):
        """Let the server go; when nobody else uses it, wait until it has ended."""
        with contextlib.suppress(OSError):
            self._connection.sendall(b"bye")
            while self._connection.recv(16):
                pass
        self._connection.close()


if __name__ == "__main__":
    os.chdir("/")
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
