"""Modules of the add-on that need no Odoo, with those that they import beside them."""

import importlib
import sys
import types
from pathlib import Path

ADDON = Path(__file__).parents[2]


def load(name):
    """Import a module by its path within the add-on, for instance ``tools.file_name``.

    The packages around it are stood in for: importing these would need Odoo.
    """
    package, around = "cds_pure", ADDON
    for part in (None, *name.split(".")[:-1]):
        if part:
            package, around = f"{package}.{part}", around / part
        if package not in sys.modules:
            module = sys.modules[package] = types.ModuleType(package)
            module.__path__ = [str(around)]
    return importlib.import_module(f"cds_pure.{name}")
