"""What is typed is bound to no attribute: a screen drawn late would take it back."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "static" / "src"
FIELD = re.compile(r"<(textarea|input)\b[^>]*>", re.DOTALL)
BOUND = re.compile(r"\bt-(?:att-value|attf-value|model)\b")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.xml")), ids=lambda p: p.stem)
def test_no_value_of_a_field_is_bound(path):
    bound = [
        field[0]
        for field in FIELD.finditer(path.read_text(encoding="utf-8"))
        if BOUND.search(field[0])
    ]
    assert not bound
