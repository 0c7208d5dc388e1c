"""LibreOffice and poppler: found, installed, or asked for."""

import pytest

from dev import office
from dev.errors import HostError


@pytest.fixture
def machine(monkeypatch):
    """A machine as two sets: the programs that start, and what gets installed."""
    programs, installed = set(), []

    def install(packages, _what):
        installed.extend(packages)
        programs.update(
            n for n, package in office.NEEDED.items() if package in packages
        )
        if office.CALC[1] in packages:
            programs.add("calc")

    monkeypatch.setattr(office, "_starts", lambda name: name in programs)
    monkeypatch.setattr(office, "_has_calc", lambda: "calc" in programs)
    monkeypatch.setattr(office.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(office.apt, "install", install)
    return programs, installed


def test_programs_that_are_there_are_taken(machine, monkeypatch):
    programs, installed = machine
    programs.update([*office.NEEDED, "calc"])
    monkeypatch.setattr(office.apt, "may_install", lambda: True)
    assert office.find_office()["soffice"] == "/bin/soffice"
    assert installed == []


def test_only_what_is_missing_is_installed(machine, monkeypatch):
    programs, installed = machine
    programs.add("soffice")
    monkeypatch.setattr(office.apt, "may_install", lambda: True)
    assert set(office.find_office()) == set(office.NEEDED)
    assert installed == ["libreoffice-calc-nogui", "poppler-utils"]


def test_who_may_not_install_is_told_the_command(machine, monkeypatch):
    _programs, installed = machine
    monkeypatch.setattr(office.apt, "may_install", lambda: False)
    with pytest.raises(HostError, match="LibreOffice") as caught:
        office.find_office()
    assert caught.value.todo.startswith("sudo apt-get install")
    assert "libreoffice-writer-nogui poppler-utils" in caught.value.todo
    assert "libreoffice-calc-nogui" in caught.value.todo
    assert installed == []
