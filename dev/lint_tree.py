"""A small copy of Odoo with only the add-ons that ours depends on.

Odoo's own linter reads every add-on that it finds; among all of Odoo's that
takes more than ten minutes.
"""

import os
import shutil
from pathlib import Path

from dev.odoo_src import Odoo
from dev.paths import ADDON

LINTER = "test_lint"
# Odoo loads these whatever is installed.
ALWAYS = {"base", "rpc", "web"}


def make(odoo, installed, target):
    """Fill ``target`` with hard links to the needed part of ``odoo``.

    ``installed`` are the names of the add-ons in the database that will be
    used. Returns the ``Odoo`` of the copy. Links are as good as files here,
    since nothing is written, and take neither time nor room.
    """
    core = next(p for p in odoo.addons if (p / "base").is_dir()).parent
    copy_tree(core, target / "odoo", skipped=core / "addons")
    for name in {LINTER, *ALWAYS, *installed} - {ADDON}:
        source = next(p / name for p in odoo.addons if (p / name).is_dir())
        copy_tree(source, target / "odoo/addons" / name)
    return Odoo(target, (target / "odoo/addons",), f"{odoo.about}, in part")


def copy_tree(source, target, skipped=None):
    """Copy a folder by hard links, or files where the disk differs."""

    def ignore(folder, names):
        mine = {"__pycache__"}
        if skipped and Path(folder) == skipped.parent:
            mine.add(skipped.name)
        return mine & set(names)

    shutil.copytree(source, target, ignore=ignore, copy_function=link)


def link(source, target):
    """Make ``target`` a hard link to the file ``source``, or a copy of it."""
    real = os.path.realpath(source)
    try:
        os.link(real, target)
    except OSError:
        shutil.copyfile(real, target)
