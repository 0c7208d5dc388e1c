"""The reader of numbers alone, by the table that holds the browser's reader too."""

import json
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from loading import load

ADDON = Path(__file__).parents[2]
reading = load("tools.number_reading")

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


MARKS = st.sampled_from(("", " ", "\u00a0", "\u202f", ".", ","))
NUMBERS = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)


@given(NUMBERS, MARKS, st.sampled_from(".,"), st.integers(0, 2))
def test_a_number_is_itself_in_every_writing(number, group, mark, places):
    """Whatever marks are used: the number, or a word about the mark; never another."""
    number = round(number, places)
    assume(not places or group != mark)
    text = f"{number:,.{places}f}".translate(
        str.maketrans({",": group or None, ".": mark})
    )
    found = reading.read_number(text, reading.Limits(decimals=2))
    if found.reason:
        assert found.reason == "ambiguous"
        assert not places and group in (".", ",") and 1000 <= number < 10**6
    else:
        assert found.value == number


@given(NUMBERS.map(int), MARKS)
def test_what_is_counted_has_thousands_only(number, group):
    text = f"{number:,}".replace(",", group)
    limits = reading.Limits(decimals=0)
    assert reading.read_number(text, limits) == reading.Reading(Decimal(number))


@given(st.one_of(st.text(max_size=50), st.text("0123456789.,-+ xe\u00a0", max_size=12)))
def test_any_text_is_read_or_refused(text):
    """What is read has the digits that were typed, in their order."""
    found = reading.read_number(text, reading.Limits(minimum=None, decimals=2))
    if found.value is not None:
        shown = "".join(filter(str.isdigit, unicodedata.normalize("NFKC", text)))
        digits = "".join(filter(str.isdigit, f"{found.value:f}"))
        assert digits.strip("0") == shown.strip("0")


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.none(), st.binary()))
def test_any_cell_is_read_or_refused(value):
    found = reading.read_cell(value)
    if found.value is not None:
        assert abs(found.value - Decimal(value)) < Decimal("0.00001")
