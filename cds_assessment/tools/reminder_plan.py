"""On which days somebody is reminded of a date: plain numbers and dates."""

import re
from datetime import timedelta

DEFAULT_BEFORE = "7, 1"
DEFAULT_AFTER = "1, 7"
# A date further away is nobody's business yet, or any more.
MOST_DAYS = 366
_NUMBERS = re.compile(r"\d{1,3}(\s*[,;]\s*\d{1,3})*")


def parse_days(text):
    """Read numbers of days, for instance "7, 1".

    :return: the numbers, each once, in ascending order
    :raise ValueError: for a text that is no list of numbers from 0 to ``MOST_DAYS``
    """
    text = (text or "").strip()
    if not text:
        return []
    if not _NUMBERS.fullmatch(text):
        raise ValueError(text)
    days = sorted({int(number) for number in re.split("[,;]", text)})
    if days[-1] > MOST_DAYS:
        raise ValueError(text)
    return days


def offsets(before, after):
    """Return the days to remind on, seen from the date: -7, -1, 1, 7.

    :param before: numbers of days before the date, as a text
    :param after: numbers of days after it
    :return: list in ascending order
    :raise ValueError: as :func:`parse_days`
    """
    return sorted({-day for day in parse_days(before)} | set(parse_days(after)))


def last_offset(date, today, days):
    """Return the last reminder that has come due; those missed before it are not sent.

    :param date: the date to be reminded of
    :param days: what :func:`offsets` gives
    :return: one of ``days``, or None while none is due
    """
    due = [offset for offset in days if date + timedelta(days=offset) <= today]
    return due[-1] if due else None
