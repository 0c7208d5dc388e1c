"""The environment of the lock file."""

import re

import pytest

from dev import venv
from dev.errors import HostError
from dev.paths import LOCK


@pytest.mark.parametrize("version", [(3, 10), (3, 11), (3, 12), (3, 13)])
def test_pythons_that_odoo_runs_on(version):
    venv.check_python(version)


@pytest.mark.parametrize("version", [(3, 9), (3, 14)])
def test_other_pythons_are_refused(version):
    with pytest.raises(HostError, match=f"Python {version[0]}.{version[1]}"):
        venv.check_python(version)


def test_the_key_follows_the_lock(tmp_path):
    lock = tmp_path / "lock"
    lock.write_text("a==1\n")
    first = venv.lock_key(lock)
    lock.write_text("a==2\n")
    assert venv.lock_key(lock) != first


def test_the_lock_is_pinned_with_hashes_and_names_no_index():
    text = LOCK.read_text()
    names = venv.locked_names(text)
    assert {"lxml", "pypdf", "pytest-odoo", "xlsxwriter"} <= names
    assert "pypdf2" not in {name.lower() for name in names}
    assert "://" not in text
    assert "index-url" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)


def test_programs_name_their_final_place(tmp_path):
    work, target = tmp_path / "venv.tmp", tmp_path / "venv"
    (work / "bin").mkdir(parents=True)
    (work / "bin/tool").write_text(f"#!{work}/bin/python\n")
    (work / "bin/binary").write_bytes(b"\x7fELF" + str(work).encode())
    (work / "pyvenv.cfg").write_text(f"command = python -m venv {work}\n")
    venv._relocate(work, target)
    assert (work / "bin/tool").read_text() == f"#!{target}/bin/python\n"
    assert str(work).encode() in (work / "bin/binary").read_bytes()
    assert (work / "pyvenv.cfg").read_text().endswith(f"{target}\n")
