"""Numbers as people read them: no idle zeros, the decimal mark of the language."""

from decimal import ROUND_HALF_UP, Decimal

from . import scoring
from .number_reading import LONGEST

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


def get_number_refusal(env, value, reason, limits):
    """Return in words why something is not the number that is wanted.

    :param value: what was typed, or the number that stood in a cell
    :param reason: as ``number_reading`` gives it
    :param limits: ``number_reading.Limits``
    :return: a sentence
    """
    text = value if isinstance(value, str) else _write_any(env, value)
    params = {"number": text.strip()[:LONGEST]}
    if reason == "not_number":
        return env._("“%(number)s” is not a number: type digits only.", **params)
    if reason == "ambiguous":
        return env._(
            "“%(number)s” can be read two ways: leave the mark of thousands out, or "
            "give at most two decimals.",
            **params,
        )
    if reason == "below":
        minimum = format_points(env, limits.minimum)
        return env._("%(number)s is below %(minimum)s.", minimum=minimum, **params)
    if reason == "above":
        maximum = format_points(env, limits.maximum)
        return env._(
            "%(number)s is above the maximum, %(maximum)s.", maximum=maximum, **params
        )
    if reason == "step":
        step = format_points(env, limits.step)
        return env._("%(number)s is not a multiple of %(step)s.", step=step, **params)
    if reason == "whole":
        return env._("%(number)s is not a whole number.", **params)
    return env._(
        "%(number)s has more than %(decimals)s decimals.",
        decimals=limits.decimals,
        **params,
    )


def _write_any(env, value):
    """Write what stood in a cell: a number by the language, anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    return format_points(env, Decimal(str(value)))
