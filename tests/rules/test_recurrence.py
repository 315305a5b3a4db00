"""When work that comes again comes next: rhythms, short months, leap days, holidays, and clocks that are moved."""

from datetime import UTC, date, datetime, time
from itertools import islice

import pytest

from bot.rules import civil, recurrence
from bot.rules.availability import Hours
from bot.rules.recurrence import Newest

NINE = time(9)


def hours(zone: str = "Europe/Berlin", region: str | None = None, days: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Hours:
    return Hours(civil.zone(zone), NINE, time(18), days, region)


RHYTHMS = (  # rule, the day it is counted from, the days that follow
    ("FREQ=DAILY", "2026-02-27", "2026-02-28 2026-03-01 2026-03-02"),
    ("FREQ=DAILY;INTERVAL=3", "2026-02-27", "2026-03-02 2026-03-05 2026-03-08"),
    ("FREQ=WEEKLY", "2026-03-10", "2026-03-17 2026-03-24"),
    ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-10", "2026-03-12 2026-03-17 2026-03-19"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2026-03-12", "2026-03-23 2026-03-26 2026-04-06"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-13", "2026-03-16 2026-03-17"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "2026-03-12", "2026-03-13 2026-03-23 2026-03-24"),
    ("FREQ=WEEKLY;BYDAY=SA,SU", "2026-03-14", "2026-03-15 2026-03-21"),
    ("FREQ=MONTHLY", "2026-01-31", "2026-02-28 2026-03-31 2026-04-30"),
    ("FREQ=MONTHLY", "2026-01-15", "2026-02-15 2026-03-15"),
    ("FREQ=MONTHLY;INTERVAL=6", "2026-08-31", "2027-02-28 2027-08-31 2028-02-29"),
    ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-02-28 2026-03-31 2026-04-30"),
    ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-02-28", "2026-03-31 2026-04-30"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-01-15", "2026-02-01 2026-02-15"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30", "2026-01-30", "2026-02-15 2026-02-28 2026-03-15 2026-03-30"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-02-28 2026-03-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=-2", "2026-01-30", "2026-02-27 2026-03-30"),
    ("FREQ=MONTHLY;BYDAY=1FR", "2026-03-06", "2026-04-03 2026-05-01"),
    ("FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-03-03", "2026-03-17 2026-04-07"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-04-30", "2026-05-29 2026-06-30 2026-07-31"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-04-01", "2026-05-01 2026-06-01 2026-07-01 2026-08-03"),
    ("FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-03-31", "2026-06-30 2026-09-30"),
    ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-03-31", "2026-06-30 2026-09-30"),
    ("FREQ=YEARLY", "2024-02-29", "2025-02-28 2026-02-28 2027-02-28 2028-02-29"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29", "2025-02-28 2026-02-28 2027-02-28 2028-02-29"),
    ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2026-03-31", "2026-06-30 2026-09-30"),
    ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=31", "2026-01-31", "2026-04-30 2026-07-31 2026-10-31"),
    ("FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR", "2026-11-27", "2027-11-26"),
    ("FREQ=YEARLY;BYMONTH=6", "2026-06-01", "2027-06-01"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "last", "expected"), RHYTHMS)
def test_a_rhythm_goes_on(rule: str, last: str, expected: str) -> None:
    wanted = expected.split()
    found = islice(recurrence.days(rule, date.fromisoformat(last), hours()), len(wanted))
    assert [day.isoformat() for day in found] == wanted


HOLIDAYS = (  # what is said of working days goes by the holidays and the make-up days of the owner's region
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-04-30", "2026-05-06 2026-05-07 2026-05-08 2026-05-09", "CN"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-04-01", "2026-05-06", "CN"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-04-01", "2026-05-04", "DE"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30", "2026-12-31", "DE"),
    ("FREQ=WEEKLY;BYDAY=FR", "2026-04-24", "2026-05-01", "DE"),  # a day by its name is that day
)


@pytest.mark.parametrize(("rule", "last", "expected", "region"), HOLIDAYS)
def test_working_days_are_those_of_the_owner(rule: str, last: str, expected: str, region: str) -> None:
    wanted = expected.split()
    found = islice(recurrence.days(rule, date.fromisoformat(last), hours(region=region)), len(wanted))
    assert [day.isoformat() for day in found] == wanted


def test_every_working_day_of_a_week_that_begins_on_sunday() -> None:
    found = recurrence.days("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", date(2026, 3, 12), hours(days=(7, 1, 2, 3, 4)))
    assert [day.isoweekday() for day in islice(found, 5)] == [7, 1, 2, 3, 4]


