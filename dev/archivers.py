"""Info-ZIP's and 7-Zip's readers, by which tests open the dossiers' ZIPs."""

import shutil

from dev import apt
from dev.errors import HostError
from dev.say import say

# The programs, and the Debian packages that bring them.
PACKAGES = {"unzip": "unzip", "7z": "p7zip-full"}


def find_archivers():
    """Return the paths of the programs, installed if the user may.

    Raises ``HostError`` with the command to run otherwise.
    """
    missing = [name for name in PACKAGES if not shutil.which(name)]
    packages = [PACKAGES[name] for name in missing]
    if missing and apt.may_install():
        say(f"[archivers] {', '.join(packages)}, from Debian: 2 MB to download")
        apt.install(packages, "installing ZIP readers")
        missing = [name for name in PACKAGES if not shutil.which(name)]
    if missing:
        raise HostError(
            "finding the ZIP readers, which the tests of dossiers need",
            f"{', '.join(missing)}: not in PATH",
            f"sudo apt-get install {' '.join(packages)}",
        )
    return [shutil.which(name) for name in PACKAGES]
