"""Odoo 19 itself: a source tree of the user's, or Debian's package unpacked."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from dev import apt, npm
from dev.errors import HostError
from dev.processes import run
from dev.say import say
from dev.steps import cached

SERIES = "19.0"
PACKAGE = "odoo-19"
# Odoo's package has links into these, in the versions that match. The newer
# Font Awesome and Inconsolata lack the files that Odoo links to.
LINKED = {
    "fonts-font-awesome": r".*4\.7\..*",
    "fonts-inconsolata": r"001\..*",
    "fonts-montserrat": ".*",
    "fonts-ocr-b": ".*",
    "fonts-roboto-unhinted": ".*",
    "libjs-jquery": ".*",
    "libjs-jquery-form": ".*",
    "libjs-underscore": ".*",
}
# A second, partial copy of the add-ons, and the catalogues of languages other
# than Vietnamese: two thirds of the package's size.
UNWANTED = (
    "./usr/lib/python3/dist-packages/addons",
    "*/i18n/[a-uw-z]*.po",
    "*/i18n/v[a-hj-z]*.po",
)
# The file which Debian leaves out of the package; the back end asks for it.
SELFIE = Path("mail/static/lib/selfie_segmentation/selfie_segmentation.js")
SELFIE_PACKAGE = "@mediapipe/selfie_segmentation@0.1.1675465747"
SELFIE_SHA256 = "a4720d2d2374ec9df3510461ff186a4af427fb5bd402375e135875a991467da3"
STAND_IN = (
    "// Stands in for MediaPipe's selfie segmentation, which Debian leaves out.\n"
    "// Only blurring one's background in a video call needs the real file.\n"
)
# Part of the cache key: raised when what is unpacked changes.
RECIPE = "1"


@dataclass(frozen=True)
class Odoo:
    """An Odoo source: what Python imports from, and its folders of add-ons."""

    python_path: Path
    addons: tuple
    about: str


def find_odoo(environ=os.environ):
    """Return the ``Odoo`` to run; Debian's package is fetched when none is given.

    ``ODOO_SRC`` names a source tree that is already there. Raises ``HostError``.
    """
    if environ.get("ODOO_SRC"):
        return from_tree(Path(environ["ODOO_SRC"]).expanduser().resolve())
    folder = cached(
        "odoo",
        RECIPE,
        _build,
        f"Odoo {SERIES} from Debian's package: 150 MB to download, 0.4 GB unpacked",
    )
    about = f"Odoo {SERIES}, Debian's {(folder / 'version').read_text()}"
    python_path = folder / "root/usr/lib/python3/dist-packages"
    return Odoo(python_path, (python_path / "odoo/addons",), about)


def from_tree(path):
    """Return the ``Odoo`` of a source tree; raises ``HostError`` if it is none."""
    release = path / "odoo/release.py"
    todo = "set ODOO_SRC to a tree of Odoo 19: odoo-bin, odoo/, addons/"
    if not release.is_file():
        raise HostError(f"reading ODOO_SRC={path}", "no odoo/release.py in it", todo)
    match = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.M)
    if not match or ".".join(match.groups()) != SERIES:
        raise HostError(f"reading ODOO_SRC={path}", f"it is not Odoo {SERIES}", todo)
    folders = (path / "odoo/addons", path / "addons")
    addons = tuple(folder for folder in folders if folder.is_dir())
    return Odoo(path, addons, f"Odoo {SERIES} in {path}")


def _build(work):
    """Fill ``work``: ``root/`` with the packages unpacked, and ``version``."""
    say("      reading the package lists of sid: about 20 MB")
    archive = apt.debian_archive(work / "apt", PACKAGE)
    linked = [f"{name}={archive.version(name, p)}" for name, p in LINKED.items()]
    debs = archive.download([PACKAGE, *linked], "Odoo and what it links to")
    root = work / "root"
    root.mkdir()
    say("      unpacking: 0.4 GB")
    for deb in debs:
        apt.unpack(deb, root, UNWANTED)
    addons = root / "usr/lib/python3/dist-packages/odoo/addons"
    _add_selfie(addons, work)
    _check_links(root)
    (work / "version").write_text(archive.version(PACKAGE))
    shutil.rmtree(archive.folder)


def _add_selfie(addons, work):
    """Put the file which the package lacks in its place."""
    target = addons / SELFIE
    if target.is_file():
        return
    scratch = work / "npm"
    scratch.mkdir()
    content = npm.fetch_file(SELFIE_PACKAGE, SELFIE.name, SELFIE_SHA256, scratch)
    if content is None:
        say("      npm is missing: background blur in video calls will not work")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content or STAND_IN.encode())
    shutil.rmtree(scratch)


def _check_links(root):
    """Raise ``HostError`` if a link in ``root`` leads nowhere and is needed."""
    output = run(["find", root, "-xtype", "l"], "looking for dangling links")
    dangling = [x for x in output.splitlines() if "/odoo/addons/" in x]
    if dangling:
        raise HostError(
            "unpacking Odoo",
            "these links lead nowhere:\n" + "\n".join(dangling),
            "Debian's packages have changed: add the missing one to LINKED in "
            "dev/odoo_src.py, or set ODOO_SRC",
        )
