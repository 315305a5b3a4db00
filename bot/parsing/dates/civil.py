"""Calendar arithmetic on civil days: weeks start on Monday, nothing here knows of zones or clocks."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

ANY_DAY = datetime(2026, 3, 11, 8, tzinfo=UTC)
"""Whether words name a day at all, and which of them, hangs on no day."""


def day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def monday_of(day: date, weeks_on: int = 0) -> date | None:
    return plus(day, weeks_on * 7 - day.weekday())


def plus(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def coming(day: date, weekday: int) -> date | None:
    """The next such weekday; today does not count."""
    return plus(day, (weekday - day.weekday() - 1) % 7 + 1)


def latest(day: date, weekday: int) -> date | None:
    """The last such weekday before a day, which does not count."""
    return plus(day, -((day.weekday() - weekday - 1) % 7 + 1))


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def shift_month(day: date, months: int) -> date | None:
    """The same day some months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plus_workdays(day: date, count: int) -> date | None:
    if abs(count) > 5000:
        return None
    left, now = abs(count), day
    while left > 0:
        step = plus(now, 1 if count > 0 else -1)
        if step is None:
            return None
        now = step
        left -= now.weekday() < 5
    return now


def plus_units(day: date, count: float, unit: str) -> date | None:
    """Moves by whole days, weeks, months, quarters, years or working days."""
    if unit == "workday":
        return plus_workdays(day, int(count))
    if unit == "monday":
        return monday_of(day)
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months:
        whole = int(count * months)
        month = shift_month(day, whole) if abs(count) < 10_000 else None
        return plus(month, round((count * months - whole) * 30)) if month else None
    return (
        plus(day, round(count * {"day": 1, "week": 7, "fortnight": 14}.get(unit, 0)))
        if abs(count) < 1_000_000
        else None
    )


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth such weekday of a month; -1 is the last one."""
    if nth < 0:
        last = month_end(year, month)
        return plus(last, -((last.weekday() - weekday) % 7))
    first = date(year, month, 1)
    day = plus(first, (weekday - first.weekday()) % 7 + (nth - 1) * 7)
    return day if day and day.month == month else None


def last_workday(year: int, month: int) -> date | None:
    last = month_end(year, month)
    return plus(last, -max(0, last.weekday() - 4))


def month_day(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """Without a year: the next one to come, so that 29 February may be years away."""
    if year is not None:
        return day_or_none(year + 2000 if year < 100 else year, month, day)
    for ahead in range(9):
        found = day_or_none(today.year + ahead, month, day)
        if found and found >= today:
            return found
    return None


def day_of_month(today: date, day: int) -> date | None:
    """The next such day of a month; today itself counts."""
    for ahead in range(13):
        start = shift_month(today.replace(day=1), ahead)
        found = day_or_none(start.year, start.month, day) if start else None
        if found and found >= today:
            return found
    return None
