"""Numbers as people read them: no idle zeros, the decimal mark of the language."""

from decimal import Decimal

from . import scoring


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
