"""The time of a milestone in words, as plans print it: "Tháng 4", "Tháng 5, 6"."""

from calendar import monthrange

WEEKS = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư")


def time_words(start, end):
    """Put a time into words; always in Vietnamese, since papers print it.

    :param start: date of the first day, or nothing
    :param end: date of the last day, or nothing
    :return: "" without any date
    """
    if not start and not end:
        return ""
    if not start:
        return f"Chậm nhất ngày {_day(end)}"
    if not end:
        return f"Từ ngày {_day(start)}"
    if start == end:
        return f"Ngày {_day(start)}"
    week = _week(start, end)
    if week:
        return f"Tuần {week} tháng {start.month}"
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        return _months(start, end)
    return f"Từ ngày {_day(start)} đến ngày {_day(end)}"


def _week(start, end):
    """Return which week of a month it is: the first one is the 1st to the 7th."""
    is_week = (end - start).days == 6 and start.day % 7 == 1
    if is_week and start.month == end.month and start.day // 7 < len(WEEKS):
        return WEEKS[start.day // 7]
    return ""


def _months(start, end):
    if (start.year, start.month) == (end.year, end.month):
        return f"Tháng {start.month}"
    if start.year == end.year:
        return f"Tháng {start.month}-{end.month}"
    return f"Tháng {start.month}/{start.year} - {end.month}/{end.year}"


def _day(day):
    """Write a date as Decree 30 does: no month but 1 and 2 with a zero before it."""
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"{day.day:02d}/{month}/{day.year}"
