"""The reader of numbers alone, by the table that holds the browser's reader too."""

import importlib.util
import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

ADDON = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location(
    "cds_number_reading", ADDON / "models" / "number_reading.py"
)
reading = importlib.util.module_from_spec(spec)
sys.modules["cds_number_reading"] = reading
spec.loader.exec_module(reading)

CASES = json.loads((ADDON / "tests" / "number_cases.json").read_text())


def limits(given):
    return reading.Limits(
        **{
            name: number
            if number is None or name == "decimals"
            else Decimal(str(number))
            for name, number in given.items()
        }
    )


def answer(expected):
    if isinstance(expected, str):
        return reading.Reading(reason=expected)
    return reading.Reading(None if expected is None else Decimal(str(expected)))


@pytest.mark.parametrize("text, given, expected", CASES)
def test_typed(text, given, expected):
    assert reading.read_number(text, limits(given)) == answer(expected)


@pytest.mark.parametrize(
    "value, expected",
    [
        (98.50000000000001, 98.5),
        (0.1 + 0.2, 0.3),
        (1034, 1034),
        (98.125, "decimals"),
        (-1, "below"),
        (1e300, "above"),
        (float("nan"), "not_number"),
        (float("inf"), "not_number"),
        (True, "not_number"),
        ("1 034", 1034),
        (None, None),
        (b"5", "not_number"),
    ],
)
def test_cell(value, expected):
    assert reading.read_cell(value) == answer(expected)
