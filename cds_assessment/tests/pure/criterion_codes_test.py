"""Sets of criteria are data: no code of an item stands in the program."""

import ast

import pytest
from loading import ADDON
from lxml import etree

FOLDERS = ("controllers", "models", "report", "tools", "wizard")


def _codes():
    """Return the codes of the criteria that come with the add-on."""
    tree = etree.parse(ADDON / "data" / "cds_framework_4725_data.xml")
    found = tree.xpath("//record[@model='cds.criterion']/field[@name='code']/text()")
    return {code for code in found if "." in code}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_code_of_a_criterion_in_the_program(folder):
    codes = _codes()
    assert len(codes) > 30
    for path in (ADDON / folder).rglob("*.py"):
        named = {
            node.value
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not named & codes, path
