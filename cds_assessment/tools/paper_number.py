"""The number in what people type as number and symbol: 282 of "282/QĐ-TH"."""

import re

from odoo.exceptions import UserError

_NUMBER = re.compile(r"\s*(\d+)\s*/")
_LONGEST_SYMBOL = 60
# Books of numbers are whole numbers of the database, which end at ten digits.
_MOST_DIGITS = 9


def known_number(env, text):
    """Give the number of a paper that has one already.

    :param text: number and symbol, for instance "0282/QĐ-TH", or False
    :return: a whole number; None where no number stands before a slash
    :raise UserError: for a number that no book has
    """
    found = _NUMBER.match(text or "")
    if not found:
        return None
    digits = found[1].lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:
        raise UserError(
            env._(
                "“%(number)s” is no number of a paper: at most %(count)s digits stand "
                "before the slash.",
                number=text[:40],
                count=_MOST_DIGITS,
            )
        )
    return int(digits)


def known_symbol(text):
    """Return what stands behind a paper's number: "QĐ-TH" of "282/QĐ-TH".

    :param text: number and symbol, or False
    :return: the symbol, "" where there is none
    """
    _number, _slash, symbol = (text or "").partition("/")
    symbol = symbol.strip()
    return symbol if len(symbol) <= _LONGEST_SYMBOL else ""
