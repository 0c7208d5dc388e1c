"""Modules of the add-on that need no Odoo, with those that they import beside them."""

import importlib
import sys
import types
from pathlib import Path

ADDON = Path(__file__).parents[2]
PACKAGE = "cds_pure"


def load(name):
    """Import a module by its path within the add-on, for instance ``tools.file_name``.

    The packages around it, and around what it imports, are stood in for: importing
    these would need Odoo.
    """
    if PACKAGE not in sys.modules:
        _stand_in(PACKAGE, ADDON)
        for folder in (*(ADDON / "tools").glob("**/"), *(ADDON / "report").glob("**/")):
            parts = folder.relative_to(ADDON).parts
            _stand_in(".".join((PACKAGE, *parts)), folder)
    return importlib.import_module(f"{PACKAGE}.{name}")


def _stand_in(package, folder):
    module = sys.modules[package] = types.ModuleType(package)
    module.__path__ = [str(folder)]
