"""One file from an npm package, checked against its known content."""

import hashlib
import shutil
import tarfile

from dev.errors import HostError
from dev.processes import run


def fetch_file(package, member, sha256, folder):
    """Return the bytes of ``member`` in ``package`` (``name@version``), or None.

    None means that this machine has no npm or does not reach its registry.
    Raises ``HostError`` when the content is not the one that is known.
    """
    if not shutil.which("npm"):
        return None
    try:
        run(["npm", "pack", "--silent", package], f"npm pack {package}", cwd=folder)
    except HostError:
        return None
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as opened:
        content = opened.extractfile(f"package/{member}").read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise HostError(
            f"checking {package}",
            f"{member} has another content than the known one",
            "do not use it; report it",
        )
    return content
