"""What the guides are checked for, on guides of our own."""

import json

import pytest

guides = pytest.importorskip("dev.guides")

GUIDE = "# Vai\n\n**Đóng**\n\n![x](../addon/static/guide/a.png)\n"
LABEL = 'msgid "Close"\nmsgstr "Đóng"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A guide with a label and a picture, both as they should be."""
    addon = tmp_path / "addon"
    for path in ("static/guide", "static/description", "i18n", "views"):
        (addon / path).mkdir(parents=True)
    docs = tmp_path / "docs"
    docs.mkdir()
    (addon / "i18n" / "vi.po").write_text(LABEL)
    (addon / "views" / "one.xml").write_text("<odoo/>")
    (addon / "static" / "description" / "index.html").write_text("")
    (docs / "role.md").write_text(GUIDE)
    picture = {"name": "a", "login": "x", "url": "/", "wait": "x", "sources": ["views"]}
    (docs / "pictures.json").write_text(json.dumps([picture]))
    images = addon / "static" / "guide"
    (images / "a.png").write_bytes(b"png")
    monkeypatch.setattr(guides, "FOLDER", docs)
    monkeypatch.setattr(guides, "ADDON_DIR", addon)
    monkeypatch.setattr(guides, "IMAGES", images)
    monkeypatch.setattr(guides, "DESCRIPTION", addon / "static" / "description")
    monkeypatch.setattr(guides, "LOCK", docs / "pictures.lock.json")
    monkeypatch.setattr(guides, "CATALOGUE", addon / "i18n" / "vi.po")
    monkeypatch.setattr(guides, "STORE", {})
    guides.build()
    guides.lock_pictures()
    return tmp_path


def test_nothing_to_find(folder):
    assert list(guides.find_faults()) == []


def test_a_label_that_no_screen_has(folder):
    path = folder / "docs" / "role.md"
    path.write_text(path.read_text().replace("**Đóng**", "**Đóng lại**"))
    guides.build()
    assert list(guides.find_faults()) == ["role.md: no screen says “Đóng lại”"]


def test_a_screen_that_has_changed(folder):
    (folder / "addon" / "views" / "one.xml").write_text("<odoo>changed</odoo>")
    [fault] = guides.find_faults()
    assert fault.startswith("a.png: its screen has changed")


def test_a_picture_that_is_not_there(folder):
    (folder / "addon" / "static" / "guide" / "a.png").unlink()
    [fault] = guides.find_faults()
    assert "a.png is not there" in fault


def test_a_page_that_is_not_its_guides(folder):
    path = folder / "docs" / "role.md"
    path.write_text(path.read_text() + "\nThêm.\n")
    assert list(guides.find_faults()) == [
        "role.html is not that of its guide: make docs"
    ]


def test_a_guide_that_is_too_long(folder):
    path = folder / "docs" / "role.md"
    path.write_text(path.read_text() + "\n" + "chữ " * guides.MOST_WORDS)
    guides.build()
    assert list(guides.find_faults()) == ["role.md is longer than ten pages"]
