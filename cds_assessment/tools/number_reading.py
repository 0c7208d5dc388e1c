"""What a typed number means: exactly one number, or the reason why it is none.

Comma and point are both decimal marks, and both group thousands, as people in Vietnam
write them. What can be read two ways is refused: a number is never read as another one
in silence. ``static/src/number/number.js`` reads by the same rules in the browser;
``tests/number_cases.json`` holds both to one table.

No Odoo in here: numbers in, numbers out. The words are ``number_format``'s.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

# What a column of twelve digits, two of them decimals, can hold.
LARGEST = Decimal("9999999999.99")
LONGEST = 40  # letters; no number that people type is longer
_EXCEL_DIGITS = 15  # what a cell of a workbook holds; more is noise of the binary form

_BLANK = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LOOK_ALIKES = str.maketrans("０１２３４５６７８９，．－＋−", "0123456789,.-+-")
_SIGNED = re.compile(r"([+-]?) *(.*)", re.DOTALL)
_DIGITS = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([ .,])[0-9]{3}(?:\1[0-9]{3})*")
_DECIMAL = re.compile(r"(.*)([.,])([0-9]*)")


@dataclass(frozen=True)
class Limits:
    """What a number may be.

    :param minimum: None where it may be as low as it likes
    :param step: it is a multiple of this, None where any will do
    :param decimals: how many it may have; 0 for what is counted
    """

    minimum: Decimal | None = Decimal(0)
    maximum: Decimal = LARGEST
    step: Decimal | None = None
    decimals: int = 2


@dataclass(frozen=True)
class Reading:
    """A number (None where nothing was typed), or the reason why it is none.

    :param reason: ``not_number``, ``ambiguous``, ``below``, ``above``, ``step``,
        ``whole``, ``decimals``
    """

    value: Decimal | None = None
    reason: str = ""


def read_number(text, limits=Limits()):  # noqa: B008 - it cannot change
    """Read what was typed.

    :param text: as it was typed or stands in a workbook's cell of text
    :rtype: Reading
    """
    clean = _clean(text)
    if not clean:
        return Reading()
    sign, body = _SIGNED.fullmatch(clean).groups()
    grouped, plain = _read_grouped(body), _read_plain(body)
    if len(clean) > LONGEST or grouped is None and plain is None:
        return Reading(reason="not_number")
    if grouped is not None and plain is not None:
        if limits.decimals == 0:
            plain = None
        elif grouped <= limits.maximum:
            return Reading(reason="ambiguous")
    number = grouped if plain is None else plain
    return check_number(-number if sign == "-" else number, limits)


def read_cell(value, limits=Limits()):  # noqa: B008 - it cannot change
    """Read what a workbook's cell holds: a number or text.

    :rtype: Reading
    """
    if value is None or isinstance(value, str):
        return read_number(value or "", limits)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return Reading(reason="not_number")
    if isinstance(value, float):
        value = format(value, f".{_EXCEL_DIGITS}g")
    number = Decimal(value)
    if not number.is_finite():
        return Reading(reason="not_number")
    return check_number(number, limits)


def check_number(number, limits):
    """Hold a number against its limits.

    :param number: ``Decimal``
    :rtype: Reading
    """
    if limits.minimum is not None and number < limits.minimum:
        return Reading(reason="below")
    if number > limits.maximum:
        return Reading(reason="above")
    if limits.step and number % limits.step:
        return Reading(reason="step")
    if number != round(number, limits.decimals):
        return Reading(reason="decimals" if limits.decimals else "whole")
    return Reading(value=abs(number) if number == 0 else number)


def _clean(text):
    """Take away what is not seen, and write look-alikes as what they look like."""
    seen = _INVISIBLE.sub("", text).translate(_LOOK_ALIKES)
    # a line's end within is no blank: "20" above "640" is no 20640
    return _BLANK.sub(" ", seen).strip(" \t\r\n")


def _read_grouped(body):
    """Read every mark as one of thousands: "1.034", "1 034"; None if it is not so."""
    if not _GROUPED.fullmatch(body):
        return None
    return Decimal(re.sub("[ .,]", "", body))


def _read_plain(body):
    """Read the last mark as the decimal one: "7,5", "1.034,5"; None if it is not so."""
    if _DIGITS.fullmatch(body):
        return Decimal(body)
    found = _DECIMAL.fullmatch(body)
    if not found:
        return None
    whole, mark, fraction = found.groups()
    group = _GROUPED.fullmatch(whole)
    if group and group[1] != mark:
        whole = re.sub("[ .,]", "", whole)
    if not re.fullmatch("[0-9]*", whole) or not whole + fraction:
        return None
    return Decimal(f"{whole or 0}.{fraction or 0}")
