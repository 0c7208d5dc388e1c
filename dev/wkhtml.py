"""wkhtmltopdf, the program by which Odoo prints: one with patched Qt if possible."""

import shutil
import subprocess
from pathlib import Path

from dev import apt
from dev.errors import HostError
from dev.say import say
from dev.steps import cached

NAME = "wkhtmltopdf"
PATCHED = "with patched qt"
# What the program in the wheel links to besides the C library.
LIBRARIES = ("libfontconfig1", "libfreetype6", "libxext6", "libxrender1")
WRAPPER = """#!/bin/sh
LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export LD_LIBRARY_PATH
exec "{program}" "$@"
"""


def find_wkhtmltopdf(venv):
    """Return the folder that holds the ``wkhtmltopdf`` to use; raises ``HostError``.

    Taken are, in this order: one of the machine's with patched Qt, the one in
    the wheel, the machine's own with a warning.
    """
    own = shutil.which(NAME)
    if own and PATCHED in version(own):
        return Path(own).parent
    packed = venv.bin / "wkhtmltopdf-pack"
    if packed.is_file():
        return _wrapped(packed, venv.folder.name)
    if not own:
        own = _install()
    say(
        "NOTE: this machine's wkhtmltopdf lacks the patched Qt: papers will have no "
        "page numbers. Install wkhtmltopdf 0.12.6 with patched Qt for them."
    )
    return Path(own).parent


def version(program):
    """Return what ``program --version`` prints, or "" if it does not start."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return "" if done.returncode else done.stdout


def _wrapped(packed, key):
    """Return a folder with a ``wkhtmltopdf`` that runs ``packed`` and starts."""
    about = "the PDF engine: wkhtmltopdf with patched Qt, from its wheel"
    return cached(NAME, key, lambda work: _build(work, packed), about)


def _build(work, packed):
    target = work.with_name(work.name.removesuffix(".tmp"))
    libraries = ()
    if PATCHED not in version(packed):
        libraries = _fetch_libraries(work)
    wrapper = work / NAME
    places = ":".join(str(target / path.relative_to(work)) for path in libraries)
    wrapper.write_text(WRAPPER.format(libraries=places, program=packed))
    wrapper.chmod(0o755)
    started = ":".join(map(str, libraries))
    environ = {"LD_LIBRARY_PATH": started, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [packed, "--version"], capture_output=True, text=True, check=False, env=environ
    )
    if PATCHED not in done.stdout:
        raise HostError(
            "starting the PDF engine",
            done.stderr,
            f"install its libraries: apt-get install {' '.join(LIBRARIES)}",
        )


def _fetch_libraries(work):
    """Unpack the libraries which the machine lacks; return their folders."""
    say("      libraries that it needs: 5 MB")
    archive = apt.machine_archive(work / "apt")
    names = archive.with_dependencies(LIBRARIES)
    for deb in archive.download(names, "libraries of the PDF engine"):
        apt.unpack(deb, work)
    shutil.rmtree(archive.folder)
    return sorted({path.parent for path in work.rglob("lib*.so.*")})


def _install():
    """Install Debian's wkhtmltopdf; return its path. Raises ``HostError``."""
    if not apt.may_install():
        raise HostError(
            "finding wkhtmltopdf",
            "this machine has none, and there is no wheel for its kind",
            "sudo apt-get install wkhtmltopdf",
        )
    say("[wkhtmltopdf] installing Debian's package: 60 MB")
    apt.install([NAME], "installing wkhtmltopdf")
    return shutil.which(NAME)
