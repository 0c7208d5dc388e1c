"""Comparing and merging catalogues of terms."""

import polib
import pytest

from dev import translations


def catalogue(path, **terms):
    file = polib.POFile()
    file.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "POT-Creation-Date": "2026-11-21 00:00+0000",
    }
    for number, (term, text) in enumerate(terms.items()):
        places = [(f"model:x,y:{number}", "0")]
        file.append(polib.POEntry(msgid=term, msgstr=text, occurrences=places))
    file.save(str(path))
    return file


@pytest.fixture
def files(tmp_path):
    names = ("fresh.pot", "cds_assessment.pot", "vi.po")
    return [str(tmp_path / name) for name in names]


def test_a_complete_catalogue(files, capsys):
    fresh, template, vi = files
    catalogue(fresh, School="", Year="")
    catalogue(template, School="", Year="")
    catalogue(vi, School="Trường", Year="Năm")
    assert translations.main("check", *files) == 0
    expected = "2 terms, 0 untranslated, 0 missing, 0 fuzzy, 0 obsolete"
    assert expected in capsys.readouterr().out


def test_what_is_wrong_is_counted(files, capsys):
    fresh, template, vi = files
    catalogue(fresh, School="", Year="", Team="", Level="")
    catalogue(template, School="", Year="", Team="", Level="")
    held = catalogue(vi, School="Trường", Year="", Level="Mức", Gone="Cũ")
    held.find("Level").flags.append("fuzzy")
    held.append(polib.POEntry(msgid="Old", msgstr="Cũ", obsolete=True))
    held.save(vi)
    assert translations.main("check", *files) == 1
    expected = "4 terms, 1 untranslated, 1 missing, 1 fuzzy, 2 obsolete"
    assert expected in capsys.readouterr().out


def test_an_old_template_is_found(files, capsys):
    fresh, template, vi = files
    catalogue(fresh, School="")
    catalogue(template)
    catalogue(vi, School="Trường")
    assert translations.main("check", *files) == 1
    assert "make pot" in capsys.readouterr().out


def test_nothing_committed_yet(files):
    catalogue(files[0], School="")
    assert translations.main("check", *files) == 1


def test_merging_keeps_translations_and_leaves_new_terms_empty(files):
    fresh, template, vi = files
    catalogue(fresh, School="", Team="")
    catalogue(vi, Gone="Cũ", School="Trường")
    assert translations.main("merge", *files) == 0
    merged = polib.pofile(vi)
    assert [(e.msgid, e.msgstr) for e in merged] == [("School", "Trường"), ("Team", "")]
    assert merged.metadata["Language"] == "vi"
    assert [entry.msgid for entry in polib.pofile(template)] == ["School", "Team"]


def test_merging_nothing_new_writes_nothing(files):
    fresh, template, vi = files
    catalogue(fresh, School="")
    catalogue(vi, School="Trường")
    translations.main("merge", *files)
    with open(vi) as file:
        before = file.read()
    held = polib.pofile(fresh)
    held.metadata["POT-Creation-Date"] = "2026-11-22 00:00+0000"
    held.save(fresh)
    translations.main("merge", *files)
    with open(vi) as file:
        assert file.read() == before