CLOCKS = (  # zone, clock, day before, then the instants of the following days
    ("Europe/Berlin", "09:00", "2026-03-28", "2026-03-29T07:00 2026-03-30T07:00"),
    ("Europe/Berlin", "02:30", "2026-03-27", "2026-03-28T01:30 2026-03-29T01:00 2026-03-30T00:30"),
    ("Europe/Berlin", "02:30", "2026-10-24", "2026-10-25T00:30 2026-10-26T01:30"),
    ("America/New_York", "09:00", "2026-03-07", "2026-03-08T13:00 2026-03-09T13:00"),
    ("America/New_York", "01:30", "2026-10-31", "2026-11-01T05:30 2026-11-02T06:30"),
    ("America/Sao_Paulo", "00:00", "2018-11-03", "2018-11-04T03:00 2018-11-05T02:00"),
    ("Asia/Beirut", "00:00", "2026-03-28", "2026-03-28T22:00 2026-03-29T21:00"),
    ("Asia/Shanghai", "09:00", "2026-03-28", "2026-03-29T01:00"),
)


@pytest.mark.parametrize(("zone", "clock", "day", "expected"), CLOCKS)
def test_an_hour_stays_what_it_is_on_the_wall(zone: str, clock: str, day: str, expected: str) -> None:
    """A gap is the first instant after it, an hour that comes twice the first of the two, and neither is remembered."""
    where, at = hours(zone), time.fromisoformat(clock)
    last, found = Newest("FREQ=DAILY", 1, date.fromisoformat(day), at), []
    for _ in expected.split():
        now = civil.instant(last.on, time(0), where.zone)
        coming = recurrence.coming(last, where, now)
        assert coming is not None
        assert coming.at is not None
        found.append(coming.at.isoformat(timespec="minutes").removesuffix("+00:00"))
        last = Newest("FREQ=DAILY", last.nth + 1, coming.on, at)
    assert found == expected.split()


LATE = (  # rule, its day, when it is closed, the next one, how many were left out
    ("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "2026-03-10T08:00", "2026-03-17", 0),
    ("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "2026-03-06T08:00", "2026-03-17", 0),  # done early
    ("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "2026-03-13T08:00", "2026-03-17", 0),
    ("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "2026-03-17T08:00", "2026-03-24", 1),  # today's is not made either
    ("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "2026-04-02T08:00", "2026-04-07", 3),
    ("FREQ=DAILY", "2023-01-01", "2026-03-10T08:00", "2026-03-11", 99),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-03-10", "2026-03-25T08:00", "2026-04-07", 1),  # in its own weeks
)


@pytest.mark.parametrize(("rule", "on", "now", "expected", "missed"), LATE)
def test_what_was_missed_is_left_out(rule: str, on: str, now: str, expected: str, missed: int) -> None:
    last = Newest(rule, 1, date.fromisoformat(on))
    found = recurrence.coming(last, hours(), datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found is not None
    assert (found.on.isoformat(), found.missed) == (expected, missed)


ENDS = (
    ("FREQ=WEEKLY;COUNT=3", 2, "2026-03-10", True),
    ("FREQ=WEEKLY;COUNT=3", 3, "2026-03-10", False),
    ("FREQ=WEEKLY;UNTIL=20260317", 1, "2026-03-10", True),
    ("FREQ=WEEKLY;UNTIL=20260316", 1, "2026-03-10", False),
    ("FREQ=HOURLY;UNTIL=20260309", 1, "2026-03-10", False),
)


@pytest.mark.parametrize(("rule", "nth", "on", "goes_on"), ENDS)
def test_a_series_ends_when_it_was_said_to(rule: str, nth: int, on: str, goes_on: bool) -> None:
    day = date.fromisoformat(on)
    found = recurrence.coming(Newest(rule, nth, day), hours(), civil.instant(day, NINE, hours().zone))
    assert (found is not None) is goes_on


def test_hours_are_counted_from_the_last_moment_and_never_lie_behind() -> None:
    at = datetime(2026, 3, 28, 22, tzinfo=UTC)
    last = Newest("FREQ=HOURLY;INTERVAL=2", 1, date(2026, 3, 28), time(23), at)
    found = recurrence.coming(last, hours(), at.replace(minute=5))
    assert found is not None
    assert (found.at, found.on) == (datetime(2026, 3, 29, 0, tzinfo=UTC), date(2026, 3, 29))
    late = recurrence.coming(last, hours(), datetime(2026, 3, 29, 5, tzinfo=UTC))
    assert late is not None
    assert (late.at, late.missed) == (datetime(2026, 3, 29, 6, tzinfo=UTC), 3)


MOVED = (
    ("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "2026-03-12", "FREQ=WEEKLY;BYDAY=TH"),
    ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-10", "2026-03-11", None),
    ("FREQ=WEEKLY", "2026-03-10", "2026-03-12", "FREQ=WEEKLY"),
    ("FREQ=DAILY;INTERVAL=3", "2026-03-10", "2026-03-12", "FREQ=DAILY;INTERVAL=3"),
    ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-03-15", "2026-03-20", "FREQ=MONTHLY;BYMONTHDAY=20"),
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", "2026-03-08", "2026-04-01", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1"),
    ("FREQ=MONTHLY;BYDAY=1FR", "2026-03-06", "2026-03-09", None),
)


@pytest.mark.parametrize(("rule", "old", "new", "expected"), MOVED)
def test_a_rhythm_with_one_day_can_move_to_another(rule: str, old: str, new: str, expected: str | None) -> None:
    assert recurrence.moved(rule, date.fromisoformat(old), date.fromisoformat(new)) == expected
