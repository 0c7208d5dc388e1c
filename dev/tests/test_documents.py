"""The documents for people name files that are there."""

import re

import pytest

from dev.paths import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/glossary.md", "docs/threat-model.md")
TOPS = ("cds_assessment/", "dev/", "bench/", "docs/")


def named_paths(text):
    """Return the paths from the root that stand in backticks or as links."""
    names = re.findall(r"`([^`\s]+)`", text) + re.findall(r"\]\(([^)#]+)\)", text)
    return {name for name in names if name.startswith(TOPS) and "<" not in name}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_paths_are_there(name):
    missing = [
        p for p in named_paths((ROOT / name).read_text()) if not (ROOT / p).exists()
    ]
    assert not missing


def test_there_is_something_to_look_at():
    assert len(named_paths((ROOT / "CONTRIBUTING.md").read_text())) > 20
