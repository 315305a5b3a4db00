"""Every zone, at every change of its clocks from 2024 to 2035: each day's work begins once, on its own date."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.rules.availability import Hours, Wait

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLOCKS = tuple(map(time.fromisoformat, ("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "09:00", "23:30")))
"""Hours at which clocks are changed somewhere, the usual one, and the last before midnight."""
EVERYTHING = "MUSTER_EXAMPLES" in os.environ
ALWAYS = frozenset({
    "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana", "America/New_York", "America/Nuuk",
    "America/Santiago", "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu",
    "Asia/Kolkata", "Asia/Shanghai", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Europe/Berlin",
    "Europe/Dublin", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter",
})  # fmt: skip
"""Zones with what is odd: changes at midnight, of half an hour, of two hours, in Ramadan, in winter; halves; none."""


@cache
def changes(name: str) -> tuple[date, ...]:
    """The dates (of UTC) after which that zone's offset is another than before."""
    zone, found = ZoneInfo(name), []
    now, offset = FIRST, FIRST.astimezone(ZoneInfo(name)).utcoffset()
    while now < LAST:
        now += DAY
        if (later := now.astimezone(zone).utcoffset()) != offset:
            found.append((now - DAY).date())
            offset = later
    return tuple(found)


def zones() -> Iterator[str]:
    """Each zone once: those that change their clocks alike stand for one another, unless everything is asked for."""
    seen = set()
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        rule = (FIRST.astimezone(ZoneInfo(name)).utcoffset(), changes(name))
        if EVERYTHING or name in ALWAYS or (rule not in seen and name.split("/")[0] not in ("Etc", "posix", "right")):
            seen.add(rule)
            yield name


def windows(name: str) -> Iterator[tuple[datetime, datetime]]:
    """The days around each change; where there is none, a week of each year."""
    for on in changes(name) or tuple(date(year, 3, 1) for year in range(2024, 2036)):
        middle = datetime(on.year, on.month, on.day, tzinfo=UTC)
        yield middle - 2 * DAY, middle + 3 * DAY


def mornings(hours: Hours, since: datetime, until: datetime) -> list[datetime]:
    """When work begins between two instants, found as the tick finds it: from one start to the next."""
    found, now = [], since
    while (now := hours.next_start(now)) < until:
        found.append(now)
    return found


@pytest.mark.parametrize("name", list(zones()))
def test_each_local_date_has_exactly_one_morning_whatever_the_clocks_do(name: str):
    zone = ZoneInfo(name)
    for at in CLOCKS if EVERYTHING or name in ALWAYS else CLOCKS[::3]:
        hours = Hours(zone, at, (datetime.combine(FIRST, at) + 30 * timedelta(minutes=1)).time(), EVERY_DAY)
        for since, until in windows(name):
            dates = [moment.astimezone(zone).date() for moment in mornings(hours, since, until)]
            expected = [dates[0] + n * DAY for n in range(len(dates))]
            assert dates == expected, (name, at, since)
            assert len(dates) in (4, 5, 6), (name, at, since)


@pytest.mark.parametrize("name", sorted(ALWAYS))
def test_working_time_is_what_the_clock_on_the_wall_says_but_for_the_hour_that_is_skipped_or_comes_twice(name: str):
    zone = ZoneInfo(name)
    hours = Hours(zone, time(9), time(17), EVERY_DAY)
    for since, _ in windows(name):
        days = [since.astimezone(zone).date() + n * DAY for n in range(1, 5)]
        begins, ends = hours.start_of(days[0]), hours.end_of(days[-1])
        assert hours.working_between(begins, ends) == len(days) * 8 * HOUR, (name, since)
        assert hours.after(begins, Wait(days=2)) == hours.start_of(days[2]), (name, since)
        assert hours.after(begins, Wait(hours=20)) == hours.start_of(days[2]) + 4 * HOUR, (name, since)
