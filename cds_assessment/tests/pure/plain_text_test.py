"""Texts: what nobody sees goes, what says nothing is known as such."""

import pytest
from loading import load

texts = load("tools.plain_text")


@pytest.mark.parametrize(
    ("text", "many", "one"),
    [
        ("Trường Tiểu học\tCao Minh\n2", "Trường Tiểu học\tCao Minh\n2", None),
        ("a\x00b\x01c\x1bd\x7fe\x9f", "abcde", None),
        ("a\ud800b\udfff\ufffe\uffff", "ab", None),
        ("a\x0bb\x0cc", "a\nb\nc", "a b c"),
        ("a\u200bb", "a\u200bb", None),
        ("", "", None),
    ],
)
def test_clean(text, many, one):
    assert texts.clean(text) == many
    assert texts.clean(text, is_one_line=True) == (many if one is None else one)


@pytest.mark.parametrize("text", ["vì sao", "1", "  đ ", "là\u200b", "10/10"])
def test_says_something(text):
    assert texts.says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        False,
        None,
        " \n\t",
        "\u200b",
        "\ufeff\u2060",
        "\u00a0",
        "\u3164",
        "...",
        "-",
    ],
)
def test_says_nothing(text):
    assert not texts.says_something(text)
