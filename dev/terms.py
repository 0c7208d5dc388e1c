"""The add-on's terms: exported afresh, and what is done with them."""

from dev import processes
from dev.odoo_run import run_logged
from dev.paths import ADDON, ADDON_DIR, ROOT

FOLDER = ADDON_DIR / "i18n"
TEMPLATE = FOLDER / f"{ADDON}.pot"
CATALOGUE = FOLDER / "vi.po"


def export(host, database):
    """Return the path of a template exported from ``database``; may raise
    ``HostError``."""
    path = host.run_dir / TEMPLATE.name
    arguments = ("i18n", "export", "-d", database, "-o", path, ADDON)
    run_logged(host, arguments, "export of the terms").check()
    return path


def handle(host, action, fresh):
    """Run ``dev.translations`` with ``action`` on the export; return its status."""
    files = (fresh, TEMPLATE, CATALOGUE)
    command = [host.venv.python, "-m", "dev.translations", action, *files]
    return processes.start(command, cwd=ROOT).wait()
