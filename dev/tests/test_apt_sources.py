"""Reading apt sources in both formats; the hosts are made up."""

from dev import apt_sources
from dev.apt_sources import Source

KEY = "/usr/share/keyrings/debian-archive-keyring.gpg"
ONE_LINE = f"""\
# deb http://old.invalid/debian sid main
deb http://mirror.invalid/debian bookworm main contrib # ours
deb-src http://mirror.invalid/debian bookworm main
deb [arch=amd64 signed-by={KEY}] http://signed.invalid/debian trixie main
deb cdrom:[Debian] bookworm main
deb incomplete
"""
DEB822 = f"""\
Types: deb
# a comment inside
URIs: http://mirror.invalid/debian http://second.invalid/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: {KEY}

Types: deb
Enabled: no
URIs: http://off.invalid/debian
Suites: sid
Components: main

Types: deb-src
URIs: http://source.invalid/debian
Suites: sid
Components: main

Types: deb deb-src
URIs: http://inline.invalid/debian
Suites: bookworm
Components:
 main
 contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 -----END PGP PUBLIC KEY BLOCK-----
"""


def test_one_line_format():
    found = apt_sources.parse_one_line(ONE_LINE)
    assert found[:2] == [
        Source("http://mirror.invalid/debian", "bookworm", ("main", "contrib")),
        Source("http://signed.invalid/debian", "trixie", ("main",), KEY),
    ]
    assert found[2].uri == "cdrom:[Debian]"
    assert len(found) == 3


def test_deb822_format():
    found = apt_sources.parse_deb822(DEB822)
    mirrors = ["http://mirror.invalid/debian", "http://second.invalid/debian"]
    assert found[:4] == [
        Source(mirror, suite, ("main",), KEY)
        for mirror in mirrors
        for suite in ("bookworm", "bookworm-updates")
    ]
    assert found[4:] == [
        Source("http://inline.invalid/debian", "bookworm", ("main", "contrib"))
    ]


def test_both_formats_are_read_from_a_folder(tmp_path):
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text("deb http://a.invalid/debian sid main\n")
    (parts / "b.list").write_text("deb http://b.invalid/debian sid main\n")
    (parts / "c.sources").write_text(DEB822)
    uris = [source.uri for source in apt_sources.read_sources(tmp_path)]
    assert uris[:2] == ["http://a.invalid/debian", "http://b.invalid/debian"]
    assert "http://mirror.invalid/debian" in uris


def test_no_sources(tmp_path):
    assert apt_sources.read_sources(tmp_path) == []


def test_lines_for_another_suite():
    source = Source("http://mirror.invalid/debian", "bookworm", ("main",), KEY)
    assert source.line() == (
        f"deb [signed-by={KEY}] http://mirror.invalid/debian bookworm main"
    )
    plain = Source("http://mirror.invalid/debian", "bookworm", ("main", "contrib"))
    line = "deb http://mirror.invalid/debian sid main"
    assert plain.line("sid", ("main",)) == line


def test_likeliest_debian_archive_comes_first():
    third_party = Source("http://vendor.invalid/apt", "stable", ("main",), "/k.gpg")
    tool = Source("http://tool.invalid/debian", "bookworm", ("main",), "/k.gpg")
    debian = Source("http://mirror.invalid/debian", "bookworm", ("main",), KEY)
    security = Source("http://s.invalid/debian", "bookworm-security", ("main",), KEY)
    cdrom = Source("cdrom:[Debian]", "bookworm", ("main",))
    docker = Source("http://d.invalid/debian", "bookworm", ("stable",))
    given = [third_party, tool, security, cdrom, docker, debian]
    assert apt_sources.debian_candidates(given) == [debian, tool, third_party]


def test_the_sources_of_the_system_itself(tmp_path):
    release = tmp_path / "os-release"
    release.write_text("ID=debian\nVERSION_CODENAME=bookworm\n")
    uri = "http://mirror.invalid/debian"
    suites = ("bookworm", "bookworm-updates", "vendor-bookworm", "sid")
    given = [Source(uri, suite, ("main",)) for suite in suites]
    given.append(Source(uri, "bookworm", ("contrib",)))
    assert apt_sources.system_sources(given, release) == given[:2]
    release.write_text("ID=debian\n")
    assert apt_sources.system_sources(given[2:4], release) == given[2:4]
