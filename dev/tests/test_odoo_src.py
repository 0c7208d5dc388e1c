"""Recognising an Odoo source tree."""

import pytest

from dev import odoo_src
from dev.errors import HostError


def tree(path, version="(19, 0, 0, FINAL, 0, '')"):
    (path / "odoo/addons").mkdir(parents=True)
    (path / "addons").mkdir()
    (path / "odoo/release.py").write_text(f"version_info = {version}\n")
    return path


def test_a_git_checkout(tmp_path):
    path = tree(tmp_path)
    odoo = odoo_src.find_odoo({"ODOO_SRC": str(path)})
    assert odoo.python_path == path
    assert odoo.addons == (path / "odoo/addons", path / "addons")


def test_another_version_is_refused(tmp_path):
    path = tree(tmp_path, "(18, 0, 0, FINAL, 0, '')")
    with pytest.raises(HostError, match="ODOO_SRC") as caught:
        odoo_src.from_tree(path)
    assert "not Odoo 19.0" in str(caught.value)


def test_a_folder_without_odoo_is_refused(tmp_path):
    with pytest.raises(HostError) as caught:
        odoo_src.from_tree(tmp_path)
    assert "odoo-bin" in str(caught.value)


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    addons = tmp_path / "odoo/addons/web"
    addons.mkdir(parents=True)
    (addons / "font.ttf").symlink_to("../nowhere.ttf")
    with pytest.raises(HostError, match="unpacking Odoo"):
        odoo_src._check_links(tmp_path)
