"""Reading the machine's apt sources, so that no mirror is named in this tree."""

import re
from dataclasses import dataclass
from pathlib import Path

ETC = Path("/etc/apt")
OS_RELEASE = Path("/etc/os-release")
ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<rest>\S.*)$")


@dataclass(frozen=True)
class Source:
    """One suite of one archive, as apt knows it."""

    uri: str
    suite: str
    components: tuple = ()
    signed_by: str = ""

    def line(self, suite=None, components=None):
        """Return the one-line form, for another suite or components if given."""
        options = f"[signed-by={self.signed_by}] " if self.signed_by else ""
        parts = " ".join(components or self.components)
        return f"deb {options}{self.uri} {suite or self.suite} {parts}"


def read_sources(etc=ETC):
    """Return every ``Source`` that the machine's apt is set to use."""
    found = []
    lists = [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]
    for path in filter(Path.is_file, lists):
        found += parse_one_line(path.read_text(errors="replace"))
    for path in sorted(etc.glob("sources.list.d/*.sources")):
        found += parse_deb822(path.read_text(errors="replace"))
    return found


def parse_one_line(text):
    """Return the sources of a file in the format ``deb [options] URI suite …``."""
    found = []
    for line in text.splitlines():
        match = ONE_LINE.match(line.partition("#")[0].strip())
        if not match or len(match["rest"].split()) < 2:
            continue
        uri, suite, *components = match["rest"].split()
        pairs = (o.partition("=") for o in (match["options"] or "").split())
        options = {name: value for name, _equals, value in pairs}
        key = options.get("signed-by", "")
        found.append(Source(uri, suite, tuple(components), key))
    return found


def parse_deb822(text):
    """Return the sources of a file of ``Types: / URIs: / Suites:`` paragraphs.

    A key that stands in the paragraph itself instead of a file is left out:
    such a source is signed by a third party and never asked for packages.
    """
    found = []
    for paragraph in re.split(r"\n\s*\n", _uncommented(text)):
        fields = _fields(paragraph)
        off = fields.get("enabled", "yes").lower() in ("no", "false", "0")
        if off or "deb" not in fields.get("types", "").split():
            continue
        key = fields.get("signed-by", "")
        for uri in fields.get("uris", "").split():
            for suite in fields.get("suites", "").split():
                parts = tuple(fields.get("components", "").split())
                signed = key if key.startswith("/") else ""
                found.append(Source(uri, suite, parts, signed))
    return found


def _uncommented(text):
    return "\n".join(x for x in text.splitlines() if not x.startswith("#"))


def _fields(paragraph):
    """Return a paragraph's fields by lower-case name, folded lines joined."""
    fields, name = {}, ""
    for line in paragraph.splitlines():
        if line[:1].isspace():
            fields[name] = fields.get(name, "") + " " + line.strip()
        elif ":" in line:
            name, _colon, value = line.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def system_sources(sources, release=OS_RELEASE):
    """Return the sources that carry the system itself, without third parties'.

    They are told by the system's code name; where none has it, as on Debian's
    unstable, all with component ``main`` are returned.
    """
    found = [source for source in sources if "main" in source.components]
    match = re.search(r"^VERSION_CODENAME=(\w+)", release.read_text(), re.M)
    name = re.compile(rf"{match[1] if match else ''}(-.*)?")
    return [source for source in found if name.fullmatch(source.suite)] or found


def debian_candidates(sources):
    """Return the sources that may be a full Debian archive, the likeliest first.

    Only those with component ``main`` and a plain suite count: security and
    third-party archives carry no ``sid``.
    """
    plain = {}
    for source in sources:
        if "main" in source.components and re.fullmatch(r"[a-z]+", source.suite):
            if not source.uri.startswith("cdrom:"):
                plain.setdefault(source.uri, source)
    return sorted(plain.values(), key=_unlikely)


def _unlikely(source):
    signed = "debian-archive" in source.signed_by
    named = source.uri.rstrip("/").endswith("/debian")
    return (not signed, not named)
