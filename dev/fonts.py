"""Fonts for screens and Word files, and a fontconfig file that finds them.

Printed papers bring their own. LibreOffice, which opens Word files in the tests, gets
the same one for Times New Roman, whatever this machine has by that name.
"""

import hashlib
import shutil
from pathlib import Path

from dev import apt
from dev.errors import HostError
from dev.paths import ADDON_DIR
from dev.steps import cached

SYSTEM = Path("/usr/share/fonts")
PAPERS = ADDON_DIR / "report" / "fonts"
# A file that shows that a font is there, and the packages that have it.
NEEDED = {
    "LiberationSans-Regular.ttf": ("fonts-liberation2", "fonts-liberation"),
    "DejaVuSans.ttf": ("fonts-dejavu-core",),
}
ALIASES = {
    "Times New Roman": "CDS Serif",
    "Liberation Serif": "CDS Serif",
    "Arial": "Liberation Sans",
    "Courier New": "Liberation Mono",
}
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{system}</dir>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
{aliases}
</fontconfig>
"""
ALIAS = """  <match target="pattern">
    <test name="family"><string>{wanted}</string></test>
    <edit name="family" mode="assign" binding="strong"><string>{given}</string></edit>
  </match>"""


def find_fonts():
    """Return the path of a fontconfig file by which the fonts are found.

    Fonts which this machine lacks are unpacked into the cache. Raises
    ``HostError``.
    """
    missing = [name for name in NEEDED if not _has(SYSTEM, name)]
    lacking = "-".join(Path(name).stem for name in missing) or "system"
    # The folder is shared by all clones, whose papers may bring other fonts.
    files = b"".join(path.read_bytes() for path in sorted(PAPERS.glob("*.ttf")))
    key = f"{lacking}-{hashlib.sha256(files).hexdigest()[:8]}"
    about = "what this machine lacks of fonts: up to 4 MB"
    folder = cached("fonts", key, lambda work: _build(work, missing), about)
    return folder / "fonts.conf"


def _has(folder, name):
    return any(folder.rglob(name))


def _build(work, missing):
    if missing:
        archive = apt.machine_archive(work / "apt")
        for name in missing:
            _fetch(archive, name, work)
        shutil.rmtree(archive.folder)
    for path in PAPERS.glob("*.ttf"):
        shutil.copy(path, work)
    folder = work.with_name(work.name.removesuffix(".tmp"))
    aliases = "\n".join(ALIAS.format(wanted=w, given=g) for w, g in ALIASES.items())
    text = CONFIG.format(system=SYSTEM, folder=folder, aliases=aliases)
    (work / "fonts.conf").write_text(text)


def _fetch(archive, name, work):
    """Unpack the first package that has the font file ``name`` into ``work``."""
    for package in NEEDED[name]:
        if archive.version(package):
            for deb in archive.download([package], f"the font {name}"):
                apt.unpack(deb, work)
            if _has(work, name):
                return
    packages = " or ".join(NEEDED[name])
    raise HostError(
        f"finding the font {name}",
        f"this machine's package archive has no {packages} with it",
        f"install {packages}",
    )
