"""``make release``: the add-on as a ZIP, to be unpacked into an ``addons_path``.

It is tried before it is called done: unpacked elsewhere and installed on a plain Odoo,
the demo too, with a clean log.
"""

import ast
import subprocess
import zipfile

from dev import databases, host
from dev.errors import HostError
from dev.odoo_run import run_logged
from dev.paths import ADDON, ADDON_DIR, OUT, ROOT
from dev.say import say

# Of the development, not of the add-on that runs; tours stay, the manifest names them.
LEFT_OUT = ("tests/",)


def main(_arguments):
    """Write ``out/cds_assessment-<version>.zip``; return the exit status.

    Raises ``HostError`` when something in the add-on is not committed: what is released
    can be found again.
    """
    names = _list_files()
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{ADDON}-{read_version()}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(ROOT / name, name)
        archive.write(ROOT / "LICENSE", f"{ADDON}/LICENSE")
    with host.ready() as ready:
        try_out(ready, path)
    say(f"{path.relative_to(ROOT)}: {len(names)} files, {path.stat().st_size >> 10} kB")
    return 0


def try_out(ready, path):
    """Install the ZIP at ``path`` as an administrator does; may raise ``HostError``."""
    folder = ready.run_dir / "addons"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    config = ready.config(addons=(folder, *ready.odoo.addons))
    say("[release] installing the ZIP on a plain Odoo")
    with databases.Slot("release") as slot:
        ready.server.drop(slot.name)
        arguments = ("-d", slot.name, "-i", ADDON, "--with-demo", "--stop-after-init")
        try:
            run_logged(ready, arguments, "release", config).check()
        finally:
            ready.server.drop(slot.name)


def read_version():
    """Return the version that the manifest says."""
    manifest = (ADDON_DIR / "__manifest__.py").read_text()
    return ast.literal_eval(manifest)["version"]


def _list_files():
    changed = _git("status", "--porcelain", "--", ADDON)
    if changed:
        raise HostError("releasing", f"not committed: {', '.join(changed)}", "commit")
    folders = tuple(f"{ADDON}/{folder}" for folder in LEFT_OUT)
    return [name for name in _git("ls-files", ADDON) if not name.startswith(folders)]


def _git(*arguments):
    done = subprocess.run(
        ["git", "-c", "core.quotepath=off", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()
