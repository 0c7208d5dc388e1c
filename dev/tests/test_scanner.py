"""The reader of QR codes: found, installed, or asked for."""

import pytest

from dev import scanner
from dev.errors import HostError


@pytest.fixture
def machine(monkeypatch):
    """A machine as two lists: the programs in PATH, and what gets installed."""
    programs, installed = [], []

    def install(packages, _what):
        installed.extend(packages)
        programs.append(scanner.PROGRAM)

    monkeypatch.setattr(
        scanner.shutil,
        "which",
        lambda name: f"/bin/{name}" if name in programs else None,
    )
    monkeypatch.setattr(scanner.apt, "install", install)
    monkeypatch.setattr(scanner.apt, "may_install", lambda: True)
    return programs, installed


def test_one_that_is_there_is_taken(machine):
    programs, installed = machine
    programs.append(scanner.PROGRAM)
    assert scanner.find_scanner() == "/bin/zbarimg"
    assert installed == []


def test_one_that_is_missing_is_installed(machine):
    _programs, installed = machine
    assert scanner.find_scanner() == "/bin/zbarimg"
    assert installed == ["zbar-tools"]


def test_who_may_not_install_is_told_the_command(machine, monkeypatch):
    monkeypatch.setattr(scanner.apt, "may_install", lambda: False)
    with pytest.raises(HostError, match="QR codes") as caught:
        scanner.find_scanner()
    assert "zbar-tools" in caught.value.todo
