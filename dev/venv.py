"""The virtual environment with the packages of the lock file."""

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from dev import apt
from dev.errors import HostError
from dev.paths import LOCK
from dev.processes import run
from dev.say import Progress
from dev.steps import cached

SUPPORTED = ((3, 10), (3, 13))
PIP_PACKAGE = "python3-pip-whl"


@dataclass(frozen=True)
class Venv:
    """A virtual environment in the cache."""

    folder: Path

    @property
    def python(self):
        """Return its interpreter."""
        return self.folder / "bin/python"

    @property
    def bin(self):
        """Return its folder of programs."""
        return self.folder / "bin"

    @property
    def packages(self):
        """Return its site-packages."""
        return next(self.folder.glob("lib/python3.*/site-packages"))


def lock_key(lock=LOCK):
    """Return the key of an environment: the lock, Python and the machine's kind."""
    what = [lock.read_bytes(), platform.python_version(), platform.machine()]
    text = b"\0".join(x if isinstance(x, bytes) else x.encode() for x in what)
    return hashlib.sha256(text).hexdigest()[:12]


def find_venv():
    """Return the ``Venv`` of the lock file, made if missing; raises ``HostError``."""
    check_python(sys.version_info[:2])
    count = len(locked_names(LOCK.read_text()))
    about = f"{count} Python packages: 100 MB to download, 0.4 GB installed"
    return Venv(cached("venv", lock_key(), _build, about))


def check_python(version):
    """Raise ``HostError`` unless Odoo 19 runs on this Python ``version``."""
    low, high = SUPPORTED
    if not low <= version <= high:
        raise HostError(
            f"using Python {version[0]}.{version[1]}",
            "Odoo 19 runs on Python 3.10 to 3.13",
            "name another one: make PYTHON=python3.12 …",
        )


def locked_names(text):
    """Return the set of the packages that a lock file names."""
    return set(re.findall(r"^([\w.-]+)==", text, re.M))


def _build(work):
    """Fill ``work`` with an environment which may be moved afterwards."""
    pip = _make(work)
    total = len(locked_names(LOCK.read_text()))
    command = [work / "bin/python", *pip, "install", "--require-hashes"]
    command += ["--disable-pip-version-check", "--no-input", "--prefer-binary"]
    with Progress("installed", total, lambda: _count(work), lambda n: f"{n} packages"):
        run(
            [*command, "-r", LOCK],
            "installing the Python packages of dev/requirements.lock",
            "check that pip reaches its package index, then run the command again",
        )
    shutil.rmtree(work / "apt", ignore_errors=True)
    _relocate(work, work.with_name(work.name.removesuffix(".tmp")))


def _make(work):
    """Make the environment; return the arguments by which its Python runs pip.

    Debian leaves the module that brings pip out of its Python: then pip is
    taken from the package which holds it for that module.
    """
    what = "making a virtual environment"
    command = [sys.executable, "-I", "-m", "venv"]
    if importlib.util.find_spec("ensurepip"):
        run([*command, work], what)
        return ["-m", "pip"]
    archive = apt.machine_archive(work / "apt")
    for deb in archive.download([PIP_PACKAGE], "pip, which this Python lacks"):
        apt.unpack(deb, work / "apt")
    run([*command, "--without-pip", work], what, "apt-get install python3-venv")
    return [next(work.glob("apt/usr/share/python-wheels/pip-*.whl")) / "pip"]


def _count(work):
    return sum(1 for _ in work.glob("lib/python3.*/site-packages/*.dist-info"))


def _relocate(work, target):
    """Write the final place into the programs, which name their interpreter."""
    old, new = os.fsencode(work), os.fsencode(target)
    for path in (*(work / "bin").iterdir(), work / "pyvenv.cfg"):
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        # A whole program, like the PDF engine, has no such line to change.
        if old in content and not content.startswith(b"\x7fELF"):
            path.write_bytes(content.replace(old, new))
