"""A step's folder is there whole or not at all."""

import pytest

from dev.errors import HostError
from dev.steps import cached


def build(work):
    (work / "made").write_text("whole")


def test_a_step_is_made_once(tmp_path):
    made = []

    def count(work):
        made.append(work)
        build(work)

    folder = cached("step", "1", count, "about", tmp_path)
    assert folder == tmp_path / "step-1"
    assert (folder / "made").read_text() == "whole"
    assert cached("step", "1", count, "about", tmp_path) == folder
    assert len(made) == 1


def test_another_key_is_another_folder(tmp_path):
    first = cached("step", "1", build, "about", tmp_path)
    second = cached("step", "2", build, "about", tmp_path)
    assert first != second
    assert first.is_dir()


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, HostError])
def test_an_interrupted_step_is_redone(tmp_path, interruption):
    def interrupted(work):
        (work / "half").write_text("half")
        raise interruption("stop")

    with pytest.raises(interruption):
        cached("step", "1", interrupted, "about", tmp_path)
    assert not (tmp_path / "step-1").exists()
    folder = cached("step", "1", build, "about", tmp_path)
    assert [path.name for path in folder.iterdir()] == ["made"]


def test_a_full_disk_names_the_step_and_what_to_do(tmp_path):
    def full(work):
        raise OSError(28, "No space left on device")

    with pytest.raises(HostError) as caught:
        cached("step", "1", full, "about", tmp_path)
    text = str(caught.value)
    assert "'step'" in text
    assert "No space left" in text
    assert "CDS_CACHE" in text


def test_a_step_says_what_it_does(tmp_path, capsys):
    cached("step", "1", build, "3 MB to download", tmp_path)
    assert "[step] 3 MB to download" in capsys.readouterr().out
    cached("step", "1", build, "3 MB to download", tmp_path)
    assert capsys.readouterr().out == ""
