"""Names in the order of Vietnamese dictionaries, found however they are typed."""

import importlib.util
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

PATH = Path(__file__).parents[2] / "tools" / "vietnamese.py"
spec = importlib.util.spec_from_file_location("cds_vietnamese", PATH)
vietnamese = importlib.util.module_from_spec(spec)
spec.loader.exec_module(vietnamese)

IN_ORDER = [
    ["An", "Ánh", "Ăn", "Ân", "Bình", "Dương", "Đông", "Hà", "Yên"],
    ["la", "là", "lả", "lã", "lá", "lạ"],
    ["TH số 2", "TH số 10", "TH số 100"],
    ["hòa bình", "hóa an"],
    ["ho", "họ", "hoa"],
    ["Tân An", "Trung Hà", "Vân", "Xuân"],
    ["Trường 1", "Trường A"],
    ["", "1", "a"],
]


@pytest.mark.parametrize("names", IN_ORDER)
def test_order(names):
    assert sorted(reversed(names), key=vietnamese.sort_key) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Ðông", "Đông"),
        ("K'Nàng", "K’Nàng"),
        ("TH  An", "th an"),
    ],
)
def test_ways_of_writing_one_name(one, other):
    assert vietnamese.sort_key(one) == vietnamese.sort_key(other)
    assert vietnamese.search_key(one) == vietnamese.search_key(other)
    decomposed = unicodedata.normalize("NFD", one)
    assert vietnamese.sort_key(decomposed) == vietnamese.sort_key(other)
    assert vietnamese.search_key(decomposed) == vietnamese.search_key(other)


def test_marks_need_not_be_typed():
    assert vietnamese.search_key("Trường THCS Đắk R'Măng") == "truong thcs dak rmang"


def test_tones_count_in_order():
    assert vietnamese.sort_key("Phú Thanh") < vietnamese.sort_key("Phú Thạnh")


@given(st.text())
def test_keys_are_digits_whatever_the_text(text):
    key = vietnamese.sort_key(text)
    assert key == "" or (key.isascii() and key.isdecimal())
    found = vietnamese.search_key(text)
    assert vietnamese.search_key(found) == found
