"""Numbers as people read them: no idle zeros, the decimal mark of the language."""

from decimal import ROUND_HALF_UP, Decimal

from . import scoring

_LONGEST_UNGROUPED = 4  # digits


def format_points(env, value):
    """Write points for people.

    :param env: its language gives the decimal mark
    :param value: ``Decimal`` or a float of two decimals
    :rtype: str
    """
    number = value if isinstance(value, Decimal) else scoring.to_decimal(value)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    lang = env["res.lang"]._get_data(code=env.lang or "en_US")
    return text.replace(".", lang.decimal_point or ".")


def format_count(env, value):
    """Write a count; digits are grouped from five on: "2683", "1.630.397".

    :param env: its language gives the marks
    :param value: ``Decimal`` or a float of two decimals
    :rtype: str
    """
    lang = env["res.lang"]._get_data(code=env.lang or "en_US")
    mark = lang.decimal_point or "."
    whole, point, decimals = format_points(env, value).partition(mark)
    if len(whole) > _LONGEST_UNGROUPED:
        whole = f"{int(whole):,}".replace(",", lang.thousands_sep or ",")
    return whole + point + decimals


def percentage(numerator, denominator):
    """Give the percentage of a part in a whole, with two decimals, half rounded up.

    :param numerator: a number of two decimals at most, as ``denominator``
    :rtype: Decimal
    :raise scoring.ScoringError: for a part that is no part of the whole
    """
    exact = scoring.percentage(
        scoring.to_decimal(numerator), scoring.to_decimal(denominator)
    )
    return exact.quantize(scoring.CENT, ROUND_HALF_UP)


def format_ratio(env, numerator, denominator):
    """Write a part of a whole with its percentage: "8/29 (27,59%)"."""
    share = format_points(env, percentage(numerator, denominator))
    part, whole = (format_count(env, value) for value in (numerator, denominator))
    return f"{part}/{whole} ({share}%)"
