"""The host put together: Odoo with all it needs, ready to be run."""

import contextlib
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dev import fonts, odoo_src, postgres, venv, wkhtml
from dev.paths import CACHE, DATA, ROOT, tree_dir
from dev.ports import HOST
from dev.say import Clock, say

LIMIT_SECONDS = 3600
KEPT_LOGS = 50


@dataclass(frozen=True)
class Host:
    """Everything that an Odoo command needs."""

    venv: venv.Venv
    odoo: odoo_src.Odoo
    server: postgres.Server
    printer: Path
    fontconfig: Path
    run_dir: Path
    bytecode: Path = CACHE / "bytecode"
    # Folders that come first in PATH, before the PDF engine's.
    programs: tuple = ()

    def environ(self):
        """Return the environment of an Odoo process."""
        path = (*self.programs, self.printer, os.environ.get("PATH", os.defpath))
        mine = {
            "PYTHONPATH": str(self.odoo.python_path),
            "PYTHONPYCACHEPREFIX": str(self.bytecode),
            "PYTHONUNBUFFERED": "1",
            "PATH": ":".join(map(str, path)),
            "FONTCONFIG_FILE": str(self.fontconfig),
            # Qt's fonts and dates come out alike on every machine.
            "LC_ALL": "C.UTF-8",
        }
        # The user's own settings of Odoo, PostgreSQL and Python stay outside.
        foreign = ("ODOO_RC", "OPENERP_SERVER", "PG", "PYTHON")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
        return kept | self.server.environ | mine

    def config(self, addons=None, **options):
        """Write a configuration file and return its path.

        With it the user's own is never read. ``addons`` are the folders of
        add-ons, by default the repository and Odoo's own.
        """
        values = {
            "addons_path": ",".join(map(str, addons or (ROOT, *self.odoo.addons))),
            "data_dir": DATA,
            "bin_path": self.printer,
            "admin_passwd": secrets.token_hex(),
            "http_interface": HOST,
            "list_db": False,
            "workers": 0,
            "limit_time_cpu": LIMIT_SECONDS,
            "limit_time_real": LIMIT_SECONDS,
            "limit_time_real_cron": LIMIT_SECONDS,
            "limit_memory_soft": 0,
            "limit_memory_hard": 0,
        } | options
        handle, name = tempfile.mkstemp(".conf", "odoo-", self.run_dir)
        with open(handle, "w") as file:
            file.write("[options]\n")
            file.writelines(f"{key} = {value}\n" for key, value in values.items())
        return Path(name)

    def command(self, *arguments, config=None):
        """Return the command line of Odoo with ``arguments``.

        A subcommand such as ``shell`` stands first in ``arguments``.
        """
        plain = not arguments or str(arguments[0]).startswith("-")
        first, rest = ((), arguments) if plain else (arguments[:1], arguments[1:])
        if first == ("i18n",):
            first, rest = arguments[:2], arguments[2:]
        config = config or self.config()
        return [self.venv.python, "-m", "odoo", *first, "-c", config, *rest]


@contextlib.contextmanager
def ready():
    """Give a ``Host`` while the block runs, made from what is missing.

    Raises ``HostError``.
    """
    clock = Clock()
    CACHE.mkdir(parents=True, exist_ok=True)
    environment = venv.find_venv()
    odoo = odoo_src.find_odoo()
    printer = wkhtml.find_wkhtmltopdf(environment)
    fontconfig = fonts.find_fonts()
    DATA.mkdir(exist_ok=True)
    prune(tree_dir())
    run_dir = Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=tree_dir()))
    try:
        with postgres.server(environment) as server:
            say(f"[host] {odoo.about}; ready in {clock}")
            yield Host(environment, odoo, server, printer, fontconfig, run_dir)
    finally:
        shutil.rmtree(run_dir, ignore_errors=True)


def prune(folder):
    """Remove what runs that were killed left in ``folder``, and all but the
    newest logs."""
    for path in folder.glob("run-*"):
        if not Path("/proc", path.name.split("-")[1]).exists():
            shutil.rmtree(path, ignore_errors=True)
    logs = sorted(folder.glob("logs/*.log"), key=lambda path: path.stat().st_mtime)
    for path in logs[:-KEPT_LOGS]:
        path.unlink(missing_ok=True)
