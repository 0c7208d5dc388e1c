"""Debian packages, downloaded with apt and unpacked without installing them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from dev import apt_sources
from dev.errors import HostError
from dev.processes import run, tail
from dev.say import Progress, say, size

# bookworm's archive besides sid: some packages are wanted as they were there.
SUITES = ("sid", "bookworm")
TODO = (
    "check that this machine reaches its Debian mirror (`apt-get update`), then "
    "run the same command again"
)


def may_install():
    """Return whether this user may install packages on this machine."""
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install(packages, what):
    """Install ``packages`` on the machine itself; raises ``HostError``."""
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "-qq", "update"], "apt-get update", TODO, env=environ)
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "install", "-y"]
    command += ["--no-install-recommends", *packages]
    run(command, what, f"try it by hand: {' '.join(command)}", env=environ)


class Archive:
    """A private apt state over chosen sources, in one folder of ours."""

    def __init__(self, folder, lines):
        self.folder = folder
        lists = folder / "lists"
        for path in (lists / "partial", folder / "cache/archives/partial"):
            path.mkdir(parents=True, exist_ok=True)
        listing = folder / "sources.list"
        listing.write_text("\n".join(lines) + "\n")
        self._options = [
            f"Dir::Etc::SourceList={listing}",
            "Dir::Etc::SourceParts=/dev/null",
            f"Dir::State::Lists={lists}",
            f"Dir::Cache={folder / 'cache'}",
            "Debug::NoLocking=1",
            "Acquire::Languages=none",
            # A mirror may stand still for a while; signatures count all the same.
            "Acquire::Check-Valid-Until=false",
        ]
        if os.geteuid() == 0:
            # apt's own user cannot write into a private folder.
            self._options.append("APT::Sandbox::User=root")

    def command(self, program, *arguments):
        """Return a command line of an apt ``program`` over this state."""
        pairs = [x for option in self._options for x in ("-o", option)]
        return [program, *pairs, *arguments]

    def update(self):
        """Read the package lists; raises ``HostError``."""
        command = self.command("apt-get", "-q", "update", "--error-on=any")
        run(command, "reading the package lists of the Debian mirror", TODO)

    def version(self, package, pattern=".*"):
        """Return the newest version of ``package`` that matches, or None."""
        command = self.command("apt-cache", "madison", package)
        output = run(command, f"looking for the package {package}", TODO)
        for line in output.splitlines():
            fields = [field.strip() for field in line.split("|")]
            if len(fields) > 1 and re.fullmatch(pattern, fields[1]):
                return fields[1]
        return None

    def with_dependencies(self, packages):
        """Return ``packages`` and the libraries they need, the C library left out."""
        no = [f"--no-{x}" for x in ("recommends", "suggests", "conflicts", "breaks")]
        no += ["--no-replaces", "--no-enhances", "--recurse"]
        command = self.command("apt-cache", "depends", *no, *packages)
        output = run(command, f"finding what {', '.join(packages)} need", TODO)
        names = re.findall(r"^(z?lib[\w.+-]+)", output, re.M)
        return sorted({name for name in names if not name.startswith("libc6")})

    def download(self, packages, label):
        """Download ``packages`` (``name`` or ``name=version``), showing progress.

        Returns the paths of the files; raises ``HostError``.
        """
        folder = self.folder / "debs"
        folder.mkdir(exist_ok=True)
        uris = run(
            self.command("apt-get", "-q", "download", "--print-uris", *packages),
            f"finding the packages {', '.join(packages)}",
            TODO,
            cwd=folder,
        )
        total = sum(int(n) for n in re.findall(r"^'\S+' \S+ (\d+)", uris, re.M))
        say(f"      {label}: {size(total)}")
        with Progress("downloaded", total, lambda: weight(folder)):
            run(
                self.command("apt-get", "-q", "download", *packages),
                f"downloading {label}",
                TODO,
                cwd=folder,
            )
        return sorted(folder.glob("*.deb"))


def weight(folder):
    """Return the bytes of the files in ``folder``, those coming in included."""
    total = 0
    for path in folder.iterdir():
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def debian_archive(folder, needs):
    """Return an updated ``Archive`` with sid, over this machine's own mirror.

    ``needs`` is a package which the archive must offer. Raises ``HostError``
    when no source of this machine is a Debian mirror that has it.
    """
    why = []
    for source in apt_sources.debian_candidates(apt_sources.read_sources()):
        archive = Archive(folder, [source.line(s, ("main",)) for s in SUITES])
        try:
            archive.update()
        except HostError as error:
            why.append(error.why)
            continue
        if archive.version(needs):
            return archive
        why.append(f"no {needs} at one mirror")
    raise HostError(
        f"finding the Debian package {needs}",
        "\n".join(why) or "no apt source of this machine is a Debian mirror",
        "use an Odoo 19 source tree: ODOO_SRC=/path/to/odoo make …",
    )


def machine_archive(folder):
    """Return an updated ``Archive`` over the sources of this machine's system."""
    sources = apt_sources.system_sources(apt_sources.read_sources())
    archive = Archive(folder, [source.line() for source in sources])
    archive.update()
    return archive


def unpack(deb, root, excluded=()):
    """Unpack the package file ``deb`` into ``root``, patterns ``excluded``."""
    excludes = [f"--exclude={pattern}" for pattern in excluded]
    source = subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE
    )
    sink = subprocess.run(
        ["tar", "-x", "--wildcards", *excludes, "-C", str(root)],
        stdin=source.stdout,
        capture_output=True,
        text=True,
        check=False,
    )
    source.stdout.close()
    if source.wait() or sink.returncode:
        raise HostError(
            f"unpacking {Path(deb).name}",
            tail(sink.stderr),
            "check the free space of the cache, then run the same command again",
        )
